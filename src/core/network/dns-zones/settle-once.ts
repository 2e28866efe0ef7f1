// Was this name settled in an earlier pass already? Most names are as they were: the same wishes, the same record sets. Only
// what is settled by these alone is kept: all that is there is ours, no alias, and nobody is held.
import type { Settings, Zone } from '../../settings.js';
import type { Problem } from '../../values/problem.js';
import { sameItems } from '../../values/same-items.js';
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
  readonly atName: AtName;
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
    if (known && sameItems(known.claims, claims) && sameRecordSets(known.atName, atName)) {
      now.set(relative, known);
      return known.settled;
    }
    const settled = settle();
    if (isAllOurs(atName, settings)) now.set(relative, { claims, atName, settled });
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

function isAllOurs(atName: AtName, { clusterId }: Settings): boolean {
  return [...atName.values()].every((one) => isOurs(one, clusterId) && aliasOf(one) === undefined);
}

function sameRecordSets(a: AtName, b: AtName): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [type, one] of a) if (one !== b.get(type)) return false;
  return true;
}
