// How should the listed DNS zones look? One desired record set for each name and type that is ours or is to be.
import type { AddressRecordType, Exposures } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import { armKey } from '../../values/arm-id.js';
import type { Problem } from '../../values/problem.js';
import { compareProblems, problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { uniqueSources } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import type { AzureState, Unreadable } from '../azure-state.js';
import type { DesiredResource, Wish, ZonesWish } from '../network-model.js';
import { markedSources } from '../ownership.js';
import { metadataOf, recordSetBody, recordSetId, recordSetType } from './arm.js';
import type { AskedOf } from './asked.js';
import { askedByZone } from './asked.js';
import { LIMITS } from './limits.js';
import type { HeldSources, Verdict } from './settle.js';
import { settle } from './settle.js';
import { unreadableZone } from './unreadable.js';
import type { ZoneView } from './zone-view.js';
import { ADDRESS_TYPES, isOurs, zoneViews } from './zone-view.js';

type Zone = Settings['dns']['zones'][number];

/** What one zone has a part in. */
export type ZoneWish = Pick<Wish, 'resources' | 'problems' | 'withheld'> & { readonly owned: number };

export function desireDnsZones(exposures: Exposures, settings: Settings, azure: AzureState): ZonesWish {
  const viewOf = zoneViews(azure);
  const askedOf = askedByZone(exposures, settings);
  const held = new Set([
    ...exposures.names.filter(({ standing }) => standing === 'Held').map(({ source }) => source),
    ...exposures.held.map(({ object }) => object),
  ]);
  const wishes = settings.dns.zones.map((zone, index): ZoneWish => {
    const why = unreadableWhy(zone, azure);
    if (why) return unreadableZone(zone, index, why, askedOf(zone));
    return desireZone(zone, viewOf(zone.id), askedOf(zone), held, settings.clusterId);
  });
  return {
    resources: wishes.flatMap(({ resources }) => resources).sort((a, b) => (a.id < b.id ? -1 : 1)),
    problems: wishes.flatMap(({ problems }) => problems).sort(compareProblems),
    owned: { RecordSet: wishes.reduce((sum, { owned }) => sum + owned, 0) },
    zones: settings.dns.zones.map(({ id }, index) => ({ id, owned: wishes[index]!.owned })),
    withheld: wishes.flatMap(({ withheld }) => withheld).sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

function unreadableWhy({ id }: Zone, { unreadable }: AzureState): Unreadable | undefined {
  return unreadable.get(armKey(`${id}/recordsets`)) ?? unreadable.get(armKey(id));
}

interface Decision {
  readonly type: AddressRecordType;
  readonly relative: string;
  readonly verdict: Verdict;
  readonly observed: ArmResource | undefined;
}

function desireZone(zone: Zone, view: ZoneView, asked: AskedOf, held: HeldSources, clusterId: string): ZoneWish {
  const problems: Problem[] = [];
  const decisions: Decision[] = [];
  let owned = 0;
  for (const relative of new Set([...view.names.keys(), ...asked.keys()])) {
    const atName = view.names.get(relative) ?? new Map<string, ArmResource>();
    const own = ADDRESS_TYPES.filter((type) => isOurs(atName.get(type), clusterId));
    owned += own.length;
    const claims = asked.get(relative) ?? [];
    if (own.length === 0 && claims.length === 0) continue;
    const settled = settle(relative, claims, atName, held, clusterId);
    problems.push(...settled.problems);
    for (const [type, verdict] of settled.verdicts)
      decisions.push({ type, relative, verdict, observed: atName.get(type) });
  }
  const fitted = fit(decisions, view, zone);
  return {
    resources: fitted.decisions.flatMap((decision) => desired(decision, zone, clusterId)),
    problems: [...problems, ...fitted.problems],
    withheld: [],
    owned,
  };
}

function desired(
  { type, relative, verdict, observed }: Decision,
  zone: Zone,
  clusterId: string,
): readonly DesiredResource[] {
  const id = observed?.id ?? recordSetId(zone.id, type, relative);
  const before = observed ? markedSources(metadataOf(observed)) : [];
  const base = { id, type: observed?.type ?? recordSetType(type), attribution: new Map(), gathers: [] };
  switch (verdict.act) {
    case 'Keep':
      return observed ? [{ ...base, body: observed, because: before, removals: [] }] : [];
    case 'Remove':
      return [{ ...base, body: undefined, because: before, removals: [{ kind: 'RecordSet', id, because: before }] }];
    case 'Write': {
      const { targets, ttl, sources } = verdict;
      const body = recordSetBody(id, observed, { type, relative, targets, ttl, sources }, clusterId);
      // Those whose part goes are concerned as well: they wait until it has gone.
      return [{ ...base, body, because: uniqueSources([...sources, ...before]), removals: [] }];
    }
  }
}

/** A zone that is full takes no more: the newest come last. */
function fit(
  decisions: readonly Decision[],
  { size }: ZoneView,
  zone: Zone,
): { decisions: readonly Decision[]; problems: readonly Problem[] } {
  const room = LIMITS.recordSets - size;
  const fresh = decisions.filter(({ observed }) => observed === undefined);
  if (fresh.length <= room) return { decisions, problems: [] };
  const sinceOf = ({ verdict }: Decision): string => (verdict.act === 'Write' ? verdict.since : '');
  const rank = (one: Decision): string => `${sinceOf(one)}|${one.relative}|${one.type}`;
  const surplus = new Set(fresh.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(Math.max(0, room)));
  return {
    decisions: decisions.filter((decision) => !surplus.has(decision)),
    problems: [...surplus].flatMap((decision) => zoneFull(decision, zone)),
  };
}

function zoneFull({ relative, type, verdict }: Decision, { name }: Zone): readonly Problem[] {
  const sources: readonly SourceRef[] = verdict.act === 'Write' ? verdict.sources : [];
  const host = relative === '@' ? name : `${relative}.${name}`;
  const message = `Zone ${name} has no room for ${host} ${type}: Azure DNS allows ${LIMITS.recordSets} record sets in a zone.`;
  return sources.map((object) => problem({ object, key: 'host', reason: 'LimitReached' }, host, message));
}
