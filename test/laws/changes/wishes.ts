// What may a user wish of a Service, as plain data; which manifest says so; and whom it means to let in, worked out
// here from the documents alone.
import { BlockList, isIPv6 } from 'node:net';
import type { Client, Protocol } from './packets.js';

export interface WishedPort {
  readonly protocol: Protocol;
  readonly port: number;
}

export interface Wish {
  readonly type: 'LoadBalancer' | 'ClusterIP';
  readonly class: 'Ours' | 'Theirs';
  /** Public, or in the subnet of the settings (`Default`), or in another one. */
  readonly place: 'Public' | 'Default' | 'Other';
  readonly ports: readonly WishedPort[];
  readonly ranges: readonly string[];
  readonly tags: readonly string[];
  readonly denyOthers: boolean;
  readonly noSecurityRules: boolean;
  readonly families: readonly ('IPv4' | 'IPv6')[];
  /** An address that is there already, by itself or by its name; for internal Services one of the other subnet. */
  readonly pin: 'None' | 'Address' | 'Name' | 'Absent';
  readonly floatingIP: boolean;
  readonly allPorts: boolean;
  readonly local: boolean;
  /** Annotations that change how, not who or where. */
  readonly extras: Readonly<Record<string, string>>;
}

export const BASE: Wish = {
  type: 'LoadBalancer',
  class: 'Ours',
  place: 'Public',
  ports: [{ protocol: 'Tcp', port: 80 }],
  ranges: [],
  tags: [],
  denyOthers: false,
  noSecurityRules: false,
  families: ['IPv4'],
  pin: 'None',
  floatingIP: true,
  allPorts: false,
  local: false,
  extras: {},
};

/** What the world has for Services to pin. */
export const PINNED = {
  publicName: 'shared',
  public: '198.51.100.200',
  Other: '10.225.0.50',
  Default: '10.224.77.50',
} as const;
export const OTHER_SUBNET = 'internal';

/** A few of all who might come; of each kind that a rule can tell apart there is one inside and one outside. */
export const CLIENTS: Readonly<Record<string, Client>> = {
  office: { address: '203.0.113.7' },
  partner: { address: '198.51.100.9' },
  cloud: { address: '20.33.0.1', tags: ['AzureCloud'] },
  front: { address: '20.34.0.1', tags: ['AzureFrontDoor.Backend'] },
  stranger: { address: '192.0.2.99' },
  machine: { address: '10.224.200.9' },
  neighbour: { address: '10.225.0.77' },
  office6: { address: '2001:db8:aaaa::7' },
  stranger6: { address: '2001:db8:bbbb::7' },
};

export const RANGES = ['203.0.113.0/24', '198.51.100.0/25', '10.225.0.0/24', '0.0.0.0/0', '2001:db8:aaaa::/48'];
export const TAGS = ['AzureCloud', 'AzureFrontDoor.Backend'];

const NETWORK = blockList(['10.224.0.0/12']);

/**
 * Names of the clients that are to get in, of the families that it has; of those within the network for internal ones only. Without ranges and tags a public Service is open to the Internet, an internal
 * one to the virtual network; that one Azure's default rule lets in to internal addresses until a deny says otherwise.
 */
export function admitted(wish: Wish): ReadonlySet<string> {
  const { place, ranges, tags, noSecurityRules, families } = wish;
  const isInternal = place !== 'Public';
  const isRestricted = ranges.length > 0 || tags.length > 0;
  const list = blockList(ranges);
  return new Set(
    Object.entries(CLIENTS).flatMap(([name, { address, tags: known = [] }]) => {
      const family = isIPv6(address) ? 'ipv6' : 'ipv4';
      if (!families.some((one) => one.toLowerCase() === family)) return [];
      const isWithin = NETWORK.check(address, family);
      if (isWithin && !isInternal) return [];
      const isListed = list.check(address, family) || tags.some((tag) => known.includes(tag));
      const isWished = isRestricted ? isListed : isInternal ? isWithin : !isWithin;
      const byRule = isWished && !noSecurityRules;
      return byRule || comesByDefault(wish, CLIENTS[name]!) ? [name] : [];
    }),
  );
}

/** Is he let in by Azure's default rule for the network, whatever the port? */
export function comesByDefault(wish: Wish, { address }: Client): boolean {
  const { place, ranges, tags, denyOthers, noSecurityRules } = wish;
  const isRestricted = ranges.length > 0 || tags.length > 0;
  const isWithin = NETWORK.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  return place !== 'Public' && isWithin && !(denyOthers && isRestricted && !noSecurityRules);
}

function blockList(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [base, bits] = cidr.split('/');
    list.addSubnet(base!, Number(bits), isIPv6(base!) ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** Is it asked of us at all? */
export function isAsked(wish: Wish): boolean {
  return wish.type === 'LoadBalancer' && wish.class === 'Ours';
}

/** Can it be had? Where it can't, the Service keeps what it has. */
export function isPossible({ place, pin, ranges, tags, families, denyOthers, noSecurityRules }: Wish): boolean {
  if (denyOthers && noSecurityRules) return false;
  // Ranges that none of its families has: nobody could come.
  const isOfFamily = (range: string): boolean => families.includes(range.includes(':') ? 'IPv6' : 'IPv4');
  if (!noSecurityRules && ranges.length > 0 && tags.length === 0 && !ranges.some(isOfFamily)) return false;
  // Inside, any address of the subnet is there for the asking, and a name has no effect.
  return pin !== 'Absent' || place !== 'Public';
}

/** For public ones there is no such thing: the annotation has no effect there. */
export function hasAllPorts({ place, allPorts }: Wish): boolean {
  return allPorts && place !== 'Public';
}

/** Two Services with the same one share a frontend; undefined: its own. */
export function pinnedPlace({ place, pin }: Pick<Wish, 'place' | 'pin'>): string | undefined {
  if (pin === 'None' || pin === 'Absent') return undefined;
  if (place === 'Public') return PINNED.public;
  return pin === 'Address' ? PINNED[place] : undefined;
}

const PREFIX = 'service.beta.kubernetes.io/';

export function annotationsOf(wish: Wish): Readonly<Record<string, string>> {
  const short: readonly (readonly [string, string | undefined])[] = [
    ['azure-load-balancer-internal', wish.place === 'Public' ? undefined : 'true'],
    ['azure-load-balancer-internal-subnet', wish.place === 'Other' ? OTHER_SUBNET : undefined],
    ['azure-load-balancer-ipv4', pinnedAddress(wish)],
    ['azure-pip-name', wish.pin === 'Name' ? PINNED.publicName : undefined],
    ['azure-allowed-service-tags', wish.tags.length > 0 ? wish.tags.join(',') : undefined],
    ['azure-allowed-ip-ranges', wish.ranges.length > 0 ? wish.ranges.join(',') : undefined],
    ['azure-deny-all-except-load-balancer-source-ranges', wish.denyOthers ? 'true' : undefined],
    ['azure-disable-load-balancer-nsg-rule', wish.noSecurityRules ? 'true' : undefined],
    ['azure-disable-load-balancer-floating-ip', wish.floatingIP ? undefined : 'true'],
    ['azure-load-balancer-enable-high-availability-ports', wish.allPorts ? 'true' : undefined],
    ...Object.entries(wish.extras),
  ];
  return Object.fromEntries(short.flatMap(([key, value]) => (value === undefined ? [] : [[PREFIX + key, value]])));
}

function pinnedAddress({ pin, place }: Wish): string | undefined {
  if (pin === 'Absent') return place === 'Public' ? '198.51.100.222' : undefined;
  return pin === 'Address' ? pinnedPlace({ pin, place }) : undefined;
}

const CLASSES = { Ours: 'azurenetwork.dev/azure', Theirs: 'example.com/other' } as const;

/** `nodePort(port)`: the one that the API server gave to it. */
export function specOf(wish: Wish, nodePort: (port: WishedPort) => number): object {
  const isLoadBalancer = wish.type === 'LoadBalancer';
  return {
    type: wish.type,
    ...(isLoadBalancer && { loadBalancerClass: CLASSES[wish.class], allocateLoadBalancerNodePorts: true }),
    ...{ ipFamilies: wish.families, ipFamilyPolicy: wish.families.length > 1 ? 'RequireDualStack' : 'SingleStack' },
    ...(isLoadBalancer && { externalTrafficPolicy: wish.local ? 'Local' : 'Cluster' }),
    ...(isLoadBalancer && wish.local && { healthCheckNodePort: 32100 }),
    ports: wish.ports.map(({ protocol, port }) => ({
      ...{ name: `${protocol.toLowerCase()}-${port}`, protocol: protocol.toUpperCase(), port, targetPort: port },
      ...(isLoadBalancer && { nodePort: nodePort({ protocol, port }) }),
    })),
  };
}
