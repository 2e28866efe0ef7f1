// How does the sandbox end, at whatever moment? Everything that has been started, or is just starting, is stopped, the
// last first.
import { askedToStop } from '../asked-to-stop.js';

/** Somebody asked for the end while something was awaited. */
export class Stopped extends Error {}

interface Stoppable {
  stop(): Promise<unknown>;
}

export class Stops {
  readonly #stops: (() => Promise<unknown>)[] = [];
  readonly #abort = new AbortController();
  readonly #asked = askedToStop().then(() => {
    this.#abort.abort();
    throw new Stopped();
  });

  constructor() {
    this.#asked.catch(() => undefined);
  }

  /** Aborted when the end is asked for. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  add(stop: () => Promise<unknown>): void {
    this.#stops.unshift(stop);
  }

  /** What starts meanwhile is waited for, and stopped. */
  keep<T extends Stoppable>(starting: Promise<T>): Promise<T> {
    this.add(() =>
      starting.then(
        (one) => one.stop(),
        () => undefined,
      ),
    );
    return starting;
  }

  /** Throws Stopped when the end is asked for before. */
  unlessAsked<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#asked]);
  }

  async all(): Promise<void> {
    this.#abort.abort();
    for (const stop of this.#stops.splice(0)) await stop();
  }
}
