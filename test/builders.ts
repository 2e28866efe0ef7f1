// Fixtures that read as prose: `service('web').public().port(80)`. Each step gives a new builder; `object()` is what the
// watch would have handed over, since it goes through the same projection.
import { collectCluster } from '../src/core/cluster/collect-cluster.js';
import type {
  ClusterObject,
  ClusterState,
  CustomObject,
  DNSEndpoint,
  EndpointSlice,
  Gateway,
  Ingress,
  ListenerSet,
  Namespace,
  Node,
  Pod,
  Route,
  RouteKind,
  Service,
  WatchedKind,
} from '../src/core/cluster/cluster-state.js';
import { project } from '../src/core/cluster/project.js';
import { SERVICE_FINALIZER } from '../src/core/cluster/finalizers.js';
import { NO_MEMORY } from '../src/core/memory.js';
import { azureState } from '../src/core/network/azure-state.js';
import type { NameSource, Settings, Zone } from '../src/core/settings.js';
import { exampleSettings, unfiltered } from '../src/core/settings/index.js';
import type { ArmId } from '../src/core/values/arm-id.js';
import type { PassInput } from '../src/reconcile.js';

type Raw = Readonly<Record<string, unknown>>;

/** A builder of raw Kubernetes JSON of one kind. */
class Builder<T extends ClusterObject> {
  constructor(
    protected readonly kind: WatchedKind,
    readonly raw: Raw,
  ) {}

  protected with(section: string, change: Raw): this {
    const raw = { ...this.raw, [section]: { ...(this.raw[section] as Raw | undefined), ...change } };
    return new (this.constructor as new (kind: WatchedKind, raw: Raw) => this)(this.kind, raw);
  }

  protected metadata(): Raw {
    return this.raw['metadata'] as Raw;
  }

  protected spec(): Raw {
    return (this.raw['spec'] ?? {}) as Raw;
  }

  meta(change: Raw): this {
    return this.with('metadata', change);
  }

  in(namespace: string): this {
    return this.meta({ namespace });
  }

  annotated(key: string, value: string): this {
    return this.meta({ annotations: { ...(this.metadata()['annotations'] as Raw | undefined), [key]: value } });
  }

  labelled(key: string, value: string): this {
    return this.meta({ labels: { ...(this.metadata()['labels'] as Raw | undefined), [key]: value } });
  }

  finalizers(...finalizers: readonly string[]): this {
    return this.meta({ finalizers });
  }

  /** On its way out, since noon. */
  deleted(): this {
    return this.meta({ deletionTimestamp: '2026-01-01T12:00:00Z' });
  }

  specified(change: Raw): this {
    return this.with('spec', change);
  }

  stated(change: Raw): this {
    return this.with('status', change);
  }

  object(): T {
    return project(this.kind, this.raw) as T;
  }
}

class ServiceBuilder extends Builder<Service> {
  /** A LoadBalancer Service of our class, with its finalizer and a condition of ours set. */
  public(): this {
    return this.specified({ type: 'LoadBalancer', loadBalancerClass: 'azurenetwork.dev/azure' })
      .finalizers(SERVICE_FINALIZER)
      .stated({ conditions: [{ type: 'azurenetwork.dev/Accepted', status: 'True', reason: 'Accepted', message: '' }] });
  }

  internal(subnet?: string): this {
    const internal = this.public().annotated('service.beta.kubernetes.io/azure-load-balancer-internal', 'true');
    return subnet === undefined
      ? internal
      : internal.annotated('service.beta.kubernetes.io/azure-load-balancer-internal-subnet', subnet);
  }

  /** The node port is 30000 + the port modulo 2,768, unless given; null for none. */
  port(port: number, protocol = 'TCP', nodePort: number | null = 30000 + (port % 2768)): this {
    const ports = (this.spec()['ports'] ?? []) as readonly Raw[];
    return this.specified({ ports: [...ports, { port, protocol, ...(nodePort !== null && { nodePort }) }] });
  }

  ofType(type: string): this {
    return this.specified({ type });
  }

  /** Selects pods with the label app=web. */
  headless(): this {
    return this.specified({ type: 'ClusterIP', clusterIP: 'None', clusterIPs: ['None'], selector: { app: 'web' } });
  }

  /** Of type ClusterIP unless it has another. */
  at(...clusterIPs: readonly string[]): this {
    return this.specified({ clusterIP: clusterIPs[0], clusterIPs });
  }

  /** What a load balancer's controller wrote into its status. */
  reachedAt(...targets: readonly string[]): this {
    const ingress = targets.map((one) => (/^[\d.]+$|:/.test(one) ? { ip: one } : { hostname: one }));
    return this.stated({ loadBalancer: { ingress } });
  }

  local(healthCheckNodePort: number): this {
    return this.specified({ externalTrafficPolicy: 'Local', healthCheckNodePort });
  }

  from(...loadBalancerSourceRanges: readonly string[]): this {
    return this.specified({ loadBalancerSourceRanges });
  }
}

class NodeBuilder extends Builder<Node> {
  /** With these internal addresses besides those that it has. */
  at(...addresses: readonly string[]): this {
    return this.addresses('InternalIP', addresses);
  }

  reachedAt(...addresses: readonly string[]): this {
    return this.addresses('ExternalIP', addresses);
  }

  private addresses(type: string, addresses: readonly string[]): this {
    const before = ((this.raw['status'] as Raw | undefined)?.['addresses'] ?? []) as readonly Raw[];
    return this.stated({ addresses: [...before, ...addresses.map((address) => ({ type, address }))] });
  }

  cordoned(): this {
    return this.specified({ unschedulable: true });
  }

  tainted(...keys: readonly string[]): this {
    return this.specified({ taints: keys.map((key) => ({ key, effect: 'NoSchedule' })) });
  }
}

class PodBuilder extends Builder<Pod> {
  at(...addresses: readonly string[]): this {
    return this.stated({ podIPs: addresses.map((ip) => ({ ip })) });
  }

  hostAt(...addresses: readonly string[]): this {
    return this.stated({ hostIPs: addresses.map((ip) => ({ ip })) });
  }

  called(hostname: string): this {
    return this.specified({ hostname });
  }

  on(nodeName: string): this {
    return this.specified({ nodeName }).stated({ phase: 'Running' });
  }

  hostPort(hostPort: number, protocol = 'TCP', hostIP?: string): this {
    return this.container({ containerPort: hostPort, hostPort, protocol, ...(hostIP !== undefined && { hostIP }) });
  }

  onHostNetwork(containerPort: number, protocol = 'TCP'): this {
    return this.specified({ hostNetwork: true }).container({ containerPort, protocol });
  }

  private container(port: Raw): this {
    const containers = (this.spec()['containers'] ?? []) as readonly Raw[];
    return this.specified({ containers: [...containers, { name: `c${containers.length}`, ports: [port] }] });
  }
}

class EndpointSliceBuilder extends Builder<EndpointSlice> {
  /** Its endpoints answer on this port of theirs. */
  port(port: number, name = '', protocol = 'TCP'): this {
    return this.here({ ports: [...((this.raw['ports'] ?? []) as readonly Raw[]), { port, name, protocol }] });
  }

  ready(...addresses: readonly string[]): this {
    return this.endpoints(addresses, { ready: true });
  }

  unready(...addresses: readonly string[]): this {
    return this.endpoints(addresses, { ready: false });
  }

  /** An endpoint that is a pod; where it is isn't told but by the pod itself. */
  pod(name: string, ready = true, nodeName?: string): this {
    const endpoint = { conditions: { ready }, targetRef: { kind: 'Pod', name }, ...(nodeName && { nodeName }) };
    return this.here({ endpoints: [...((this.raw['endpoints'] ?? []) as readonly Raw[]), endpoint] });
  }

  private endpoints(addresses: readonly string[], conditions: Raw): this {
    const more = addresses.map((address) => ({ addresses: [address], conditions }));
    return this.here({ endpoints: [...((this.raw['endpoints'] ?? []) as readonly Raw[]), ...more] });
  }

  private here(change: Raw): this {
    return new EndpointSliceBuilder(this.kind, { ...this.raw, ...change }) as this;
  }
}

class IngressBuilder extends Builder<Ingress> {
  host(host: string): this {
    const rules = (this.spec()['rules'] ?? []) as readonly Raw[];
    return this.specified({ rules: [...rules, { host }] });
  }

  tls(...hosts: readonly string[]): this {
    return this.specified({ tls: [{ hosts }] });
  }

  /** Addresses and names of its status. */
  at(...targets: readonly string[]): this {
    const ingress = targets.map((one) => (/^[\d.]+$|:/.test(one) ? { ip: one } : { hostname: one }));
    return this.stated({ loadBalancer: { ingress } });
  }
}

class DNSEndpointBuilder extends Builder<DNSEndpoint> {
  record(recordType: string, dnsName: string, targets: readonly string[], more: Raw = {}): this {
    const endpoints = (this.spec()['endpoints'] ?? []) as readonly Raw[];
    return this.specified({ endpoints: [...endpoints, { dnsName, recordType, targets, ...more }] });
  }
}

class ListenersBuilder<T extends Gateway | ListenerSet> extends Builder<T> {
  /** HTTP at port 80, for routes of its namespace, unless it says otherwise; named by what it says. */
  listener(change: Raw = {}): this {
    const listeners = (this.spec()['listeners'] ?? []) as readonly Raw[];
    const { protocol = 'HTTP', port = 80 } = change;
    const name = `${String(protocol)}-${String(port)}-${listeners.length}`.toLowerCase();
    return this.specified({ listeners: [...listeners, { name, protocol, port, ...change }] });
  }
}

class GatewayBuilder extends ListenersBuilder<Gateway> {
  /** Addresses and names of its status. */
  at(...values: readonly string[]): this {
    return this.stated({ addresses: values.map((value) => ({ value })) });
  }

  /** From where ListenerSets may add to it. */
  takingListenerSets(namespaces: Raw = { from: 'Same' }): this {
    return this.specified({ allowedListeners: { namespaces } });
  }
}

class ListenerSetBuilder extends ListenersBuilder<ListenerSet> {
  /** Belongs to this Gateway, which accepted it. */
  of(gateway: string, change: Raw = {}): this {
    return this.specified({ parentRef: { name: gateway, ...change } }).saying(ACCEPTED);
  }

  saying(condition: Raw | undefined): this {
    return this.stated({ conditions: condition ? [condition] : [] });
  }
}

/** Of the API's generation 1, which objects have unless they say otherwise. */
const ACCEPTED: Raw = { type: 'Accepted', status: 'True', reason: 'Accepted', message: '', observedGeneration: 1 };

class RouteBuilder extends Builder<Route> {
  host(...hosts: readonly string[]): this {
    return this.specified({ hostnames: [...((this.spec()['hostnames'] ?? []) as readonly string[]), ...hosts] });
  }

  /** Names this Gateway (or what `ref` says) as a parent, which accepted it. */
  under(name: string, ref: Raw = {}): this {
    return this.asking(name, ref).told(name, ref, {});
  }

  /** Names it as a parent that has said nothing. */
  asking(name: string, ref: Raw = {}): this {
    const refs = (this.spec()['parentRefs'] ?? []) as readonly Raw[];
    return this.specified({ parentRefs: [...refs, { name, ...ref }] });
  }

  /** What a parent says of it: that it accepted it, as far as `condition` says nothing else. */
  told(name: string, ref: Raw, condition: Raw): this {
    const parents = ((this.raw['status'] as Raw | undefined)?.['parents'] ?? []) as readonly Raw[];
    const more = { parentRef: { name, ...ref }, controllerName: 'x/y', conditions: [{ ...ACCEPTED, ...condition }] };
    return this.stated({ parents: [...parents, more] });
  }
}

class PortExposureBuilder extends Builder<CustomObject> {
  hostPort(labels: Raw): this {
    return this.specified({ path: 'HostPort', podSelector: { matchLabels: labels } });
  }

  hostNetwork(labels: Raw): this {
    return this.specified({ path: 'HostNetwork', podSelector: { matchLabels: labels } });
  }

  nodePort(service: string): this {
    return this.specified({ path: 'NodePort', serviceRef: { name: service } });
  }

  port(port: number, protocol = 'TCP', endPort?: number): this {
    const ports = (this.spec()['ports'] ?? []) as readonly Raw[];
    return this.specified({ ports: [...ports, { port, protocol, ...(endPort !== undefined && { endPort }) }] });
  }

  from(...cidrs: readonly string[]): this {
    return this.specified({ sources: { cidrs } });
  }
}

class PolicyBuilder extends Builder<CustomObject> {
  /** Grants every path and port from these ranges. */
  allowing(...allowedCIDRs: readonly string[]): this {
    return this.specified({
      namespaceSelector: {},
      paths: ['HostPort', 'HostNetwork', 'NodePort'],
      portRanges: [{ from: 1, to: 65535 }],
      sources: { allowedCIDRs },
    });
  }

  allowingInternet(): this {
    return this.allowing('0.0.0.0/0', '::/0').specified({ internet: 'Allow' });
  }
}

const CREATED = '2026-01-01T00:00:00Z';

function named(name: string): { readonly metadata: Raw } {
  return { metadata: { name, creationTimestamp: CREATED, resourceVersion: '1' } };
}

export function service(name: string): ServiceBuilder {
  return new ServiceBuilder('Service', named(name));
}

export function node(name: string): NodeBuilder {
  return new NodeBuilder('Node', named(name));
}

export function pod(name: string): PodBuilder {
  return new PodBuilder('Pod', named(name));
}

/** Of the Service of this name; `part` tells several apart. */
export function endpointSlice(service: string, part = '1'): EndpointSliceBuilder {
  return new EndpointSliceBuilder('EndpointSlice', named(`${service}-${part}`)).labelled(
    'kubernetes.io/service-name',
    service,
  );
}

export function ingress(name: string): IngressBuilder {
  return new IngressBuilder('Ingress', named(name));
}

export function dnsEndpoint(name: string): DNSEndpointBuilder {
  return new DNSEndpointBuilder('DNSEndpoint', named(name));
}

export function gateway(name: string): GatewayBuilder {
  return new GatewayBuilder('Gateway', named(name)).meta({ namespace: 'default', generation: 1 });
}

export function listenerSet(name: string): ListenerSetBuilder {
  return new ListenerSetBuilder('ListenerSet', named(name)).meta({ namespace: 'default', generation: 1 });
}

export function route(kind: RouteKind, name: string): RouteBuilder {
  return new RouteBuilder(kind, named(name)).meta({ namespace: 'default', generation: 1 });
}

export function httpRoute(name: string): RouteBuilder {
  return route('HTTPRoute', name);
}

export function namespace(name: string): Builder<Namespace> {
  return new Builder<Namespace>('Namespace', named(name));
}

/** With its finalizer set. */
export function portExposure(name: string): PortExposureBuilder {
  return new PortExposureBuilder('PortExposure', named(name)).finalizers('azurenetwork.dev/cleanup');
}

export function exposurePolicy(name: string): PolicyBuilder {
  return new PolicyBuilder('ExposurePolicy', named(name));
}

export function cluster(...builders: readonly { object(): ClusterObject }[]): ClusterState {
  return collectCluster(builders.map((one) => one.object()));
}

const GROUP = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg/providers/Microsoft.Network';

export function settings(change: Partial<Settings> = {}): Settings {
  return {
    clusterId: 'prod-1',
    subscriptionId: '00000000-0000-0000-0000-000000000000',
    resourceGroup: 'rg',
    location: 'westeurope',
    virtualNetworkId: `${GROUP}/virtualNetworks/vnet` as ArmId,
    loadBalancer: {
      ...exampleSettings([]).loadBalancer,
      name: 'prod-1',
      claim: 'ClassOnly',
      subnetId: `${GROUP}/virtualNetworks/vnet/subnets/default` as ArmId,
    },
    securityGroups: [
      {
        id: `${GROUP}/networkSecurityGroups/nsg` as ArmId,
        allowPriorities: { from: 3000, to: 3499 },
        denyPriorities: { from: 3500, to: 3599 },
        nodeDestinations: 'Addresses',
      },
    ],
    dns: naming({ zones: [zone('example.com')] }),
    mode: 'Apply',
    safety: { maxDeletePercent: 30 },
    drift: { interval: 600, action: 'Repair' },
    ...change,
  };
}

/** Settings with some fields of the load balancer changed. */
export function balancing(change: Partial<Settings['loadBalancer']>): Settings {
  const given = settings();
  return { ...given, loadBalancer: { ...given.loadBalancer, ...change } };
}

/** What settings say of names, by default and with this. */
export function naming(change: Partial<Settings['dns']> = {}): Settings['dns'] {
  return { ...exampleSettings([]).dns, ...change };
}

/** A public zone of the settings. */
export function zone(name: string, change: Partial<Zone> = {}): Zone {
  return { id: `${GROUP}/dnsZones/${name}` as ArmId, name, visibility: 'Public', policy: 'Sync', ...change };
}

export function privateZone(name: string, change: Partial<Zone> = {}): Zone {
  const id = `${GROUP}/privateDnsZones/${name}` as ArmId;
  return { id, name, visibility: 'Private', policy: 'Sync', ...change };
}

/** Which objects of a kind give names, by default and with this. */
export function nameSource(kind: NameSource['kind'], change: Partial<NameSource> = {}): NameSource {
  return { ...unfiltered(kind), ...change };
}

/** A pass at the beginning of time over an empty cluster and an empty Azure, where nothing has been said or has failed yet. */
export function passInput(change: Partial<PassInput> = {}): PassInput {
  return {
    cluster: collectCluster([]),
    azure: azureState([]),
    settings: settings(),
    settingsProblems: [],
    memory: NO_MEMORY,
    now: 0,
    seenDeleted: new Set(),
    failures: new Map(),
    inFlight: new Set(),
    drift: new Map(),
    assumeFinalizers: true,
    ...change,
  };
}
