// Whatever happens to objects and zones, and whatever fails on the way: in the end each zone holds what the objects ask for
// and what is somebody else's, byte for byte. The whole operator in this process, under the virtual clock.
//
// A failing sequence replays, shrunk, with
//   SEED=<seed> PATH_=<path> NODE_OPTIONS=--experimental-vm-modules npx jest test/laws/names.test.ts
// RUNS=2000 runs so many; without SEED each run takes the same one.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { play } from './names/play.js';
import { sequences } from './names/sequences.js';

const { SEED = '20260101', RUNS = '60', PATH_, NO_SHRINK } = process.env;
const HOUR = 3_600_000;

test(
  'a zone is what the objects ask for and what is foreign',
  async () => {
    process.stdout.write(`names.test.ts: RUNS=${RUNS} SEED=${SEED}\n`);
    await fc.assert(
      fc.asyncProperty(sequences(10), async (steps) => {
        const { ours, expected, foreign, foreignAsLeft, failures } = await play(steps);
        expect(ours).toEqual(expected);
        expect(foreign).toEqual(foreignAsLeft);
        expect(failures).toEqual([]);
      }),
      {
        seed: Number(SEED),
        numRuns: Number(RUNS),
        ...(PATH_ !== undefined && { path: PATH_ }),
        endOnFailure: NO_SHRINK !== undefined,
      },
    );
  },
  HOUR,
);
