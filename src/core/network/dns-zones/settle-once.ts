// Was this name settled in an earlier pass already? Most names are as they were: the same wishes, the same record sets. Only
// what is settled by these alone is kept: all that is there is ours, no alias, and nobody is held.
import type { Settings, Zone } from '../../settings.js';
import type { Problem } from '../../values/problem.js';
import type { ArmResource } from '../arm-resource.js';
import { aliasOf } from './arm.js';
import type { Claim } from './asked.js';
import type { Decision } from './decision.js';
import type { AtName } from './zone-view.js';
import { isOurs } from './zone-view.js';

export interface SettledName {
  readonly decisions: readonly Decision[];
  readonly problems: readonly Problem[];
  /** Record sets with our mark. */
  readonly owned: number;
}

interface Known {
  readonly claims: readonly Claim[];
  readonly resources: readonly ArmResource[];
  readonly settled: SettledName;
}

const KNOWN = new WeakMap<Settings, WeakMap<Zone, Map<string, Known>>>();

/** For one zone in one pass. */
export function settleOnce(
  zone: Zone,
  settings: Settings,
): (relative: string, claims: readonly Claim[], atName: AtName, settle: () => SettledName) => SettledName {
  const before = knownOf(zone, settings);
  const now = new Map<string, Known>();
  zonesOf(settings).set(zone, now);
  return (relative, claims, atName, settle) => {
    const known = before.get(relative);
    if (known && sameMembers(known.claims, claims) && sameMembers(known.resources, atName)) {
      now.set(relative, known);
      return known.settled;
    }
    const settled = settle();
    const resources = [...atName.values()];
    const isAlone = resources.every((one) => isOurs(one, settings.clusterId) && aliasOf(one) === undefined);
    if (isAlone) now.set(relative, { claims, resources, settled });
    return settled;
  };
}

function zonesOf(settings: Settings): WeakMap<Zone, Map<string, Known>> {
  let zones = KNOWN.get(settings);
  if (!zones) KNOWN.set(settings, (zones = new WeakMap()));
  return zones;
}

function knownOf(zone: Zone, settings: Settings): ReadonlyMap<string, Known> {
  return zonesOf(settings).get(zone) ?? new Map<string, Known>();
}

function sameMembers<T>(before: readonly T[], now: readonly T[] | ReadonlyMap<string, T>): boolean {
  const size = Array.isArray(now) ? now.length : (now as ReadonlyMap<string, T>).size;
  if (before.length !== size) return false;
  let index = 0;
  for (const one of now.values()) if (one !== before[index++]) return false;
  return true;
}
