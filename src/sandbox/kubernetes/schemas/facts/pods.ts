// What of Pods and their containers do client-node's attribute maps not say? Facts of Kubernetes 1.37, as
// its API server tells them in /openapi/v3. A test compares them with a real one.
import type { PackageFacts } from './facts.js';

const PROTOCOLS = 'SCTP TCP UDP';
const PULL_POLICIES = 'Always IfNotPresent Never';

const upTo = (count: number, name: string): string[] =>
  Array.from({ length: count }, (_, index) => `${name}${index + 1}`);
const SIGNALS = [
  ...'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT'.split(' '),
  ...['RTMIN', ...upTo(15, 'RTMIN+'), 'RTMAX', ...upTo(14, 'RTMAX-')],
  ...'SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ'.split(' '),
]
  .map((name) => `SIG${name}`)
  .sort()
  .join(' ');

export const POD_FACTS: PackageFacts = {
  name: 'io.k8s.api.core.v1',
  plain:
    'Affinity Capabilities ConfigMapEnvSource ContainerState ContainerStateRunning ContainerStateWaiting ContainerUser EnvFromSource EnvVarSource ExecAction LifecycleHandler NodeAffinity Pod PodAffinity PodAntiAffinity PodDNSConfig PodDNSConfigOption PodSchedulingGroup PodTemplateSpec Probe SELinuxOptions SecretEnvSource WindowsSecurityContextOptions',
  definitions: {
    AppArmorProfile: { required: 'type', enums: { type: 'Localhost RuntimeDefault Unconfined' } },
    ConfigMapKeySelector: { isAtomic: true, required: 'key' },
    Container: {
      required: 'name',
      maps: { env: 'name', ports: 'containerPort protocol', volumeDevices: 'devicePath', volumeMounts: 'mountPath' },
      merge: { env: 'name', ports: 'containerPort', volumeDevices: 'devicePath', volumeMounts: 'mountPath' },
      enums: { imagePullPolicy: PULL_POLICIES, terminationMessagePolicy: 'FallbackToLogsOnError File' },
    },
    ContainerExtendedResourceRequest: { required: 'containerName resourceName requestName' },
    ContainerPort: { required: 'containerPort', enums: { protocol: PROTOCOLS }, defaults: { protocol: 'TCP' } },
    ContainerResizePolicy: { required: 'resourceName restartPolicy' },
    ContainerRestartRule: { required: 'action' },
    ContainerRestartRuleOnExitCodes: { required: 'operator', sets: 'values' },
    ContainerStateTerminated: { required: 'exitCode' },
    ContainerStatus: {
      required: 'name ready restartCount image imageID',
      types: { allocatedResources: 'Quantity{}' },
      maps: { allocatedResourcesStatus: 'name', volumeMounts: 'mountPath' },
      merge: { allocatedResourcesStatus: 'name', volumeMounts: 'mountPath' },
      enums: { stopSignal: SIGNALS },
    },
    EnvVar: { required: 'name' },
    EphemeralContainer: {
      required: 'name',
      maps: { env: 'name', ports: 'containerPort protocol', volumeDevices: 'devicePath', volumeMounts: 'mountPath' },
      merge: { env: 'name', ports: 'containerPort', volumeDevices: 'devicePath', volumeMounts: 'mountPath' },
      enums: { imagePullPolicy: PULL_POLICIES, terminationMessagePolicy: 'FallbackToLogsOnError File' },
    },
    EvictionResponder: {
      isNew: true,
      isAtomic: true,
      required: 'name priority',
      types: { name: 'string', priority: 'int32' },
    },
    FileKeySelector: { isAtomic: true, required: 'volumeName path key' },
    GRPCAction: { required: 'port', types: { mode: 'string' }, enums: { mode: 'Plaintext TLS' } },
    HTTPGetAction: {
      required: 'port',
      types: { protocol: 'string' },
      enums: { protocol: 'HTTP1 HTTP2', scheme: 'HTTP HTTPS' },
    },
    HTTPHeader: { required: 'name value' },
    HostAlias: { required: 'ip' },
    HostIP: { required: 'ip' },
    Lifecycle: { enums: { stopSignal: SIGNALS } },
    LinuxContainerUser: { required: 'uid gid' },
    NodeSelector: { isAtomic: true, required: 'nodeSelectorTerms' },
    NodeSelectorRequirement: { required: 'key operator', enums: { operator: 'DoesNotExist Exists Gt In Lt NotIn' } },
    NodeSelectorTerm: { isAtomic: true },
    ObjectFieldSelector: { isAtomic: true, required: 'fieldPath' },
    PodAffinityTerm: { required: 'topologyKey' },
    PodCondition: { required: 'type status' },
    PodExtendedResourceClaimStatus: { required: 'requestMappings resourceClaimName' },
    PodIP: { required: 'ip' },
    PodOS: { required: 'name' },
    PodReadinessGate: { required: 'conditionType' },
    PodResourceClaim: { required: 'name' },
    PodResourceClaimStatus: { required: 'name' },
    PodSchedulingGate: { required: 'name' },
    PodSecurityContext: {
      enums: { fsGroupChangePolicy: 'Always OnRootMismatch', supplementalGroupsPolicy: 'Merge Strict' },
    },
    PodSpec: {
      required: 'containers',
      maps: {
        containers: 'name',
        ephemeralContainers: 'name',
        evictionResponders: 'name',
        hostAliases: 'ip',
        imagePullSecrets: 'name',
        initContainers: 'name',
        resourceClaims: 'name',
        schedulingGates: 'name',
        topologySpreadConstraints: 'topologyKey whenUnsatisfiable',
        volumes: 'name',
      },
      merge: {
        containers: 'name',
        ephemeralContainers: 'name',
        evictionResponders: 'name',
        hostAliases: 'ip',
        imagePullSecrets: 'name',
        initContainers: 'name',
        schedulingGates: 'name',
        topologySpreadConstraints: 'topologyKey',
      },
      enums: {
        dnsPolicy: 'ClusterFirst ClusterFirstWithHostNet Default None',
        preemptionPolicy: 'Never PreemptLowerPriority',
        restartPolicy: 'Always Never OnFailure',
      },
      types: { evictionResponders: 'EvictionResponder[]', overhead: 'Quantity{}' },
      atomicFields: 'nodeSelector',
      strategies: { resourceClaims: 'merge,retainKeys name', volumes: 'merge,retainKeys name' },
    },
    PodStatus: {
      types: { allocatedResources: 'Quantity{}', volumeHealth: 'PodVolumeHealth[]' },
      maps: {
        conditions: 'type',
        nodeAllocatableResourceClaimStatuses: 'resourceClaimName',
        podIPs: 'ip',
        resourceClaimStatuses: 'name',
        volumeHealth: 'name',
      },
      merge: {
        conditions: 'type',
        hostIPs: 'ip',
        nodeAllocatableResourceClaimStatuses: 'resourceClaimName',
        podIPs: 'ip',
      },
      enums: { phase: 'Failed Pending Running Succeeded Unknown', qosClass: 'BestEffort Burstable Guaranteed' },
      strategies: { resourceClaimStatuses: 'merge,retainKeys name' },
    },
    PreferredSchedulingTerm: { required: 'weight preference' },
    ResourceClaim: { required: 'name' },
    ResourceFieldSelector: { isAtomic: true, required: 'resource', types: { divisor: 'Quantity' } },
    ResourceHealth: { required: 'resourceID' },
    ResourceRequirements: { maps: { claims: 'name' }, types: { limits: 'Quantity{}', requests: 'Quantity{}' } },
    ResourceStatus: { required: 'name', maps: { resources: 'resourceID' } },
    SeccompProfile: { required: 'type', enums: { type: 'Localhost RuntimeDefault Unconfined' } },
    SecretKeySelector: { isAtomic: true, required: 'key' },
    SecurityContext: { enums: { procMount: 'Default Unmasked' } },
    SleepAction: { required: 'seconds' },
    Sysctl: { required: 'name value' },
    TCPSocketAction: { required: 'port' },
    Toleration: { enums: { effect: 'NoExecute NoSchedule PreferNoSchedule', operator: 'Equal Exists Gt Lt' } },
    TopologySpreadConstraint: {
      required: 'maxSkew topologyKey whenUnsatisfiable',
      enums: {
        nodeAffinityPolicy: 'Honor Ignore',
        nodeTaintsPolicy: 'Honor Ignore',
        whenUnsatisfiable: 'DoNotSchedule ScheduleAnyway',
      },
    },
    WeightedPodAffinityTerm: { required: 'weight podAffinityTerm' },
  },
};
