// A Kubernetes of a few lines under the virtual clock: objects with versions and finalizers, watches that hear of a
// change a moment later, patches as the operator's adapter sends them. It outlives the operators that use it.
import type { WatchedKind } from '../../../src/core/cluster/cluster-state.js';
import { project } from '../../../src/core/cluster/project.js';
import type { Publication } from '../../../src/core/report/publication.js';
import { parseSourceRef } from '../../../src/core/values/source-ref.js';
import type { Clock } from '../../../src/operator/clock.js';
import { sleep } from '../../../src/operator/clock.js';
import { WATCHED_KINDS } from '../../../src/operator/cluster-store.js';
import type { KubernetesApi, WatchSink } from '../../../src/operator/ports.js';
import type { Json } from './packets.js';

/** Milliseconds until a watch tells of a change, and until a patch has arrived. */
const ECHO = 3;
const PATCH = 5;

type Told = { readonly kind: WatchedKind; readonly object: Json; readonly isGone: boolean };

export class SmallKubernetes {
  private readonly objects = new Map<string, Json>();
  private readonly listeners = new Set<(told: Told) => void>();
  private version = 0;
  private uids = 0;

  /** `stored` is told of each change of an object, `isGone` of those that nothing is left of. */
  constructor(
    private readonly clock: Clock,
    private readonly stored: (kind: WatchedKind, object: Json, isGone: boolean) => void = () => {},
  ) {}

  get(kind: WatchedKind, name: string): Json {
    return this.objects.get(`${kind}/${name}`);
  }

  list(kind: WatchedKind): readonly Json[] {
    return [...this.objects].filter(([key]) => key.startsWith(`${kind}/`)).map(([, object]) => object);
  }

  /** Made, or changed where it is there already. Its uid comes back. */
  apply(
    kind: WatchedKind,
    name: string,
    given: { readonly annotations?: object; readonly spec?: object; status?: object },
  ): string {
    const before = this.get(kind, name);
    const metadata = before?.metadata ?? {
      ...{ name, namespace: 'default', uid: this.nextUid(true), finalizers: [], labels: {}, generation: 0 },
      creationTimestamp: new Date(this.clock.now()).toISOString().replace(/\.\d+/, ''),
    };
    const { annotations = {}, spec = {}, status = {} } = given;
    const generation = (metadata.generation as number) + 1;
    this.store(kind, { metadata: { ...metadata, annotations, generation }, spec, status: before?.status ?? status });
    return metadata.uid as string;
  }

  /** Marked while it has finalizers, else gone. */
  remove(kind: WatchedKind, name: string): void {
    const object = this.get(kind, name);
    if (!object || object.metadata.deletionTimestamp) return;
    const deletionTimestamp = new Date(this.clock.now()).toISOString();
    this.store(kind, { ...object, metadata: { ...object.metadata, deletionTimestamp } });
  }

  /** How one operator sees it; `isCut()`: it has died. */
  door(isCut: () => boolean): KubernetesApi {
    const sinks = new Map<WatchedKind, WatchSink>();
    const listener = ({ kind, object, isGone }: Told): void => {
      if (isCut()) return;
      const sink = sinks.get(kind);
      if (isGone) sink?.remove(project(kind, object));
      else sink?.put(project(kind, object));
    };
    this.listeners.add(listener);
    return {
      watch: (kind, sink) => {
        this.clock.after(ECHO, () => {
          if (isCut()) return;
          sinks.set(kind, sink);
          sink.replace(this.list(kind).map((object) => project(kind, object)));
          sink.health('Synced');
        });
        return () => sinks.delete(kind);
      },
      publish: async (publication) => {
        await sleep(this.clock, PATCH);
        if (isCut()) return new Promise(() => {});
        return this.publish(publication);
      },
      check: () => Promise.resolve('1.37'),
      close: () => {
        this.listeners.delete(listener);
        return Promise.resolve();
      },
    };
  }

  private publish(publication: Publication): boolean {
    const { kind, name } = parseSourceRef(publication.object)!;
    if (!(WATCHED_KINDS as readonly string[]).includes(kind)) return false;
    const object = this.get(kind as WatchedKind, name);
    if (object?.metadata.uid !== publication.uid) return false;
    if ('resourceVersion' in publication && publication.resourceVersion !== object.metadata.resourceVersion)
      return true;
    switch (publication.kind) {
      case 'Event':
        break;
      case 'Finalizers':
        this.store(kind as WatchedKind, {
          ...object,
          metadata: { ...object.metadata, finalizers: publication.finalizers },
        });
        break;
      case 'CustomStatus':
        this.store(kind as WatchedKind, { ...object, status: { ...object.status, ...publication.status } });
        break;
      case 'ServiceStatus': {
        const { ingress, conditions } = publication;
        const status = {
          ...object.status,
          ...(ingress && { loadBalancer: { ingress } }),
          ...(conditions && { conditions }),
        };
        this.store(kind as WatchedKind, { ...object, status });
      }
    }
    return true;
  }

  private store(kind: WatchedKind, given: Json): void {
    const object = { ...given, metadata: { ...given.metadata, resourceVersion: String(++this.version) } };
    const key = `${kind}/${object.metadata.name}`;
    const isGone = object.metadata.deletionTimestamp !== undefined && object.metadata.finalizers.length === 0;
    if (isGone) this.objects.delete(key);
    else this.objects.set(key, object);
    this.clock.after(ECHO, () => this.listeners.forEach((tell) => tell({ kind, object, isGone })));
    // Last: who hears of it may make the next change.
    this.stored(kind, object, isGone);
  }

  /** Of the next object that is made. */
  nextUid(isTaken = false): string {
    const number = (this.uids + 1).toString(16).padStart(4, '0');
    if (isTaken) this.uids++;
    return `${number.repeat(2)}-${number}-4000-8000-000000000000`;
  }
}
