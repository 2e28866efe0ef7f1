// Which EndpointSlices are of a Service? Asked by whoever leads to its pods.
import type { EndpointSlice, Service } from './cluster-state.js';

export type Slices = readonly EndpointSlice[];

const NONE: Slices = [];
const BY_SERVICE = new WeakMap<Slices, ReadonlyMap<string, Slices>>();

/** Of one Service; worked out once for each list of all slices. */
export function slicesOf(service: Service, all: Slices): Slices {
  let index = BY_SERVICE.get(all);
  if (!index)
    BY_SERVICE.set(all, (index = Map.groupBy(all, ({ meta, serviceName }) => keyOf(meta.namespace, serviceName))));
  return index.get(keyOf(service.meta.namespace, service.meta.name)) ?? NONE;
}

function keyOf(namespace = '', name = ''): string {
  return `${namespace}/${name}`;
}
