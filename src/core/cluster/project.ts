// What of an object do we keep? Kubernetes' JSON is cut down on arrival to what this program reads. Manifests come here
// too, so every field may be missing: what the API server would have filled in and we need gets its default.
import type { Json, JsonObject } from '../values/json.js';
import { objectOf } from '../values/json.js';
import { sourceRef } from '../values/source-ref.js';
import type { ClusterObject, Meta, WatchedKind } from './cluster-state.js';
import {
  conditionsOf,
  numberOf,
  projectDNSEndpoint,
  projectEndpointSlice,
  projectGateway,
  projectIngress,
  projectListenerSet,
  projectNode,
  projectPod,
  projectRoute,
  projectService,
  textOf,
  textsByKey,
  textsOf,
} from './projections/index.js';
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
    case 'Gateway':
      return projectGateway(meta, spec, status);
    case 'ListenerSet':
      return projectListenerSet(meta, spec, status);
    case 'HTTPRoute':
    case 'GRPCRoute':
    case 'TLSRoute':
    case 'TCPRoute':
    case 'UDPRoute':
      return projectRoute(kind, meta, spec, status);
    case 'DNSEndpoint':
      return projectDNSEndpoint(meta, spec, status);
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
