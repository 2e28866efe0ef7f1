// A Kubernetes in memory, so that what is measured is the operator and not an API server: it holds objects, tells of their
// changes as a watch does, and carries out publications so that the loop closes.
import type { ClusterObject, WatchedKind } from '../src/core/cluster/cluster-state.js';
import type { Publication } from '../src/core/report/publication.js';
import type { SourceRef } from '../src/core/values/source-ref.js';
import { sourceRef } from '../src/core/values/source-ref.js';
import type { KubernetesApi, WatchSink } from '../src/operator/ports.js';
import { applyPublication } from './apply-publication.js';

/** Milliseconds that a request to the API server takes, and again until the watch tells of it. */
const LATENCY = 5;

export class MemoryCluster implements KubernetesApi {
  private readonly objects = new Map<SourceRef, ClusterObject>();
  private readonly sinks = new Map<WatchedKind, WatchSink>();
  private version = 0;
  /** Patches and events that were asked for. */
  publications = 0;

  constructor(objects: readonly ClusterObject[] = []) {
    for (const object of objects) this.put(object);
  }

  put(object: ClusterObject): void {
    const stored = { ...object, meta: { ...object.meta, resourceVersion: this.nextVersion() } };
    this.store(refOf(object), stored);
  }

  /** Gone at once: for objects without finalizers. */
  remove(object: ClusterObject): void {
    this.store(refOf(object), undefined);
  }

  list(kind: WatchedKind): readonly ClusterObject[] {
    return [...this.objects.values()].filter((object) => object.kind === kind);
  }

  watch(kind: WatchedKind, sink: WatchSink): () => void {
    setTimeout(() => {
      this.sinks.set(kind, sink);
      sink.replace(this.list(kind));
      sink.health('Synced');
    }, LATENCY);
    return () => this.sinks.delete(kind);
  }

  async publish(publication: Publication): Promise<boolean> {
    this.publications++;
    await rest(LATENCY);
    const object = this.objects.get(publication.object);
    if (object?.meta.uid !== publication.uid) return false;
    if ('resourceVersion' in publication && publication.resourceVersion !== object.meta.resourceVersion) {
      throw new Error(`conflict: ${publication.object} has changed`);
    }
    if (publication.kind !== 'Event')
      this.store(publication.object, applyPublication(object, publication, this.nextVersion()));
    return true;
  }

  check(): Promise<string> {
    return Promise.resolve('in memory');
  }

  close(): Promise<void> {
    this.sinks.clear();
    return Promise.resolve();
  }

  private nextVersion(): string {
    return String(++this.version);
  }

  /** Stored at once, told of a little later and in order, as a watch does. */
  private store(ref: SourceRef, object: ClusterObject | undefined): void {
    const before = this.objects.get(ref);
    if (object) this.objects.set(ref, object);
    else this.objects.delete(ref);
    const { kind } = (object ?? before)!;
    setTimeout(() => {
      if (object) this.sinks.get(kind)?.put(object);
      else this.sinks.get(kind)?.remove(before!);
    }, LATENCY);
  }
}

function refOf({ kind, meta }: ClusterObject): SourceRef {
  return sourceRef(kind, meta.namespace, meta.name);
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
