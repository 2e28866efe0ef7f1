// How long until the next attempt? Longer each time, never two clients at once (client-go's numbers: 0.8 s doubling
// to 30 s, https://github.com/kubernetes/client-go/blob/master/tools/cache/reflector.go).

export interface Backoff {
  /** Milliseconds, jittered up to twice the step; each call is one more failure. */
  next(): number;
  reset(): void;
}

export function createBackoff(first = 800, longest = 30_000, random: () => number = Math.random): Backoff {
  let failures = 0;
  return {
    next: () => {
      const step = Math.min(first * 2 ** failures, longest);
      failures += 1;
      return Math.min(step * (1 + random()), longest);
    },
    reset: () => {
      failures = 0;
    },
  };
}
