// On which node addresses is a port open?
//
//   path          destinations
//   HostPort      InternalIPs of nodes with a selected pod that has it as hostPort; with a hostIP, that address alone,
//                 and none for a loopback one
//   HostNetwork   InternalIPs of nodes with a selected hostNetwork pod that declares it as containerPort
//   NodePort      every member of the backend pool, if it is a nodePort of the Service
//
// A pod counts from when it is bound until it has finished: while it is being deleted it may still answer.
import type { PoolNode } from '../../exposure.js';
import { isLoopback, parseIPAddress } from '../../values/ip-address.js';
import type { Problem, ProblemReason } from '../../values/problem.js';
import { warning } from '../../values/problem.js';
import { matches } from '../../values/selector.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ClusterState, ContainerPort, Node, Pod } from '../cluster-state.js';
import { internalAddresses } from '../node-addresses.js';
import type { AnsweredPorts, AskedPorts, PortExposureWish } from './specs.js';

/** What open ports are looked up in. */
export interface Surroundings {
  readonly cluster: ClusterState;
  readonly poolNodes: readonly PoolNode[];
  readonly nodesByName: ReadonlyMap<string, Node>;
  /** Bound, not finished, with a port on the node. */
  readonly podsByNamespace: ReadonlyMap<string, readonly Pod[]>;
}

export interface Destinations {
  /** All that are asked for; those that nothing answers on have no addresses, and are told as problems. */
  readonly ports: readonly AnsweredPorts[];
  readonly problems: readonly Problem[];
}

export function surroundings(cluster: ClusterState, poolNodes: readonly PoolNode[]): Surroundings {
  const onNodes = cluster.pods.filter(isOnNode);
  return {
    cluster,
    poolNodes,
    nodesByName: new Map(cluster.nodes.map((node) => [node.meta.name, node])),
    podsByNamespace: Map.groupBy(onNodes, ({ meta }) => meta.namespace ?? ''),
  };
}

export function findDestinations(
  wish: PortExposureWish,
  namespace: string,
  around: Surroundings,
  object: SourceRef,
): Destinations {
  return wish.path === 'NodePort'
    ? onPoolNodes(wish, namespace, around, object)
    : onPodNodes(wish, namespace, around, object);
}

function onPoolNodes(wish: PortExposureWish, namespace: string, around: Surroundings, object: SourceRef): Destinations {
  const name = wish.serviceName ?? '';
  const service = around.cluster.services.find(({ meta }) => meta.namespace === namespace && meta.name === name);
  if (!service) {
    const message = `spec.serviceRef.name: there is no Service ${namespace}/${name}; nothing is opened. Allowed is a Service of its namespace.`;
    return nothing(wish, warn(object, 'spec.serviceRef.name', 'NotFound', name, message));
  }
  const nodePorts = service.ports.map(({ protocol, nodePort }) => ({ protocol, port: nodePort ?? 0 }));
  const members = around.poolNodes.flatMap(({ addresses }) => addresses).sort();
  const ports = wish.ports.map((asked) => {
    const isThere = nodePorts.some((one) => isAsked(asked, one));
    return { asked, isThere, answered: { ...asked, addresses: isThere ? members : [] } };
  });
  const known = nodePorts.filter(({ port }) => port > 0).map(({ protocol, port }) => `${port}/${protocol}`);
  return {
    ports: ports.map(({ answered }) => answered),
    problems: ports
      .filter(({ isThere }) => !isThere)
      .map(({ asked }) =>
        unanswered(asked, object, `is no node port of the Service ${name} (${known.join(', ') || 'it has none'})`),
      ),
  };
}

function onPodNodes(wish: PortExposureWish, namespace: string, around: Surroundings, object: SourceRef): Destinations {
  const selected = (around.podsByNamespace.get(namespace) ?? []).filter(
    ({ meta, hostNetwork }) => matches(wish.podSelector, meta.labels) && (wish.path === 'HostPort' || hostNetwork),
  );
  if (selected.length === 0) {
    const what = wish.path === 'HostPort' ? 'running pod with a host port' : 'running pod on the host network';
    const selector = JSON.stringify(wish.podSelector ?? {});
    const message = `spec.podSelector: ${selector} selects no ${what} in ${namespace}; nothing is opened. Allowed is a selector that matches the labels of such pods.`;
    return nothing(wish, warn(object, 'spec.podSelector', 'NothingSelected', selector, message));
  }
  const answered = new Map(wish.ports.map((asked) => [asked, new Set<string>()]));
  for (const pod of selected) {
    for (const port of pod.ports) {
      const number = wish.path === 'HostPort' ? port.hostPort : port.containerPort;
      const asked = wish.ports.filter((one) => isAsked(one, { protocol: port.protocol, port: number ?? 0 }));
      const found = asked.length > 0 ? addressesOf(pod, port, wish, around) : [];
      for (const one of asked) found.forEach((address) => answered.get(one)!.add(address));
    }
  }
  const kind = wish.path === 'HostPort' ? 'host port' : 'declared container port';
  return {
    ports: [...answered].map(([asked, addresses]) => ({ ...asked, addresses: [...addresses].sort() })),
    problems: [...answered]
      .filter(([, addresses]) => addresses.size === 0)
      .map(([asked]) => unanswered(asked, object, `is no ${kind} of the selected pods that can be reached`)),
  };
}

function addressesOf(
  pod: Pod,
  { hostIP }: ContainerPort,
  { path }: PortExposureWish,
  around: Surroundings,
): readonly string[] {
  const bound = path === 'HostPort' && hostIP !== undefined ? parseIPAddress(hostIP) : undefined;
  if (bound !== undefined && bound !== '0.0.0.0' && bound !== '::') return isLoopback(bound) ? [] : [bound];
  const node = around.nodesByName.get(pod.nodeName ?? '');
  // A node that is gone takes its address along, which may be another machine's by now; its pods are swept up later.
  if (!node && around.nodesByName.size > 0) return [];
  const ofNode = node ? internalAddresses(node) : [];
  return ofNode.length > 0 ? ofNode : pod.hostIPs.flatMap((one) => parseIPAddress(one) ?? []);
}

function isOnNode({ nodeName, phase, hostNetwork, ports }: Pod): boolean {
  if (nodeName === undefined || phase === 'Succeeded' || phase === 'Failed') return false;
  return hostNetwork || ports.some(({ hostPort }) => hostPort !== undefined);
}

function isAsked(asked: AskedPorts, { protocol, port }: { readonly protocol: string; readonly port: number }): boolean {
  return asked.protocol.toUpperCase() === protocol && asked.range.from <= port && port <= asked.range.to;
}

function unanswered({ key, protocol, range }: AskedPorts, object: SourceRef, why: string): Problem {
  const value = `${range.from === range.to ? range.from : `${range.from}-${range.to}`}/${protocol.toUpperCase()}`;
  return warn(object, key, 'NothingSelected', value, `${key}: ${value} ${why}; it is not opened.`);
}

function nothing({ ports }: PortExposureWish, one: Problem): Destinations {
  return { ports: ports.map((asked) => ({ ...asked, addresses: [] })), problems: [one] };
}

function warn(object: SourceRef, key: string, reason: ProblemReason, value: string, message: string): Problem {
  return warning({ object, key, reason }, value, message);
}
