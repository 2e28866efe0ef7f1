import { describe, expect, test } from '@jest/globals';
import { createElapsed } from '../../src/operator/elapsed.js';

/** Moves of both clocks, and what must have passed after each. */
function live(moves: readonly { steady: number; wall: number }[]): number[] {
  let [steady, wall] = [5000, 1_700_000_000_000];
  const elapsed = createElapsed(
    () => steady,
    () => wall,
  );
  const start = elapsed();
  return moves.map((move) => {
    steady += move.steady;
    wall += move.wall;
    return elapsed() - start;
  });
}

describe('elapsed time', () => {
  test.each([
    { because: 'both clocks agree', moves: [{ steady: 1000, wall: 1000 }], total: [1000] },
    { because: 'a stopped process: both went on', moves: [{ steady: 60_000, wall: 60_000 }], total: [60_000] },
    {
      because: 'a sleeping machine: only the wall clock went on',
      moves: [{ steady: 10, wall: 60_000 }],
      total: [60_000],
    },
    { because: 'the wall clock was set back', moves: [{ steady: 1000, wall: -3_600_000 }], total: [1000] },
    {
      because: 'set back and then asleep: what was set back is no credit',
      moves: [
        { steady: 1000, wall: -3_600_000 },
        { steady: 10, wall: 60_000 },
      ],
      total: [1000, 61_000],
    },
    {
      because: 'a leap counts once',
      moves: [
        { steady: 10, wall: 60_000 },
        { steady: 1000, wall: 1000 },
      ],
      total: [60_000, 61_000],
    },
  ])('$because', ({ moves, total }) => expect(live(moves)).toEqual(total));
});
