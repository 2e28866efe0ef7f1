// What stands in the cluster that is measured? Services, nodes and Ingresses as the watch would hand them over.
import type { ClusterObject, Ingress, Node, Service, WatchedKind } from '../src/core/cluster/cluster-state.js';
import { project } from '../src/core/cluster/project.js';

const CREATED = '2026-01-01T00:00:00Z';

function made(kind: WatchedKind, name: string, parts: object, metadata: object = {}): ClusterObject {
  return project(kind, { metadata: { name, creationTimestamp: CREATED, ...metadata }, ...parts });
}

/** `public-0007`: one TCP port, its own node port, open to the Internet. */
export function publicService(index: number): Service {
  return service('public', index, 'LoadBalancer');
}

export function internalService(index: number): Service {
  const annotations = { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' };
  return service('internal', index, 'LoadBalancer', { annotations });
}

/** One that asks nothing of a load balancer. */
export function clusterService(index: number): Service {
  return service('plain', index, 'ClusterIP');
}

function service(group: string, index: number, type: string, metadata: object = {}): Service {
  const name = `${group}-${String(index).padStart(5, '0')}`;
  const balanced = type === 'LoadBalancer' && {
    loadBalancerClass: 'azurenetwork.dev/azure',
    externalTrafficPolicy: 'Cluster',
  };
  const port = { port: 80, protocol: 'TCP', ...(balanced && { nodePort: 30000 + (index % 2768) }) };
  const spec = { type, clusterIP: `10.0.${index >> 8}.${index & 255}`, selector: { app: name }, ports: [port] };
  return made('Service', name, { spec: { ...spec, ...balanced } }, metadata) as Service;
}

export function node(index: number): Node {
  const address = `10.240.${index >> 8}.${(index & 255) + 4}`;
  const status = { addresses: [{ type: 'InternalIP', address }] };
  return made('Node', `node-${String(index).padStart(4, '0')}`, { status }) as Node;
}

export function ingress(index: number, zone: string): Ingress {
  const name = `site-${String(index).padStart(4, '0')}`;
  const spec = { rules: [{ host: `${name}.${zone}` }] };
  const status = { loadBalancer: { ingress: [{ ip: '198.51.100.10' }] } };
  return made('Ingress', name, { spec, status }) as Ingress;
}

export function azureNetwork(spec: object): ClusterObject {
  return made('AzureNetwork', 'default', { spec });
}

export function times<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
