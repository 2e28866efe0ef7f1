// Where does the API server keep each kind? Group, version and plural of everything we watch or write.
import type { WatchedKind } from '../../core/cluster/cluster-state.js';

export interface ResourceKind {
  /** `v1`, or `group/version`. */
  readonly apiVersion: string;
  readonly plural: string;
  readonly isNamespaced: boolean;
}

const GATEWAY_API = 'gateway.networking.k8s.io/v1';
const OURS = 'azurenetwork.dev/v1alpha1';

export const KINDS: Readonly<Record<WatchedKind, ResourceKind>> = {
  Service: { apiVersion: 'v1', plural: 'services', isNamespaced: true },
  Node: { apiVersion: 'v1', plural: 'nodes', isNamespaced: false },
  Pod: { apiVersion: 'v1', plural: 'pods', isNamespaced: true },
  EndpointSlice: { apiVersion: 'discovery.k8s.io/v1', plural: 'endpointslices', isNamespaced: true },
  Namespace: { apiVersion: 'v1', plural: 'namespaces', isNamespaced: false },
  Ingress: { apiVersion: 'networking.k8s.io/v1', plural: 'ingresses', isNamespaced: true },
  AzureNetwork: { apiVersion: OURS, plural: 'azurenetworks', isNamespaced: false },
  PortExposure: { apiVersion: OURS, plural: 'portexposures', isNamespaced: true },
  ExposurePolicy: { apiVersion: OURS, plural: 'exposurepolicies', isNamespaced: false },
  Gateway: { apiVersion: GATEWAY_API, plural: 'gateways', isNamespaced: true },
  ListenerSet: { apiVersion: GATEWAY_API, plural: 'listenersets', isNamespaced: true },
  HTTPRoute: { apiVersion: GATEWAY_API, plural: 'httproutes', isNamespaced: true },
  GRPCRoute: { apiVersion: GATEWAY_API, plural: 'grpcroutes', isNamespaced: true },
  TLSRoute: { apiVersion: GATEWAY_API, plural: 'tlsroutes', isNamespaced: true },
  TCPRoute: { apiVersion: GATEWAY_API, plural: 'tcproutes', isNamespaced: true },
  UDPRoute: { apiVersion: GATEWAY_API, plural: 'udproutes', isNamespaced: true },
  DNSEndpoint: { apiVersion: 'externaldns.k8s.io/v1alpha1', plural: 'dnsendpoints', isNamespaced: true },
};

/** The path of all objects of the kind, in all namespaces. */
export function collectionPath({ apiVersion, plural }: ResourceKind): string {
  return `${groupPath(apiVersion)}/${plural}`;
}

export function objectPath({ apiVersion, plural }: ResourceKind, namespace: string | undefined, name: string): string {
  const place = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${groupPath(apiVersion)}${place}/${plural}/${encodeURIComponent(name)}`;
}

function groupPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
