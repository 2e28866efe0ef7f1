// How should the listed DNS zones look? One desired record set for each name and type that is ours or is to be.
import type { Zone } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { armKey } from '../../values/arm-id.js';
import { compare } from '../../values/compare.js';
import { compareProblems } from '../../values/problem.js';
import { uniqueSources } from '../../values/source-ref.js';
import { recordSetsPath } from '../azure-scopes.js';
import type { AzureState, Unreadable } from '../azure-state.js';
import { same } from '../change.js';
import type { NetworkContext } from '../network-context.js';
import type { DesiredResource, Wish, ZonesWish } from '../network-model.js';
import { markedSources, marks } from '../ownership.js';
import { overlay } from '../overlay.js';
import type { Aliases } from './alias.js';
import { chooseAliases } from './alias.js';
import { metadataOf, recordSetBody, recordSetId, recordSetType, withLowerTTL } from './arm.js';
import { askedByZone } from './asked.js';
import { decideZone } from './decide-zone.js';
import type { ZoneDecisions } from './decide-zone.js';
import type { Decision } from './decision.js';
import { heldAmong } from './held.js';
import type { PassTime } from './lower-first.js';
import type { Permitted } from './policy.js';
import { underPolicy } from './policy.js';
import type { TxtCipher } from './txt-registry.js';
import { unreadableZone } from './unreadable.js';

/** `cipher`: for the texts of external-dns, where they are sealed. */
export function desireDnsZones(context: NetworkContext, time: PassTime, cipher?: TxtCipher): ZonesWish {
  const { exposures, settings, azure } = context;
  const askedOf = askedByZone(context);
  // By their names' own standing: a Service whose load balancer can't be as it should gives names all the same.
  const held = heldAmong(exposures.names);
  const zones = settings.dns.zones.map((zone, index): ZoneDecisions & Pick<Wish, 'withheld'> => {
    const why = unreadableWhy(zone, azure);
    if (why) return { ...unreadableZone(zone, index, why, askedOf(zone)), decisions: [], owned: 0, fading: [] };
    return { ...decideZone(zone, askedOf(zone), held, context, time, cipher), withheld: [] };
  });
  const decisions = zones.flatMap((zone) => zone.decisions);
  const aliases = chooseAliases(decisions, context);
  const permitted = zones.flatMap((zone) => permitAll(zone.decisions, aliases.of, settings.clusterId));
  const withheld = [...zones.flatMap((zone) => zone.withheld), ...permitted.flatMap((one) => one.withheld ?? [])];
  return {
    resources: permitted.map((one) => one.desired).sort(byId),
    problems: [...zones.flatMap(({ problems }) => problems), ...aliases.problems].sort(compareProblems),
    owned: { RecordSet: zones.reduce((sum, { owned }) => sum + owned, 0) },
    fading: zones.flatMap(({ fading }) => fading),
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

interface Known<T> {
  readonly permitted: T;
  readonly clusterId: string;
}

// Decisions that were made in an earlier pass come to the same.
const PERMITTED_ALL = new WeakMap<readonly Decision[], Known<readonly Permitted[]>>();
const PERMITTED = new WeakMap<Decision, Known<Permitted>>();

function permitAll(decisions: readonly Decision[], aliases: Aliases['of'], clusterId: string): readonly Permitted[] {
  const known = aliases.size === 0 ? PERMITTED_ALL.get(decisions) : undefined;
  if (known?.clusterId === clusterId) return known.permitted;
  const permitted = decisions.map((decision) => permit(decision, aliases.get(decision), clusterId));
  if (aliases.size === 0) PERMITTED_ALL.set(decisions, { permitted, clusterId });
  return permitted;
}

function permit(decision: Decision, alias: ArmId | undefined, clusterId: string): Permitted {
  const known = alias === undefined ? PERMITTED.get(decision) : undefined;
  if (known?.clusterId === clusterId) return known.permitted;
  const permitted = underPolicy(decision, desired(decision, alias, clusterId));
  if (alias === undefined) PERMITTED.set(decision, { permitted, clusterId });
  return permitted;
}

function desired(decision: Decision, alias: ArmId | undefined, clusterId: string): DesiredResource {
  const { zone, type, relative, verdict, observed } = decision;
  const { visibility } = zone;
  const id = observed?.id ?? recordSetId(zone.id, type, relative);
  const before = decision.because ?? (observed ? markedSources(metadataOf(observed)) : []);
  const base = { id, type: observed?.type ?? recordSetType(type, visibility), attribution: NO_ONE, gathers: [] };
  switch (verdict.act) {
    case 'Keep':
      return { ...base, body: observed, because: before, removals: [] };
    case 'Adopt': {
      const metadata = marks(clusterId, verdict.sources);
      const properties = overlay(observed?.properties, { metadata });
      return { ...base, body: observed && { ...observed, properties }, because: verdict.sources, removals: [] };
    }
    case 'Fade': {
      const body = observed && withLowerTTL(observed, verdict.ttl, visibility);
      return { ...base, body, because: uniqueSources([...before, ...verdict.waiting]), removals: [] };
    }
    case 'Remove': {
      const removals = [{ kind: 'RecordSet' as const, id, because: before }];
      return { ...base, body: undefined, because: uniqueSources([...before, ...verdict.waiting]), removals };
    }
    case 'Write': {
      const { targets, ttl, sources, metadata } = verdict;
      const content = { type, visibility, relative, targets, ttl, sources, metadata, ...(alias && { alias }) };
      const made = recordSetBody(id, observed, content, clusterId);
      const body = observed && same(observed, made) ? observed : made;
      // Those whose part goes are concerned as well: they wait until it has gone.
      return { ...base, body, because: uniqueSources([...sources, ...before]), removals: [] };
    }
  }
}

const NO_ONE: DesiredResource['attribution'] = new Map();
