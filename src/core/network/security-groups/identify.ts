// Which rule that is there becomes which rule that is to be? The one with which it has most in common, so that an edit
// changes a rule in place: it keeps its name and its number, whatever happens to its sources, ports and destinations.
import type { Child } from '../overlay.js';
import type { Box } from './compile/index.js';
import { keyOf, planeOf } from './compile/index.js';
import { boxesOfRule } from './observed-boxes.js';

/** A rule that is to be, and the one that it is made of. */
export interface Identified {
  readonly box: Box;
  readonly observed: Child | undefined;
}

interface Pair {
  readonly index: number;
  readonly rule: Child;
  readonly score: number;
}

/** `nameOf`: the name that a new rule would get; a rule that has it already is the last choice. */
export function identify(
  boxes: readonly Box[],
  rules: readonly Child[],
  nameOf: (box: Box) => string,
): readonly Identified[] {
  const free = new Set(rules);
  const found = new Map<number, Child>();
  const take = (index: number, rule: Child | undefined): void => {
    if (!rule || found.has(index) || !free.has(rule)) return;
    found.set(index, rule);
    free.delete(rule);
  };
  // Nearly always nearly all are as they were.
  const asTheyAre = new Map(rules.map((rule) => [wholeKeyOf(rule), rule]));
  for (const [index, box] of boxes.entries()) take(index, asTheyAre.get(wholeKey(box)));
  const left = [...boxes.keys()].filter((index) => !found.has(index));
  for (const { index, rule } of pairs(boxes, left, free)) take(index, rule);
  const byName = new Map([...free].map((rule) => [rule.name.toLowerCase(), rule]));
  for (const index of left) take(index, byName.get(nameOf(boxes[index]!).toLowerCase()));
  return boxes.map((box, index) => ({ box, observed: found.get(index) }));
}

function wholeKey(box: Box): string {
  return `${keyOf(box)}|${box.destinations.join()}`;
}

const WHOLE = new WeakMap<Child, string>();

function wholeKeyOf(rule: Child): string {
  let known = WHOLE.get(rule);
  if (known === undefined) {
    const [box, ...others] = boxesOfRule(rule);
    const isOne = box !== undefined && others.length === 0;
    known = isOne ? wholeKey({ ...box, destinations: box.destinations.toSorted() }) : `?${rule.name}`;
    WHOLE.set(rule, known);
  }
  return known;
}

/** Best first. */
function pairs(boxes: readonly Box[], left: readonly number[], free: ReadonlySet<Child>): readonly Pair[] {
  const byDestination = new Map<string, { readonly rule: Child; readonly box: Box }[]>();
  for (const rule of free) {
    for (const box of boxesOfRule(rule)) {
      for (const destination of box.destinations) {
        const key = `${planeOf(box)}|${destination}`;
        const known = byDestination.get(key);
        if (known) known.push({ rule, box });
        else byDestination.set(key, [{ rule, box }]);
      }
    }
  }
  const result: Pair[] = [];
  for (const index of left) {
    const box = boxes[index]!;
    const shared = new Map<Child, { box: Box; count: number }>();
    for (const destination of box.destinations) {
      for (const { rule, box: other } of byDestination.get(`${planeOf(box)}|${destination}`) ?? []) {
        const known = shared.get(rule);
        if (known) known.count++;
        else shared.set(rule, { box: other, count: 1 });
      }
    }
    for (const [rule, { box: other, count }] of shared) {
      result.push({ index, rule, score: count * likeness(box, other) });
    }
  }
  return result.sort((a, b) => b.score - a.score || a.index - b.index || (a.rule.name < b.rule.name ? -1 : 1));
}

// What isn't alike counts for little, but more than nothing: changed sources leave the rule what it was.
function likeness(a: Box, b: Box): number {
  const sources = new Set(b.sources);
  const sharedSources = a.sources.filter((one) => sources.has(one)).length;
  const sharedPorts = a.ports.reduce(
    (sum, one) => sum + b.ports.reduce((part, other) => part + overlapOf(one, other), 0),
    0,
  );
  return Math.max(sharedSources, 0.25) * Math.max(sharedPorts, 0.25);
}

function overlapOf(a: Box['ports'][number], b: Box['ports'][number]): number {
  return Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from) + 1);
}
