// What does a lane remember of a write that failed? Which wish Azure refused, how often, and when to try again.
import type { Operation } from '../core/network/operation.js';
import { wishOf } from '../core/network/operation.js';
import type { JudgedFailure } from './azure-failure.js';
import { backoffDelay } from './backoff.js';

export interface LaneFailure {
  readonly judged: JudgedFailure;
  /** What was sent. */
  readonly wish: string;
  readonly attempts: number;
  /** Milliseconds of Unix time, both. */
  readonly since: number;
  readonly notBefore: number;
}

const RETRY = { first: 1000, longest: 300_000 };

export function nextFailure(
  before: LaneFailure | undefined,
  judged: JudgedFailure,
  operation: Operation,
  now: number,
  random: () => number,
): LaneFailure {
  const wish = wishOf(operation);
  const isAgain = before !== undefined && (judged.kind !== 'Terminal' || before.wish === wish);
  const attempts = isAgain ? before.attempts + 1 : 1;
  // The first loser of a race has just looked again and may go at once; who keeps losing waits like others.
  const isFirstLoss = judged.kind === 'Stale' && attempts === 1;
  const pause = isFirstLoss ? 0 : Math.max(judged.retryAfter ?? 0, backoffDelay(RETRY, attempts, random));
  return { judged, wish, attempts, since: isAgain ? before.since : now, notBefore: now + pause };
}
