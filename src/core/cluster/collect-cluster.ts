// From objects in any order to the one picture of the cluster that a pass reads.
import type { ClusterObject, ClusterState } from './cluster-state.js';
import { ROUTE_KINDS } from './cluster-state.js';
import { compare } from '../values/compare.js';

export function collectCluster(objects: Iterable<ClusterObject>): ClusterState {
  const byKind = Map.groupBy(objects, ({ kind }) => kind);
  const of = <K extends ClusterObject['kind']>(kind: K): readonly Extract<ClusterObject, { kind: K }>[] =>
    ((byKind.get(kind) ?? []) as Extract<ClusterObject, { kind: K }>[]).sort(byName);
  const custom = (kind: 'AzureNetwork' | 'PortExposure' | 'ExposurePolicy') =>
    (byKind.get(kind) ?? []).sort(byName) as ClusterState['portExposures'];
  return {
    services: of('Service'),
    nodes: of('Node'),
    pods: of('Pod'),
    endpointSlices: of('EndpointSlice'),
    ingresses: of('Ingress'),
    namespaces: of('Namespace'),
    azureNetworks: custom('AzureNetwork'),
    portExposures: custom('PortExposure'),
    exposurePolicies: custom('ExposurePolicy'),
    gateways: of('Gateway'),
    listenerSets: of('ListenerSet'),
    routes: ROUTE_KINDS.flatMap(of),
    dnsEndpoints: of('DNSEndpoint'),
  };
}

function byName({ meta: a }: ClusterObject, { meta: b }: ClusterObject): number {
  return compare(a.namespace ?? '', b.namespace ?? '') || compare(a.name, b.name);
}
