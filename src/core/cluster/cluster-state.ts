// What do we know of the cluster? The objects of every kind we watch, each cut down on arrival to the fields that
// this program reads (an object of 5 kB becomes some hundred bytes). A cut-down object is replaced, never changed,
// so its identity is a safe key for what was worked out from it.

/** Fields every kind has. Times are RFC 3339 texts, as Kubernetes sends them. */
export interface Meta {
  readonly namespace?: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp: string;
  /** Set once the object is on its way out; it stays until its finalizers are gone. */
  readonly deletionTimestamp?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly finalizers: readonly string[];
}

/** A metav1.Condition (https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.37/#condition-v1-meta). */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration?: number;
  readonly lastTransitionTime?: string;
}

export interface ServicePort {
  readonly name?: string;
  readonly protocol: string;
  readonly port: number;
  readonly targetPort?: number | string;
  readonly nodePort?: number;
  readonly appProtocol?: string;
}

export interface LoadBalancerIngress {
  readonly ip?: string;
  readonly hostname?: string;
  readonly ipMode?: string;
  readonly ports?: readonly { readonly port: number; readonly protocol: string; readonly error?: string }[];
}

export interface Service {
  readonly kind: 'Service';
  readonly meta: Meta;
  readonly type: string;
  readonly loadBalancerClass?: string;
  readonly loadBalancerIP?: string;
  readonly clusterIP?: string;
  readonly ipFamilies: readonly string[];
  readonly externalTrafficPolicy?: string;
  readonly healthCheckNodePort?: number;
  readonly allocateLoadBalancerNodePorts?: boolean;
  readonly sessionAffinity?: string;
  readonly loadBalancerSourceRanges: readonly string[];
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePort[];
  readonly ingress: readonly LoadBalancerIngress[];
  readonly conditions: readonly Condition[];
}

export interface Node {
  readonly kind: 'Node';
  readonly meta: Meta;
  /** `status.addresses`: InternalIP, ExternalIP, Hostname… */
  readonly addresses: readonly { readonly type: string; readonly address: string }[];
  /** Keys of `spec.taints`. */
  readonly taints: readonly string[];
}

export interface ContainerPort {
  readonly name?: string;
  readonly protocol: string;
  readonly containerPort: number;
  readonly hostPort?: number;
  readonly hostIP?: string;
}

export interface Pod {
  readonly kind: 'Pod';
  readonly meta: Meta;
  readonly nodeName?: string;
  readonly phase?: string;
  readonly hostNetwork: boolean;
  readonly podIPs: readonly string[];
  readonly hostIPs: readonly string[];
  /** Of all containers, init containers left out unless they restart always (sidecars). */
  readonly ports: readonly ContainerPort[];
}

/** Where the pods of a Service answer (https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/). */
export interface EndpointSlice {
  readonly kind: 'EndpointSlice';
  /** Without labels and annotations: there are as many slices as Services, and more. */
  readonly meta: Meta;
  /** Of its namespace; undefined where it belongs to none. */
  readonly serviceName?: string;
  readonly ports: readonly EndpointPort[];
  /** Canonical, of the endpoints that are ready, sorted. */
  readonly readyAddresses: readonly string[];
}

export interface EndpointPort {
  /** That of the Service's port; empty where it has none. */
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
}

export interface Ingress {
  readonly kind: 'Ingress';
  readonly meta: Meta;
  /** `spec.rules[].host`, in order, without those that have none. */
  readonly ruleHosts: readonly string[];
  /** `spec.tls[].hosts`, in order. */
  readonly tlsHosts: readonly string[];
  readonly addresses: readonly LoadBalancerIngress[];
}

export interface Namespace {
  readonly kind: 'Namespace';
  readonly meta: Meta;
}

/** An object of one of our own kinds: its spec is checked by its schema where it is read. */
export interface CustomObject {
  readonly kind: 'AzureNetwork' | 'PortExposure' | 'ExposurePolicy';
  readonly meta: Meta;
  readonly spec: unknown;
  readonly conditions: readonly Condition[];
  /** The whole status, to write only what differs. */
  readonly status: unknown;
}

/** Each list is sorted by namespace and name. */
export interface ClusterState {
  readonly services: readonly Service[];
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  readonly endpointSlices: readonly EndpointSlice[];
  readonly ingresses: readonly Ingress[];
  readonly namespaces: readonly Namespace[];
  readonly azureNetworks: readonly CustomObject[];
  readonly portExposures: readonly CustomObject[];
  readonly exposurePolicies: readonly CustomObject[];
}

export type ClusterObject = Service | Node | Pod | EndpointSlice | Ingress | Namespace | CustomObject;
export type WatchedKind = ClusterObject['kind'];

export const EMPTY_CLUSTER: ClusterState = {
  services: [],
  nodes: [],
  pods: [],
  endpointSlices: [],
  ingresses: [],
  namespaces: [],
  azureNetworks: [],
  portExposures: [],
  exposurePolicies: [],
};
