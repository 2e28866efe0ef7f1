// The door of this room.
export { createLeaseApi, type LeaseName } from './lease.js';
export { isInCluster, namespaceOfPod } from './kubeconfig.js';
export { createKubernetesApi, type KubernetesApiOptions } from './create-kubernetes-api.js';
