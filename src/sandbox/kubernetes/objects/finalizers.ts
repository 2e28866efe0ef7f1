// Is anybody still to be asked before an object goes?
import type { JsonObject } from '../../json.js';
import { objectAt, stringAt, stringsAt } from '../../json.js';

export const CRD_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

/** A namespace has finalizers in its spec as well. */
export function finalizersOf(object: JsonObject): readonly string[] {
  const spec = object['kind'] === 'Namespace' ? stringsAt(objectAt(object, 'spec'), 'finalizers') : [];
  return [...stringsAt(objectAt(object, 'metadata'), 'finalizers'), ...spec];
}

export function isDeleting(object: JsonObject): boolean {
  return stringAt(objectAt(object, 'metadata'), 'deletionTimestamp') !== undefined;
}

/** Deleted, and nobody's finalizer holds it any more; a grace period holds it as well. */
export function isReleased(object: JsonObject): boolean {
  const grace = objectAt(object, 'metadata')['deletionGracePeriodSeconds'];
  return isDeleting(object) && finalizersOf(object).length === 0 && (grace === undefined || grace === 0);
}
