// Where do the packets of a Service go? To the addresses of the pods that it selects, in slices of a hundred, one set
// for each address family and each mapping of ports.
import { sameJson } from './same-json.js';
import type { Cluster, Draft } from './cluster.js';
import type { EndpointSlice, Pod, Service, ServicePort } from './objects.js';
import { controllerOf, isTerminating, ownedBy } from './owners.js';
import { isReady } from './replica-sets.js';
import { hasLabels } from './selectors.js';
import { timestamp } from './status.js';

const SERVICE_NAME = 'kubernetes.io/service-name';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const US = 'endpointslice-controller.k8s.io';
const TRIGGERED = 'endpoints.kubernetes.io/last-change-trigger-time';
const MOST_ENDPOINTS = 100;

export async function keepEndpointSlices(cluster: Cluster): Promise<void> {
  const ours = cluster
    .list('endpointslices')
    .filter((slice) => slice.metadata.labels?.[MANAGED_BY] === US && !isTerminating(slice));
  const services = cluster.list('services').filter((service) => !isTerminating(service));
  const uids = new Set(services.map(({ metadata }) => metadata.uid));
  for (const slice of ours.filter((one) => !uids.has(controllerOf(one)?.uid ?? '')))
    await cluster.delete('endpointslices', slice);
  for (const service of services) {
    const slices = ours.filter((one) => controllerOf(one)?.uid === service.metadata.uid);
    await reconcile(cluster, service, slices);
  }
}

interface Wanted {
  readonly addressType: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly endpoints: readonly object[];
  readonly ports: readonly object[];
}

async function reconcile(cluster: Cluster, service: Service, slices: readonly EndpointSlice[]): Promise<void> {
  const free = new Set(slices);
  for (const wanted of wantedSlices(cluster, service)) {
    const candidates = [...free].filter(({ addressType }) => addressType === wanted.addressType);
    const slice = candidates.find(({ ports }) => sameJson(ports ?? [], wanted.ports)) ?? candidates[0];
    if (slice) {
      free.delete(slice);
      await update(cluster, slice, wanted);
    } else await cluster.create('endpointslices', sliceFor(service, wanted));
  }
  for (const slice of free) await cluster.delete('endpointslices', slice);
}

async function update(cluster: Cluster, slice: EndpointSlice, { endpoints, ports, labels }: Wanted): Promise<void> {
  const before = slice.metadata.labels ?? {};
  const isSame =
    sameJson(slice.endpoints ?? [], endpoints) && sameJson(slice.ports ?? [], ports) && sameJson(before, labels);
  if (isSame) return;
  const dropped = Object.keys(before).filter((key) => !(key in labels));
  const metadata = {
    labels: { ...Object.fromEntries(dropped.map((key) => [key, null])), ...labels },
    annotations: { [TRIGGERED]: timestamp() },
  };
  await cluster.patch('endpointslices', slice, { metadata, endpoints, ports });
}

function sliceFor(service: Service, { labels, ...rest }: Wanted): Draft {
  const { name, namespace } = service.metadata;
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      generateName: `${name}-`,
      ...(namespace !== undefined && { namespace }),
      labels,
      annotations: { [TRIGGERED]: timestamp() },
      ownerReferences: [ownedBy('v1', 'Service', service)],
    } as Draft['metadata'],
    ...rest,
  };
}

/** A Service without a selector has the slices that somebody makes for it. */
function wantedSlices(cluster: Cluster, service: Service): readonly Wanted[] {
  const { type, selector = {}, clusterIP, ipFamilies = ['IPv4'] } = service.spec;
  if (type === 'ExternalName' || Object.keys(selector).length === 0) return [];
  const { name, namespace } = service.metadata;
  const pods = cluster
    .list('pods')
    .filter(({ metadata }) => metadata.namespace === namespace && hasLabels(metadata.labels, selector))
    .filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  const labels = {
    ...service.metadata.labels,
    [MANAGED_BY]: US,
    [SERVICE_NAME]: name,
    ...(clusterIP === 'None' && { 'service.kubernetes.io/headless': '' }),
  };
  return ipFamilies.flatMap((addressType) =>
    byPorts(cluster, service, pods, addressType).map((one) => ({ addressType, labels, ...one })),
  );
}

function byPorts(cluster: Cluster, service: Service, pods: readonly Pod[], addressType: string) {
  const groups = new Map<string, { endpoints: object[]; ports: object[] }>();
  for (const pod of pods) {
    const ip = pod.status?.podIPs?.find((one) => one.ip.includes(':') === (addressType === 'IPv6'))?.ip;
    if (ip === undefined) continue;
    const ports = (service.spec.ports ?? []).flatMap((port) => portOf(port, pod));
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { endpoints: [], ports };
    group.endpoints.push(endpointOf(cluster, service, pod, ip));
    groups.set(key, group);
  }
  if (groups.size === 0) return [{ endpoints: [], ports: [] }];
  return [...groups.values()].flatMap(({ endpoints, ports }) =>
    Array.from({ length: Math.ceil(endpoints.length / MOST_ENDPOINTS) }, (_, index) => ({
      endpoints: endpoints.slice(index * MOST_ENDPOINTS, (index + 1) * MOST_ENDPOINTS),
      ports,
    })),
  );
}

/** A name is looked up in the pod; one that it doesn't have leads nowhere. */
function portOf(
  { name = '', port, targetPort = port, protocol = 'TCP', appProtocol }: ServicePort,
  pod: Pod,
): object[] {
  const named = pod.spec.containers
    .flatMap(({ ports = [] }) => ports)
    .find((one) => one.name === targetPort && (one.protocol ?? 'TCP') === protocol);
  const target = typeof targetPort === 'number' ? targetPort : named?.containerPort;
  return target === undefined
    ? []
    : [{ name, port: target, protocol, ...(appProtocol !== undefined && { appProtocol }) }];
}

function endpointOf(cluster: Cluster, { spec }: Service, pod: Pod, ip: string): object {
  const { nodeName } = pod.spec;
  const { name, namespace, uid } = pod.metadata;
  const zone = nodeName && cluster.get('nodes', undefined, nodeName)?.metadata.labels?.['topology.kubernetes.io/zone'];
  const terminating = isTerminating(pod);
  return {
    addresses: [ip],
    conditions: {
      ready: (isReady(pod) && !terminating) || spec.publishNotReadyAddresses === true,
      serving: isReady(pod) || spec.publishNotReadyAddresses === true,
      terminating,
    },
    ...(nodeName !== undefined && { nodeName }),
    targetRef: { kind: 'Pod', name, namespace, uid },
    ...(zone !== undefined && { zone }),
  };
}
