// What does the cluster look like now? Takes in the objects of every kind as they arrive and hands out snapshots that
// never change. Says when enough is known to act on, and which objects were really seen being deleted: what merely is
// missing after a new list may be a list that came back short.
import type { ClusterObject, ClusterState, WatchedKind } from '../core/cluster/cluster-state.js';
import { ROUTE_KINDS } from '../core/cluster/cluster-state.js';
import type { SourceRef } from '../core/values/source-ref.js';
import { sourceRef } from '../core/values/source-ref.js';
import type { WatchSink } from './ports.js';
import { SortedObjects } from './sorted-objects.js';

const LISTS = {
  Service: 'services',
  Node: 'nodes',
  Pod: 'pods',
  EndpointSlice: 'endpointSlices',
  Ingress: 'ingresses',
  Namespace: 'namespaces',
  AzureNetwork: 'azureNetworks',
  PortExposure: 'portExposures',
  ExposurePolicy: 'exposurePolicies',
  Gateway: 'gateways',
  ListenerSet: 'listenerSets',
  HTTPRoute: 'routes',
  GRPCRoute: 'routes',
  TLSRoute: 'routes',
  TCPRoute: 'routes',
  UDPRoute: 'routes',
  DNSEndpoint: 'dnsEndpoints',
} as const satisfies Record<WatchedKind, keyof ClusterState>;

export const WATCHED_KINDS = Object.keys(LISTS) as readonly WatchedKind[];

/** Kinds that the cluster may not know (yet): none of them is the same as there being none. */
const MAY_BE_MISSING: ReadonlySet<WatchedKind> = new Set([
  'AzureNetwork',
  'PortExposure',
  'ExposurePolicy',
  'Gateway',
  'ListenerSet',
  ...ROUTE_KINDS,
  'DNSEndpoint',
]);

/** Pods come and go by the thousand, and nothing in Azure is marked with these. */
const NEVER_A_SOURCE: ReadonlySet<WatchedKind> = new Set([
  'Pod',
  'EndpointSlice',
  'Namespace',
  'Gateway',
  'ListenerSet',
]);

/** Deletions remembered; the oldest are forgotten, and then guarded like anything else that is missing. */
const MOST_DELETED = 20_000;

interface KindState {
  readonly objects: SortedObjects;
  /** A whole list has come, or it is known that there is none. */
  isKnown: boolean;
  health: 'Synced' | 'Waiting' | 'NotInstalled' | 'Forbidden';
  message: string | undefined;
}

export class ClusterStore {
  private readonly kinds = new Map<WatchedKind, KindState>(
    WATCHED_KINDS.map((kind) => [
      kind,
      { objects: new SortedObjects(), isKnown: false, health: 'Waiting', message: undefined },
    ]),
  );
  private deleted = new Set<SourceRef>();
  private snapshot: ClusterState | undefined;

  /** `changed` is told of everything that could change a pass. */
  constructor(private readonly changed: () => void) {}

  sink(kind: WatchedKind): WatchSink {
    const state = this.kinds.get(kind)!;
    return {
      replace: (objects) => {
        state.objects.replace(objects);
        state.isKnown = true;
        for (const object of objects) this.deleted.delete(refOf(object));
        this.touch();
      },
      put: (object) => {
        state.objects.put(object);
        this.deleted.delete(refOf(object));
        this.touch();
      },
      remove: (object) => {
        state.objects.remove(object);
        if (!NEVER_A_SOURCE.has(kind)) this.remember(refOf(object));
        this.touch();
      },
      health: (health, message) => {
        state.health = health;
        state.message = message;
        if (health === 'NotInstalled' && MAY_BE_MISSING.has(kind)) {
          state.objects.replace([]);
          state.isKnown = true;
        }
        this.touch();
      },
    };
  }

  /** Sorted, and the same value until something changes. */
  state(): ClusterState {
    this.snapshot ??= Object.fromEntries(
      [...Map.groupBy(this.kinds, ([kind]) => LISTS[kind])].map(([list, kinds]) => [list, listOf(kinds)]),
    ) as unknown as ClusterState;
    return this.snapshot;
  }

  get isComplete(): boolean {
    return [...this.kinds.values()].every(({ isKnown }) => isKnown);
  }

  /** Kinds that something is wrong with, in words. */
  troubles(): readonly string[] {
    return [...this.kinds]
      .filter(([kind, { health }]) => health !== 'Synced' && !(health === 'NotInstalled' && MAY_BE_MISSING.has(kind)))
      .map(([kind, { health, message }]) => `${kind}: ${health}${message ? `, ${message}` : ''}`);
  }

  /** A copy: a pass may keep it. */
  seenDeleted(): ReadonlySet<SourceRef> {
    return new Set(this.deleted);
  }

  count(kind: WatchedKind): number {
    return this.kinds.get(kind)!.objects.size;
  }

  private remember(ref: SourceRef): void {
    this.deleted.add(ref);
    if (this.deleted.size > MOST_DELETED) this.deleted.delete(this.deleted.values().next().value!);
  }

  private touch(): void {
    this.snapshot = undefined;
    this.changed();
  }
}

/** One list of one kind stays the same value; of several kinds, in their order. */
function listOf(kinds: readonly (readonly [WatchedKind, KindState])[]): readonly ClusterObject[] {
  return kinds.length === 1 ? kinds[0]![1].objects.list() : kinds.flatMap(([, { objects }]) => objects.list());
}

function refOf({ kind, meta }: ClusterObject): SourceRef {
  return sourceRef(kind, meta.namespace, meta.name);
}
