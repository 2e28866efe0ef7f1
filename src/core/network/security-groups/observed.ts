// What is in the listed security groups now, and which of it is ours?
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { armKey } from '../../values/arm-id.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { find } from '../azure-state.js';
import type { Child } from '../overlay.js';
import { openPortPrefix } from './rule-names.js';
import { accessOf, destinationsOf, rulesIn, isOurs } from '../security-rule.js';
import { addressKey } from '../../values/ip-address.js';

/** Names of the rules that were made for a PortExposure; sorted, each once. */
export function rulesOf(azure: AzureState, settings: Settings, source: SourceRef): readonly string[] {
  const prefix = openPortPrefix(settings.clusterId, source);
  const names = ourRules(azure, settings).map(({ name }) => name);
  return [...new Set(names.filter((name) => name.startsWith(prefix)))].sort();
}

/**
 * Does a rule of ours still let anybody in to this address? Also true while a group can't be read: what isn't known to
 * be closed must be taken for open.
 */
export function isAddressOpen(azure: AzureState, settings: Settings, address: string): boolean {
  const isUnknown = settings.securityGroups.some(({ id }) => {
    const unreadable = azure.unreadable.get(armKey(id));
    return unreadable !== undefined && unreadable.status !== 404;
  });
  return isUnknown || openAddresses(azure, settings).has(addressKey(address));
}

// Asked for every address that is to go: read once per body of a group, which never changes.
const READ = new WeakMap<ArmResource, Map<string, ReadonlySet<string>>>();

function openAddresses(azure: AzureState, settings: Settings): { readonly has: (key: string) => boolean } {
  const sets = groups(azure, settings).map((group) => {
    const perCluster = READ.get(group) ?? new Map<string, ReadonlySet<string>>();
    READ.set(group, perCluster);
    const known = perCluster.get(settings.clusterId) ?? destinationsOfOurs(group, settings.clusterId);
    perCluster.set(settings.clusterId, known);
    return known;
  });
  return { has: (key) => sets.some((set) => set.has(key)) };
}

function destinationsOfOurs(group: ArmResource, clusterId: string): ReadonlySet<string> {
  const rules = rulesIn(group).filter((rule) => isOurs(rule, clusterId) && accessOf(rule) !== 'Deny');
  return new Set(rules.flatMap((rule) => destinationsOf(rule).map(addressKey)));
}

function ourRules(azure: AzureState, settings: Settings): readonly Child[] {
  return groups(azure, settings).flatMap((group) => rulesIn(group).filter((rule) => isOurs(rule, settings.clusterId)));
}

/** Undefined also where our copy is of one that has been deleted since. */
export function groupOf(azure: AzureState, id: ArmId): ArmResource | undefined {
  return azure.unreadable.get(armKey(id))?.status === 404 ? undefined : find(azure, id);
}

function groups(azure: AzureState, settings: Settings): readonly ArmResource[] {
  return settings.securityGroups.map(({ id }) => groupOf(azure, id)).filter((group) => group !== undefined);
}
