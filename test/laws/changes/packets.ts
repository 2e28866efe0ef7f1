// Does a packet get through? A small network of its own over ARM's JSON: load balancers lead packets to nodes, security
// groups let them in or not. It shares no code with the operator, so that both can't be wrong in the same way.
// Sources: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview (order, default rules; a
// rule sees a packet after the load balancer has led it on), and for floating IP
// https://learn.microsoft.com/azure/load-balancer/load-balancer-floating-ip.
import { BlockList, isIP } from 'node:net';

/** ARM's wire JSON of any type: read deep into, never written. */
export type Json = any;

export interface Client {
  readonly address: string;
  /** Service tags that Microsoft counts its address to, besides `Internet` and `VirtualNetwork`. */
  readonly tags?: readonly string[];
}

export type Protocol = 'Tcp' | 'Udp';

export interface Packet {
  readonly from: Client;
  readonly to: string;
  readonly protocol: Protocol;
  readonly port: number;
}

/** Where a packet may come out behind a load balancer. */
export interface Arrival {
  /** Name of the load balancing rule. */
  readonly rule: string;
  readonly node: string;
  /** As the node sees it. */
  readonly address: string;
  readonly port: number;
  /** Do the security groups let it in there? */
  readonly isLetIn: boolean;
}

export interface Lead {
  readonly rule: string;
  readonly to: string;
  readonly protocol: Protocol;
  /** 0: all ports. */
  readonly port: number;
  readonly nodes: readonly string[];
  readonly isFloating: boolean;
  /** 0: the one that the packet came for. */
  readonly backendPort: number;
}

export interface Network {
  readonly leads: readonly Lead[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly virtualNetwork: readonly string[];
}

interface SecurityGroup {
  /** Of the subnets that it guards. */
  readonly prefixes: readonly string[];
  /** The smallest priority first. */
  readonly rules: readonly Json[];
}

/** `resources`: of the types that packets meet; others are passed over. */
export function networkOf(resources: readonly Json[]): Network {
  const of = (type: string): Json[] =>
    resources.filter((one) => one.type.toLowerCase() === `microsoft.network/${type.toLowerCase()}`);
  const addresses = new Map<string, string | undefined>(
    of('publicIPAddresses').map((one) => [key(one.id), one.properties.ipAddress]),
  );
  const networks = of('virtualNetworks');
  const subnets: Json[] = networks.flatMap((one) => one.properties.subnets ?? []);
  return {
    leads: of('loadBalancers').flatMap((one) => leadsOf(one, addresses)),
    securityGroups: of('networkSecurityGroups').map(({ id, properties }) => ({
      prefixes: subnets
        .filter((subnet) => key(subnet.properties.networkSecurityGroup?.id) === key(id))
        .flatMap((subnet) => several(subnet.properties, 'addressPrefix', 'addressPrefixes')),
      rules: (properties.securityRules as Json[])
        .map((rule) => rule.properties)
        .filter(({ direction }) => direction === 'Inbound')
        .sort((a, b) => a.priority - b.priority),
    })),
    virtualNetwork: networks.flatMap((one) => one.properties.addressSpace.addressPrefixes as string[]),
  };
}

/** Nowhere: nothing leads on from there. */
export function arrivals(network: Network, packet: Packet): readonly Arrival[] {
  return network.leads
    .filter((one) => one.to === packet.to && one.protocol === packet.protocol && [0, packet.port].includes(one.port))
    .flatMap(({ rule, nodes, isFloating, backendPort }) =>
      nodes.map((node) => {
        const address = isFloating ? packet.to : node;
        const port = isFloating || backendPort === 0 ? packet.port : backendPort;
        return { rule, node, address, port, isLetIn: isLetIn(network, packet, node, address, port) };
      }),
    );
}

function leadsOf({ properties }: Json, addresses: ReadonlyMap<string, string | undefined>): readonly Lead[] {
  const frontends = new Map<string, string | undefined>(
    properties.frontendIPConfigurations.map(({ id, properties: own }: Json) => [
      key(id),
      own.publicIPAddress ? addresses.get(key(own.publicIPAddress.id)) : own.privateIPAddress,
    ]),
  );
  const pools = new Map<string, readonly string[]>(
    properties.backendAddressPools.map(({ id, properties: own }: Json) => [
      key(id),
      (own.loadBalancerBackendAddresses ?? []).map((one: Json) => one.properties.ipAddress as string),
    ]),
  );
  return properties.loadBalancingRules.flatMap(({ name, properties: rule }: Json): Lead[] => {
    const to = frontends.get(key(rule.frontendIPConfiguration?.id));
    if (to === undefined) return [];
    const protocols: readonly Protocol[] = rule.protocol.toLowerCase() === 'all' ? ['Tcp', 'Udp'] : [rule.protocol];
    const nodes = pools.get(key(rule.backendAddressPool?.id)) ?? [];
    const { frontendPort: port, backendPort, enableFloatingIP: isFloating } = rule;
    return protocols.map((protocol) => ({ rule: name, to, protocol, port, nodes, isFloating, backendPort }));
  });
}

function isLetIn(network: Network, packet: Packet, node: string, address: string, port: number): boolean {
  return network.securityGroups
    .filter(({ prefixes }) => prefixes.some((prefix) => contains(prefix, node)))
    .every(({ rules }) => {
      const first = rules.find((rule) => fits(network, rule, packet, address, port));
      return first ? first.access === 'Allow' : byDefault(network, packet, address);
    });
}

/** Rules 65000 (AllowVnetInBound), 65001 (AllowAzureLoadBalancerInBound) and 65500 (DenyAllInBound). */
function byDefault(network: Network, { from }: Packet, address: string): boolean {
  const isWithin = isInNetwork(network, from.address) && isInNetwork(network, address);
  return isWithin || from.address === PROBES;
}

function fits(network: Network, rule: Json, packet: Packet, address: string, port: number): boolean {
  const sources = several(rule, 'sourceAddressPrefix', 'sourceAddressPrefixes');
  const destinations = several(rule, 'destinationAddressPrefix', 'destinationAddressPrefixes');
  const ports = several(rule, 'destinationPortRange', 'destinationPortRanges');
  return (
    ['*', packet.protocol.toLowerCase()].includes(rule.protocol.toLowerCase()) &&
    sources.some((one) => matches(network, one, packet.from)) &&
    destinations.some((one) => matches(network, one, { address })) &&
    ports.some((one) => isInRange(one, port))
  );
}

const PROBES = '168.63.129.16';

function matches(network: Network, prefix: string, { address, tags = [] }: Client): boolean {
  switch (prefix.toLowerCase()) {
    case '*':
      return true;
    case 'internet':
      return !isInNetwork(network, address) && address !== PROBES;
    case 'virtualnetwork':
      return isInNetwork(network, address);
    case 'azureloadbalancer':
      return address === PROBES;
    default:
      return tags.some((tag) => tag.toLowerCase() === prefix.toLowerCase()) || contains(prefix, address);
  }
}

function isInNetwork({ virtualNetwork }: Network, address: string): boolean {
  return virtualNetwork.some((prefix) => contains(prefix, address));
}

/** False for what is no CIDR and no address, such as a service tag. */
function contains(prefix: string, address: string): boolean {
  const [base = '', bits] = prefix.split('/');
  const family = isIP(base);
  if (family === 0 || family !== isIP(address)) return false;
  const list = new BlockList();
  const name = family === 6 ? 'ipv6' : 'ipv4';
  list.addSubnet(base, bits === undefined ? (family === 6 ? 128 : 32) : Number(bits), name);
  return list.check(address, name);
}

function isInRange(range: string, port: number): boolean {
  if (range === '*') return true;
  const [from, to = from] = range.split('-').map(Number);
  return from! <= port && port <= to!;
}

/** ARM has a field for one value and one for many; empty texts stand for none. */
function several(rule: Json, one: string, many: string): readonly string[] {
  return [rule[one] ?? '', ...((rule[many] as string[] | undefined) ?? [])].filter((text) => text !== '');
}

function key(id: string | undefined): string {
  return (id ?? '').toLowerCase();
}
