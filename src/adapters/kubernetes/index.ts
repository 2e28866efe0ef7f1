// The door of this room.
export { KINDS } from './kinds.js';
export { createLeaseApi, type LeaseName } from './lease.js';
export { isInCluster, namespaceOfPod } from './kubeconfig.js';
export { createKubernetesApi, type Cluster, type KubernetesApiOptions } from './create-kubernetes-api.js';
export { explainFailure } from './explain-failure.js';
export { readLines } from './json-lines.js';
export { connectionOf, type Connection } from './kubeconfig.js';
export { createTransport, type Transport } from './transport.js';
