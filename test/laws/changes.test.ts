// What is promised at every instant while Services change, with the whole operator in this process, under the virtual
// clock and over the fake Azure. docs/decisions/ says what is promised; changes/promises.ts asks for it.
//
// A failing sequence replays, shrunk, with
//   SEED=<seed> PATH_=<path> NODE_OPTIONS=--experimental-vm-modules npx jest test/laws/changes.test.ts
// EDITS=… as in the failing run, -t with its name; TELL=1 tells the story. RUNS=2000 runs so many; without SEED each run
// takes the same one.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { play } from './changes/play.js';
import { broken } from './changes/promises.js';
import type { Scope } from './changes/sequences.js';
import { ALL_EDITS, sequences } from './changes/sequences.js';
import { tell } from './changes/tell.js';

const { SEED = '20260101', RUNS = '60', PATH_, EDITS, TELL, NO_SHRINK } = process.env;
// The fake has no internal addresses of IPv6: families change where addresses are public.
const HERE: Scope['edits'] = ALL_EDITS.filter((edit) => edit !== 'families');
const FAMILIES: Scope['edits'] = ['families', 'ports', 'ranges', 'tags', 'type', 'floatingIP'];

/** EDITS=ports,place narrows a search. */
const scopeOf = (ready: Scope['edits'], troubles: boolean): Scope => {
  const edits = (EDITS?.split(',') as Scope['edits'] | undefined) ?? ready;
  return { edits, troubles };
};

async function holds(scope: Scope): Promise<void> {
  await fc.assert(
    fc.asyncProperty(sequences(scope, 10), async (sequence) => {
      const story = await play(sequence);
      // process.stdout: jest's console adds where each line came from.
      if (TELL !== undefined) process.stdout.write(`${tell(story)}\n`);
      expect(broken(story)).toEqual([]);
      if (!scope.troubles) expect(story.refused).toEqual([]);
    }),
    {
      seed: Number(SEED),
      numRuns: Number(RUNS),
      ...(PATH_ !== undefined && { path: PATH_ }),
      endOnFailure: NO_SHRINK !== undefined,
    },
  );
}

const HOUR = 3_600_000;

test('at every instant of every change all promises are kept', () => holds(scopeOf(HERE, false)), HOUR);

test('and while families come and go', () => holds(scopeOf(FAMILIES, false)), HOUR);

test('and while Azure refuses, fails and drops, and the operator is killed', () => holds(scopeOf(HERE, true)), HOUR);

test('and all of that with families', () => holds(scopeOf(FAMILIES, true)), HOUR);
