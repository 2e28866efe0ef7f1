// When may a request go out? Every request waits here for each limit that it counts against. Who takes access away goes
// first, then who adds, then who only looks; among equals, who came first. What waits for one limit doesn't hold
// up what waits for another.
import type { ArmId, ArmKey } from '../core/values/arm-id.js';
import { armKey } from '../core/values/arm-id.js';
import { isLock } from './azure-failure.js';
import type { Clock, Cancel } from './clock.js';
import type { Gauge } from './gauge.js';
import { Window } from './gauge.js';
import { limitsOf } from './limits.js';
import type { Admit, CallKind, Observe } from './ports.js';

/** The smaller, the sooner. */
export const URGENCY = { Closes: 0, Adds: 1, Looks: 2 } as const;
export type Urgency = keyof typeof URGENCY;

interface Waiter {
  readonly urgency: number;
  readonly gauges: readonly Gauge[];
  readonly go: () => void;
}

/** Seconds to wait where a 429 doesn't say. */
const UNTOLD_WAIT = 10;

export class Throttle {
  private readonly gauges = new Map<string, Gauge>();
  private readonly urgencies = new Map<ArmKey, Urgency>();
  /** By urgency, then in order of arrival. */
  private readonly waiting: Waiter[] = [];
  private cancelTimer: Cancel | undefined;

  constructor(private readonly clock: Clock) {}

  /** Until the returned function is called, requests about this resource are so urgent; unmarked ones only look. */
  mark(id: ArmId, urgency: Urgency): () => void {
    const key = armKey(id);
    this.urgencies.set(key, urgency);
    return () => {
      this.urgencies.delete(key);
    };
  }

  readonly admit: Admit = (kind, id) => {
    const key = armKey(id);
    const urgency = URGENCY[this.urgencies.get(key) ?? 'Looks'];
    const gauges = this.gaugesOf(kind, key).map(({ gauge }) => gauge);
    return new Promise((resolve) => {
      const after = this.waiting.findIndex((other) => other.urgency > urgency);
      this.waiting.splice(after < 0 ? this.waiting.length : after, 0, { urgency, gauges, go: resolve });
      this.letGo();
    });
  };

  readonly observe: Observe = ({ kind, id, status, code, detailCodes, retryAfter, remaining }) => {
    const now = this.clock.now();
    const gauges = this.gaugesOf(kind, armKey(id));
    if (remaining !== undefined) {
      for (const { gauge } of gauges.filter(({ level }) => level === 'Subscription')) gauge.atMost(remaining, now);
    }
    if (status === 429 && !isLock(code, detailCodes)) {
      const level = /^subscription/i.test(code ?? '') ? 'Subscription' : 'Provider';
      const hit = gauges.filter((one) => one.level === level);
      for (const { gauge } of hit.length > 0 ? hit : gauges) gauge.block(now + (retryAfter ?? UNTOLD_WAIT) * 1000);
    }
    this.letGo();
  };

  /** Writes that a zone takes now; undefined where none was sent yet. */
  writesLeft(zone: ArmId): number | undefined {
    const gauge = this.gauges.get(`${armKey(zone)} write`);
    if (!(gauge instanceof Window)) return undefined;
    return gauge.left(this.clock.now());
  }

  /** How many requests wait. */
  get queued(): number {
    return this.waiting.length;
  }

  private gaugesOf(kind: CallKind, key: ArmKey): readonly { level: 'Subscription' | 'Provider'; gauge: Gauge }[] {
    return limitsOf(kind, key).map(({ name, level, make }) => {
      const gauge = this.gauges.get(name) ?? make();
      this.gauges.set(name, gauge);
      return { level, gauge };
    });
  }

  private letGo(): void {
    const now = this.clock.now();
    // A limit that refuses somebody is not open to those behind; the limits that would have let them pass are.
    const closed = new Map<Gauge, number>();
    const left: Waiter[] = [];
    for (const waiter of this.waiting) {
      const refusing = waiter.gauges.filter((gauge) => closed.has(gauge) || gauge.readyAt(now) > now);
      if (refusing.length === 0) {
        for (const gauge of waiter.gauges) gauge.take(now);
        waiter.go();
        continue;
      }
      for (const gauge of refusing) if (!closed.has(gauge)) closed.set(gauge, gauge.readyAt(now));
      left.push(waiter);
    }
    this.waiting.splice(0, this.waiting.length, ...left);
    this.cancelTimer?.();
    this.cancelTimer =
      left.length === 0
        ? undefined
        : this.clock.after(Math.max(1, Math.min(...closed.values()) - now), () => this.letGo());
  }
}
