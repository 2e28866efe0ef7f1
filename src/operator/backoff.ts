// How long until the next try? Twice as long after each failure, with full chance between half of that and all of it,
// so that what failed together doesn't come back together.

export interface Backoff {
  /** Milliseconds. */
  readonly first: number;
  /** Milliseconds. */
  readonly longest: number;
}

/** `attempt` counts from 1; `random` gives numbers in [0, 1). Milliseconds. */
export function backoffDelay({ first, longest }: Backoff, attempt: number, random: () => number): number {
  const whole = Math.min(longest, first * 2 ** Math.min(30, attempt - 1));
  return whole * (0.5 + random() / 2);
}
