// How good is the compile of security rules? Held against the plain layout (the cloud controller's own: equal sources and
// ports are one rule) on random demands, and timed on many. Each time the same numbers: the chance is seeded.
import fc from 'fast-check';
import type { Box } from '../src/core/network/security-groups/compile/index.js';
import { compile, plainLayout } from '../src/core/network/security-groups/compile/index.js';
import { bruteForce, demands } from '../test/laws/demands.js';
import { median } from './median.js';
import { times } from './objects.js';

export interface Comparison {
  readonly ours: number;
  readonly plain: number;
  /** Cases in which ours had more rules than the plain layout. */
  readonly worse: number;
  readonly cases: number;
}

/** Rules of both layouts, summed over all cases; 6 ports and 8 lists, and every other demand at an address that is there. */
export function compareLayouts(cases: number, demands: number): Comparison {
  const counts = times(cases, (index) => {
    const boxes = randomDemands(demands, index + 1, { ports: 6, lists: 8, addresses: Math.ceil(demands / 2) });
    return { ours: compile(boxes).boxes.length, plain: plainLayout(boxes).length };
  });
  const sum = (count: (one: (typeof counts)[number]) => number): number =>
    counts.reduce((all, one) => all + count(one), 0);
  return {
    ours: sum(({ ours }) => ours),
    plain: sum(({ plain }) => plain),
    worse: counts.filter(({ ours, plain }) => ours > plain).length,
    cases,
  };
}

export interface Optimum {
  /** Cases in which there can be no fewer rules. */
  readonly reached: number;
  /** The most rules for one that is needed. */
  readonly worst: number;
  readonly cases: number;
}

/** Against every cover that there is: at most 7 demands, 4 ports, 4 destinations, ranges in and beside each other, tags. */
export function compareWithLeast(cases: number): Optimum {
  const shape = { destinations: 4, most: 7, ports: [80, 81, 82, 443].map((port) => [port, port] as const) };
  const ratios = fc
    .sample(demands({ ...shape, planes: false }), { numRuns: cases, seed: 1 })
    .map((boxes) => compile(boxes).boxes.length / bruteForce(boxes));
  return { reached: ratios.filter((ratio) => ratio === 1).length, worst: Math.max(...ratios), cases };
}

export interface CompileCost {
  /** Milliseconds of CPU: half of the compiles took less. */
  readonly median: number;
  /** Of the very first, before the engine has learned anything. */
  readonly first: number;
  readonly rules: number;
  readonly plain: number;
}

export function measureCompile(demands: number, tries = 11): CompileCost {
  const runs = times(tries, (index) => {
    const boxes = randomDemands(demands, index + 1);
    const before = process.cpuUsage();
    const { boxes: rules, unproved } = compile(boxes);
    const { user, system } = process.cpuUsage(before);
    if (unproved !== undefined) throw new Error(`the compile can't prove itself at ${unproved}`);
    return { milliseconds: (user + system) / 1000, rules: rules.length, plain: plainLayout(boxes).length };
  });
  const { milliseconds: first, rules, plain } = runs[0]!;
  return { median: median(runs.map(({ milliseconds }) => milliseconds)), first, rules, plain };
}

interface Shape {
  readonly ports: number;
  /** Of ranges; the Internet is one more. */
  readonly lists: number;
  readonly addresses: number;
}

/** Each 1 to 3 ports at one address for one list of ranges or the Internet, a quarter of them UDP. */
export function randomDemands(
  count: number,
  seed: number,
  shape: Shape = { ports: 20, lists: 40, addresses: count },
): readonly Box[] {
  const chance = seeded(seed);
  const range = (): string => `10.${chance(30)}.0.0/16`;
  const lists = [...times(shape.lists, () => [...new Set(times(1 + chance(6), range))]), ['Internet']];
  return times(count, (index): Box => {
    const ports = [...new Set(times(1 + chance(3), () => 8000 + chance(shape.ports)))].sort((a, b) => a - b);
    const address = index % shape.addresses;
    return {
      access: 'Allow',
      family: 4,
      protocol: chance(4) === 0 ? 'Udp' : 'Tcp',
      sources: lists[chance(lists.length)]!,
      ports: ports.map((port) => ({ from: port, to: port })),
      destinations: [`198.18.${address >> 8}.${address & 255}`],
    };
  });
}

/** A linear congruential generator: numbers from 0 up to, but without, `end`. */
function seeded(seed: number): (end: number) => number {
  let state = seed;
  return (end) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % end;
  };
}
