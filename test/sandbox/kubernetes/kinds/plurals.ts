// Where are the kinds of the cases found? Written out, so that a wrong row in the code is noticed.
interface Place {
  readonly plural: string;
  readonly isClusterWide?: true;
}

export const PLURALS: Readonly<Record<string, Place>> = {
  'v1/Namespace': { plural: 'namespaces', isClusterWide: true },
  'v1/Node': { plural: 'nodes', isClusterWide: true },
  'v1/Pod': { plural: 'pods' },
  'v1/Service': { plural: 'services' },
  'v1/Event': { plural: 'events' },
  'v1/ConfigMap': { plural: 'configmaps' },
  'v1/Secret': { plural: 'secrets' },
  'v1/ServiceAccount': { plural: 'serviceaccounts' },
  'apps/v1/Deployment': { plural: 'deployments' },
  'apps/v1/ReplicaSet': { plural: 'replicasets' },
  'events.k8s.io/v1/Event': { plural: 'events' },
  'coordination.k8s.io/v1/Lease': { plural: 'leases' },
  'discovery.k8s.io/v1/EndpointSlice': { plural: 'endpointslices' },
  'networking.k8s.io/v1/Ingress': { plural: 'ingresses' },
  'networking.k8s.io/v1/IngressClass': { plural: 'ingressclasses', isClusterWide: true },
  'networking.k8s.io/v1/NetworkPolicy': { plural: 'networkpolicies' },
  'policy/v1/PodDisruptionBudget': { plural: 'poddisruptionbudgets' },
  'rbac.authorization.k8s.io/v1/Role': { plural: 'roles' },
  'rbac.authorization.k8s.io/v1/RoleBinding': { plural: 'rolebindings' },
  'rbac.authorization.k8s.io/v1/ClusterRole': { plural: 'clusterroles', isClusterWide: true },
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding': { plural: 'clusterrolebindings', isClusterWide: true },
};
