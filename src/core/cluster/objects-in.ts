// Which object is meant by a reference? All that may ask for something, looked up by reference; asked of few in most passes.
import type { ClusterObject, ClusterState } from './cluster-state.js';
import { refOf } from './reading.js';
import type { SourceRef } from '../values/source-ref.js';

export interface ObjectsIn {
  /** Undefined: the cluster has it no more. */
  readonly of: (source: SourceRef) => ClusterObject | undefined;
}

const KNOWN = new WeakMap<ClusterState, ObjectsIn>();

export function objectsIn(cluster: ClusterState): ObjectsIn {
  let objects = KNOWN.get(cluster);
  if (!objects) KNOWN.set(cluster, (objects = read(cluster)));
  return objects;
}

function read({ services, ingresses, portExposures, routes, dnsEndpoints, nodes }: ClusterState): ObjectsIn {
  const lists: readonly (readonly ClusterObject[])[] = [
    services,
    ingresses,
    portExposures,
    routes,
    dnsEndpoints,
    nodes,
  ];
  let byRef: Map<SourceRef, ClusterObject> | undefined;
  return {
    of: (source) => {
      if (!byRef) {
        byRef = new Map();
        for (const list of lists) for (const object of list) byRef.set(refOf(object), object);
      }
      return byRef.get(source);
    },
  };
}
