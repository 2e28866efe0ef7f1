// What of the kinds outside of the core group do client-node's attribute maps not say? Facts of Kubernetes 1.37, as
// its API server tells them in /openapi/v3 and its Go types say them. A test compares them with a real one.
import type { PackageFacts } from './facts.js';

const PROTOCOLS = 'SCTP TCP UDP';

const APPS: PackageFacts = {
  name: 'io.k8s.api.apps.v1',
  plain: 'RollingUpdateDeployment',
  definitions: {
    Deployment: { required: 'spec', structs: 'metadata spec status' },
    DeploymentCondition: { nulls: 'lastTransitionTime lastUpdateTime', keeps: 'type status' },
    DeploymentSpec: {
      required: 'selector template',
      strategies: { strategy: 'retainKeys' },
      structs: 'template strategy',
      keeps: 'replicas revisionHistoryLimit progressDeadlineSeconds',
    },
    DeploymentStatus: {
      maps: { conditions: 'type' },
      merge: { conditions: 'type' },
      keeps: 'terminatingReplicas collisionCount',
    },
    DeploymentStrategy: { enums: { type: 'Recreate RollingUpdate' } },
    ReplicaSet: { required: 'spec', structs: 'metadata spec status' },
    ReplicaSetCondition: { nulls: 'lastTransitionTime', keeps: 'type status' },
    ReplicaSetSpec: { required: 'selector', structs: 'template', keeps: 'replicas' },
    ReplicaSetStatus: {
      required: 'replicas',
      maps: { conditions: 'type' },
      merge: { conditions: 'type' },
      keeps: 'terminatingReplicas',
    },
  },
};

const AUTHENTICATION: PackageFacts = {
  name: 'io.k8s.api.authentication.v1',
  plain: 'BoundObjectReference UserInfo',
  definitions: {
    SelfSubjectReview: { structs: 'metadata status' },
    SelfSubjectReviewStatus: { structs: 'userInfo' },
    TokenRequest: { structs: 'metadata spec status' },
    TokenRequestSpec: { types: { attestations: 'string[]{}' }, keeps: 'audiences expirationSeconds' },
    TokenRequestStatus: { keeps: 'token' },
    TokenReview: { required: 'spec', structs: 'metadata spec status' },
    TokenReviewSpec: { required: 'token' },
    TokenReviewStatus: { structs: 'user' },
  },
};

const AUTHORIZATION: PackageFacts = {
  name: 'io.k8s.api.authorization.v1',
  plain:
    'FieldSelectorAttributes LabelSelectorAttributes NonResourceAttributes ResourceAttributes SelfSubjectAccessReviewSpec SelfSubjectRulesReviewSpec SubjectAccessReviewSpec',
  definitions: {
    LocalSubjectAccessReview: { required: 'spec', structs: 'metadata spec status' },
    NonResourceRule: { required: 'verbs' },
    ResourceRule: { required: 'verbs' },
    SelfSubjectAccessReview: { required: 'spec', structs: 'metadata spec status' },
    SelfSubjectRulesReview: { required: 'spec', structs: 'metadata spec status' },
    SubjectAccessReview: { required: 'spec', structs: 'metadata spec status' },
    SubjectAccessReviewStatus: { required: 'allowed' },
    SubjectRulesReviewStatus: { required: 'resourceRules nonResourceRules incomplete' },
  },
};

const AUTOSCALING: PackageFacts = {
  name: 'io.k8s.api.autoscaling.v1',
  plain: 'ScaleSpec',
  definitions: {
    Scale: { structs: 'metadata spec status' },
    ScaleStatus: { required: 'replicas' },
  },
};

const COORDINATION: PackageFacts = {
  name: 'io.k8s.api.coordination.v1',
  plain: '',
  definitions: {
    Lease: { structs: 'metadata spec' },
    LeaseSpec: { keeps: 'holderIdentity leaseDurationSeconds leaseTransitions strategy preferredHolder' },
  },
};

const DISCOVERY: PackageFacts = {
  name: 'io.k8s.api.discovery.v1',
  plain: 'EndpointHints',
  definitions: {
    Endpoint: { required: 'addresses', sets: 'addresses', structs: 'conditions', keeps: 'hostname nodeName zone' },
    EndpointConditions: { keeps: 'ready serving terminating' },
    EndpointPort: { isAtomic: true, enums: { protocol: PROTOCOLS }, keeps: 'name protocol port appProtocol' },
    EndpointSlice: {
      required: 'addressType',
      enums: { addressType: 'FQDN IPv4 IPv6' },
      structs: 'metadata',
      keeps: 'endpoints ports',
    },
    ForNode: { required: 'name' },
    ForZone: { required: 'name' },
  },
};

const EVENTS: PackageFacts = {
  name: 'io.k8s.api.events.v1',
  plain: '',
  definitions: {
    Event: { required: 'eventTime', structs: 'metadata regarding deprecatedSource' },
    EventSeries: { required: 'count lastObservedTime' },
  },
};

const NETWORKING: PackageFacts = {
  name: 'io.k8s.api.networking.v1',
  plain:
    'IngressBackend IngressClassSpec IngressLoadBalancerIngress IngressLoadBalancerStatus IngressRule IngressTLS NetworkPolicyEgressRule NetworkPolicyIngressRule NetworkPolicyPeer',
  definitions: {
    HTTPIngressPath: {
      required: 'pathType backend',
      enums: { pathType: 'Exact ImplementationSpecific Prefix' },
      structs: 'backend',
    },
    HTTPIngressRuleValue: { required: 'paths' },
    IPBlock: { required: 'cidr' },
    Ingress: { structs: 'metadata spec status' },
    IngressClass: { structs: 'metadata spec' },
    IngressClassParametersReference: { required: 'kind name', keeps: 'apiGroup scope namespace' },
    IngressPortStatus: { required: 'port protocol', enums: { protocol: PROTOCOLS }, keeps: 'error' },
    IngressServiceBackend: { required: 'name', structs: 'port' },
    IngressSpec: { keeps: 'ingressClassName' },
    IngressStatus: { structs: 'loadBalancer' },
    NetworkPolicy: { structs: 'metadata spec' },
    NetworkPolicyPort: { enums: { protocol: PROTOCOLS }, keeps: 'protocol endPort' },
    NetworkPolicySpec: { enums: { policyTypes: 'Egress Ingress' }, structs: 'podSelector' },
    ServiceBackendPort: { isAtomic: true },
  },
};

const POLICY: PackageFacts = {
  name: 'io.k8s.api.policy.v1',
  plain: '',
  definitions: {
    Eviction: { structs: 'metadata' },
    PodDisruptionBudget: { structs: 'metadata spec status' },
    PodDisruptionBudgetSpec: {
      strategies: { selector: 'replace' },
      enums: { unhealthyPodEvictionPolicy: 'AlwaysAllow IfHealthyBudget' },
      keeps: 'unhealthyPodEvictionPolicy',
    },
    PodDisruptionBudgetStatus: {
      maps: { conditions: 'type' },
      merge: { conditions: 'type' },
      keeps: 'disruptionsAllowed currentHealthy desiredHealthy expectedPods',
    },
  },
};

const RBAC: PackageFacts = {
  name: 'io.k8s.api.rbac.v1',
  plain: 'AggregationRule',
  definitions: {
    ClusterRole: { structs: 'metadata', keeps: 'rules' },
    ClusterRoleBinding: { required: 'roleRef', structs: 'metadata roleRef' },
    PolicyRule: { required: 'verbs' },
    Role: { structs: 'metadata', keeps: 'rules' },
    RoleBinding: { required: 'roleRef', structs: 'metadata roleRef' },
    RoleRef: { isAtomic: true, required: 'kind name', keeps: 'apiGroup' },
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
