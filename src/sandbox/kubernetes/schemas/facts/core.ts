// What of Services, Nodes and the small kinds of the core group do client-node's attribute maps not say? Facts of Kubernetes 1.37, as
// its API server tells them in /openapi/v3. A test compares them with a real one.
import type { PackageFacts } from './facts.js';

const PROTOCOLS = 'SCTP TCP UDP';

export const CORE_FACTS: PackageFacts = {
  name: 'io.k8s.api.core.v1',
  plain:
    'ClientIPConfig ConfigMap ContainerImage EventSeries EventSource LoadBalancerIngress LoadBalancerStatus Namespace NamespaceSpec Node NodeConfigSource NodeConfigStatus NodeDaemonEndpoints NodeFeatures NodeRuntimeHandler NodeRuntimeHandlerFeatures NodeSwapStatus Secret Service SessionAffinityConfig',
  definitions: {
    Binding: { required: 'target' },
    ConfigMapNodeConfigSource: { required: 'namespace name kubeletConfigKey' },
    DaemonEndpoint: { required: 'Port' },
    Event: { required: 'metadata involvedObject' },
    LocalObjectReference: { isAtomic: true },
    NamespaceCondition: { required: 'type status' },
    NamespaceStatus: {
      maps: { conditions: 'type' },
      merge: { conditions: 'type' },
      enums: { phase: 'Active Terminating' },
    },
    NodeAddress: { required: 'type address' },
    NodeAllocatableMappedResources: {
      isNew: true,
      required: 'name quantity',
      types: { name: 'string', quantity: 'Quantity' },
    },
    NodeAllocatableOverheadResources: {
      isNew: true,
      required: 'name',
      types: { name: 'string', perContainer: 'Quantity', perPod: 'Quantity' },
    },
    NodeAllocatableResourceClaimStatus: {
      required: 'resourceClaimName',
      sets: 'containers',
      types: {
        mapping: 'NodeAllocatableMappedResources[]',
        overhead: 'NodeAllocatableOverheadResources[]',
        resources: '',
      },
      maps: { mapping: 'name', overhead: 'name' },
      merge: { mapping: 'name', overhead: 'name' },
    },
    NodeCondition: { required: 'type status' },
    NodePodPreemptionPolicy: {
      isNew: true,
      types: { disableResizePreemption: 'string[]' },
      sets: 'disableResizePreemption',
    },
    NodeSpec: { sets: 'podCIDRs', merge: { podCIDRs: '' }, types: { podPreemptionPolicy: 'NodePodPreemptionPolicy' } },
    NodeStatus: {
      maps: { addresses: 'type', conditions: 'type' },
      merge: { addresses: 'type', conditions: 'type' },
      types: { allocatable: 'Quantity{}', capacity: 'Quantity{}' },
      enums: { phase: 'Pending Running Terminated' },
    },
    NodeSystemInfo: {
      required:
        'machineID systemUUID bootID kernelVersion osImage containerRuntimeVersion kubeletVersion kubeProxyVersion operatingSystem architecture',
      types: { runningInUserNamespace: 'boolean' },
    },
    ObjectReference: { isAtomic: true },
    PortStatus: { required: 'port protocol', enums: { protocol: PROTOCOLS } },
    ServiceAccount: { maps: { secrets: 'name' }, merge: { secrets: 'name' } },
    ServicePort: { required: 'port', enums: { protocol: PROTOCOLS }, defaults: { protocol: 'TCP' } },
    ServiceSpec: {
      enums: {
        externalTrafficPolicy: 'Cluster Local',
        internalTrafficPolicy: 'Cluster Local',
        ipFamilyPolicy: 'PreferDualStack RequireDualStack SingleStack',
        sessionAffinity: 'ClientIP None',
        type: 'ClusterIP ExternalName LoadBalancer NodePort',
      },
      maps: { ports: 'port protocol' },
      merge: { ports: 'port' },
      atomicFields: 'selector',
    },
    ServiceStatus: { maps: { conditions: 'type' }, merge: { conditions: 'type' } },
    Taint: { required: 'key effect', enums: { effect: 'NoExecute NoSchedule PreferNoSchedule' } },
  },
};
