// What does the group look like with these rules? Foreign rules are where and as they are; and each change says whose it
// is, so that nobody waits for a change that only concerns a neighbour in the same rule.
//
//   a change of a rule concerns                                         else
//   those to whom it opens something, and those to whom it closes it    those for whom anything in this group changes,
//                                                                       else all who have a part in it
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { childId } from '../../values/arm-id.js';
import type { SourceRef } from '../../values/source-ref.js';
import { uniqueSources } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import { same } from '../change.js';
import type { DesiredResource, Removal } from '../network-model.js';
import type { Child } from '../overlay.js';
import { overlayChildren } from '../overlay.js';
import { describedSources, ruleDescription } from '../ownership.js';
import { rulePart, SECURITY_GROUP_TYPE } from './arm.js';
import type { Claim } from './claims.js';
import type { Profiles } from './compile/index.js';
import { isSaid, profilesOf } from './compile/index.js';
import type { LaidRule, Layout } from './layout.js';
import { boxesOf } from './layout.js';
import type { NamedRule } from './name-rules.js';
import { boxesOfRule, boxesOfRules } from './observed-boxes.js';
import type { Owners } from './owners.js';
import { ownersOfRule } from './owners.js';
import type { PeerChange } from './peer-rules.js';
import type { Sharers } from './sharers.js';
import { RULES, descriptionOf } from '../security-rule.js';

export interface BuildContext {
  readonly settings: Settings;
  readonly owners: Owners;
  readonly gathers: readonly ArmId[];
  readonly ours: readonly Child[];
  readonly claims: readonly Claim[];
  readonly isIn: (claim: Claim) => boolean;
  readonly sharers: ReadonlyMap<LaidRule, Sharers>;
  /** What happens to rules of Azure's cloud controller. */
  readonly peers: readonly PeerChange[];
}

export function build(
  observed: ArmResource,
  layout: Layout,
  named: readonly NamedRule[],
  context: BuildContext,
): DesiredResource {
  const { settings, sharers, ours } = context;
  const parts = new Map(
    named.map(({ name, priority, rule }) => {
      const description = ruleDescription(settings.clusterId, describedIn(rule, sharers.get(rule)!));
      return [name, rulePart(rule.observed, { box: rule.box, priority, description })] as const;
    }),
  );
  const stay = new Set([...layout.untouched, ...named.map(({ rule }) => rule.observed)]);
  const going = ours.filter((rule) => !stay.has(rule));
  const removals = going.map((rule) => removalOf(rule, observed, context));
  for (const { name, part } of context.peers) if (part) parts.set(name, part);
  const gone = new Set([...going, ...context.peers.filter(({ part }) => !part)].map(({ name }) => name));
  const children = overlayChildren(observed.properties?.[RULES], parts, ({ name }) => gone.has(name));
  const attribution = new Map([
    ...attributionOf(named, children, going, context),
    ...context.peers.map(({ name, because }) => [`/properties/${RULES}[${name}]`, because] as const),
  ]);
  return {
    id: observed.id,
    type: SECURITY_GROUP_TYPE,
    body: withRules(observed, children),
    because: uniqueSources([
      ...named.flatMap(({ rule }) => sharers.get(rule)!.sources),
      ...removals.flatMap(({ because }) => because),
      ...context.peers.flatMap(({ because }) => because),
    ]),
    attribution,
    removals,
    gathers: context.gathers,
  };
}

// Where an owner isn't known, the description stays the only one who does.
function describedIn({ observed }: LaidRule, { sources, isUnowned }: Sharers): readonly SourceRef[] {
  return observed && isUnowned ? [...sources, ...describedSources(descriptionOf(observed))] : sources;
}

function removalOf(rule: Child, { id }: ArmResource, { owners }: BuildContext): Removal {
  return { kind: 'SecurityRule', id: childId(id, RULES, rule.name), because: ownersOfRule(rule, owners) };
}

function withRules(observed: ArmResource, children: readonly Child[]): ArmResource {
  const now = observed.properties?.[RULES];
  if (same(now, children) || (now === undefined && children.length === 0)) return observed;
  return { ...observed, properties: { ...observed.properties, [RULES]: children } };
}

function attributionOf(
  named: readonly NamedRule[],
  children: readonly Child[],
  going: readonly Child[],
  context: BuildContext,
): readonly (readonly [path: string, because: readonly SourceRef[]])[] {
  const next = new Map(children.map((child) => [child.name, child]));
  const changed = named.filter(({ name, rule: { observed } }) => !observed || !same(observed, next.get(name)));
  if (changed.length === 0) return [];
  const before = profilesOf(boxesOfRules(context.ours));
  const after = profilesOf(named.map(({ rule }) => rule.box));
  const gaining = gainers(before, context);
  const losing = new Map(changed.map((one) => [one, losers(one.rule.observed, after, context)]));
  const anybody = uniqueSources([
    ...gaining,
    ...[...losing.values()].flat(),
    ...going.flatMap((rule) => losers(rule, after, context)),
  ]);
  return changed.map((one) => {
    const { sources } = context.sharers.get(one.rule)!;
    const concerned = uniqueSources([...sources.filter((source) => gaining.has(source)), ...losing.get(one)!]);
    const because = [concerned, anybody, sources].find(({ length }) => length > 0) ?? [];
    return [`/properties/${RULES}[${one.name}]`, because] as const;
  });
}

/** To whom is something opened that rules of ours don't let in yet? */
function gainers(before: Profiles, { claims, isIn }: BuildContext): ReadonlySet<SourceRef> {
  const gaining = claims.filter((claim) => boxesOf(claim, isIn).some((box) => !isSaid(before, box)));
  return new Set(gaining.map(({ source }) => source));
}

function losers(rule: Child | undefined, after: Profiles, { owners }: BuildContext): readonly SourceRef[] {
  if (!rule) return [];
  const lost = boxesOfRule(rule).flatMap((box) =>
    box.destinations.filter((destination) => !isSaid(after, { ...box, destinations: [destination] })),
  );
  if (lost.length === 0) return [];
  const known = lost.flatMap((destination) => owners.ofAddress.get(destination) ?? []);
  return known.length > 0 ? known : ownersOfRule(rule, owners);
}
