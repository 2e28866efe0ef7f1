// What of Services, Nodes and the small kinds of the core group do client-node's attribute maps not say? Facts of Kubernetes 1.37, as
// its API server tells them in /openapi/v3 and its Go types say them. A test compares them with a real one.
import type { PackageFacts } from './facts.js';

const PROTOCOLS = 'SCTP TCP UDP';

export const CORE_FACTS: PackageFacts = {
  name: 'io.k8s.api.core.v1',
  plain:
    'EventSeries EventSource LoadBalancerStatus NamespaceSpec NodeConfigSource NodeConfigStatus SessionAffinityConfig',
  definitions: {
    Binding: { required: 'target', structs: 'metadata target' },
    ClientIPConfig: { keeps: 'timeoutSeconds' },
    ConfigMap: { structs: 'metadata', keeps: 'immutable' },
    ConfigMapNodeConfigSource: { required: 'namespace name kubeletConfigKey' },
    ContainerImage: { keeps: 'names' },
    DaemonEndpoint: { required: 'Port' },
    Event: {
      required: 'metadata involvedObject',
      structs: 'metadata involvedObject source',
      keeps: 'reportingComponent reportingInstance',
    },
    LoadBalancerIngress: { keeps: 'ipMode' },
    LocalObjectReference: { isAtomic: true },
    Namespace: { structs: 'metadata spec status' },
    NamespaceCondition: { nulls: 'lastTransitionTime', required: 'type status' },
    NamespaceStatus: {
      maps: { conditions: 'type' },
      merge: { conditions: 'type' },
      enums: { phase: 'Active Terminating' },
    },
    Node: { structs: 'metadata spec status' },
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
    NodeCondition: { nulls: 'lastHeartbeatTime lastTransitionTime', required: 'type status' },
    NodeDaemonEndpoints: { structs: 'kubeletEndpoint' },
    NodeFeatures: { keeps: 'supplementalGroupsPolicy' },
    NodePodPreemptionPolicy: {
      isNew: true,
      types: { disableResizePreemption: 'string[]' },
      sets: 'disableResizePreemption',
    },
    NodeRuntimeHandler: { keeps: 'name' },
    NodeRuntimeHandlerFeatures: { keeps: 'recursiveReadOnlyMounts userNamespaces' },
    NodeSpec: { sets: 'podCIDRs', merge: { podCIDRs: '' }, types: { podPreemptionPolicy: 'NodePodPreemptionPolicy' } },
    NodeStatus: {
      maps: { addresses: 'type', conditions: 'type' },
      merge: { addresses: 'type', conditions: 'type' },
      types: { allocatable: 'Quantity{}', capacity: 'Quantity{}' },
      enums: { phase: 'Pending Running Terminated' },
      structs: 'daemonEndpoints nodeInfo',
    },
    NodeSwapStatus: { keeps: 'capacity' },
    NodeSystemInfo: {
      required:
        'machineID systemUUID bootID kernelVersion osImage containerRuntimeVersion kubeletVersion kubeProxyVersion operatingSystem architecture',
      types: { runningInUserNamespace: 'boolean' },
      keeps: 'runningInUserNamespace',
    },
    ObjectReference: { isAtomic: true },
    PortStatus: { required: 'port protocol', enums: { protocol: PROTOCOLS }, keeps: 'error' },
    Secret: { structs: 'metadata', keeps: 'immutable' },
    Service: { structs: 'metadata spec status' },
    ServiceAccount: {
      maps: { secrets: 'name' },
      merge: { secrets: 'name' },
      structs: 'metadata',
      keeps: 'automountServiceAccountToken',
    },
    ServicePort: {
      required: 'port',
      enums: { protocol: PROTOCOLS },
      defaults: { protocol: 'TCP' },
      keeps: 'appProtocol',
    },
    ServiceSpec: {
      enums: {
        externalTrafficPolicy: 'Cluster Local',
        internalTrafficPolicy: 'Cluster Local',
        ipFamilies: ' IPv4 IPv6',
        ipFamilyPolicy: 'PreferDualStack RequireDualStack SingleStack',
        sessionAffinity: 'ClientIP None',
        type: 'ClusterIP ExternalName LoadBalancer NodePort',
      },
      maps: { ports: 'port protocol' },
      merge: { ports: 'port' },
      atomicFields: 'selector',
      keeps: 'ipFamilyPolicy allocateLoadBalancerNodePorts loadBalancerClass internalTrafficPolicy trafficDistribution',
    },
    ServiceStatus: { maps: { conditions: 'type' }, merge: { conditions: 'type' }, structs: 'loadBalancer' },
    Taint: { required: 'key effect', enums: { effect: 'NoExecute NoSchedule PreferNoSchedule' } },
  },
};
