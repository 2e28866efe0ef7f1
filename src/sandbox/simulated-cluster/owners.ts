// Whose object is it? One owner at most controls it.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/
import type { KubernetesObject, OwnerReference } from './objects.js';

export function ownedBy(apiVersion: string, kind: string, { metadata: { name, uid } }: KubernetesObject) {
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

export function controllerOf({ metadata }: KubernetesObject): OwnerReference | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller);
}

export function isControlledBy(object: KubernetesObject, owner: KubernetesObject): boolean {
  return controllerOf(object)?.uid === owner.metadata.uid;
}

export function isTerminating({ metadata }: KubernetesObject): boolean {
  return metadata.deletionTimestamp !== undefined;
}
