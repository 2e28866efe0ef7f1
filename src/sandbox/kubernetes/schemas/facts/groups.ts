// What of the kinds outside of the core group do client-node's attribute maps not say? Facts of Kubernetes 1.37, as
// its API server tells them in /openapi/v3. A test compares them with a real one.
import type { PackageFacts } from './facts.js';

const PROTOCOLS = 'SCTP TCP UDP';

const APPS: PackageFacts = {
  name: 'io.k8s.api.apps.v1',
  plain: 'DeploymentCondition ReplicaSetCondition RollingUpdateDeployment',
  definitions: {
    Deployment: { required: 'spec' },
    DeploymentSpec: { required: 'selector template', strategies: { strategy: 'retainKeys' } },
    DeploymentStatus: { maps: { conditions: 'type' }, merge: { conditions: 'type' } },
    DeploymentStrategy: { enums: { type: 'Recreate RollingUpdate' } },
    ReplicaSet: { required: 'spec' },
    ReplicaSetSpec: { required: 'selector' },
    ReplicaSetStatus: { required: 'replicas', maps: { conditions: 'type' }, merge: { conditions: 'type' } },
  },
};

const AUTHENTICATION: PackageFacts = {
  name: 'io.k8s.api.authentication.v1',
  plain:
    'BoundObjectReference SelfSubjectReview SelfSubjectReviewStatus TokenRequest TokenRequestStatus TokenReviewStatus UserInfo',
  definitions: {
    TokenRequestSpec: { types: { attestations: 'string[]{}' } },
    TokenReview: { required: 'spec' },
    TokenReviewSpec: { required: 'token' },
  },
};

const AUTHORIZATION: PackageFacts = {
  name: 'io.k8s.api.authorization.v1',
  plain:
    'FieldSelectorAttributes LabelSelectorAttributes NonResourceAttributes ResourceAttributes SelfSubjectAccessReviewSpec SelfSubjectRulesReviewSpec SubjectAccessReviewSpec',
  definitions: {
    LocalSubjectAccessReview: { required: 'spec' },
    NonResourceRule: { required: 'verbs' },
    ResourceRule: { required: 'verbs' },
    SelfSubjectAccessReview: { required: 'spec' },
    SelfSubjectRulesReview: { required: 'spec' },
    SubjectAccessReview: { required: 'spec' },
    SubjectAccessReviewStatus: { required: 'allowed' },
    SubjectRulesReviewStatus: { required: 'resourceRules nonResourceRules incomplete' },
  },
};

const AUTOSCALING: PackageFacts = {
  name: 'io.k8s.api.autoscaling.v1',
  plain: 'Scale ScaleSpec',
  definitions: {
    ScaleStatus: { required: 'replicas' },
  },
};

const COORDINATION: PackageFacts = {
  name: 'io.k8s.api.coordination.v1',
  plain: 'Lease LeaseSpec',
  definitions: {},
};

const DISCOVERY: PackageFacts = {
  name: 'io.k8s.api.discovery.v1',
  plain: 'EndpointConditions EndpointHints',
  definitions: {
    Endpoint: { required: 'addresses', sets: 'addresses' },
    EndpointPort: { isAtomic: true, enums: { protocol: PROTOCOLS } },
    EndpointSlice: { required: 'addressType', enums: { addressType: 'FQDN IPv4 IPv6' } },
    ForNode: { required: 'name' },
    ForZone: { required: 'name' },
  },
};

const EVENTS: PackageFacts = {
  name: 'io.k8s.api.events.v1',
  plain: '',
  definitions: {
    Event: { required: 'eventTime' },
    EventSeries: { required: 'count lastObservedTime' },
  },
};

const NETWORKING: PackageFacts = {
  name: 'io.k8s.api.networking.v1',
  plain:
    'Ingress IngressBackend IngressClass IngressClassSpec IngressLoadBalancerIngress IngressLoadBalancerStatus IngressRule IngressSpec IngressStatus IngressTLS NetworkPolicy NetworkPolicyEgressRule NetworkPolicyIngressRule NetworkPolicyPeer NetworkPolicySpec',
  definitions: {
    HTTPIngressPath: { required: 'pathType backend', enums: { pathType: 'Exact ImplementationSpecific Prefix' } },
    HTTPIngressRuleValue: { required: 'paths' },
    IPBlock: { required: 'cidr' },
    IngressClassParametersReference: { required: 'kind name' },
    IngressPortStatus: { required: 'port protocol', enums: { protocol: PROTOCOLS } },
    IngressServiceBackend: { required: 'name' },
    NetworkPolicyPort: { enums: { protocol: PROTOCOLS } },
    ServiceBackendPort: { isAtomic: true },
  },
};

const POLICY: PackageFacts = {
  name: 'io.k8s.api.policy.v1',
  plain: 'Eviction PodDisruptionBudget',
  definitions: {
    PodDisruptionBudgetSpec: {
      strategies: { selector: 'replace' },
      enums: { unhealthyPodEvictionPolicy: 'AlwaysAllow IfHealthyBudget' },
    },
    PodDisruptionBudgetStatus: { maps: { conditions: 'type' }, merge: { conditions: 'type' } },
  },
};

const RBAC: PackageFacts = {
  name: 'io.k8s.api.rbac.v1',
  plain: 'AggregationRule ClusterRole Role',
  definitions: {
    ClusterRoleBinding: { required: 'roleRef' },
    PolicyRule: { required: 'verbs' },
    RoleBinding: { required: 'roleRef' },
    RoleRef: { isAtomic: true, required: 'kind name' },
    Subject: { isAtomic: true, required: 'kind name' },
  },
};

export const GROUP_FACTS: readonly PackageFacts[] = [
  APPS,
  AUTHENTICATION,
  AUTHORIZATION,
  AUTOSCALING,
  COORDINATION,
  DISCOVERY,
  EVENTS,
  NETWORKING,
  POLICY,
  RBAC,
];
