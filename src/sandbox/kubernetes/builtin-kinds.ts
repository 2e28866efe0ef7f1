// Which kinds does the API serve before any CustomResourceDefinition is applied? A row each: names, verbs and rules.
import { CRD_RULES } from './custom-resources/index.js';
import type { Kind, KindRules, ScalePaths, Subresource } from './kind.js';
import { CONFIG_MAP_RULES } from './kinds/config-map.js';
import { DEPLOYMENT_RULES } from './kinds/deployment.js';
import { ENDPOINT_SLICE_RULES } from './kinds/endpoint-slice.js';
import { EVENT_RULES, fromNewEvent, toNewEvent } from './kinds/event.js';
import { INGRESS_CLASS_RULES } from './kinds/ingress-class.js';
import { INGRESS_RULES } from './kinds/ingress.js';
import { LEASE_RULES } from './kinds/lease.js';
import { NAMESPACE_RULES } from './kinds/namespace.js';
import { NETWORK_POLICY_RULES } from './kinds/network-policy.js';
import { NODE_RULES } from './kinds/node.js';
import { POD_DISRUPTION_BUDGET_RULES } from './kinds/pod-disruption-budget.js';
import { POD_RULES } from './kinds/pod.js';
import { ROLE_BINDING_RULES, ROLE_RULES } from './kinds/rbac.js';
import { REPLICA_SET_RULES } from './kinds/replica-set.js';
import { SECRET_RULES } from './kinds/secret.js';
import { SERVICE_ACCOUNT_RULES } from './kinds/service-account.js';
import { SERVICE_RULES } from './kinds/service.js';
import { builtinSchema } from './schemas/builtin-schema.js';

export { seedObjects } from './kinds/seed-objects.js';

const EVERY_VERB = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const NO_COLLECTION = EVERY_VERB.filter((verb) => verb !== 'deletecollection');

interface Row {
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  /** Absent: the kind in lower case with an s. */
  readonly plural?: string;
  readonly isClusterWide?: true;
  readonly verbs?: readonly string[];
  readonly subresources?: readonly Subresource[];
  readonly rules?: KindRules;
  readonly storage?: string;
  readonly convert?: Kind['convert'];
  readonly scale?: ScalePaths;
}

function row(group: string, kind: string, given: Row): Kind {
  const { plural = `${kind.toLowerCase()}s`, isClusterWide, rules = {}, convert, scale } = given;
  return {
    group,
    version: 'v1',
    kind,
    listKind: `${kind}List`,
    plural,
    singular: kind.toLowerCase(),
    shortNames: given.shortNames ?? [],
    categories: given.categories ?? [],
    namespaced: !isClusterWide,
    verbs: given.verbs ?? EVERY_VERB,
    subresources: given.subresources ?? [],
    storage: given.storage ?? (group === '' ? plural : `${plural}.${group}`),
    schema: builtinSchema(group, 'v1', kind),
    rules,
    ...(convert && { convert }),
    ...(scale && { scale }),
    isCustom: false,
  };
}

function review(group: string, kind: string, isClusterWide = true): Kind {
  return row(group, kind, {
    verbs: ['create'],
    rules: { hasGeneration: false },
    ...(isClusterWide && { isClusterWide }),
  });
}

const SCALE_PATHS: ScalePaths = {
  replicas: '.spec.replicas',
  statusReplicas: '.status.replicas',
  selector: '.spec.selector',
};
const RBAC = 'rbac.authorization.k8s.io';
const NETWORKING = 'networking.k8s.io';

/** In the order in which `kubectl api-resources` finds them: by group, as the API server ranks groups. */
export const BUILTIN_KINDS: readonly Kind[] = [
  row('', 'ConfigMap', { shortNames: ['cm'], rules: CONFIG_MAP_RULES }),
  row('', 'Event', { shortNames: ['ev'], rules: EVENT_RULES }),
  row('', 'Namespace', {
    shortNames: ['ns'],
    isClusterWide: true,
    verbs: NO_COLLECTION,
    subresources: ['finalize', 'status'],
    rules: NAMESPACE_RULES,
  }),
  row('', 'Node', { shortNames: ['no'], isClusterWide: true, subresources: ['status'], rules: NODE_RULES }),
  row('', 'Pod', {
    shortNames: ['po'],
    categories: ['all'],
    subresources: ['binding', 'status'],
    rules: POD_RULES,
  }),
  row('', 'Secret', { rules: SECRET_RULES }),
  row('', 'ServiceAccount', { shortNames: ['sa'], subresources: ['token'], rules: SERVICE_ACCOUNT_RULES }),
  row('', 'Service', { shortNames: ['svc'], categories: ['all'], subresources: ['status'], rules: SERVICE_RULES }),
  row('apps', 'Deployment', {
    shortNames: ['deploy'],
    categories: ['all'],
    subresources: ['scale', 'status'],
    scale: SCALE_PATHS,
    rules: DEPLOYMENT_RULES,
  }),
  row('apps', 'ReplicaSet', {
    shortNames: ['rs'],
    categories: ['all'],
    subresources: ['scale', 'status'],
    scale: SCALE_PATHS,
    rules: REPLICA_SET_RULES,
  }),
  row('events.k8s.io', 'Event', {
    shortNames: ['ev'],
    storage: 'events',
    rules: EVENT_RULES,
    convert: { fromStored: toNewEvent, toStored: fromNewEvent },
  }),
  review('authentication.k8s.io', 'SelfSubjectReview'),
  review('authorization.k8s.io', 'LocalSubjectAccessReview', false),
  review('authorization.k8s.io', 'SelfSubjectAccessReview'),
  review('authorization.k8s.io', 'SelfSubjectRulesReview'),
  review('authorization.k8s.io', 'SubjectAccessReview'),
  row(NETWORKING, 'IngressClass', {
    plural: 'ingressclasses',
    isClusterWide: true,
    rules: INGRESS_CLASS_RULES,
  }),
  row(NETWORKING, 'Ingress', {
    plural: 'ingresses',
    shortNames: ['ing'],
    subresources: ['status'],
    rules: INGRESS_RULES,
  }),
  row(NETWORKING, 'NetworkPolicy', {
    plural: 'networkpolicies',
    shortNames: ['netpol'],
    rules: NETWORK_POLICY_RULES,
  }),
  row('policy', 'PodDisruptionBudget', {
    shortNames: ['pdb'],
    subresources: ['status'],
    rules: POD_DISRUPTION_BUDGET_RULES,
  }),
  row(RBAC, 'ClusterRoleBinding', { isClusterWide: true, rules: ROLE_BINDING_RULES }),
  row(RBAC, 'ClusterRole', { isClusterWide: true, rules: ROLE_RULES }),
  row(RBAC, 'RoleBinding', { rules: ROLE_BINDING_RULES }),
  row(RBAC, 'Role', { rules: ROLE_RULES }),
  row('apiextensions.k8s.io', 'CustomResourceDefinition', {
    shortNames: ['crd', 'crds'],
    categories: ['api-extensions'],
    isClusterWide: true,
    subresources: ['status'],
    rules: CRD_RULES,
  }),
  row('coordination.k8s.io', 'Lease', { rules: LEASE_RULES }),
  row('discovery.k8s.io', 'EndpointSlice', { rules: ENDPOINT_SLICE_RULES }),
];
