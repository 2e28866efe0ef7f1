// Time for tests: stands still until it is told to move, then lives through everything that was due on the way, in
// order, with all promises that follow from it.
import type { Cancel, Clock } from '../../src/operator/clock.js';

interface Due {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

export class VirtualClock implements Clock {
  private time = Date.UTC(2026, 0, 1);
  private order = 0;
  private readonly timers = new Set<Due>();

  now(): number {
    return this.time;
  }

  after(milliseconds: number, run: () => void): Cancel {
    const due = { at: this.time + Math.max(0, milliseconds), order: this.order++, run };
    this.timers.add(due);
    return () => void this.timers.delete(due);
  }

  get pending(): number {
    return this.timers.size;
  }

  async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    await settle();
    for (;;) {
      const next = [...this.timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!next) break;
      this.timers.delete(next);
      this.time = Math.max(this.time, next.at);
      next.run();
      await settle();
    }
    this.time = end;
  }
}

/** Lets all promises that can go on do so: one turn of the event loop is after all of them. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}
