// What is in the cluster now? A copy that watches keep, and that the controllers' own writes are put into at once: so
// none of them acts twice on what it has just done.
import type { LocalClient, ObjectPath } from '../kubernetes/client.js';
import type { Json, JsonObject } from '../json.js';
import { API_VERSIONS, type KubernetesObject, type Kinds, type Plural } from './objects.js';

export interface ClusterOptions {
  /** Something differs from before. */
  readonly changed: () => void;
  /** A write was refused; the controllers try again later. */
  readonly refused: (error: unknown) => void;
}

export class Cluster {
  readonly #objects = new Map<Plural, Map<string, KubernetesObject>>();
  readonly #sorted = new Map<Plural, readonly KubernetesObject[]>();
  readonly #deleted = new Set<string>();
  readonly #stops: (() => void)[] = [];

  constructor(
    private readonly client: LocalClient,
    private readonly options: ClusterOptions,
  ) {}

  /** Resolves when all that is there is known. */
  async start(plurals: readonly Plural[]): Promise<void> {
    for (const plural of plurals) {
      this.#objects.set(plural, new Map());
      const watch = this.client.watch({ apiVersion: API_VERSIONS[plural], plural }, ({ type, object }) => {
        const seen = object as unknown as KubernetesObject;
        if (type === 'DELETED') this.#remove(plural, seen);
        else this.#put(plural, seen);
      });
      this.#stops.push(() => watch.stop());
    }
    await Promise.all(
      plurals.map(async (plural) => {
        const found = await this.client.list({ apiVersion: API_VERSIONS[plural], plural });
        for (const object of found) this.#put(plural, object as unknown as KubernetesObject);
      }),
    );
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  /** By namespace and name. */
  list<P extends Plural>(plural: P): readonly Kinds[P][] {
    let sorted = this.#sorted.get(plural);
    if (!sorted) {
      const entries = [...(this.#objects.get(plural) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
      sorted = entries.map(([, object]) => object);
      this.#sorted.set(plural, sorted);
    }
    return sorted as readonly Kinds[P][];
  }

  get<P extends Plural>(plural: P, namespace: string | undefined, name: string): Kinds[P] | undefined {
    return this.#objects.get(plural)?.get(keyOf({ name, ...(namespace !== undefined && { namespace }) })) as
      Kinds[P] | undefined;
  }

  /** Undefined where it was refused. */
  create<P extends Plural>(plural: P, object: Draft): Promise<Kinds[P] | undefined> {
    const { namespace } = object.metadata;
    const path = { apiVersion: API_VERSIONS[plural], plural, ...(namespace !== undefined && { namespace }) };
    return this.#attempt(async () => {
      const made = await this.client.create(path, object as unknown as JsonObject);
      return this.#put(plural, made as unknown as KubernetesObject) as Kinds[P];
    });
  }

  /** A JSON merge patch. */
  patch<P extends Plural>(
    plural: P,
    object: KubernetesObject,
    patch: object,
    subresource?: 'status' | 'binding',
  ): Promise<Kinds[P] | undefined> {
    const path = { ...pathOf(plural, object), ...(subresource && { subresource }) };
    return this.#attempt(async () => {
      const patched = await this.client.patch(path, patch as Json);
      return this.#put(plural, patched as unknown as KubernetesObject) as Kinds[P];
    });
  }

  /** An event: nobody here looks at it. */
  async record(namespace: string, event: JsonObject): Promise<void> {
    await this.client.create({ apiVersion: 'v1', plural: 'events', namespace }, event).catch(() => undefined);
  }

  async delete(plural: Plural, object: KubernetesObject, gracePeriodSeconds?: number): Promise<void> {
    await this.#attempt(async () => {
      await this.client.delete(
        pathOf(plural, object),
        gracePeriodSeconds === undefined ? undefined : { gracePeriodSeconds },
      );
      const deletionTimestamp = object.metadata.deletionTimestamp ?? new Date().toISOString();
      this.#objects
        .get(plural)
        ?.set(keyOf(object.metadata), { ...object, metadata: { ...object.metadata, deletionTimestamp } });
      this.#sorted.delete(plural);
      return undefined;
    });
  }

  #put(plural: Plural, object: KubernetesObject): KubernetesObject {
    const { uid, resourceVersion } = object.metadata;
    const objects = this.#objects.get(plural);
    const key = keyOf(object.metadata);
    const known = objects?.get(key);
    const isOlder = known?.metadata.uid === uid && Number(known.metadata.resourceVersion) >= Number(resourceVersion);
    if (!objects || this.#deleted.has(uid) || isOlder) return known ?? object;
    objects.set(key, object);
    this.#sorted.delete(plural);
    this.options.changed();
    return object;
  }

  #remove(plural: Plural, { metadata }: KubernetesObject): void {
    this.#deleted.add(metadata.uid);
    const objects = this.#objects.get(plural);
    if (objects?.get(keyOf(metadata))?.metadata.uid !== metadata.uid) return;
    objects.delete(keyOf(metadata));
    this.#sorted.delete(plural);
    this.options.changed();
  }

  async #attempt<T>(write: () => Promise<T>): Promise<T | undefined> {
    try {
      return await write();
    } catch (error) {
      this.options.refused(error);
      return undefined;
    }
  }
}

/** What is sent: metadata as far as the sender knows it. */
export interface Draft {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly generateName?: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

function keyOf({ namespace = '', name }: { readonly namespace?: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

function pathOf(plural: Plural, { metadata: { namespace, name } }: KubernetesObject): ObjectPath {
  return { apiVersion: API_VERSIONS[plural], plural, name, ...(namespace !== undefined && { namespace }) };
}
