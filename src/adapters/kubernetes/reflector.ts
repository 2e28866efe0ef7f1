// How does a sink stay in step with one kind? List, then watch from there, for ever: whatever goes wrong is waited
// out and taken up where it broke off, or by a new list where that can't be. Nothing is thrown.
import type { ClusterObject } from '../../core/cluster/cluster-state.js';
import { isObject } from '../../core/values/json.js';
import type { Log } from '../../operator/log.js';
import type { WatchSink } from '../../operator/ports.js';
import { createBackoff } from './backoff.js';
import { readLines } from './json-lines.js';
import { listAll } from './list.js';
import { parseStatus, StatusError } from './status-error.js';
import { pause, type Transport } from './transport.js';

/** Milliseconds. */
export interface ReflectorTiming {
  /** Without a byte for so long, a watch is dead: bookmarks come about each minute. */
  readonly silence: number;
  /** Between looks for a kind that isn't installed, or that we may not read. */
  readonly poll: number;
  readonly firstRetry: number;
  readonly longestRetry: number;
  /** A watch that ended sooner, and without an event, has failed. */
  readonly shortWatch: number;
}

export const DEFAULT_TIMING: ReflectorTiming = {
  silence: 150_000,
  poll: 10_000,
  firstRetry: 800,
  longestRetry: 30_000,
  shortWatch: 5_000,
};

export interface ReflectorOptions {
  readonly transport: Transport;
  /** Of the collection, such as `/api/v1/services`. */
  readonly path: string;
  readonly project: (raw: unknown) => ClusterObject;
  readonly sink: WatchSink;
  readonly log?: Log;
  readonly timing?: Partial<ReflectorTiming>;
}

/** The watch can't be taken up where it broke off: a new list is needed. */
class RelistError extends Error {
  constructor(
    message: string,
    /** False where the resourceVersion is merely too old: nothing is amiss. */
    readonly isFailure: boolean,
  ) {
    super(message);
  }
}

/** Returns how to stop. */
export function startReflector(options: ReflectorOptions): () => void {
  const stopping = new AbortController();
  void new Reflector(options, stopping.signal).run();
  return () => stopping.abort();
}

class Reflector {
  readonly #timing: ReflectorTiming;
  readonly #backoff;
  /** By namespace and name: the objects the sink has. */
  #known = new Map<string, ClusterObject>();
  #resourceVersion = '';
  #hasSynced = false;

  constructor(
    private readonly options: ReflectorOptions,
    private readonly stopping: AbortSignal,
  ) {
    this.#timing = { ...DEFAULT_TIMING, ...options.timing };
    this.#backoff = createBackoff(this.#timing.firstRetry, this.#timing.longestRetry);
  }

  async run(): Promise<void> {
    while (!this.stopping.aborted) {
      try {
        await this.#list();
        await this.#watchUntilRelist();
      } catch (error) {
        if (this.stopping.aborted) return;
        await pause(this.#judge(error), this.stopping);
      }
    }
  }

  async #list(): Promise<void> {
    const { transport, path, sink } = this.options;
    const { items, resourceVersion } = await listAll(transport, path, (raw) => this.#project(raw), this.stopping);
    if (this.stopping.aborted) return;
    this.#known = new Map(items.map((item) => [keyOf(item), item]));
    this.#resourceVersion = resourceVersion;
    this.#hasSynced = true;
    sink.replace(items);
    sink.health('Synced');
  }

  /** Ends by RelistError, or when it is stopped. */
  async #watchUntilRelist(): Promise<void> {
    while (!this.stopping.aborted) {
      const start = Date.now();
      try {
        const events = await this.#watchOnce();
        if (events > 0 || Date.now() - start >= this.#timing.shortWatch) continue;
        await pause(this.#backoff.next(), this.stopping);
      } catch (error) {
        if (this.stopping.aborted) return;
        if (error instanceof RelistError) throw error;
        if (error instanceof StatusError && error.code === 410) throw new RelistError(error.message, false);
        if (error instanceof StatusError && [403, 404].includes(error.code)) throw error;
        this.#say('debug', `watch broke off: ${messageOf(error)}`);
        await pause(this.#delay(error), this.stopping);
      }
    }
  }

  /** How many events came, bookmarks included, until the server or the line ended it. */
  async #watchOnce(): Promise<number> {
    const silence = new AbortController();
    const bark = (): void => silence.abort(new Error(`nothing came for ${this.#timing.silence / 1000} s`));
    const watchdog = setTimeout(bark, this.#timing.silence);
    const query = new URLSearchParams({
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: this.#resourceVersion,
      // Random, so that the watches of many clients don't end at once.
      timeoutSeconds: String(300 + Math.floor(Math.random() * 300)),
    });
    let events = 0;
    try {
      const signal = AbortSignal.any([this.stopping, silence.signal]);
      const body = await this.options.transport.stream(`${this.options.path}?${query.toString()}`, signal);
      for await (const line of readLines(body)) {
        if (this.stopping.aborted) return events;
        watchdog.refresh();
        this.#take(line);
        events += 1;
        this.#backoff.reset();
      }
      return events;
    } finally {
      clearTimeout(watchdog);
    }
  }

  #take(line: string): void {
    const event = parseEvent(line);
    if (event.type === 'ERROR') {
      const status = parseStatus(Number(event.object.code ?? 500), JSON.stringify(event.object));
      throw new RelistError(status.message, status.code !== 410);
    }
    const meta = isObject(event.object.metadata) ? event.object.metadata : {};
    if (event.type !== 'BOOKMARK') this.#change(event.type, event.object);
    if (typeof meta.resourceVersion === 'string') this.#resourceVersion = meta.resourceVersion;
  }

  #change(type: string, raw: unknown): void {
    const object = this.#project(raw);
    if (!object) return;
    const { sink } = this.options;
    const key = keyOf(object);
    const known = this.#known.get(key);
    if (type === 'DELETED') {
      this.#known.delete(key);
      return sink.remove(object);
    }
    // Deleted and made anew while nobody looked: the old one must not look as if it had changed.
    if (known && known.meta.uid !== object.meta.uid) sink.remove(known);
    this.#known.set(key, object);
    sink.put(object);
  }

  /** What can't be projected stays as it was known: leaving it out would look like its deletion. */
  #project(raw: unknown): ClusterObject | undefined {
    try {
      return this.options.project(raw);
    } catch (error) {
      const key = rawKey(raw);
      this.#say('warn', `${key || 'an object'} can't be read: ${messageOf(error)}`);
      return this.#known.get(key);
    }
  }

  /** Tells the sink and the log what is wrong; milliseconds until the next list. */
  #judge(error: unknown): number {
    const { sink } = this.options;
    const message = messageOf(error);
    if (error instanceof RelistError && !error.isFailure) {
      this.#say('debug', `listing anew: ${message}`);
      return this.#backoff.next();
    }
    if (error instanceof StatusError && error.code === 404) {
      this.#hasSynced = false;
      sink.health('NotInstalled', message);
      return this.#timing.poll * (1 + Math.random() / 2);
    }
    if (error instanceof StatusError && error.code === 403) {
      sink.health('Forbidden', message);
      return this.#timing.poll * (1 + Math.random() / 2);
    }
    this.#say('warn', message);
    // What was listed once still holds while the server is away; the message tells that it may be old.
    sink.health(this.#hasSynced ? 'Synced' : 'Waiting', message);
    return this.#delay(error);
  }

  #delay(error: unknown): number {
    const asked = error instanceof StatusError ? (error.retryAfter ?? 0) * 1000 : 0;
    return Math.max(this.#backoff.next(), asked);
  }

  #say(level: 'debug' | 'warn', message: string): void {
    this.options.log?.[level]({ path: this.options.path }, message);
  }
}

interface WatchEvent {
  readonly type: string;
  readonly object: { readonly [key: string]: unknown };
}

function parseEvent(line: string): WatchEvent {
  let event: unknown;
  try {
    event = JSON.parse(line);
  } catch {
    throw new RelistError(`a line of the watch is no JSON: ${line.slice(0, 80)}`, true);
  }
  if (isObject(event) && typeof event.type === 'string' && isObject(event.object)) {
    return { type: event.type, object: event.object };
  }
  throw new RelistError(`a line of the watch is no event: ${line.slice(0, 80)}`, true);
}

function keyOf({ meta }: ClusterObject): string {
  return `${meta.namespace ?? ''}/${meta.name}`;
}

function rawKey(raw: unknown): string {
  const meta = isObject(raw) && isObject(raw.metadata) ? raw.metadata : {};
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return `${text(meta.namespace)}/${text(meta.name)}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
