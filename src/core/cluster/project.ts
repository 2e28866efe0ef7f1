// What of an object do we keep? Kubernetes' JSON is cut down on arrival to what this program reads. Manifests come here
// too, so every field may be missing: what the API server would have filled in and we need gets its default.
import type { Json, JsonObject } from '../values/json.js';
import { parseIPAddress } from '../values/ip-address.js';
import { isArray, objectOf, objectsOf } from '../values/json.js';
import { sourceRef } from '../values/source-ref.js';
import type {
  ClusterObject,
  Condition,
  ContainerPort,
  EndpointSlice,
  Ingress,
  LoadBalancerIngress,
  Meta,
  Node,
  Pod,
  Service,
  ServicePort,
  WatchedKind,
} from './cluster-state.js';
import { stableUid } from './stable-uid.js';

const CLUSTER_SCOPED: ReadonlySet<WatchedKind> = new Set(['Node', 'Namespace', 'AzureNetwork', 'ExposurePolicy']);

/** Never throws: what is no object has no fields. */
export function project(kind: WatchedKind, raw: unknown): ClusterObject {
  const object = objectOf(raw as Json);
  const meta = projectMeta(kind, objectOf(object['metadata']));
  const spec = objectOf(object['spec']);
  const status = objectOf(object['status']);
  switch (kind) {
    case 'Service':
      return projectService(meta, spec, status);
    case 'Node':
      return projectNode(meta, spec, status);
    case 'Pod':
      return projectPod(meta, spec, status);
    case 'EndpointSlice':
      return projectEndpointSlice(meta, object);
    case 'Ingress':
      return projectIngress(meta, spec, status);
    case 'Namespace':
      return { kind, meta };
    case 'AzureNetwork':
    case 'PortExposure':
    case 'ExposurePolicy':
      return { kind, meta, spec: object['spec'], conditions: conditionsOf(status), status: object['status'] };
  }
}

function projectMeta(kind: WatchedKind, raw: JsonObject): Meta {
  const namespace = CLUSTER_SCOPED.has(kind) ? undefined : (textOf(raw['namespace']) ?? 'default');
  const name = textOf(raw['name']) ?? '';
  const resourceVersion = textOf(raw['resourceVersion']);
  const generation = numberOf(raw['generation']);
  const deletionTimestamp = textOf(raw['deletionTimestamp']);
  return {
    ...(namespace !== undefined && { namespace }),
    name,
    uid: textOf(raw['uid']) ?? stableUid(sourceRef(kind, namespace, name)),
    ...(resourceVersion !== undefined && { resourceVersion }),
    ...(generation !== undefined && { generation }),
    creationTimestamp: textOf(raw['creationTimestamp']) ?? '',
    ...(deletionTimestamp !== undefined && { deletionTimestamp }),
    labels: textsByKey(raw['labels']),
    annotations: textsByKey(raw['annotations']),
    finalizers: textsOf(raw['finalizers']),
  };
}

function projectService(meta: Meta, spec: JsonObject, status: JsonObject): Service {
  const allocates = spec['allocateLoadBalancerNodePorts'];
  const healthCheckNodePort = numberOf(spec['healthCheckNodePort']);
  return {
    kind: 'Service',
    meta,
    type: textOf(spec['type']) ?? 'ClusterIP',
    ...texts(spec, ['loadBalancerClass', 'loadBalancerIP', 'clusterIP', 'externalTrafficPolicy', 'sessionAffinity']),
    ipFamilies: textsOf(spec['ipFamilies']),
    ...(healthCheckNodePort && { healthCheckNodePort }),
    ...(typeof allocates === 'boolean' && { allocateLoadBalancerNodePorts: allocates }),
    loadBalancerSourceRanges: allAsTexts(spec['loadBalancerSourceRanges']),
    selector: textsByKey(spec['selector']),
    ports: objectsOf(spec['ports']).map(projectServicePort),
    ingress: ingressOf(status),
    conditions: conditionsOf(status),
  };
}

function projectServicePort(raw: JsonObject): ServicePort {
  const targetPort = numberOf(raw['targetPort']) ?? textOf(raw['targetPort']);
  const nodePort = numberOf(raw['nodePort']);
  return {
    ...texts(raw, ['name', 'appProtocol']),
    protocol: textOf(raw['protocol']) ?? 'TCP',
    port: numberOf(raw['port']) ?? 0,
    ...(targetPort !== undefined && { targetPort }),
    ...(nodePort && { nodePort }),
  };
}

function projectNode(meta: Meta, spec: JsonObject, status: JsonObject): Node {
  return {
    kind: 'Node',
    meta,
    addresses: objectsOf(status['addresses']).map((raw) => ({
      type: textOf(raw['type']) ?? '',
      address: textOf(raw['address']) ?? '',
    })),
    taints: objectsOf(spec['taints']).map((taint) => textOf(taint['key']) ?? ''),
  };
}

function projectPod(meta: Meta, spec: JsonObject, status: JsonObject): Pod {
  const sidecars = objectsOf(spec['initContainers']).filter((one) => one['restartPolicy'] === 'Always');
  const containers = [...objectsOf(spec['containers']), ...sidecars];
  const phase = textOf(status['phase']);
  return {
    kind: 'Pod',
    meta,
    ...texts(spec, ['nodeName']),
    ...(phase !== undefined && { phase }),
    hostNetwork: spec['hostNetwork'] === true,
    podIPs: addressesOf(status['podIPs'], status['podIP']),
    hostIPs: addressesOf(status['hostIPs'], status['hostIP']),
    ports: containers.flatMap((container) => objectsOf(container['ports']).map(projectContainerPort)),
  };
}

function projectContainerPort(raw: JsonObject): ContainerPort {
  const hostPort = numberOf(raw['hostPort']);
  return {
    ...texts(raw, ['name', 'hostIP']),
    protocol: textOf(raw['protocol']) ?? 'TCP',
    containerPort: numberOf(raw['containerPort']) ?? 0,
    ...(hostPort && { hostPort }),
  };
}

const SERVICE_NAME = 'kubernetes.io/service-name';

function projectEndpointSlice(meta: Meta, object: JsonObject): EndpointSlice {
  const serviceName = meta.labels[SERVICE_NAME];
  // Readiness is unknown until somebody says no, as the API has it.
  const ready = objectsOf(object['endpoints']).filter(({ conditions }) => objectOf(conditions)['ready'] !== false);
  const addresses = ready.flatMap((endpoint) => textsOf(endpoint['addresses']));
  return {
    kind: 'EndpointSlice',
    meta: { ...meta, labels: {}, annotations: {} },
    ...(serviceName !== undefined && { serviceName }),
    ports: objectsOf(object['ports']).map((port) => ({
      name: textOf(port['name']) ?? '',
      protocol: textOf(port['protocol']) ?? 'TCP',
      port: numberOf(port['port']) ?? 0,
    })),
    // What is no address is a name (addressType FQDN), which no pool can have.
    readyAddresses: [...new Set(addresses.flatMap((text) => parseIPAddress(text) ?? []))].sort(),
  };
}

function projectIngress(meta: Meta, spec: JsonObject, status: JsonObject): Ingress {
  return {
    kind: 'Ingress',
    meta,
    ruleHosts: objectsOf(spec['rules']).flatMap((rule) => textOf(rule['host']) ?? []),
    tlsHosts: objectsOf(spec['tls']).flatMap((tls) => textsOf(tls['hosts'])),
    addresses: ingressOf(status),
  };
}

function ingressOf(status: JsonObject): readonly LoadBalancerIngress[] {
  return objectsOf(objectOf(status['loadBalancer'])['ingress']).map((raw) => ({
    ...texts(raw, ['ip', 'hostname', 'ipMode']),
    ...(isArray(raw['ports']) && {
      ports: objectsOf(raw['ports']).map((port) => ({
        port: numberOf(port['port']) ?? 0,
        protocol: textOf(port['protocol']) ?? 'TCP',
        ...texts(port, ['error']),
      })),
    }),
  }));
}

function conditionsOf(status: JsonObject): readonly Condition[] {
  return objectsOf(status['conditions']).map((raw) => {
    const observedGeneration = numberOf(raw['observedGeneration']);
    const state = raw['status'];
    return {
      type: textOf(raw['type']) ?? '',
      status: state === 'True' || state === 'False' ? state : 'Unknown',
      reason: textOf(raw['reason']) ?? '',
      message: textOf(raw['message']) ?? '',
      ...(observedGeneration !== undefined && { observedGeneration }),
      ...texts(raw, ['lastTransitionTime']),
    };
  });
}

function addressesOf(list: Json | undefined, single: Json | undefined): readonly string[] {
  const many = objectsOf(list).flatMap(({ ip }) => textOf(ip) ?? []);
  return many.length > 0 ? many : textsOf(single === undefined ? [] : [single]);
}

/** Those of the keys that hold a text that isn't empty. */
function texts<K extends string>(raw: JsonObject, keys: readonly K[]): { readonly [P in K]?: string } {
  return Object.fromEntries(keys.flatMap((key) => (textOf(raw[key]) === undefined ? [] : [[key, raw[key]]]))) as {
    readonly [P in K]?: string;
  };
}

// An empty text is how Go's JSON writes "unset" for some fields.
function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function textsOf(value: Json | undefined): readonly string[] {
  return isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

// What narrows access is never left out for its shape: as a text that is no range it is told, and nothing opens.
function allAsTexts(value: Json | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!isArray(value)) return [JSON.stringify(value)];
  return value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
}

function textsByKey(value: Json | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(objectOf(value)).map(([key, one]) => [key, typeof one === 'string' ? one : JSON.stringify(one)]),
  );
}
