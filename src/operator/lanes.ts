// Who writes what, and when? A lane is one Azure resource. While a write of it is under way nothing else is
// started on it; what is wished meanwhile is planned anew when it ends, so that many wishes become one write. Lanes go
// side by side.
//
//   a lane is      until
//   Idle           a pass plans an operation for it
//   Gathering      none of the operations that will add to it is under way any more, or the window is over
//   Queued         there is room; it sends what the newest pass planned, or nothing if that is nothing
//   InFlight       Azure has answered, and what the answer left in doubt has been read
//   (backing off)  its time has come, or a wish comes that isn't the one that Azure refused
import PQueue from 'p-queue';
import type { Operation } from '../core/network/operation.js';
import type { Failure, Failures } from '../core/plan/failure.js';
import type { ArmKey } from '../core/values/arm-id.js';
import { armKey } from '../core/values/arm-id.js';
import type { JudgedFailure } from './azure-failure.js';
import { judgeFailure } from './azure-failure.js';
import type { Cancel, Clock } from './clock.js';
import { within } from './clock.js';
import type { LaneFailure } from './lane-failure.js';
import { wishOf } from '../core/network/operation.js';
import { nextFailure } from './lane-failure.js';
import type { Log } from './log.js';
import type { Mirror } from './mirror.js';
import type { AzureApi, Correlated } from './ports.js';
import type { Urgency } from './throttle.js';

export interface Outcome {
  readonly operation: Operation;
  readonly milliseconds: number;
  /** Azure's, where it has answered. */
  readonly correlationId?: string | undefined;
  readonly failure?: JudgedFailure;
}

export interface LanesOptions {
  readonly azure: AzureApi;
  readonly mirror: Pick<Mirror, 'writeBegan' | 'writeEnded' | 'wrote' | 'reread'>;
  readonly mark: (id: Operation['id'], urgency: Urgency) => () => void;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  /** Asked just before each write. */
  readonly mayWrite: () => boolean;
  /** A lane has become free, or its time has come: plan again. */
  readonly changed: () => void;
  readonly ended: (outcome: Outcome) => void;
  /** Writes under way at once. */
  readonly concurrency?: number;
  /** Milliseconds that an operation waits at most for those that will add to it. */
  readonly gatherWindow?: number;
}

interface Lane {
  pending: Operation | undefined;
  phase: 'Idle' | 'Gathering' | 'Queued' | 'InFlight';
  /** Since when has an operation been ready and waited for company? */
  gatheringSince: number | undefined;
  cancelGather: Cancel | undefined;
  cancelRetry: Cancel | undefined;
  failure: LaneFailure | undefined;
}

/** A write is mostly waiting: the throttle says how many are sent, this only how many are remembered. Azure's burst is 200. */
const WRITES_AT_ONCE = 256;
/** About as long as the change of a load balancer that those left out would have to wait for. */
const GATHER_WINDOW = 10_000;
const MAY_NOT_WRITE_RETRY = 1000;
/** Locks, quotas and races pass by themselves: users hear of them only when they don't. */
const PATIENCE = 3;

export class Lanes {
  private readonly lanes = new Map<ArmKey, Lane>();
  private readonly queue: PQueue;
  private readonly gatherWindow: number;
  private readonly running = new Set<Promise<void>>();
  private isStopped = false;

  constructor(private readonly options: LanesOptions) {
    this.queue = new PQueue({ concurrency: options.concurrency ?? WRITES_AT_ONCE });
    this.gatherWindow = options.gatherWindow ?? GATHER_WINDOW;
  }

  /**
   * All that the newest pass wants sent now; it takes the place of what earlier ones wanted. A refused write is
   * tried again unchanged after `patience` milliseconds.
   */
  submit(operations: readonly Operation[], patience: number): void {
    if (this.isStopped) return;
    const wanted = new Map(operations.map((operation) => [armKey(operation.id), operation]));
    for (const [key, lane] of this.lanes) if (!wanted.has(key)) this.withdraw(key, lane);
    for (const [key, operation] of wanted) this.lane(key).pending = operation;
    // In the planner's order; those that others wait for are known before anybody asks whether to wait.
    const ready = [...wanted.keys()].filter((key) => this.isDue(key, patience));
    for (const key of ready.filter((one) => wanted.get(one)!.gathers.length === 0)) this.enqueue(key);
    for (const key of ready.filter((one) => wanted.get(one)!.gathers.length > 0)) this.gatherOrEnqueue(key);
  }

  inFlight(): ReadonlySet<ArmKey> {
    return new Set([...this.lanes].filter(([, { phase }]) => phase === 'InFlight').map(([key]) => key));
  }

  /** Those worth telling a user of. */
  failures(): Failures {
    const result = new Map<ArmKey, Failure>();
    for (const [key, { failure }] of this.lanes) {
      if (!failure) continue;
      const { kind, code, message, isRefusal } = failure.judged;
      const passesBySelf = kind === 'Lock' || kind === 'Quota' || kind === 'Stale';
      if (passesBySelf && failure.attempts < PATIENCE) continue;
      const { wish, since } = failure;
      result.set(key, { code, message, terminal: kind === 'Terminal', isRefusal, wish, since });
    }
    return result;
  }

  counts(): Readonly<Record<'gathering' | 'queued' | 'inFlight' | 'failed', number>> {
    const lanes = [...this.lanes.values()];
    const inPhase = (phase: Lane['phase']): number => lanes.filter((lane) => lane.phase === phase).length;
    return {
      gathering: inPhase('Gathering'),
      queued: inPhase('Queued'),
      inFlight: inPhase('InFlight'),
      failed: lanes.filter(({ failure }) => failure).length,
    };
  }

  /** Starts nothing more; resolves true when all that is under way has ended, false when the time is up. */
  async stop(milliseconds: number): Promise<boolean> {
    this.isStopped = true;
    for (const lane of this.lanes.values()) {
      lane.pending = undefined;
      lane.cancelGather?.();
      lane.cancelRetry?.();
    }
    return within(this.options.clock, milliseconds, Promise.all(this.running));
  }

  private lane(key: ArmKey): Lane {
    const existing = this.lanes.get(key);
    if (existing) return existing;
    const lane: Lane = {
      pending: undefined,
      phase: 'Idle',
      gatheringSince: undefined,
      cancelGather: undefined,
      cancelRetry: undefined,
      failure: undefined,
    };
    this.lanes.set(key, lane);
    return lane;
  }

  private withdraw(key: ArmKey, lane: Lane): void {
    lane.pending = undefined;
    this.endGathering(lane);
    lane.cancelRetry?.();
    // The pass that withdrew it was still told of its failure.
    if (lane.failure) this.options.changed();
    lane.failure = undefined;
    if (lane.phase === 'Gathering') lane.phase = 'Idle';
    if (lane.phase === 'Idle') this.lanes.delete(key);
  }

  private isDue(key: ArmKey, patience: number): boolean {
    const lane = this.lane(key);
    if (lane.phase === 'Queued' || lane.phase === 'InFlight') return false;
    const { failure } = lane;
    if (!failure) return true;
    const now = this.options.clock.now();
    if (failure.judged.kind === 'Terminal' && failure.wish !== wishOf(lane.pending!)) return true;
    const until = failure.judged.kind === 'Terminal' ? failure.since + patience * failure.attempts : failure.notBefore;
    if (now >= until) return true;
    lane.cancelRetry?.();
    lane.cancelRetry = this.options.clock.after(until - now, this.options.changed);
    return false;
  }

  private gatherOrEnqueue(key: ArmKey): void {
    const lane = this.lane(key);
    const operation = lane.pending!;
    const now = this.options.clock.now();
    lane.gatheringSince ??= now;
    const left = lane.gatheringSince + this.gatherWindow - now;
    const isCompanyComing = operation.gathers.some((id) => this.isUnderWay(armKey(id)));
    if (operation.closes || !isCompanyComing || left <= 0) return this.enqueue(key);
    if (lane.phase === 'Gathering') return;
    lane.phase = 'Gathering';
    lane.cancelGather = this.options.clock.after(left, () => this.enqueue(key));
  }

  private isUnderWay(key: ArmKey): boolean {
    const phase = this.lanes.get(key)?.phase;
    return phase === 'Queued' || phase === 'InFlight';
  }

  private endGathering(lane: Lane): void {
    lane.cancelGather?.();
    lane.cancelGather = undefined;
    lane.gatheringSince = undefined;
  }

  private enqueue(key: ArmKey): void {
    const lane = this.lane(key);
    this.endGathering(lane);
    if (!lane.pending || this.isStopped) return;
    lane.phase = 'Queued';
    const work = this.queue.add(() => this.run(key, lane), { priority: lane.pending.closes ? 1 : 0 });
    const tracked = work.finally(() => this.running.delete(tracked));
    this.running.add(tracked);
  }

  private async run(key: ArmKey, lane: Lane): Promise<void> {
    const operation = lane.pending;
    lane.pending = undefined;
    if (!operation || this.isStopped || !this.options.mayWrite()) {
      lane.phase = 'Idle';
      if (!operation) this.lanes.delete(key);
      else if (!this.isStopped) this.options.clock.after(MAY_NOT_WRITE_RETRY, this.options.changed);
      return;
    }
    lane.phase = 'InFlight';
    const { mirror, clock } = this.options;
    const began = clock.now();
    const unmark = this.options.mark(operation.id, operation.closes ? 'Closes' : 'Adds');
    mirror.writeBegan(operation.id, operation.action === 'Delete' ? undefined : operation.body);
    let failure: JudgedFailure | undefined;
    let correlationId: string | undefined;
    try {
      await this.send(operation, (id) => (correlationId = id));
      lane.failure = undefined;
    } catch (error) {
      failure = judgeFailure(error);
      if (failure.mustReread) await mirror.reread(operation.id, operation.type);
      lane.failure = nextFailure(lane.failure, failure, operation, clock.now(), this.options.random);
    }
    mirror.writeEnded(operation.id);
    unmark();
    lane.phase = 'Idle';
    if (!lane.failure && !lane.pending) this.lanes.delete(key);
    this.options.ended({ operation, milliseconds: clock.now() - began, correlationId, ...(failure && { failure }) });
    this.options.changed();
  }

  private async send(operation: Operation, correlated: Correlated): Promise<void> {
    const { azure, mirror } = this.options;
    const { id, type, etag } = operation;
    const match = etag === undefined ? {} : { etag };
    switch (operation.action) {
      case 'Delete':
        await azure.delete({ id, type, correlated, ...match });
        return mirror.wrote(id, undefined);
      case 'Create':
      case 'Update': {
        const create = operation.action === 'Create';
        return mirror.wrote(id, await azure.put({ id, type, body: operation.body, create, correlated, ...match }));
      }
    }
  }
}
