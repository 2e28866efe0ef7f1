// May one more request be sent against this limit, and if not, when? Two forms, as Azure publishes them: a bucket that
// fills steadily, and a number in any stretch of time.

export interface Gauge {
  /** Milliseconds of Unix time; not after `now` means at once. */
  readyAt(now: number): number;
  take(now: number): void;
  /** Azure says that so many are left. */
  atMost(remaining: number, now: number): void;
  /** Azure says to wait: nothing before `until`. */
  block(until: number): void;
}

// Sums of fractions: a token that is there but for rounding is there.
const NEARLY = 1e-6;

export class Bucket implements Gauge {
  private level: number;
  private filledAt: number | undefined;
  private blockedUntil = 0;

  constructor(
    private readonly capacity: number,
    private readonly perSecond: number,
  ) {
    this.level = capacity;
  }

  readyAt(now: number): number {
    this.fill(now);
    const missing = 1 - this.level;
    const filled = missing <= NEARLY ? now : now + Math.ceil((missing * 1000) / this.perSecond - NEARLY);
    return Math.max(filled, this.blockedUntil);
  }

  take(now: number): void {
    this.fill(now);
    this.level -= 1;
  }

  atMost(remaining: number, now: number): void {
    this.fill(now);
    this.level = Math.min(this.level, Math.max(0, remaining));
  }

  block(until: number): void {
    this.blockedUntil = Math.max(this.blockedUntil, until);
    // What we believed was left wasn't there; it begins to fill when the wait is over.
    this.level = Math.min(this.level, 1);
    this.filledAt = Math.max(this.filledAt ?? 0, until);
  }

  private fill(now: number): void {
    const since = this.filledAt ?? now;
    if (now < since) return;
    this.level = Math.min(this.capacity, this.level + ((now - since) * this.perSecond) / 1000);
    this.filledAt = now;
  }
}

export class Window implements Gauge {
  /** When each of the last `most` was sent: a ring. */
  private readonly sent: number[] = [];
  private next = 0;
  private blockedUntil = 0;

  constructor(
    private readonly most: number,
    private readonly milliseconds: number,
  ) {}

  readyAt(now: number): number {
    const oldest = this.sent.length < this.most ? undefined : this.sent[this.next]!;
    return Math.max(oldest === undefined ? now : oldest + this.milliseconds, this.blockedUntil);
  }

  take(now: number): void {
    this.sent[this.next] = now;
    this.next = (this.next + 1) % this.most;
  }

  /** How many may be sent now. */
  left(now: number): number {
    if (this.blockedUntil > now) return 0;
    return this.most - this.sent.filter((at) => at + this.milliseconds > now).length;
  }

  atMost(): void {
    // No header tells of these.
  }

  block(until: number): void {
    this.blockedUntil = Math.max(this.blockedUntil, until);
  }
}
