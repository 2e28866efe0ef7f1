// What of metadata, Status and DeleteOptions do client-node's attribute maps not say? Facts of Kubernetes 1.37, as
// its API server tells them in /openapi/v3 and its Go types say them. A test compares them with a real one.
import type { PackageFacts } from './facts.js';

export const META_FACTS: PackageFacts = {
  name: 'io.k8s.apimachinery.pkg.apis.meta.v1',
  plain: 'StatusCause StatusDetails',
  definitions: {
    Condition: { nulls: 'lastTransitionTime', required: 'type status lastTransitionTime reason message' },
    DeleteOptions: {
      keeps: 'gracePeriodSeconds orphanDependents propagationPolicy ignoreStoreReadErrorWithClusterBreakingPotential',
    },
    FieldSelectorRequirement: { required: 'key operator' },
    LabelSelector: { isAtomic: true },
    LabelSelectorRequirement: { required: 'key operator' },
    ListMeta: { keeps: 'remainingItemCount' },
    ManagedFieldsEntry: { types: { fieldsV1: 'FieldsV1' } },
    ObjectMeta: {
      sets: 'finalizers',
      merge: { finalizers: '', ownerReferences: 'uid' },
      maps: { ownerReferences: 'uid' },
      keeps: 'deletionGracePeriodSeconds',
    },
    OwnerReference: { isAtomic: true, required: 'apiVersion kind name uid', keeps: 'controller blockOwnerDeletion' },
    Preconditions: { keeps: 'uid resourceVersion' },
    ShardInfo: { required: 'selector' },
    Status: { structs: 'metadata' },
  },
};
