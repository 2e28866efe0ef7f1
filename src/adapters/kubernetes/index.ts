// The door of this room.
export { createKubernetesApi, type KubernetesApiOptions } from './create-kubernetes-api.js';
