// What does the group look like with these rules? Foreign rules are where and as they are; and each change says whose it
// is, so that nobody waits for a change that only concerns a neighbour in the same rule.
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { childId } from '../../values/arm-id.js';
import type { SourceRef } from '../../values/source-ref.js';
import { uniqueSources } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import { same } from '../change.js';
import type { DesiredResource, Removal } from '../network-model.js';
import type { Child, Overlay } from '../overlay.js';
import { overlay, overlayChildren } from '../overlay.js';
import { describedSources, ruleDescription } from '../ownership.js';
import {
  addressKey,
  descriptionOf,
  destinationsOf,
  destinationsPart,
  rulePart,
  RULES,
  SECURITY_GROUP_TYPE,
} from './arm.js';
import type { Layout, Slot } from './layout.js';
import { hasDestinations, ownersOf, sinceOf } from './layout.js';
import type { Owners } from './owners.js';
import { ownersOfRule } from './owners.js';
import type { Priorities } from './priorities.js';

interface Context {
  readonly settings: Settings;
  readonly owners: Owners;
  readonly gathers: readonly ArmId[];
}

export function build(observed: ArmResource, layout: Layout, numbers: Priorities, context: Context): DesiredResource {
  const { clusterId } = context.settings;
  const { ours } = layout.frame;
  const names = inOrder(layout);
  const assigned = numbers.assign(names, ours);
  const parts = new Map(
    names.map((name) => {
      const slot = layout.slots.get(name)!;
      return [name, partOf(slot, ours.get(name), assigned.get(name)!, clusterId)] as const;
    }),
  );
  const removals = [...ours.values()].filter(({ name }) => !layout.slots.has(name)).map(removalFrom(observed, context));
  const gone = new Set(removals.map(({ id }) => id));
  const children = overlayChildren(observed.properties?.[RULES], parts, ({ name }) =>
    gone.has(childId(observed.id, RULES, name)),
  );
  const attribution = attributionOf(layout, children, context.owners);
  return {
    id: observed.id,
    type: SECURITY_GROUP_TYPE,
    body: withRules(observed, children),
    because: uniqueSources([...attribution.owners, ...removals.flatMap(({ because }) => because)]),
    attribution: attribution.byPath,
    removals,
    gathers: context.gathers,
  };
}

/** New rules choose their numbers in the order in which their objects came. */
function inOrder({ slots }: Layout): readonly string[] {
  return [...slots.values()]
    .map((slot) => ({ name: slot.name, rank: `${sinceOf(slot)}|${slot.name}` }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ name }) => name);
}

function partOf(slot: Slot, observed: Child | undefined, priority: number, clusterId: string): Overlay {
  const { content } = slot;
  if (observed && (slot.isUntouched || (!content && hasDestinations(slot, observed)))) return {};
  const destinations = [...slot.destinations.values()].map(({ text }) => text).sort();
  const description = ruleDescription(clusterId, sourcesOfSlot(slot, observed));
  if (content) return rulePart(observed, { ...content, destinations, priority, description });
  return observed ? destinationsPart(observed, destinations, description) : {};
}

// Where a destination's owner isn't known, the description stays the only one who does.
function sourcesOfSlot(slot: Slot, observed: Child | undefined): readonly SourceRef[] {
  const parts = [...slot.destinations.values()].flatMap((destination) => [...destination.parts]);
  const described = observed && parts.some(({ owner }) => !owner) ? describedSources(descriptionOf(observed)) : [];
  return uniqueSources([...ownersOf(slot), ...described]);
}

function removalFrom({ id }: ArmResource, { owners }: Context): (rule: Child) => Removal {
  return (rule) => ({
    kind: 'SecurityRule',
    id: childId(id, RULES, rule.name),
    because: ownersOfRule(rule, owners),
  });
}

function withRules(observed: ArmResource, children: readonly Child[]): ArmResource {
  const now = observed.properties?.[RULES];
  if (same(now, children) || (now === undefined && children.length === 0)) return observed;
  return { ...observed, properties: { ...observed.properties, [RULES]: children } };
}

function attributionOf(layout: Layout, children: readonly Child[], owners: Owners) {
  const next = new Map(children.map((child) => [child.name, child]));
  const byPath = new Map<string, readonly SourceRef[]>();
  const all: SourceRef[] = [];
  for (const slot of layout.slots.values()) {
    const own = uniqueSources(ownersOf(slot));
    all.push(...own);
    const observed = layout.frame.ours.get(slot.name);
    const concerned = observed ? concernedBy(slot, observed, next.get(slot.name)!, own, owners) : own;
    byPath.set(`/properties/${RULES}[${slot.name}]`, concerned);
  }
  return { byPath, owners: all };
}

/** Those whose destination comes or goes, where nothing else of the rule changes; else everybody. */
function concernedBy(
  slot: Slot,
  observed: Child,
  next: Child,
  own: readonly SourceRef[],
  owners: Owners,
): readonly SourceRef[] {
  if (observed === next || !sameButDestinations(observed, next)) return own;
  const before = new Set(destinationsOf(observed).map(addressKey));
  const come = [...slot.destinations.keys()].filter((key) => !before.has(key));
  const left = [...before].filter((key) => !slot.destinations.has(key));
  const described = describedSources(descriptionOf(observed)).filter((source) => !own.includes(source));
  const concerned = uniqueSources([
    ...ownersOf(slot, come),
    ...left.flatMap((key) => owners.ofAddress.get(key) ?? described),
  ]);
  return concerned.length > 0 ? concerned : own;
}

function sameButDestinations(observed: Child, next: Child): boolean {
  const rest = (rule: Child): Child =>
    overlay(rule, {
      properties: {
        destinationAddressPrefix: undefined,
        destinationAddressPrefixes: undefined,
        description: undefined,
      },
    }) as Child;
  return same(rest(observed), rest(next));
}
