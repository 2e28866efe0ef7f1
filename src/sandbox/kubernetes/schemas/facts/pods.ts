// What of Pods and their containers do client-node's attribute maps not say? Facts of Kubernetes 1.37, as
// its API server tells them in /openapi/v3 and its Go types say them. A test compares them with a real one.
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
    'Affinity Capabilities ContainerState ContainerStateWaiting ContainerUser EnvFromSource EnvVarSource ExecAction LifecycleHandler NodeAffinity PodAffinity PodAntiAffinity PodDNSConfig SELinuxOptions',
  definitions: {
    ContainerStateRunning: { nulls: 'startedAt' },
    AppArmorProfile: {
      required: 'type',
      enums: { type: 'Localhost RuntimeDefault Unconfined' },
      keeps: 'localhostProfile',
    },
    ConfigMapEnvSource: { keeps: 'optional' },
    ConfigMapKeySelector: { isAtomic: true, required: 'key', keeps: 'optional' },
    Container: {
      required: 'name',
      maps: { env: 'name', ports: 'containerPort protocol', volumeDevices: 'devicePath', volumeMounts: 'mountPath' },
      merge: { env: 'name', ports: 'containerPort', volumeDevices: 'devicePath', volumeMounts: 'mountPath' },
      enums: { imagePullPolicy: PULL_POLICIES, terminationMessagePolicy: 'FallbackToLogsOnError File' },
      structs: 'resources',
      keeps: 'restartPolicy',
    },
    ContainerExtendedResourceRequest: { required: 'containerName resourceName requestName' },
    ContainerPort: { required: 'containerPort', enums: { protocol: PROTOCOLS }, defaults: { protocol: 'TCP' } },
    ContainerResizePolicy: { required: 'resourceName restartPolicy' },
    ContainerRestartRule: { required: 'action' },
    ContainerRestartRuleOnExitCodes: { required: 'operator', sets: 'values' },
    ContainerStateTerminated: { nulls: 'finishedAt startedAt', required: 'exitCode' },
    ContainerStatus: {
      required: 'name ready restartCount image imageID',
      types: { allocatedResources: 'Quantity{}' },
      maps: { allocatedResourcesStatus: 'name', volumeMounts: 'mountPath' },
      merge: { allocatedResourcesStatus: 'name', volumeMounts: 'mountPath' },
      enums: { stopSignal: SIGNALS },
      structs: 'state lastState',
      keeps: 'started stopSignal',
    },
    EnvVar: { required: 'name' },
    EphemeralContainer: {
      required: 'name',
      maps: { env: 'name', ports: 'containerPort protocol', volumeDevices: 'devicePath', volumeMounts: 'mountPath' },
      merge: { env: 'name', ports: 'containerPort', volumeDevices: 'devicePath', volumeMounts: 'mountPath' },
      enums: { imagePullPolicy: PULL_POLICIES, terminationMessagePolicy: 'FallbackToLogsOnError File' },
      structs: 'resources',
      keeps: 'restartPolicy',
    },
    EvictionResponder: {
      isNew: true,
      isAtomic: true,
      required: 'name priority',
      types: { name: 'string', priority: 'int32' },
    },
    FileKeySelector: { isAtomic: true, required: 'volumeName path key', keeps: 'optional' },
    GRPCAction: {
      required: 'port',
      types: { mode: 'string' },
      enums: { mode: 'Plaintext TLS' },
      keeps: 'service mode',
    },
    HTTPGetAction: {
      required: 'port',
      types: { protocol: 'string' },
      enums: { protocol: 'HTTP1 HTTP2', scheme: 'HTTP HTTPS' },
      keeps: 'protocol',
    },
    HTTPHeader: { required: 'name value' },
    HostAlias: { required: 'ip' },
    HostIP: { required: 'ip' },
    Lifecycle: { enums: { stopSignal: SIGNALS }, keeps: 'stopSignal' },
    LinuxContainerUser: { required: 'uid gid' },
    NodeSelector: { isAtomic: true, required: 'nodeSelectorTerms' },
    NodeSelectorRequirement: { required: 'key operator', enums: { operator: 'DoesNotExist Exists Gt In Lt NotIn' } },
    NodeSelectorTerm: { isAtomic: true },
    ObjectFieldSelector: { isAtomic: true, required: 'fieldPath' },
    Pod: { structs: 'metadata spec status' },
    PodAffinityTerm: { required: 'topologyKey' },
    PodCondition: { nulls: 'lastProbeTime lastTransitionTime', required: 'type status' },
    PodDNSConfigOption: { keeps: 'value' },
    PodExtendedResourceClaimStatus: { required: 'requestMappings resourceClaimName' },
    PodIP: { required: 'ip' },
    PodOS: { required: 'name' },
    PodReadinessGate: { required: 'conditionType' },
    PodResourceClaim: { required: 'name', keeps: 'resourceClaimName resourceClaimTemplateName' },
    PodResourceClaimStatus: { required: 'name', keeps: 'resourceClaimName' },
    PodSchedulingGate: { required: 'name' },
    PodSchedulingGroup: { keeps: 'podGroupName' },
    PodSecurityContext: {
      enums: { fsGroupChangePolicy: 'Always OnRootMismatch', supplementalGroupsPolicy: 'Merge Strict' },
      keeps:
        'runAsUser runAsGroup runAsNonRoot supplementalGroupsPolicy fsGroup fsGroupChangePolicy seLinuxChangePolicy',
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
      keeps:
        'terminationGracePeriodSeconds activeDeadlineSeconds automountServiceAccountToken shareProcessNamespace priority runtimeClassName enableServiceLinks preemptionPolicy setHostnameAsFQDN hostUsers hostnameOverride',
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
    PodTemplateSpec: { structs: 'metadata spec' },
    PreferredSchedulingTerm: { required: 'weight preference', structs: 'preference' },
    Probe: { keeps: 'terminationGracePeriodSeconds' },
    ResourceClaim: { required: 'name' },
    ResourceFieldSelector: { isAtomic: true, required: 'resource', types: { divisor: 'Quantity' } },
    ResourceHealth: { required: 'resourceID', keeps: 'message' },
    ResourceRequirements: { maps: { claims: 'name' }, types: { limits: 'Quantity{}', requests: 'Quantity{}' } },
    ResourceStatus: { required: 'name', maps: { resources: 'resourceID' } },
    SeccompProfile: {
      required: 'type',
      enums: { type: 'Localhost RuntimeDefault Unconfined' },
      keeps: 'localhostProfile',
    },
    SecretEnvSource: { keeps: 'optional' },
    SecretKeySelector: { isAtomic: true, required: 'key', keeps: 'optional' },
    SecurityContext: {
      enums: { procMount: 'Default Unmasked' },
      keeps: 'privileged runAsUser runAsGroup runAsNonRoot readOnlyRootFilesystem allowPrivilegeEscalation procMount',
    },
    SleepAction: { required: 'seconds' },
    Sysctl: { required: 'name value' },
    TCPSocketAction: { required: 'port' },
    Toleration: {
      enums: { effect: 'NoExecute NoSchedule PreferNoSchedule', operator: 'Equal Exists Gt Lt' },
      keeps: 'tolerationSeconds',
    },
    TopologySpreadConstraint: {
      required: 'maxSkew topologyKey whenUnsatisfiable',
      enums: {
        nodeAffinityPolicy: 'Honor Ignore',
        nodeTaintsPolicy: 'Honor Ignore',
        whenUnsatisfiable: 'DoNotSchedule ScheduleAnyway',
      },
      keeps: 'minDomains nodeAffinityPolicy nodeTaintsPolicy',
    },
    WeightedPodAffinityTerm: { required: 'weight podAffinityTerm', structs: 'podAffinityTerm' },
    WindowsSecurityContextOptions: { keeps: 'gmsaCredentialSpecName gmsaCredentialSpec runAsUserName hostProcess' },
  },
};
