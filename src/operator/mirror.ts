// What does Azure look like, as far as we know? A copy in memory, read once, kept by the answers to our own writes, and
// held against Azure scope by scope (looks.ts says when). What a read says about a resource counts only if it is newer than
// what we know (azure-copy.ts), and once Azure has done its work on it: what it shows of a write that is under way isn't
// in effect yet.
import PQueue from 'p-queue';
import type { ArmResource } from '../core/network/arm-resource.js';
import type { AzureScope } from '../core/network/azure-scopes.js';
import type { AzureState, Unreadable } from '../core/network/azure-state.js';
import type { ArmId, ArmKey } from '../core/values/arm-id.js';
import { armKey } from '../core/values/arm-id.js';
import { AzureCopy } from './azure-copy.js';
import type { Cancel, Clock } from './clock.js';
import { sleep } from './clock.js';
import type { Log } from './log.js';
import type { Looked } from './looks.js';
import { isAtWork, isFinal, LOOKS_AT_WORK, pauseAfter, pauseAtWork, pauseUntilNext } from './looks.js';
import type { AzureApi } from './ports.js';
import { AzureError } from './ports.js';
import type { Drift } from './drift.js';
import { driftBetween } from './drift.js';
import { readScope, scopeOf } from './scopes.js';

export interface MirrorOptions {
  readonly azure: AzureApi;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly log: Log;
  /** Something that a pass sees has changed, or the mirror has become complete. */
  readonly changed: () => void;
  readonly drifted: (drift: Drift) => void;
}

interface ScopeState extends Looked {
  scope: AzureScope;
  /** Read once, or known to be unreadable. */
  isKnown: boolean;
  attempts: number;
  waits: number;
  atWork: number;
  /** When the last look at Azure began that gave an answer; milliseconds of Unix time. */
  lookedAt: number;
  isReading: boolean;
  cancel: Cancel | undefined;
  members: Set<ArmKey>;
}

const READS_AT_ONCE = 8;
const NOT_READ: Unreadable = { status: 0, code: 'NotRead', message: 'It has not been read yet.' };

export class Mirror {
  private readonly scopes = new Map<ArmKey, ScopeState>();
  private readonly copy = new AzureCopy();
  private readonly unreadable = new Map<ArmKey, Unreadable>();
  private readonly queue = new PQueue({ concurrency: READS_AT_ONCE });
  private interval = Infinity;
  private snapshot: AzureState | undefined;
  /** Why it isn't complete yet, as far as is known. */
  trouble: string | undefined;
  private isStopped = false;

  constructor(private readonly options: MirrorOptions) {}

  /** What to hold from now on, and how often to verify it (milliseconds). */
  setScopes(scopes: readonly AzureScope[], interval: number): void {
    const wanted = new Map(scopes.map((scope) => [armKey(scope.path), scope]));
    for (const [key, state] of this.scopes) if (!wanted.has(key)) this.forget(key, state);
    for (const [key, scope] of wanted) {
      const state = this.scopes.get(key);
      if (state) state.scope = scope;
      else {
        this.add(key, scope);
        this.snapshot = undefined;
      }
    }
    if (interval === this.interval) return;
    this.interval = interval;
    for (const state of this.scopes.values()) if (!state.isReading && state.isKnown) this.scheduleNext(state);
  }

  /** Each scope is read, or known to be unreadable; for what single Services name nobody else waits. */
  get isComplete(): boolean {
    return this.scopes.size > 0 && [...this.scopes.values()].every(({ isKnown, scope }) => isKnown || scope.isExtra);
  }

  /** Looks sooner where people wait for something to appear, each time a little later. */
  lookSooner(awaited: ReadonlySet<ArmKey>): void {
    for (const [key, state] of this.scopes) {
      const wasAwaited = state.waits > 0;
      if (!awaited.has(key)) state.waits = 0;
      else if (!wasAwaited && !state.isReading && state.isKnown) this.scheduleNext(state, true);
      else if (!wasAwaited) state.waits = 1;
    }
  }

  /** Takes nothing for known that was read before now; until it is complete again, the old copy stays. */
  readAnew(): void {
    for (const [key, old] of this.scopes) {
      old.cancel?.();
      const { scope, members } = old;
      // Another object: an answer to an earlier question is not for this one.
      this.add(key, scope, members);
    }
  }

  state(): AzureState {
    if (!this.snapshot) {
      const unread = [...this.scopes].filter(([, { isKnown }]) => !isKnown).map(([key]) => [key, NOT_READ] as const);
      const unreadable = new Map([...unread, ...this.unreadable]);
      this.snapshot = { ...this.copy.snapshot(), unreadable };
    }
    return this.snapshot;
  }

  /** Until `writeEnded`, no read touches this resource. `body`: what the write makes of it; undefined: deletes it. */
  writeBegan(id: ArmId, body: ArmResource | undefined): void {
    this.copy.writeBegan(armKey(id), body);
    this.snapshot = undefined;
  }

  writeEnded(id: ArmId): void {
    this.copy.writeEnded(armKey(id));
    this.snapshot = undefined;
  }

  /** What Azure answered to a write; undefined: it is gone. */
  wrote(id: ArmId, resource: ArmResource | undefined): void {
    this.accept(armKey(id), resource);
    this.changed();
  }

  /**
   * Reads one resource again, between `writeBegan` and `writeEnded`, and tries until Azure answers. Resolves also where
   * Azure forbids it: the copy stays as it was then.
   */
  async reread(id: ArmId, type: string): Promise<void> {
    for (let attempt = 1; !this.isStopped; attempt++) {
      try {
        const found = await this.options.azure.get(id, type);
        if (found && isAtWork(found) && attempt <= LOOKS_AT_WORK) {
          await sleep(this.options.clock, pauseAtWork(attempt));
          continue;
        }
        this.wrote(id, found);
        return;
      } catch (error) {
        const status = error instanceof AzureError ? error.info.status : 0;
        this.options.log.warn({ id, error: String(error) }, 'could not read again what a write may have changed');
        if (isFinal(status) && status !== 401) return;
        await sleep(this.options.clock, pauseAfter(error, attempt, false, this.options.random));
      }
    }
  }

  stop(): void {
    this.isStopped = true;
    for (const state of this.scopes.values()) state.cancel?.();
    this.queue.clear();
  }

  private add(key: ArmKey, scope: AzureScope, members = new Set<ArmKey>()): void {
    const state: ScopeState = {
      scope,
      isKnown: false,
      attempts: 0,
      waits: 0,
      atWork: 0,
      lookedAt: 0,
      isReading: false,
      cancel: undefined,
      members,
    };
    this.scopes.set(key, state);
    this.enqueue(state);
  }

  private forget(key: ArmKey, state: ScopeState): void {
    state.cancel?.();
    this.scopes.delete(key);
    this.unreadable.delete(key);
    for (const member of state.members) this.copy.set(member, undefined);
    this.changed();
  }

  private enqueue(state: ScopeState): void {
    if (this.isStopped || !this.isCurrent(state)) return;
    state.isReading = true;
    void this.queue.add(() => this.read(state));
  }

  private async read(state: ScopeState): Promise<void> {
    if (!this.isCurrent(state)) return;
    const { scope } = state;
    const began = this.copy.readBegan();
    const at = this.options.clock.now();
    try {
      const found = await readScope(this.options.azure, scope);
      if (this.isCurrent(state)) this.take(state, found, began);
      state.lookedAt = at;
    } catch (error) {
      if (this.isCurrent(state)) this.failed(state, error);
    } finally {
      this.copy.readEnded();
      state.isReading = false;
    }
  }

  private take(state: ScopeState, found: readonly ArmResource[], began: number): void {
    const isFirst = !state.isKnown || this.unreadable.has(armKey(state.scope.path));
    const isOurs = (key: ArmKey): boolean => this.copy.isOurs(key, began);
    const fresh = new Map(found.map((resource) => [armKey(resource.id), resource]));
    const moving = new Set([...fresh.keys()].filter((key) => !isOurs(key) && isAtWork(fresh.get(key)!)));
    state.atWork = moving.size > 0 ? state.atWork + 1 : 0;
    const isPatient = state.atWork <= LOOKS_AT_WORK;
    if (moving.size > 0 && !state.isKnown && isPatient) return this.scheduleNext(state);
    const isOlder = (key: ArmKey): boolean => isOurs(key) || (isPatient && moving.has(key));
    const drifts = [
      ...[...state.members]
        .filter((key) => !fresh.has(key) && !isOlder(key))
        .map((key) => this.replace(key, undefined, state)),
      ...[...fresh].filter(([key]) => !isOlder(key)).map(([key, resource]) => this.replace(key, resource, state)),
    ].filter((drift) => drift !== undefined);
    state.isKnown = true;
    state.attempts = 0;
    const wasUnreadable = this.unreadable.delete(armKey(state.scope.path));
    this.scheduleNext(state);
    if (!isFirst) drifts.forEach((drift) => this.options.drifted(drift));
    if (isFirst || wasUnreadable || drifts.length > 0) this.changed();
  }

  /** Undefined where it says the same as before; the old value stays then, but for a new etag. */
  private replace(key: ArmKey, next: ArmResource | undefined, state: ScopeState): Drift | undefined {
    const before = this.copy.get(key);
    const drift = driftBetween(before, next, state.lookedAt);
    if (!drift && before?.etag === next?.etag) return undefined;
    this.set(key, next, state);
    this.snapshot = undefined;
    return drift;
  }

  private failed(state: ScopeState, error: unknown): void {
    const { scope } = state;
    const key = armKey(scope.path);
    state.attempts++;
    const info = error instanceof AzureError ? error.info : undefined;
    const isRefused = info !== undefined && this.isRefusal(info.status);
    const log = { scope: scope.path, error: String(error), attempt: state.attempts };
    this.options.log.warn(
      log,
      isRefused ? 'a part of Azure cannot be read' : 'reading Azure failed and is tried again',
    );
    if (!isRefused && !state.isKnown && this.trouble !== String(error)) {
      this.trouble = String(error);
      this.changed();
    }
    if (isRefused && info) {
      const { status, code, message } = info;
      const before = this.unreadable.get(key);
      this.unreadable.set(key, { status, code, message });
      const isNews = !state.isKnown || before?.code !== code || before.message !== message;
      state.isKnown = true;
      if (isNews) this.changed();
    }
    const pause = pauseAfter(error, state.attempts, isRefused, this.options.random);
    this.schedule(state, Math.min(pause, this.interval));
  }

  /** Trying again can't help, people must. Credentials that no scope has been read with yet are wrong for all of them. */
  private isRefusal(status: number): boolean {
    if (status === 401) return [...this.scopes.values()].some(({ isKnown }) => isKnown);
    return isFinal(status);
  }

  private scheduleNext(state: ScopeState, isAwaited = state.waits > 0): void {
    if (this.interval === Infinity && state.atWork === 0) return;
    if (isAwaited) state.waits++;
    this.schedule(state, pauseUntilNext(state, this.interval, this.options.random));
  }

  private schedule(state: ScopeState, milliseconds: number): void {
    state.cancel?.();
    if (this.isStopped) return;
    state.cancel = this.options.clock.after(milliseconds, () => this.enqueue(state));
  }

  private accept(key: ArmKey, resource: ArmResource | undefined): void {
    const scopes = [...this.scopes.values()].map(({ scope }) => scope);
    const owner = scopeOf(key, scopes);
    // The settings have let go of it while it was being written.
    if (owner === undefined) return;
    this.set(key, resource, this.scopes.get(owner)!);
  }

  private set(key: ArmKey, resource: ArmResource | undefined, state: ScopeState): void {
    this.copy.set(key, resource);
    if (resource) state.members.add(key);
    else state.members.delete(key);
  }

  private isCurrent(state: ScopeState): boolean {
    return !this.isStopped && this.scopes.get(armKey(state.scope.path)) === state;
  }

  private changed(): void {
    this.snapshot = undefined;
    this.options.changed();
  }
}
