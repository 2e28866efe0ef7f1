// Who may write? Of several operators the one that holds a Lease. The holder renews it; the others take it when they
// have seen nothing change in it for as long as it lasts, by their own clock. Each write asks `mayWrite` first: was
// the lease renewed so recently that nobody else can have it before the request has arrived?
//
//   Standby ──lease free, or unchanged for its duration──▶ Leader ──not renewed in time, or another holds it──▶ Lost
//                                                             └──release──▶ Released
//
// What was lost isn't won back: the process ends, and begins again with a fresh look at everything.
import type { Cancel, Clock } from './clock.js';
import type { Lease, LeaseApi, LeaseRecord } from './lease.js';
import { LeaseError } from './lease.js';
import type { Log } from './log.js';

/** Milliseconds. client-go's are 15, 10 and 2 s. */
export interface LeaseTiming {
  /** How long the others wait for a sign of life. */
  readonly duration: number;
  /** A holder that hasn't renewed for so long stops writing. What is left to `duration` is for requests on their way. */
  readonly renewDeadline: number;
  readonly retryPeriod: number;
}

export const DEFAULT_LEASE_TIMING: LeaseTiming = { duration: 15_000, renewDeadline: 10_000, retryPeriod: 2000 };

export interface ElectorOptions {
  readonly lease: LeaseApi;
  /** Unlike any other process's. */
  readonly identity: string;
  readonly timing?: LeaseTiming;
  readonly clock: Clock;
  /** Milliseconds, rather too many than too few, for a holder: `createElapsed`. */
  readonly elapsed: () => number;
  /** Milliseconds, rather too few than too many, for who waits until another's lease is over. */
  readonly steady: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  /** This process leads from now on. */
  readonly led: () => void;
  /** It does no longer, and nothing must be written any more. Called once, and only after `led`. */
  readonly lost: (because: string) => void;
  /** The lease was not as we left it, and had to be read before it was renewed. */
  readonly slowPath?: () => void;
}

export type Role = 'Standby' | 'Leader' | 'Lost' | 'Released';

/** Standbys look at moments of their own, up to a fifth of a period apart. */
const JITTER = 0.2;

/** A problem in the timing, or undefined. */
export function timingProblem({ duration, renewDeadline, retryPeriod }: LeaseTiming): string | undefined {
  if (retryPeriod <= 0) return 'the retry period must be longer than nothing';
  if (renewDeadline <= retryPeriod * (1 + JITTER))
    return `the renew deadline must be longer than ${1 + JITTER} retry periods`;
  if (duration <= renewDeadline) return 'the lease must last longer than the renew deadline';
  if (duration < 1000 || duration % 1000 !== 0) return 'the lease must last whole seconds';
  return undefined;
}

export class Elector {
  private readonly timing: LeaseTiming;
  private current: Role = 'Standby';
  /** The newest lease that we know, and when we first saw it say so. */
  private seen: { readonly lease: Lease; readonly text: string; readonly at: number } | undefined;
  /** When the request left that renewed it last. */
  private renewedAt = -Infinity;
  private cancelTick: Cancel | undefined;
  private ticking: Promise<void> = Promise.resolve();
  private isStopped = false;
  private problem = 'the lease has not been read yet';

  constructor(private readonly options: ElectorOptions) {
    this.timing = options.timing ?? DEFAULT_LEASE_TIMING;
  }

  start(): void {
    this.tick();
  }

  get role(): Role {
    return this.current;
  }

  /** Asked right before a request leaves. */
  mayWrite(): boolean {
    return this.current === 'Leader' && !this.isStopped && this.sinceRenewal() < this.timing.renewDeadline;
  }

  /** Why it is neither known to lead nor known to stand by; empty while all is well. */
  get trouble(): string {
    return this.problem;
  }

  /** For somebody else to take at once. Only when nothing of ours is under way any more; from now on nothing may leave. */
  async release(): Promise<void> {
    this.isStopped = true;
    this.cancelTick?.();
    await this.ticking;
    // Also one that a standby has won in this very moment.
    if (this.current === 'Lost' || this.seen?.lease.record.holder !== this.options.identity) return;
    const { lease, log } = this.options;
    try {
      const record = { ...this.seen.lease.record, holder: '', durationSeconds: 1, renewTime: this.now() };
      await lease.update(record, this.seen.lease.resourceVersion, this.timing.renewDeadline);
      log.info({}, 'the lease is released');
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'the lease could not be released: others wait until it is over');
    }
    this.current = 'Released';
  }

  private tick(): void {
    this.ticking = this.tryOnce().finally(() => {
      if (this.isStopped || this.current === 'Lost') return;
      this.cancelTick = this.options.clock.after(this.pauseLength(), () => this.tick());
    });
  }

  private pauseLength(): number {
    const { retryPeriod } = this.timing;
    if (this.current === 'Leader') return retryPeriod;
    const pause = retryPeriod * (1 + JITTER * this.options.random());
    const left = this.seen ? this.heldFor(this.seen.lease) : 0;
    return left > 0 ? Math.min(left, pause) : pause;
  }

  private async tryOnce(): Promise<void> {
    try {
      await this.acquireOrRenew();
      this.problem = '';
    } catch (error) {
      this.failed(error);
    }
  }

  private async acquireOrRenew(): Promise<void> {
    const { lease, slowPath } = this.options;
    if (this.current === 'Leader') {
      const isRenewed = await this.write((record, began) =>
        lease.update(record, this.seen!.lease.resourceVersion, this.timeout(began)),
      );
      if (isRenewed) return;
      slowPath?.();
    }
    const found = await lease.read(this.timeout(this.options.elapsed()));
    // Somebody deleted it, and its holder, who may still write, will make it anew.
    if (!found && this.current === 'Standby' && this.seen && this.heldFor(this.seen.lease) > 0) return;
    if (!found) return void (await this.write((record, began) => lease.create(record, this.timeout(began))));
    this.see(found);
    const isOurs = found.record.holder === this.options.identity;
    if (!isOurs && this.current === 'Leader') return this.lose(`${found.record.holder || 'nobody'} holds it now`);
    if (!isOurs && this.heldFor(found) > 0) return;
    await this.write((record, began) => lease.update(record, found.resourceVersion, this.timeout(began)));
  }

  /** False where somebody else was quicker. What counts is when the request left: the answer may have come late. */
  private async write(send: (record: LeaseRecord, began: number) => Promise<Lease>): Promise<boolean> {
    const began = this.options.elapsed();
    try {
      this.see(await send(this.record(), began));
    } catch (error) {
      if (error instanceof LeaseError && error.kind === 'Conflict') return false;
      throw error;
    }
    this.renewedAt = began;
    if (this.current === 'Standby' && !this.isStopped) this.lead();
    return true;
  }

  private record(): LeaseRecord {
    const { identity } = this.options;
    const before = this.seen?.lease.record;
    const now = this.now();
    const isOurs = before?.holder === identity;
    return {
      holder: identity,
      durationSeconds: Math.ceil(this.timing.duration / 1000),
      acquireTime: isOurs ? before.acquireTime : now,
      renewTime: now,
      transitions: before === undefined ? 0 : before.transitions + (isOurs ? 0 : 1),
    };
  }

  private see(lease: Lease): void {
    const text = JSON.stringify(lease.record);
    const before = this.seen;
    this.seen = before?.text === text ? { ...before, lease } : { lease, text, at: this.options.steady() };
    const { holder } = lease.record;
    if (holder !== this.options.identity && holder !== before?.lease.record.holder)
      this.options.log.info({ leader: holder }, holder ? 'standing by' : 'nobody leads');
  }

  /** Milliseconds until it is over, as far as we can see. */
  private heldFor({ record }: Lease): number {
    if (record.holder === '') return 0;
    // A holder that doesn't say for how long has it as long as we would.
    const duration = record.durationSeconds > 0 ? record.durationSeconds * 1000 : this.timing.duration;
    return this.seen!.at + duration - this.options.steady();
  }

  private lead(): void {
    this.current = 'Leader';
    this.options.log.info({ identity: this.options.identity }, 'leading');
    this.options.led();
  }

  private lose(because: string): void {
    this.current = 'Lost';
    this.options.lost(because);
  }

  private failed(error: unknown): void {
    const message = messageOf(error);
    if (this.current === 'Leader' && this.sinceRenewal() >= this.timing.renewDeadline) {
      return this.lose(`it could not be renewed for ${Math.round(this.sinceRenewal() / 100) / 10} s: ${message}`);
    }
    if (message !== this.problem) this.options.log.warn({ error: message }, 'the lease could not be read or renewed');
    this.problem = message;
  }

  /** Also a process that slept too long gets one try: it leads on if the lease is as it left it, for then nobody else did. */
  private timeout(began: number): number {
    const { renewDeadline, retryPeriod } = this.timing;
    const left = this.current === 'Leader' ? this.renewedAt + renewDeadline - began : renewDeadline;
    return Math.max(left, retryPeriod);
  }

  private sinceRenewal(): number {
    return this.options.elapsed() - this.renewedAt;
  }

  private now(): string {
    return new Date(this.options.clock.now()).toISOString().replace('Z', '000Z');
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
