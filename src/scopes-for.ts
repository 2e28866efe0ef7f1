// What of Azure must be looked at for this cluster? What the settings name; and, beside it, the resource groups and prefixes that
// Services name for their public IPs, with those where something of ours still is: as Azure shows it, or as the status of
// the AzureNetwork remembers it from before the process began.
import type { ClusterState } from './core/cluster/cluster-state.js';
import { readService } from './core/cluster/services/index.js';
import type { Frontend } from './core/exposure.js';
import { TYPES } from './core/network/arm-resource.js';
import type { AzureScope } from './core/network/azure-scopes.js';
import { azureScopes, prefixScope, publicIPScope } from './core/network/azure-scopes.js';
import type { AzureState } from './core/network/azure-state.js';
import { ofType } from './core/network/azure-state.js';
import { isMarked } from './core/network/ownership.js';
import { servedOn } from './core/network/placement/index.js';
import { notedGroups } from './core/report/network-status.js';
import type { Settings } from './core/settings.js';
import { armKey, parseArmId } from './core/values/arm-id.js';

export function scopesFor(cluster: ClusterState, settings: Settings, azure: AzureState): readonly AzureScope[] {
  const fixed = azureScopes(settings);
  const known = new Set(fixed.map(({ path }) => armKey(path)));
  const frontends = cluster.services.flatMap((service) =>
    frontendsOf(readService(service, settings, false, cluster.endpointSlices)),
  );
  const prefixes = frontends.flatMap((frontend) => (frontend.scheme === 'Public' ? (frontend.prefix?.id ?? []) : []));
  const groups = [
    ...frontends.flatMap((frontend) => (frontend.scheme === 'Public' ? [frontend.resourceGroup] : [])),
    ...ours(settings, azure),
    ...cluster.azureNetworks.flatMap(notedGroups),
  ];
  const extra = new Map(
    [...groups.map((group) => publicIPScope(settings, group)), ...prefixes.map(prefixScope)]
      .filter(({ path }) => !known.has(armKey(path)))
      .map((scope) => [armKey(scope.path), scope] as const),
  );
  return [...fixed, ...[...extra].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, scope]) => scope)];
}

const NONE: readonly Frontend[] = [];

function frontendsOf(reading: ReturnType<typeof readService>): readonly Frontend[] {
  return reading === undefined || reading === 'Foreign' ? NONE : reading.exposure.frontends;
}

/** Resource groups, in this subscription, of public IPs that are ours or that our load balancers use. */
function ours(settings: Settings, azure: AzureState): readonly string[] {
  const marked = ofType(azure, TYPES.publicIP).filter(({ tags }) => isMarked(tags, settings.clusterId));
  const used = [...servedOn('Public', settings, azure).ofPublicIP.keys()];
  return [...new Set([...marked.map(({ id }) => armKey(id)), ...used])].flatMap((id) => {
    const parts = parseArmId(id);
    const isHere = parts?.subscription.toLowerCase() === settings.subscriptionId.toLowerCase();
    return parts && isHere ? [parts.resourceGroup] : [];
  });
}
