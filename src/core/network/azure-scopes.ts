// What of Azure must the mirror hold for these settings? A list of reads: single resources and collections.
import type { ArmId } from '../values/arm-id.js';
import { networkId } from '../values/arm-id.js';
import type { Settings, Zone } from '../settings.js';
import { publicIPsPath } from './names.js';

/** `Get`: one resource, which may be absent. `List`: a collection, paged; its path is its id. */
export interface AzureScope {
  readonly read: 'Get' | 'List';
  readonly path: ArmId;
  /** `Microsoft.Network/loadBalancers`: decides the api-version. */
  readonly type: string;
  /** True where the settings name it, so that its absence is a problem; false where we make it ourselves. */
  readonly mustExist: boolean;
  /** True where single Services name it: nobody else waits for it. */
  readonly isExtra?: boolean;
}

/** The public IPs of a resource group that a Service names. */
export function publicIPScope(settings: Settings, resourceGroup: string): AzureScope {
  const path = publicIPsPath(settings, resourceGroup);
  return { read: 'List', path, type: 'Microsoft.Network/publicIPAddresses', mustExist: false, isExtra: true };
}

/** A public IP prefix that a Service names. */
export function prefixScope(id: ArmId): AzureScope {
  return { read: 'Get', path: id, type: 'Microsoft.Network/publicIPPrefixes', mustExist: true, isExtra: true };
}

/** All record sets of a zone (https://learn.microsoft.com/rest/api/dns/privatednszones/record-sets/list). */
export function recordSetsPath({ id, visibility }: Zone): ArmId {
  return `${id}/${visibility === 'Public' ? 'recordsets' : 'ALL'}` as ArmId;
}

const ZONE_LISTS: Readonly<Record<Zone['visibility'], string>> = {
  Public: 'dnsZones/recordsets',
  Private: 'privateDnsZones/ALL',
};

export function azureScopes(settings: Settings): readonly AzureScope[] {
  const { subscriptionId, resourceGroup, loadBalancer } = settings;
  const collection = (type: string): ArmId =>
    `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Network/${type}` as ArmId;
  const scope = (read: AzureScope['read'], path: ArmId, type: string, mustExist: boolean): AzureScope => ({
    read,
    path,
    type: `Microsoft.Network/${type}`,
    mustExist,
  });
  return [
    ...[loadBalancer.name, `${loadBalancer.name}-internal`].map((name) =>
      scope('Get', networkId(subscriptionId, resourceGroup, 'loadBalancers', name), 'loadBalancers', false),
    ),
    scope('List', collection('publicIPAddresses'), 'publicIPAddresses', true),
    ...settings.securityGroups.map(({ id }) => scope('Get', id, 'networkSecurityGroups', true)),
    scope('List', `${settings.virtualNetworkId}/subnets` as ArmId, 'virtualNetworks/subnets', true),
    ...settings.dns.zones.map((zone) => scope('List', recordSetsPath(zone), ZONE_LISTS[zone.visibility], true)),
  ];
}
