// Do the fewest rules say exactly what was demanded? Demands by chance, judged by asking each place one by one.
//
//   more of them             RUNS=20000 NODE_OPTIONS=--experimental-vm-modules npx jest test/laws/compile.test.ts
//   a failing one again      RUNS=1 SEED=<its seed> PATH_=<its path> …the same
//
// The seed is printed; a failure prints seed and path.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compile, plainLayout } from '../../src/core/network/security-groups/compile/index.js';
import type { Box } from '../../src/core/network/security-groups/compile/index.js';
import { atomsOf, bruteForce, demands } from './demands.js';

const RUNS = Number(process.env['RUNS'] ?? 200);
const SEED = Number(process.env['SEED'] ?? Date.now() & 0x7fffffff);
const OPTIONS = { numRuns: RUNS, seed: SEED, ...(process.env['PATH_'] && { path: process.env['PATH_'] }) };
const PATIENCE = Math.max(10_000, RUNS * 30);

process.stderr.write(`compile.test.ts: RUNS=${RUNS} SEED=${SEED}\n`);

const SMALL = {
  destinations: 4,
  most: 7,
  ports: [
    [80, 80],
    [81, 81],
    [82, 82],
    [443, 443],
  ],
  planes: false,
} as const;

function sorted(boxes: readonly Box[]): readonly string[] {
  return [...atomsOf(boxes)].sort();
}

describe('for all demands', () => {
  test(
    'the rules say exactly what is demanded, and are never more than the plain layout',
    () => {
      fc.assert(
        fc.property(demands({ destinations: 6, most: 14 }), (boxes) => {
          const { boxes: rules, unproved } = compile(boxes);
          expect(unproved).toBeUndefined();
          expect(sorted(rules)).toEqual(sorted(boxes));
          expect(rules.length).toBeLessThanOrEqual(plainLayout(boxes).length);
          for (const { sources } of rules) {
            expect(sources.length === 1 || sources.every((source) => source.includes('/'))).toBe(true);
          }
        }),
        OPTIONS,
      );
    },
    PATIENCE,
  );

  test(
    'the same is said where prefixes are to be few, with no more of them than in the plain layout',
    () => {
      const prefixes = (boxes: readonly Box[]): number =>
        boxes.reduce((sum, { sources, destinations }) => sum + sources.length + destinations.length, 0);
      fc.assert(
        fc.property(demands({ destinations: 6, most: 14 }), (boxes) => {
          const { boxes: rules } = compile(boxes, 'Prefixes');
          expect(sorted(rules)).toEqual(sorted(boxes));
          expect(prefixes(rules)).toBeLessThanOrEqual(prefixes(plainLayout(boxes)));
        }),
        { ...OPTIONS, numRuns: Math.ceil(RUNS / 4) },
      );
    },
    PATIENCE,
  );

  test(
    'neither their order nor how they are cut makes a difference',
    () => {
      fc.assert(
        fc.property(demands({ destinations: 5, most: 8 }), (boxes) => {
          const turned = boxes.toReversed();
          expect(compile(turned)).toEqual(compile(boxes));
          const cut = boxes.flatMap((box) => box.destinations.map((one) => ({ ...box, destinations: [one] })));
          expect(compile(cut)).toEqual(compile(boxes));
        }),
        { ...OPTIONS, numRuns: Math.ceil(RUNS / 4) },
      );
    },
    PATIENCE,
  );

  test('up to seven take the fewest rules there can be, in at least 95 of 100 cases, and never half as many again', () => {
    const all = fc.sample(demands(SMALL), { numRuns: 100, seed: SEED });
    const cases = all.map((boxes) => ({ ours: compile(boxes).boxes.length, least: bruteForce(boxes) }));
    expect(cases.filter(({ ours, least }) => ours < least)).toEqual([]);
    expect(cases.filter(({ ours, least }) => ours === least).length).toBeGreaterThanOrEqual(95);
    expect(Math.max(...cases.map(({ ours, least }) => ours / least))).toBeLessThanOrEqual(1.5);
  });
});
