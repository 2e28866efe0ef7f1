// Whose is an address, whose is a rule, and whom does a change of it concern?
import type { Settings } from '../../settings.js';
import { armKey } from '../../values/arm-id.js';
import type { SourceRef } from '../../values/source-ref.js';
import { uniqueSources } from '../../values/source-ref.js';
import { TYPES } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { ofType } from '../azure-state.js';
import { loadBalancerId, publicIPsPath } from '../names.js';
import type { ServiceOpenings } from '../openings.js';
import type { Child } from '../overlay.js';
import { describedSources, isMarked, markedSources } from '../ownership.js';
import type { OpenPortExposure } from '../../exposure.js';
import { openPortPrefix } from './rule-names.js';
import { descriptionOf, destinationsOf } from '../security-rule.js';
import { addressKey } from '../../values/ip-address.js';

export interface Owners {
  /** By address key. */
  readonly ofAddress: ReadonlyMap<string, readonly SourceRef[]>;
  /** False while an address may be somebody's without our seeing it. */
  readonly areAllKnown: boolean;
  /** By the beginning of rule names. */
  readonly ofPrefix: ReadonlyMap<string, SourceRef>;
}

export function ownersIn(
  openings: readonly ServiceOpenings[],
  openPorts: readonly OpenPortExposure[],
  settings: Settings,
  azure: AzureState,
): Owners {
  const ofAddress = new Map<string, readonly SourceRef[]>();
  for (const publicIP of ofType(azure, TYPES.publicIP)) {
    const address = publicIP.properties?.['ipAddress'];
    if (typeof address !== 'string' || !isMarked(publicIP.tags, settings.clusterId)) continue;
    ofAddress.set(addressKey(address), markedSources(publicIP.tags));
  }
  const standing = new Map<string, Set<SourceRef>>();
  for (const { source, has } of openings) {
    for (const { address } of has) {
      const key = addressKey(address);
      const known = standing.get(key);
      if (known) known.add(source);
      else standing.set(key, new Set([source]));
    }
  }
  for (const [key, sources] of standing) ofAddress.set(key, uniqueSources(sources));
  const publicIPs = publicIPsPath(settings, settings.resourceGroup);
  const scopes = [publicIPs, loadBalancerId(settings, 'Internal'), loadBalancerId(settings, 'Public')];
  return {
    ofAddress,
    areAllKnown: !scopes.some((scope) => azure.unreadable.has(armKey(scope))),
    ofPrefix: new Map(openPorts.map(({ source }) => [openPortPrefix(settings.clusterId, source), source] as const)),
  };
}

/** Whom a rule is for as it is now. */
export function ownersOfRule(rule: Child, owners: Owners): readonly SourceRef[] {
  const own = owners.ofPrefix.get(prefixOfName(rule.name));
  const known = destinationsOf(rule).flatMap((text) => owners.ofAddress.get(addressKey(text)) ?? []);
  return uniqueSources([...describedSources(descriptionOf(rule)), ...(own ? [own] : known)]);
}

export function prefixOfName(name: string): string {
  return name.slice(0, name.lastIndexOf('_') + 1);
}
