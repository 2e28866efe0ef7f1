// What does an object look like after a publication? As an API server would leave it: enough of one for the operator to
// see its own words come back.
import type { ClusterObject, Condition } from '../src/core/cluster/cluster-state.js';
import type { Publication } from '../src/core/report/publication.js';

/** Undefined where the object goes: it was on its way out, and its last finalizer went. */
export function applyPublication(
  object: ClusterObject,
  publication: Publication,
  resourceVersion: string,
): ClusterObject | undefined {
  const meta = { ...object.meta, resourceVersion };
  switch (publication.kind) {
    case 'Finalizers':
      if (object.meta.deletionTimestamp !== undefined && publication.finalizers.length === 0) return undefined;
      return { ...object, meta: { ...meta, finalizers: publication.finalizers } };
    case 'ServiceStatus': {
      if (object.kind !== 'Service') return object;
      const { ingress = object.ingress, conditions = object.conditions } = publication;
      return { ...object, meta, ingress, conditions };
    }
    case 'CustomStatus': {
      const conditions = publication.status['conditions'];
      return {
        ...object,
        meta,
        status: publication.status,
        conditions: (conditions ?? []) as unknown as readonly Condition[],
      } as ClusterObject;
    }
    case 'Event':
      return object;
  }
}
