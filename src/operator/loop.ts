// How does the operator live? Whatever changes asks for a pass; a short quiet time later one pass looks at both snapshots
// and its results are handed on: operations to the lanes, words to the publisher. Their outcomes change the snapshots.
// A pass is synchronous, so nothing can change under it; what comes after it causes the next.
import { reportBadSettings, reportUnreachable } from '../core/report/network-status.js';
import type { ClusterState } from '../core/cluster/cluster-state.js';
import type { Memory } from '../core/memory.js';
import { NO_MEMORY } from '../core/memory.js';
import type { Settings } from '../core/settings.js';
import type { Plan } from '../core/plan/plan.js';
import type { Publication } from '../core/report/publication.js';
import type { Problem } from '../core/values/problem.js';
import type { ArmKey } from '../core/values/arm-id.js';
import { armKey } from '../core/values/arm-id.js';
import type { Pass, PassInput } from '../reconcile.js';
import { scopesFor } from '../scopes-for.js';
import { backoffDelay } from './backoff.js';
import type { Cancel, Clock } from './clock.js';
import { systemClock } from './clock.js';
import { ClusterStore, WATCHED_KINDS } from './cluster-store.js';
import { Lanes } from './lanes.js';
import type { Log } from './log.js';
import { SILENT } from './log.js';
import type { Metrics } from './metrics.js';
import type { Drift } from './drift.js';
import { DriftLog } from './drift.js';
import { Mirror } from './mirror.js';
import type { AzureApi, KubernetesApi } from './ports.js';
import { Publisher } from './publisher.js';
import { SettingsInForce } from './settings-in-force.js';
import type { Throttle } from './throttle.js';

export interface OperatorOptions {
  readonly kubernetes: KubernetesApi;
  /** Made with the `admit` and `observe` of `throttle`. */
  readonly azure: AzureApi;
  readonly throttle: Pick<Throttle, 'mark'> & Partial<Pick<Throttle, 'writesLeft'>>;
  readonly readSettings: (cluster: ClusterState) => {
    readonly settings?: Settings | undefined;
    readonly problems: readonly Problem[];
  };
  readonly reconcile: (input: PassInput) => Pass;
  readonly clock?: Clock;
  /** In [0, 1). */
  readonly random?: () => number;
  readonly log?: Log;
  readonly metrics?: Metrics;
  /** Plans and reports only, whatever the settings say. */
  readonly planOnly?: boolean;
  /** Asked before each write to Azure or Kubernetes. */
  readonly mayWrite?: () => boolean;
  /** Watches, reads and computes passes, and writes nothing until `lead`. */
  readonly standby?: boolean;
  readonly concurrency?: number;
  /** Milliseconds. */
  readonly gatherWindow?: number;
  /** Told of each pass that was run. */
  readonly passed?: (pass: Pass) => void;
}

export interface Operator {
  /** Asks for a pass. */
  trigger(): void;
  /** Writes from now on; Azure is read anew first, for somebody else has written there till now. */
  lead(): void;
  readiness(): { readonly isReady: boolean; readonly because: readonly string[] };
  /** Milliseconds that a pass which could run has been waiting. */
  overdue(): number;
  /** Nothing is under way, and no pass is due. */
  isIdle(): boolean;
  lastPass(): Pass | undefined;
  /** Starts nothing more, waits for what is under way (at most so many milliseconds), lets go of everything. */
  stop(milliseconds?: number): Promise<void>;
}

/** Milliseconds without a further change before a pass, and at most. */
const QUIET = 20;
const QUIET_AT_MOST = 200;
const STOP_AT_MOST = 30_000;
const RATES_REST = 61_000;
const FAILED_PASS = { first: 1000, longest: 60_000 };

export function startOperator(options: OperatorOptions): Operator {
  return new Loop(options);
}

class Loop implements Operator {
  private readonly clock: Clock;
  private readonly log: Log;
  private readonly random: () => number;
  private readonly cluster: ClusterStore;
  private readonly mirror: Mirror;
  private readonly lanes: Lanes;
  private readonly publisher: Publisher;
  private readonly stopWatches: readonly (() => void)[];
  private memory: Memory = NO_MEMORY;
  private readonly settings: SettingsInForce;
  private readonly drift = new DriftLog();
  private requestedAt: number | undefined;
  private cancelQuiet: Cancel | undefined;
  private cancelWake: Cancel | undefined;
  private cancelRates: Cancel | undefined;
  private failedPasses = 0;
  private last: Pass | undefined;
  private isStopped = false;
  private isStandby: boolean;

  constructor(private readonly options: OperatorOptions) {
    this.isStandby = options.standby === true;
    const { azure, kubernetes, throttle } = options;
    this.clock = options.clock ?? systemClock;
    this.log = options.log ?? SILENT;
    this.random = options.random ?? Math.random;
    this.settings = new SettingsInForce(this.log, options.planOnly === true);
    const shared = { clock: this.clock, log: this.log, random: this.random, changed: () => this.trigger() };
    const mayWrite = options.mayWrite ?? (() => true);
    this.cluster = new ClusterStore(shared.changed);
    this.mirror = new Mirror({ ...shared, azure, drifted: (drift) => this.sayDrift(drift) });
    this.lanes = new Lanes({
      ...shared,
      azure,
      mayWrite,
      mirror: this.mirror,
      mark: (id, urgency) => throttle.mark(id, urgency),
      ended: ({ operation, milliseconds, correlationId, failure }) => {
        const { id, action } = operation;
        const fields = { id, action, milliseconds, because: operation.because, correlationId };
        if (!failure) this.drift.written(id);
        if (failure)
          this.log.warn({ ...fields, code: failure.code, error: failure.message }, 'a write to Azure failed');
        else this.log.info(fields, 'written to Azure');
        const zone = zoneOf(id);
        if (zone !== undefined) {
          options.metrics?.dnsWrite(zone, failure?.code ?? OUTCOMES[action]);
          this.lookAtRatesLater();
        }
        options.metrics?.operation(operation.type, action, failure?.code ?? 'ok', milliseconds);
      },
      ...(options.concurrency !== undefined && { concurrency: options.concurrency }),
      ...(options.gatherWindow !== undefined && { gatherWindow: options.gatherWindow }),
    });
    this.publisher = new Publisher({
      ...shared,
      kubernetes,
      mayWrite,
      published: (kind, result) => options.metrics?.publication(kind, result),
    });
    this.stopWatches = WATCHED_KINDS.map((kind) => kubernetes.watch(kind, this.cluster.sink(kind)));
  }

  trigger(): void {
    if (this.isStopped) return;
    const now = this.clock.now();
    this.requestedAt ??= now;
    this.cancelQuiet?.();
    const quiet = Math.min(now + QUIET, this.requestedAt + QUIET_AT_MOST) - now;
    this.cancelQuiet = this.clock.after(Math.max(0, quiet), () => this.run());
  }

  lead(): void {
    if (!this.isStandby) return;
    this.isStandby = false;
    this.mirror.readAnew();
    this.trigger();
  }

  readiness(): ReturnType<Operator['readiness']> {
    const because = [
      ...(this.cluster.isComplete ? [] : this.cluster.troubles()),
      ...(this.cluster.isComplete && !this.settings.current ? [this.settings.trouble] : []),
      ...(this.settings.current && !this.mirror.isComplete
        ? [`Azure has not been read yet${this.mirror.trouble ? `: ${this.mirror.trouble}` : ''}`]
        : []),
      ...(this.isStopped ? ['stopping'] : []),
    ];
    return { isReady: because.length === 0, because };
  }

  overdue(): number {
    return this.requestedAt === undefined ? 0 : Math.max(0, this.clock.now() - this.requestedAt - QUIET_AT_MOST);
  }

  isIdle(): boolean {
    const { gathering, queued, inFlight } = this.lanes.counts();
    return this.requestedAt === undefined && gathering + queued + inFlight + this.publisher.waiting === 0;
  }

  lastPass(): Pass | undefined {
    return this.last;
  }

  async stop(milliseconds = STOP_AT_MOST): Promise<void> {
    if (this.isStopped) return;
    this.isStopped = true;
    this.requestedAt = undefined;
    this.cancelQuiet?.();
    this.cancelWake?.();
    this.cancelRates?.();
    for (const stopWatch of this.stopWatches) stopWatch();
    const [areWritesDone] = await Promise.all([this.lanes.stop(milliseconds), this.publisher.stop(milliseconds)]);
    if (!areWritesDone) this.log.warn({}, 'stopping while Azure still works; the next start takes it up from there');
    this.mirror.stop();
    await Promise.all([this.options.azure.close(), this.options.kubernetes.close()]);
  }

  private run(): void {
    if (this.isStopped) return;
    this.requestedAt = undefined;
    if (!this.cluster.isComplete) return;
    const began = performance.now();
    try {
      const pass = this.pass();
      if (!pass) return;
      this.failedPasses = 0;
      this.handOn(pass);
      this.options.metrics?.pass('success', performance.now() - began);
    } catch (error) {
      // A defect of ours: nothing is sent, and the next change or a little time may bring us past it.
      this.failedPasses++;
      this.log.error({ error: error instanceof Error ? error.stack : String(error) }, 'a pass failed');
      this.options.metrics?.pass('error', performance.now() - began);
      this.wakeIn(backoffDelay(FAILED_PASS, this.failedPasses, this.random));
    }
  }

  /** Undefined where not enough is known yet. */
  private pass(): Pass | undefined {
    const cluster = this.cluster.state();
    const read = this.options.readSettings(cluster);
    const { problems } = read;
    this.settings.take(read);
    const settings = this.settings.current;
    if (!settings) {
      this.publish(reportBadSettings(cluster, problems, this.clock.now()));
      return undefined;
    }
    this.mirror.setScopes(scopesFor(cluster, settings, this.mirror.state()), settings.drift.interval * 1000);
    if (!this.mirror.isComplete) {
      const { trouble } = this.mirror;
      if (trouble) this.publish(reportUnreachable(cluster, trouble, this.clock.now()));
      return undefined;
    }
    return this.options.reconcile({
      cluster,
      azure: this.mirror.state(),
      settings,
      settingsProblems: problems,
      memory: this.memory,
      now: this.clock.now(),
      seenDeleted: this.cluster.seenDeleted(),
      failures: this.lanes.failures(),
      inFlight: this.lanes.inFlight(),
      drift: this.drift.records(),
      assumeFinalizers: false,
      writesLeft: this.writesLeft(settings),
    });
  }

  /** When a minute has passed without a write, the zones take as many as ever: their status says so. */
  private lookAtRatesLater(): void {
    this.cancelRates?.();
    this.cancelRates = this.isStopped ? undefined : this.clock.after(RATES_REST, () => this.trigger());
  }

  private writesLeft({ dns }: Settings): ReadonlyMap<ArmKey, number> {
    const { throttle } = this.options;
    return new Map(
      dns.zones.flatMap(({ id }): [ArmKey, number][] => {
        const left = throttle.writesLeft?.(id);
        return left === undefined ? [] : [[armKey(id), left]];
      }),
    );
  }

  private handOn(pass: Pass): void {
    const settings = this.settings.current!;
    this.memory = pass.memory;
    this.last = pass;
    this.mirror.lookSooner(pass.awaited);
    const isActing = settings.mode === 'Apply' && !this.isStandby;
    this.forgetDrift(pass.plan);
    this.lanes.submit(isActing ? pass.plan.operations : [], settings.drift.interval * 1000);
    this.publish(pass.report.publications);
    this.cancelWake?.();
    this.cancelWake = undefined;
    if (pass.wakeAt !== undefined) this.wakeIn(pass.wakeAt - this.clock.now());
    this.options.passed?.(pass);
    this.options.metrics?.state({
      ...this.lanes.counts(),
      publishing: this.publisher.waiting,
      withheld: pass.plan.withheld.length,
      waiting: pass.plan.waiting.length,
      problems: pass.report.problems.length,
      limits: pass.report.limits,
      zones: pass.report.zones,
      objects: WATCHED_KINDS.map((kind) => [kind, this.cluster.count(kind)]),
    });
  }

  private publish(publications: readonly Publication[]): void {
    if (!this.isStandby) this.publisher.publish(publications);
  }

  private wakeIn(milliseconds: number): void {
    this.cancelWake?.();
    this.cancelWake = this.clock.after(Math.max(0, milliseconds), () => this.trigger());
  }

  private forgetDrift({ operations, waiting, withheld }: Plan): void {
    if (this.drift.records().size === 0) return;
    const { resources } = this.mirror.state();
    const planned = new Set([...operations, ...waiting, ...withheld].map(({ id }) => armKey(id)));
    this.drift.forget((key) => resources.has(key) || planned.has(key), this.clock.now());
  }

  private sayDrift(drift: Drift): void {
    // A standby sees the leader's writes so.
    if (this.isStandby) return;
    const { id, what, changes } = drift;
    this.drift.found(drift, (this.settings.current?.drift.interval ?? 0) * 1000, this.clock.now());
    this.log.info({ id, what, paths: changes.slice(0, 20).map(({ path }) => path) }, 'Azure differs from our copy');
    this.options.metrics?.drift(what);
  }
}

const OUTCOMES = { Create: 'created', Update: 'updated', Delete: 'deleted' } as const;

/** The zone's name; undefined where it is no record set. */
function zoneOf(id: string): string | undefined {
  return /\/(?:private)?dnszones\/([^/]+)\/[^/]+\/[^/]+$/i.exec(id)?.[1]?.toLowerCase();
}
