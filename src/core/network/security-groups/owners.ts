// Whose is an address, and whose was a rule? As far as the cluster and the marks in Azure tell.
import type { Settings } from '../../settings.js';
import { armKey, networkId } from '../../values/arm-id.js';
import type { SourceRef } from '../../values/source-ref.js';
import { uniqueSources } from '../../values/source-ref.js';
import { TYPES } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { ofType } from '../azure-state.js';
import { loadBalancerId } from '../names.js';
import type { Child } from '../overlay.js';
import { describedSources, isMarked, markedSources } from '../ownership.js';
import { addressKey, descriptionOf, destinationsOf } from './arm.js';
import type { Asking } from './claims.js';
import { openPortPrefix } from './rule-names.js';

export interface Owners {
  /** By address key. */
  readonly ofAddress: ReadonlyMap<string, readonly SourceRef[]>;
  /** False while an address may be somebody's without our seeing it. */
  readonly areAllKnown: boolean;
  /** By the beginning of rule names. */
  readonly ofPrefix: ReadonlyMap<string, SourceRef>;
}

export function ownersIn({ services, openPorts }: Asking, settings: Settings, azure: AzureState): Owners {
  const ofAddress = new Map<string, readonly SourceRef[]>();
  for (const publicIP of ofType(azure, TYPES.publicIP)) {
    const address = publicIP.properties?.['ipAddress'];
    if (typeof address !== 'string' || !isMarked(publicIP.tags, settings.clusterId)) continue;
    ofAddress.set(addressKey(address), markedSources(publicIP.tags));
  }
  for (const { service, addresses } of services) {
    for (const address of addresses) ofAddress.set(addressKey(address), [service.source]);
  }
  const { subscriptionId, resourceGroup } = settings;
  const publicIPs = networkId(subscriptionId, resourceGroup, 'publicIPAddresses', '').slice(0, -1);
  const scopes = [publicIPs, loadBalancerId(settings, 'Internal')];
  return {
    ofAddress,
    areAllKnown: !scopes.some((scope) => azure.unreadable.has(armKey(scope))),
    ofPrefix: new Map(
      openPorts.map(({ exposure: { source } }) => [openPortPrefix(settings.clusterId, source), source] as const),
    ),
  };
}

/** Whom a rule is for as it is now. */
export function ownersOfRule(rule: Child, owners: Owners): readonly SourceRef[] {
  const own = owners.ofPrefix.get(rule.name.slice(0, rule.name.lastIndexOf('_') + 1));
  const known = destinationsOf(rule).flatMap((text) => owners.ofAddress.get(addressKey(text)) ?? []);
  return uniqueSources([...describedSources(descriptionOf(rule)), ...(own ? [own] : known)]);
}
