// What time is it, and what happens later? All waiting in the operator goes through this small clock, so that tests
// can live through an hour in a moment.

export type Cancel = () => void;

export interface Clock {
  /** Milliseconds of Unix time. */
  now(): number;
  /** Runs once, after so many milliseconds, unless it is cancelled. */
  after(milliseconds: number, run: () => void): Cancel;
}

/** Longest delay of a Node timer; a longer one would fire at once. */
const LONGEST = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, Math.min(Math.max(0, milliseconds), LONGEST));
    return () => clearTimeout(timer);
  },
};

export function sleep(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(milliseconds, resolve);
  });
}

/** Resolves true when `work` is done, false when the time is up; the work goes on. */
export function within(clock: Clock, milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.after(milliseconds, () => resolve(false));
    const done = (): void => {
      cancel();
      resolve(true);
    };
    work.then(done, done);
  });
}
