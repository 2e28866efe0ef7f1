// Who has a part in which rule? Whose demand lets in somebody that the rule lets in, at a destination and port of it.
import type { SourceRef } from '../../values/source-ref.js';
import type { Claim } from './claims.js';
import { NOBODY } from './claims.js';
import type { Box } from './compile/index.js';
import { meets, planeOf, sourceClass } from './compile/index.js';
import type { LaidRule } from './layout.js';
import { boxesOf } from './layout.js';

export interface Sharers {
  /** Sorted, each once; `NOBODY` is left out. */
  readonly sources: readonly SourceRef[];
  /** Some of it is kept for somebody whom nobody knows. */
  readonly isUnowned: boolean;
  /** When the oldest of their objects came to be. */
  readonly since: string;
}

/** Boxes with more destinations are held against each rule instead. */
const FEW = 8;

export function sharersOf(
  rules: readonly LaidRule[],
  claims: readonly Claim[],
  isIn: (claim: Claim) => boolean,
): ReadonlyMap<LaidRule, Sharers> {
  const found = new Map(rules.map((rule) => [rule, { sources: new Set<SourceRef>(), since: '~' }]));
  const shared = rules.filter(({ owner }) => owner === undefined);
  const find = finder(shared);
  const own = Map.groupBy(
    rules.filter(({ owner }) => owner !== undefined),
    ({ owner }) => owner,
  );
  const note = (rule: LaidRule, { source, since }: Claim): void => {
    const known = found.get(rule)!;
    known.sources.add(source);
    if (since !== '' && since < known.since) known.since = since;
  };
  for (const claim of claims) {
    if (claim.own) for (const rule of own.get(claim.source) ?? []) note(rule, claim);
    else for (const box of boxesOf(claim, isIn)) for (const rule of find(box)) note(rule, claim);
  }
  return new Map(
    [...found].map(([rule, { sources, since }]) => [
      rule,
      { sources: [...sources].filter((one) => one !== NOBODY).sort(), isUnowned: sources.has(NOBODY), since },
    ]),
  );
}

function finder(rules: readonly LaidRule[]): (box: Box) => Iterable<LaidRule> {
  const byPlane = new Map<string, { readonly rule: LaidRule; readonly destinations: ReadonlySet<string> }[]>();
  const byDestination = new Map<string, LaidRule[]>();
  for (const rule of rules) {
    const plane = planeOf(rule.box);
    const entry = { rule, destinations: new Set(rule.box.destinations) };
    const alike = byPlane.get(plane);
    if (alike) alike.push(entry);
    else byPlane.set(plane, [entry]);
    for (const destination of rule.box.destinations) {
      const key = `${plane}|${destination}`;
      const known = byDestination.get(key);
      if (known) known.push(rule);
      else byDestination.set(key, [rule]);
    }
  }
  return (box) => {
    const plane = planeOf(box);
    const near =
      box.destinations.length <= FEW
        ? new Set(box.destinations.flatMap((one) => byDestination.get(`${plane}|${one}`) ?? []))
        : (byPlane.get(plane) ?? [])
            .filter(({ destinations }) => box.destinations.some((one) => destinations.has(one)))
            .map(({ rule }) => rule);
    return [...near].filter(({ box: other }) => sharePorts(box, other) && shareSources(box, other));
  };
}

function sharePorts(a: Box, b: Box): boolean {
  return a.ports.some((one) => b.ports.some((other) => one.from <= other.to && other.from <= one.to));
}

function shareSources(a: Box, b: Box): boolean {
  return meets(sourceClass(a.sources), sourceClass(b.sources));
}
