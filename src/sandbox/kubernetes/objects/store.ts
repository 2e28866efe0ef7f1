// What is there, and what has happened? All objects under one counter of versions, and a history to watch from or to
// look back into. Single-threaded: a commit is an instant.
import type { JsonObject } from '../../json.js';
import { objectAt, stringAt } from '../../json.js';

export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** Of the change itself: what is deleted gets a last version too. */
  readonly version: number;
  readonly storage: string;
  readonly object: JsonObject;
  readonly before?: JsonObject;
}

const HISTORY = 10_000;

export class Store {
  #version = 1;
  /** Changes up to this version have left the history. */
  #compacted = 0;
  #history: Change[] = [];
  readonly #objects = new Map<string, Map<string, JsonObject>>();
  readonly #listeners = new Set<(change: Change) => void>();

  get version(): number {
    return this.#version;
  }

  get(storage: string, namespace: string, name: string): JsonObject | undefined {
    return this.#objects.get(storage)?.get(`${namespace}/${name}`);
  }

  /** Sorted by namespace and name. */
  list(storage: string): readonly JsonObject[] {
    return sorted(this.#objects.get(storage) ?? new Map<string, JsonObject>());
  }

  /** As it was; undefined where the history doesn't reach back that far. */
  listAt(storage: string, version: number): readonly JsonObject[] | undefined {
    if (version < this.#compacted || version > this.#version) return undefined;
    const then = new Map(this.#objects.get(storage));
    for (const change of this.#history.toReversed()) {
      if (change.version <= version) break;
      if (change.storage !== storage) continue;
      if (change.before) then.set(keyOf(change.object), change.before);
      else then.delete(keyOf(change.object));
    }
    return sorted(then);
  }

  storages(): readonly string[] {
    return [...this.#objects.keys()].sort();
  }

  /** Writes the object under the next version and returns it as it is kept: frozen. */
  put(storage: string, draft: JsonObject): JsonObject {
    const before = this.get(storage, namespaceOf(draft), nameOf(draft));
    const object = this.#numbered(draft);
    this.#of(storage).set(keyOf(object), object);
    this.#tell({
      type: before ? 'MODIFIED' : 'ADDED',
      version: this.#version,
      storage,
      object,
      ...(before && { before }),
    });
    return object;
  }

  /** Returns the object as it was last, under the version of its deletion. */
  remove(storage: string, namespace: string, name: string): JsonObject | undefined {
    const before = this.get(storage, namespace, name);
    if (!before) return undefined;
    const object = this.#numbered(structuredClone(before));
    this.#of(storage).delete(keyOf(before));
    this.#tell({ type: 'DELETED', version: this.#version, storage, object, before });
    return object;
  }

  /** What came after that version; undefined where the history doesn't reach back that far. */
  since(version: number): readonly Change[] | undefined {
    if (version < this.#compacted) return undefined;
    const first = this.#history.findIndex((change) => change.version > version);
    return first < 0 ? [] : this.#history.slice(first);
  }

  compact(): void {
    this.#history = [];
    this.#compacted = this.#version;
  }

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #of(storage: string): Map<string, JsonObject> {
    const found = this.#objects.get(storage);
    if (found) return found;
    const made = new Map<string, JsonObject>();
    this.#objects.set(storage, made);
    return made;
  }

  #numbered(draft: JsonObject): JsonObject {
    this.#version += 1;
    return frozen({ ...draft, metadata: { ...objectAt(draft, 'metadata'), resourceVersion: String(this.#version) } });
  }

  #tell(change: Change): void {
    this.#history.push(change);
    if (this.#history.length > HISTORY) {
      const gone = this.#history.splice(0, HISTORY / 10);
      this.#compacted = gone.at(-1)!.version;
    }
    for (const listener of [...this.#listeners]) listener(change);
  }
}

export function nameOf(object: JsonObject): string {
  return stringAt(object['metadata'], 'name') ?? '';
}

/** '' for an object of the cluster. */
export function namespaceOf(object: JsonObject): string {
  return stringAt(object['metadata'], 'namespace') ?? '';
}

export function keyOf(object: JsonObject): string {
  return `${namespaceOf(object)}/${nameOf(object)}`;
}

function sorted(objects: ReadonlyMap<string, JsonObject>): readonly JsonObject[] {
  return [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}
