// What is promised at every instant while Services change, with the whole operator in this process, under the virtual
// clock and over the fake Azure. docs/decisions/ says what is promised; changes/promises.ts asks for it.
//
// A failing sequence replays, shrunk, with
//   SEED=<seed> PATH_=<path> NODE_OPTIONS=--experimental-vm-modules npx jest test/laws/changes.test.ts
// RUNS=2000 runs so many; without SEED each run takes the same one.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { play } from './changes/play.js';
import { broken } from './changes/promises.js';
import type { Scope } from './changes/sequences.js';
import { ALL_EDITS, sequences } from './changes/sequences.js';

const { SEED = '20260101', RUNS = '60', PATH_ } = process.env;
const LONG = Number(RUNS) > 200;

const SCOPE: Scope = { edits: ALL_EDITS, troubles: false };

async function holds(scope: Scope): Promise<void> {
  await fc.assert(
    fc.asyncProperty(sequences(scope, LONG ? 12 : 7), async (sequence) => {
      const story = await play(sequence);
      expect(broken(story)).toEqual([]);
      if (!scope.troubles) expect(story.refused).toEqual([]);
    }),
    { seed: Number(SEED), numRuns: Number(RUNS), ...(PATH_ !== undefined && { path: PATH_ }), endOnFailure: false },
  );
}

test('at every instant of every change all promises are kept', () => holds(SCOPE), 3_600_000);
