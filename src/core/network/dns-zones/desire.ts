// How should the listed DNS zones look? One desired record set for each name and type that is ours or is to be.
import type { RecordType } from '../../exposure.js';
import { RECORD_TYPES } from '../../exposure.js';
import type { Zone } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { armKey } from '../../values/arm-id.js';
import { compare } from '../../values/compare.js';
import { textOf } from '../../values/json.js';
import type { Problem } from '../../values/problem.js';
import { compareProblems, problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { uniqueSources } from '../../values/source-ref.js';
import { recordSetsPath } from '../azure-scopes.js';
import type { AzureState, Unreadable } from '../azure-state.js';
import { find } from '../azure-state.js';
import type { NetworkContext } from '../network-context.js';
import type { DesiredResource, Wish, ZonesWish } from '../network-model.js';
import { markedSources } from '../ownership.js';
import { chooseAliases } from './alias.js';
import { aliasOf, hasMoreSources, metadataOf, recordSetBody, recordSetId, recordSetType, targetsOf } from './arm.js';
import type { AskedOf } from './asked.js';
import { askedByZone } from './asked.js';
import type { Decision } from './decision.js';
import { LIMITS } from './limits.js';
import { underPolicy } from './policy.js';
import type { Own } from './settle.js';
import { settle } from './settle.js';
import { unreadableZone } from './unreadable.js';
import type { AtName, ZoneView } from './zone-view.js';
import { isOurs, zoneView } from './zone-view.js';

/** What one zone has a part in. */
interface ZoneDecisions {
  readonly decisions: readonly Decision[];
  readonly problems: readonly Problem[];
  readonly withheld: Wish['withheld'];
  readonly owned: number;
}

export function desireDnsZones(context: NetworkContext): ZonesWish {
  const { exposures, settings, azure } = context;
  const askedOf = askedByZone(context);
  // By their names' own standing: a Service whose load balancer can't be as it should gives names all the same.
  const held = new Set(exposures.names.filter(({ standing }) => standing === 'Held').map(({ source }) => source));
  const zones = settings.dns.zones.map((zone, index): ZoneDecisions => {
    const why = unreadableWhy(zone, azure);
    if (why) return { ...unreadableZone(zone, index, why, askedOf(zone)), decisions: [], owned: 0 };
    return decideZone(zone, askedOf(zone), held, context);
  });
  const decisions = zones.flatMap((zone) => zone.decisions);
  const aliases = chooseAliases(decisions, context);
  const permitted = decisions.map((decision) =>
    underPolicy(decision, desired(decision, aliases.of.get(decision), settings.clusterId)),
  );
  const withheld = [...zones.flatMap((zone) => zone.withheld), ...permitted.flatMap((one) => one.withheld ?? [])];
  return {
    resources: permitted.map((one) => one.desired).sort(byId),
    problems: [...zones.flatMap(({ problems }) => problems), ...aliases.problems].sort(compareProblems),
    owned: { RecordSet: zones.reduce((sum, { owned }) => sum + owned, 0) },
    zones: settings.dns.zones.map(({ id }, index) => ({ id, owned: zones[index]!.owned })),
    withheld: withheld.sort(byId),
  };
}

function byId(a: { readonly id: ArmId }, b: { readonly id: ArmId }): number {
  return compare(a.id, b.id);
}

function unreadableWhy(zone: Zone, { unreadable }: AzureState): Unreadable | undefined {
  return unreadable.get(armKey(recordSetsPath(zone))) ?? unreadable.get(armKey(zone.id));
}

function decideZone(
  zone: Zone,
  asked: AskedOf,
  held: ReadonlySet<SourceRef>,
  { azure, settings }: NetworkContext,
): ZoneDecisions {
  const view = zoneView(azure, zone.id);
  const problems: Problem[] = [];
  const decisions: Decision[] = [];
  let owned = 0;
  for (const relative of new Set([...view.names.keys(), ...asked.keys()])) {
    const atName = view.names.get(relative) ?? NOTHING;
    const ours = ownAt(atName, zone, held, settings.clusterId, azure);
    owned += ours.size;
    const claims = asked.get(relative) ?? [];
    if (ours.size === 0 && claims.length === 0) continue;
    const foreign = new Map([...atName].filter(([type]) => !ours.has(type as RecordType)));
    const settled = settle({ zone, relative, ours, foreign }, claims);
    problems.push(...settled.problems);
    for (const [type, verdict] of settled.verdicts)
      decisions.push({ zone, type, relative, verdict, observed: ours.get(type)?.resource });
  }
  const fitted = fit(decisions, view, zone);
  return { decisions: fitted.decisions, problems: [...problems, ...fitted.problems], withheld: [], owned };
}

const NOTHING: AtName = new Map();

function ownAt(
  atName: AtName,
  { visibility }: Zone,
  held: ReadonlySet<SourceRef>,
  clusterId: string,
  azure: AzureState,
): ReadonlyMap<RecordType, Own> {
  const own = new Map<RecordType, Own>();
  for (const type of RECORD_TYPES) {
    const resource = atName.get(type);
    if (!isOurs(resource, clusterId)) continue;
    const isKept =
      held.size > 0 &&
      (hasMoreSources(resource) || markedSources(metadataOf(resource)).some((source) => held.has(source)));
    const alias = aliasOf(resource);
    const address = alias === undefined ? '' : textOf(find(azure, alias)?.properties?.['ipAddress']);
    const targets = address === '' ? targetsOf(type, resource, visibility) : [address];
    own.set(type, { resource, targets, isKept });
  }
  return own;
}

function desired(decision: Decision, alias: ArmId | undefined, clusterId: string): DesiredResource {
  const { zone, type, relative, verdict, observed } = decision;
  const { visibility } = zone;
  const id = observed?.id ?? recordSetId(zone.id, type, relative);
  const before = observed ? markedSources(metadataOf(observed)) : [];
  const base = { id, type: observed?.type ?? recordSetType(type, visibility), attribution: NO_ONE, gathers: [] };
  switch (verdict.act) {
    case 'Keep':
      return { ...base, body: observed, because: before, removals: [] };
    case 'Remove': {
      const removals = [{ kind: 'RecordSet' as const, id, because: before }];
      return { ...base, body: undefined, because: uniqueSources([...before, ...verdict.waiting]), removals };
    }
    case 'Write': {
      const { targets, ttl, sources, metadata } = verdict;
      const content = { type, visibility, relative, targets, ttl, sources, metadata, ...(alias && { alias }) };
      const body = recordSetBody(id, observed, content, clusterId);
      // Those whose part goes are concerned as well: they wait until it has gone.
      return { ...base, body, because: uniqueSources([...sources, ...before]), removals: [] };
    }
  }
}

const NO_ONE: DesiredResource['attribution'] = new Map();

/** A zone that is full takes no more: the newest come last. */
function fit(
  decisions: readonly Decision[],
  { size }: ZoneView,
  zone: Zone,
): { readonly decisions: readonly Decision[]; readonly problems: readonly Problem[] } {
  const room = LIMITS.recordSets[zone.visibility] - size;
  const fresh = decisions.filter(({ observed }) => observed === undefined);
  if (fresh.length <= room) return { decisions, problems: [] };
  const sinceOf = ({ verdict }: Decision): string => (verdict.act === 'Write' ? verdict.since : '');
  const rank = (one: Decision): string => `${sinceOf(one)}|${one.relative}|${one.type}`;
  const surplus = new Set(fresh.toSorted((a, b) => compare(rank(a), rank(b))).slice(Math.max(0, room)));
  return {
    decisions: decisions.filter((decision) => !surplus.has(decision)),
    problems: [...surplus].flatMap((decision) => zoneFull(decision, zone)),
  };
}

function zoneFull({ type, verdict }: Decision, { name, visibility }: Zone): readonly Problem[] {
  if (verdict.act !== 'Write') return [];
  const { host, sources } = verdict;
  const limit = LIMITS.recordSets[visibility];
  const message = `Zone ${name} has no room for ${host} ${type}: Azure DNS allows ${limit} record sets in a zone.`;
  return sources.map((object) => problem({ object, key: 'host', reason: 'LimitReached' }, host, message));
}
