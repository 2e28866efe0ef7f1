// Who answers for a headless Service, and which nodes lead to a NodePort Service? Looked up once for each list of all pods
// and nodes, and only if a Service with a name needs it.
//
//   NodePort, externalTrafficPolicy   nodes that its names lead to, of those that aren't being emptied
//   Cluster                           all
//   Local                             those with a ready pod of it; where there is none, those with any
import type { NameSource } from '../../settings.js';
import type { ClusterState, Node, Pod, PodEndpoint, Service } from '../cluster-state.js';
import { memoise } from '../memoise.js';
import { isNamed, namedAddresses } from '../node-addresses.js';
import { slicesOf } from '../slices.js';

/** What of the cluster says who is behind a Service. */
export type Surroundings = Pick<ClusterState, 'nodes' | 'pods' | 'endpointSlices'>;

/** A pod that answers for a headless Service. */
export interface Backing {
  readonly pod: Pod;
  /** Undefined where nobody asks for it, or it isn't known. */
  readonly node: Node | undefined;
}

export interface Which {
  /** Pods that aren't ready count too. */
  readonly notReady: boolean;
  /** Their nodes are asked for. */
  readonly withNodes: boolean;
}

/** Sorted by the pod's name. The same values for as long as pod and node are the same. */
export function podsBehind(service: Service, around: Surroundings, { notReady, withNodes }: Which): readonly Backing[] {
  const answering = endpointsOf(service, around).filter(({ isReady }) => isReady || notReady);
  const podOf = podsByName(around.pods);
  return [...new Set(answering.map(({ pod }) => pod))].sort().flatMap((name) => {
    const pod = podOf.get(keyOf(service.meta.namespace, name));
    if (!pod || !isSelected(pod, service)) return [];
    const node = withNodes && pod.nodeName !== undefined ? nodesByName(around.nodes).get(pod.nodeName) : undefined;
    return [backing(pod, node)];
  });
}

/** Canonical, sorted. */
export function nodesBefore(
  service: Service,
  around: Surroundings,
  source: NameSource,
  access: 'public' | 'private' | undefined,
): readonly string[] {
  if (service.externalTrafficPolicy !== 'Local') return allAddresses(around.nodes, source)[access ?? 'either'];
  const all = endpointsOf(service, around);
  const ready = all.filter(({ isReady }) => isReady);
  const names = new Set((ready.length > 0 ? ready : all).flatMap(({ nodeName }) => nodeName ?? []));
  const nodes = [...names].flatMap((name) => nodesByName(around.nodes).get(name) ?? []);
  return namedAddresses(nodes.filter(isNamed), access, source.internalIPv6);
}

const allAddresses = memoise((all: readonly Node[], { internalIPv6 }: NameSource) => {
  const nodes = all.filter(isNamed);
  return {
    public: namedAddresses(nodes, 'public', internalIPv6),
    private: namedAddresses(nodes, 'private', internalIPv6),
    either: namedAddresses(nodes, undefined, internalIPv6),
  };
});

function endpointsOf(service: Service, { endpointSlices }: Surroundings): readonly PodEndpoint[] {
  return slicesOf(service, endpointSlices).flatMap(({ podEndpoints }) => podEndpoints);
}

// Slices may be written by hand; what the Service doesn't select is not its to publish.
function isSelected({ meta }: Pod, { selector }: Service): boolean {
  return Object.entries(selector).every(([key, value]) => meta.labels[key] === value);
}

const BACKINGS = new WeakMap<Pod, Backing>();

function backing(pod: Pod, node: Node | undefined): Backing {
  let found = BACKINGS.get(pod);
  if (!found || found.node !== node) BACKINGS.set(pod, (found = { pod, node }));
  return found;
}

const podsByName = index<Pod>();
const nodesByName = index<Node>();

function index<T extends Pod | Node>(): (all: readonly T[]) => ReadonlyMap<string, T> {
  const known = new WeakMap<readonly T[], ReadonlyMap<string, T>>();
  return (all) => {
    let found = known.get(all);
    if (!found) known.set(all, (found = new Map(all.map((one) => [keyOf(one.meta.namespace, one.meta.name), one]))));
    return found;
  };
}

function keyOf(namespace: string | undefined, name: string): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
