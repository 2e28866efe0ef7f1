// What changes from here on? What is there (if asked for), what has happened since a version, then each change as it
// comes; bookmarks tell a quiet watcher how far it is.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
import type { JsonObject } from '../../json.js';
import { objectAt } from '../../json.js';
import type { Cluster } from '../cluster.js';
import { ApiError, expired } from '../api-error.js';
import type { Kind } from '../kind.js';
import { apiVersionOf, CRD_STORAGE } from '../kind-registry.js';
import { selectsOf } from './list.js';
import { checkListOptions, countOf, isTrue, versionOf } from '../requests/query.js';
import type { Rendering } from '../requests/representation.js';
import { renderObject } from '../requests/representation.js';
import type { Route } from '../requests/route.js';
import type { Change } from './store.js';
import { nameOf } from './store.js';
import { fromStored } from './stored.js';

export interface WatchTiming {
  /** Milliseconds between bookmarks. */
  readonly bookmarkMs: number;
  /** Where the client names no time. */
  readonly defaultTimeoutMs: number;
}

/** One JSON line per event. Ends at its timeout, when `ended` says so, or when it is returned. */
export function watch(
  { store }: Cluster,
  route: Route,
  query: URLSearchParams,
  rendering: Rendering,
  timing: WatchTiming,
  ended: AbortSignal,
): AsyncIterableIterator<string> {
  const { kind } = route;
  checkListOptions(query, true);
  const selects = selectsOf(route, query);
  const wantsBookmarks = isTrue(query.get('allowWatchBookmarks') ?? 'false');
  const from = versionOf(query.get('resourceVersion'), (why) => new ApiError(500, '', why)) ?? 0;
  const wantsInitial = query.has('sendInitialEvents') ? isTrue(query.get('sendInitialEvents')) : from === 0;
  const lines = new LineQueue();

  const rendered = rendererOf(kind, rendering);
  const say = (type: string, object: JsonObject): void => {
    const shown = type === 'BOOKMARK' ? object : rendered(object);
    lines.push(`${JSON.stringify({ type, object: shown })}\n`);
  };
  const bookmark = (annotations?: JsonObject): void =>
    say('BOOKMARK', {
      kind: kind.kind,
      apiVersion: apiVersionOf(kind),
      metadata: {
        resourceVersion: String(store.version),
        creationTimestamp: null,
        ...(annotations && { annotations }),
      },
    });
  const tell = (change: Change): void => {
    if (isEndOf(kind, change)) return lines.end();
    if (change.storage !== kind.storage) return;
    const [was, is] = [change.before !== undefined && selects(change.before), selects(change.object)];
    if (change.type === 'DELETED') return was ? say('DELETED', change.object) : undefined;
    if (is) say(was ? 'MODIFIED' : 'ADDED', change.object);
    // Left the selector: gone, under the version of the change.
    else if (was)
      say('DELETED', {
        ...change.before!,
        metadata: { ...objectAt(change.before, 'metadata'), resourceVersion: String(change.version) },
      });
  };

  const missed = wantsInitial ? [] : store.since(from);
  if (wantsInitial) {
    for (const object of store.list(kind.storage).filter(selects)) say('ADDED', object);
    if (query.has('sendInitialEvents') && wantsBookmarks) bookmark({ 'k8s.io/initial-events-end': 'true' });
  }
  if (!missed) {
    lines.push(
      `${JSON.stringify({ type: 'ERROR', object: expired(`too old resource version: ${from} (${store.version})`).status })}\n`,
    );
    lines.end();
    return lines;
  }
  missed.forEach(tell);
  const seconds = countOf(query, 'timeoutSeconds') ?? 0;
  const timeout = setTimeout(
    () => {
      if (wantsBookmarks) bookmark();
      lines.end();
    },
    seconds > 0 ? seconds * 1000 : timing.defaultTimeoutMs,
  );
  const ticking = wantsBookmarks ? setInterval(bookmark, timing.bookmarkMs) : undefined;
  const unsubscribe = store.subscribe(tell);
  const end = (): void => {
    if (ended.reason !== undefined && typeof ended.reason === 'string') lines.push(ended.reason);
    lines.end();
  };
  ended.addEventListener('abort', end, { once: true });
  lines.onEnd(() => {
    clearTimeout(timeout);
    clearInterval(ticking);
    unsubscribe();
    ended.removeEventListener('abort', end);
  });
  return lines;
}

/** A custom kind goes with its definition, whose name is where its objects are stored. */
function isEndOf(kind: Kind, { type, storage, object }: Change): boolean {
  return type === 'DELETED' && storage === CRD_STORAGE && nameOf(object) === kind.storage;
}

/** A table's columns come once. */
function rendererOf(kind: Route['kind'], rendering: Rendering): (object: JsonObject) => JsonObject {
  let hasColumns = false;
  return (object) => {
    const shown = renderObject(kind, fromStored(kind, object), rendering);
    if (rendering.representation !== 'Table' || !hasColumns) {
      hasColumns = true;
      return shown;
    }
    return { ...shown, columnDefinitions: null };
  };
}

/** Lines that wait for their reader. */
class LineQueue implements AsyncIterableIterator<string> {
  readonly #waiting: string[] = [];
  #reader: ((result: IteratorResult<string>) => void) | undefined;
  #isEnded = false;
  #cleanUp: (() => void) | undefined;

  push(line: string): void {
    if (this.#isEnded) return;
    if (this.#reader) this.#give({ value: line, done: false });
    else this.#waiting.push(line);
  }

  /** What waits is still read. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#cleanUp?.();
    this.#give({ value: undefined, done: true });
  }

  onEnd(cleanUp: () => void): void {
    this.#cleanUp = cleanUp;
  }

  next(): Promise<IteratorResult<string>> {
    const value = this.#waiting.shift();
    if (value !== undefined) return Promise.resolve({ value, done: false });
    if (this.#isEnded) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => (this.#reader = resolve));
  }

  return(): Promise<IteratorResult<string>> {
    this.end();
    this.#waiting.length = 0;
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #give(result: IteratorResult<string>): void {
    const reader = this.#reader;
    this.#reader = undefined;
    reader?.(result);
  }
}
