// Where do Ingresses get their address? From an ingress controller that does nothing else: it has a LoadBalancer
// Service, as any has, and copies that Service's address into the status of the Ingresses of its class. The class is
// there from the start and the default; the Service comes with the first Ingress, so that a cluster without Ingresses
// has nothing in Azure.
import { sameJson } from './same-json.js';
import type { Cluster, Draft } from './cluster.js';
import type { Ingress, IngressClass, LoadBalancerStatus } from './objects.js';
import { isTerminating } from './owners.js';

const CONTROLLER = 'azurenetwork.dev/simulated-ingress-controller';
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const DEFAULT = 'ingressclass.kubernetes.io/is-default-class';
const NAMESPACE = 'ingress';
const SERVICE = 'controller';

export async function registerIngressClass(cluster: Cluster): Promise<void> {
  if (cluster.list('ingressclasses').some(isOurs)) return;
  await cluster.create('ingressclasses', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'simulated', annotations: { [DEFAULT]: 'true' } } as Draft['metadata'],
    spec: { controller: CONTROLLER },
  });
}

export async function serveIngresses(cluster: Cluster): Promise<void> {
  const classes = cluster.list('ingressclasses').filter(isOurs);
  const ingresses = cluster.list('ingresses').filter((one) => !isTerminating(one) && isOfClass(one, classes));
  if (ingresses.length === 0) return;
  const service = cluster.get('services', NAMESPACE, SERVICE);
  if (!service) return install(cluster);
  const address = isTerminating(service) ? [] : addressesOf(service.status?.loadBalancer);
  for (const ingress of ingresses) {
    if (sameJson(addressesOf(ingress.status?.loadBalancer), address)) continue;
    const loadBalancer = address.length > 0 ? { ingress: address } : { ingress: null };
    await cluster.patch('ingresses', ingress, { status: { loadBalancer } }, 'status');
  }
}

function isOurs({ spec }: IngressClass): boolean {
  return spec.controller === CONTROLLER;
}

/** By the field, the annotation that was before it, or as the default. */
function isOfClass({ metadata, spec }: Ingress, classes: readonly IngressClass[]): boolean {
  const name = spec.ingressClassName ?? metadata.annotations?.[CLASS_ANNOTATION];
  return classes.some(({ metadata: { name: ours, annotations } }) =>
    name === undefined ? annotations?.[DEFAULT] === 'true' : name === ours,
  );
}

function addressesOf(status: LoadBalancerStatus | undefined): readonly { ip?: string; hostname?: string }[] {
  return (status?.ingress ?? []).map(({ ip, hostname }) => ({
    ...(ip !== undefined && { ip }),
    ...(hostname !== undefined && { hostname }),
  }));
}

async function install(cluster: Cluster): Promise<void> {
  if (!cluster.get('namespaces', undefined, NAMESPACE)) {
    await cluster.create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  }
  const metadata = { name: SERVICE, namespace: NAMESPACE };
  const labels = { app: 'ingress-controller' };
  const container = { name: SERVICE, image: 'simulated', ports: [{ containerPort: 80 }, { containerPort: 443 }] };
  if (!cluster.get('deployments', NAMESPACE, SERVICE)) {
    await cluster.create('deployments', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    });
  }
  await cluster.create('services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: {
      type: 'LoadBalancer',
      loadBalancerClass: 'azurenetwork.dev/azure',
      selector: labels,
      ports: [
        { name: 'http', port: 80 },
        { name: 'https', port: 443 },
      ],
    },
  });
}
