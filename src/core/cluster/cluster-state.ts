// What do we know of the cluster? The objects of every kind we watch, each cut down on arrival to the fields that
// this program reads (an object of 5 kB becomes some hundred bytes). A cut-down object is replaced, never changed,
// so its identity is a safe key for what was worked out from it.
import type { LabelSelector } from '../values/selector.js';

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
  /** One of each family; `None` alone: headless. */
  readonly clusterIPs: readonly string[];
  readonly externalIPs: readonly string[];
  /** Of an ExternalName Service. */
  readonly externalName?: string;
  readonly publishNotReadyAddresses: boolean;
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
  readonly isUnschedulable: boolean;
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
  /** `spec.hostname`, which is its name below that of a headless Service. */
  readonly hostname?: string;
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
  /** Those that are pods, by the pod's name. */
  readonly podEndpoints: readonly PodEndpoint[];
}

export interface PodEndpoint {
  /** In the slice's namespace. */
  readonly pod: string;
  readonly nodeName?: string;
  readonly isReady: boolean;
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
  /** `spec.ingressClassName`, else the annotation `kubernetes.io/ingress.class`. */
  readonly className?: string;
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

/** https://gateway-api.sigs.k8s.io/reference/spec/#gateway */
export interface Gateway {
  readonly kind: 'Gateway';
  readonly meta: Meta;
  readonly listeners: readonly Listener[];
  /** From which namespaces ListenerSets may add to it. */
  readonly listenerSets: AllowedNamespaces;
  /** `status.addresses[].value`, in order. */
  readonly addresses: readonly string[];
}

/** Listeners that somebody else adds to a Gateway (https://gateway-api.sigs.k8s.io/geps/gep-1713/). */
export interface ListenerSet {
  readonly kind: 'ListenerSet';
  readonly meta: Meta;
  readonly parent: ParentRef;
  readonly listeners: readonly Listener[];
  readonly conditions: readonly Condition[];
}

export interface Listener {
  readonly name: string;
  /** Undefined: any host. */
  readonly hostname?: string;
  readonly port: number;
  /** `HTTP`, `HTTPS`, `TLS`, `TCP`, `UDP`, or somebody's own. */
  readonly protocol: string;
  /** Of routes; empty: those that go with the protocol. */
  readonly allowedKinds: readonly { readonly group: string; readonly kind: string }[];
  readonly allowedNamespaces: AllowedNamespaces;
}

export interface AllowedNamespaces {
  readonly from: 'Same' | 'All' | 'Selector' | 'None';
  readonly selector?: LabelSelector;
}

/** What a route or a ListenerSet belongs to; defaults are in. */
export interface ParentRef {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly sectionName?: string;
  readonly port?: number;
}

export const ROUTE_KINDS = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'] as const;
export type RouteKind = (typeof ROUTE_KINDS)[number];

/** https://gateway-api.sigs.k8s.io/reference/spec/#httproute and its kin. */
export interface Route {
  readonly kind: RouteKind;
  readonly meta: Meta;
  readonly hostnames: readonly string[];
  readonly parentRefs: readonly ParentRef[];
  /** What each parent's controller says of it. */
  readonly parents: readonly { readonly ref: ParentRef; readonly conditions: readonly Condition[] }[];
}

/** https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/crd/ */
export interface DNSEndpoint {
  readonly kind: 'DNSEndpoint';
  readonly meta: Meta;
  readonly endpoints: readonly DNSEndpointEntry[];
  readonly observedGeneration?: number;
}

/** As written. */
export interface DNSEndpointEntry {
  readonly dnsName: string;
  readonly recordType: string;
  readonly targets: readonly string[];
  readonly recordTTL?: number;
  readonly setIdentifier?: string;
  readonly providerSpecific: readonly { readonly name: string; readonly value: string }[];
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
  readonly gateways: readonly Gateway[];
  readonly listenerSets: readonly ListenerSet[];
  /** Of all five kinds. */
  readonly routes: readonly Route[];
  readonly dnsEndpoints: readonly DNSEndpoint[];
}

export type ClusterObject =
  | Service
  | Node
  | Pod
  | EndpointSlice
  | Ingress
  | Namespace
  | CustomObject
  | Gateway
  | ListenerSet
  | Route
  | DNSEndpoint;
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
  gateways: [],
  listenerSets: [],
  routes: [],
  dnsEndpoints: [],
};
