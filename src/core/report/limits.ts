// How full is Azure? Each limit that we know, how much of it is used and by which resource: for the AzureNetwork's status
// and the metrics.
import { backendUsage, loadBalancerUsage } from '../network/placement/index.js';
import { securityGroupUsage } from '../network/security-groups/index.js';
import { lastName } from '../values/arm-id.js';
import type { ReportInput } from './report-input.js';

export interface LimitUse {
  /** Name of the resource. */
  readonly resource: string;
  /** `Frontends`, `Rules`, `RulesPerBackend`, `SourcePrefixes`, `DestinationPrefixes`, `AllowPriorities`, `DenyPriorities`. */
  readonly limit: string;
  readonly used: number;
  readonly allowed: number;
}

/** Sorted by resource and limit. */
export function limitsIn({ azure, settings }: Pick<ReportInput, 'azure' | 'settings'>): readonly LimitUse[] {
  const balancers = loadBalancerUsage(settings, azure).flatMap(({ id, frontends, rules }) => [
    { resource: lastName(id), limit: 'Frontends', ...frontends },
    { resource: lastName(id), limit: 'Rules', ...rules },
  ]);
  const groups = securityGroupUsage(azure, settings).flatMap((group) => {
    const resource = lastName(group.id);
    return [
      { resource, limit: 'Rules', ...group.rules },
      { resource, limit: 'SourcePrefixes', ...group.sources },
      { resource, limit: 'DestinationPrefixes', ...group.destinations },
      { resource, limit: 'AllowPriorities', ...group.allowPriorities },
      { resource, limit: 'DenyPriorities', ...group.denyPriorities },
    ];
  });
  const backends = { resource: settings.loadBalancer.name, limit: 'RulesPerBackend', ...backendUsage(settings, azure) };
  return [...balancers, ...groups, backends].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** `Rules of nsg-nodes: 12 of 1000`: the limit that is nearest. */
export function fullest(limits: readonly LimitUse[]): string {
  const share = ({ used, allowed }: LimitUse): number => (allowed === 0 ? 0 : used / allowed);
  const [first] = limits.toSorted((a, b) => share(b) - share(a));
  return first ? `${first.limit} of ${first.resource}: ${first.used} of ${first.allowed}` : '';
}

function rank({ resource, limit }: LimitUse): string {
  return `${resource}/${limit}`;
}
