// Objects of our kinds, good and bad: held against our own check and against the real API server alike, which must agree.

export interface GoodObject {
  readonly because: string;
  readonly kind: 'AzureNetwork' | 'PortExposure' | 'ExposurePolicy';
  readonly name?: string;
  readonly spec: unknown;
}

export interface BadObject extends GoodObject {
  /** The field that the message must name. */
  readonly field: string;
  /** What the rest of our message says: the value, and what is allowed. */
  readonly says: string;
}

const GUID = '12345678-90ab-cdef-1234-567890abcdef';
const network = (rest: string) => `/subscriptions/${GUID}/resourceGroups/rg/providers/Microsoft.Network/${rest}`;
const NSG = network('networkSecurityGroups/nsg');
const ZONE = network('dnsZones/example.com');

const az = (because: string, change: object, field: string, says: string): BadObject => ({
  because,
  kind: 'AzureNetwork',
  spec: { clusterId: 'prod-1', ...change },
  field,
  says,
});
const nsg = (because: string, change: object, field: string, says: string): BadObject =>
  az(because, { securityGroups: [{ id: NSG, ...change }] }, `spec.securityGroups[0]${field}`, says);

const OPEN = {
  podSelector: { matchLabels: { app: 'game' } },
  path: 'HostPort',
  ports: [{ port: 7777, protocol: 'UDP' }],
  sources: { cidrs: ['203.0.113.0/24'] },
};
const px = (because: string, change: object, field: string, says: string): BadObject => ({
  because,
  kind: 'PortExposure',
  spec: { ...OPEN, ...change },
  field,
  says,
});
const port = (because: string, one: object, field: string, says: string): BadObject =>
  px(because, { ports: [one] }, `spec.ports[0]${field}`, says);
const source = (because: string, cidr: string, says: string): BadObject =>
  px(because, { sources: { cidrs: [cidr] } }, 'spec.sources.cidrs[0]', says);

const GRANT = { namespaceSelector: {}, paths: ['HostPort'], portRanges: [{ from: 7000, to: 8000 }] };
const pol = (because: string, change: object, field: string, says: string): BadObject => ({
  because,
  kind: 'ExposurePolicy',
  spec: { ...GRANT, ...change },
  field,
  says,
});

const NOT_A_CIDR = 'must be an address range in CIDR notation';
const HOST_BITS = 'must not have bits set behind its prefix';
const NO_BAND = 'must be two priorities with a hyphen between them';
const NO_DURATION = 'must be a duration in hours, minutes and seconds';

export const BAD_OBJECTS: readonly BadObject[] = [
  az('all we own is marked with it', { clusterId: undefined }, 'spec.clusterId', 'is missing'),
  az('an empty mark marks nothing', { clusterId: '' }, 'spec.clusterId', 'must have at least 1 character'),
  az('33 characters', { clusterId: 'a'.repeat(33) }, 'spec.clusterId', 'must have at most 32 characters'),
  az('capitals', { clusterId: 'Prod' }, 'spec.clusterId', 'is Prod; it must consist of lower-case letters'),
  az('a hyphen last', { clusterId: 'prod-' }, 'spec.clusterId', 'is prod-; it must consist of lower-case letters'),
  az('a number is no text', { clusterId: 17 }, 'spec.clusterId', 'is 17; it must be a text'),
  az('no GUID', { subscriptionId: 'mine' }, 'spec.subscriptionId', 'is mine; it must be a subscription id'),
  az('a dot last', { resourceGroup: 'rg.' }, 'spec.resourceGroup', 'no dot at the end'),
  az('display name', { location: 'West Europe' }, 'spec.location', 'must be the short name of a region'),
  az('a name is no id', { virtualNetworkId: 'vnet' }, 'spec.virtualNetworkId', 'Microsoft.Network/virtualNetworks/…'),
  az('another type', { virtualNetworkId: NSG }, 'spec.virtualNetworkId', 'Microsoft.Network/virtualNetworks/…'),
  az(
    'a network is no subnet',
    { loadBalancer: { subnetId: network('virtualNetworks/v') } },
    'spec.loadBalancer.subnetId',
    'virtualNetworks/…/subnets/…',
  ),
  az(
    'no such claim',
    { loadBalancer: { claim: 'Everything' } },
    'spec.loadBalancer.claim',
    'is Everything; it must be one of ClassOnly, All',
  ),
  az('a space', { loadBalancer: { name: 'my lb' } }, 'spec.loadBalancer.name', 'must consist of letters, digits'),
  az(
    "-internal wouldn't fit",
    { loadBalancer: { name: 'a'.repeat(72) } },
    'spec.loadBalancer.name',
    'must have at most 71 characters',
  ),
  az(
    'a text is no boolean',
    { loadBalancer: { excludeControlPlaneNodes: 'yes' } },
    'spec.loadBalancer.excludeControlPlaneNodes',
    'is yes; it must be true or false',
  ),
  az('a text is no object', { loadBalancer: 'mine' }, 'spec.loadBalancer', 'is mine; it must be an object'),
  az('null is as good as absent', { clusterId: null }, 'spec.clusterId', 'is missing'),
  nsg('an NSG needs its id', { id: undefined }, '.id', 'is missing'),
  nsg('a subnet is no NSG', { id: network('virtualNetworks/v/subnets/s') }, '.id', 'networkSecurityGroups/…'),
  nsg('a child of an NSG', { id: `${NSG}/securityRules/r` }, '.id', 'networkSecurityGroups/…'),
  nsg('one number', { allowPriorities: '3000' }, '.allowPriorities', NO_BAND),
  nsg('upside down', { allowPriorities: '3400-3000' }, '.allowPriorities', 'must begin with the lower'),
  nsg('Azure begins at 100', { allowPriorities: '099-200' }, '.allowPriorities', 'must lie within 100-4096'),
  nsg('Azure ends at 4096', { denyPriorities: '4000-4097' }, '.denyPriorities', 'must lie within 100-4096'),
  nsg(
    'the last priority shared',
    { denyPriorities: '3499-3600' },
    '.denyPriorities',
    'must not overlap allowPriorities',
  ),
  nsg('one inside the other', { denyPriorities: '3100-3200' }, '.denyPriorities', 'must not overlap allowPriorities'),
  az(
    'an NSG twice, in another case',
    { securityGroups: [{ id: NSG }, { id: NSG.toUpperCase() }] },
    'spec.securityGroups',
    'must not name an NSG twice',
  ),
  az(
    'neither a public nor a private zone',
    { dns: { zones: [{ id: network('virtualNetworks/corp.example') }] } },
    'spec.dns.zones[0].id',
    'dnsZones/… or /subscriptions/…/resourceGroups/…/providers/Microsoft.Network/privateDnsZones/…',
  ),
  az('a policy that is none', { dns: { policy: 'sync' } }, 'spec.dns.policy', 'Sync'),
  az(
    'a kind of names twice',
    { dns: { sources: [{ kind: 'Ingress' }, { kind: 'Ingress' }] } },
    'spec.dns.sources',
    'must not name a kind twice',
  ),
  az('a kind that gives no names', { dns: { sources: [{ kind: 'Pod' }] } }, 'spec.dns.sources[0].kind', 'Ingress'),
  az('both affixes', { dns: { txt: { prefix: 'a-', suffix: '-b' } } }, 'spec.dns.txt.suffix', 'must be empty'),
  az('a zone twice', { dns: { zones: [{ id: ZONE }, { id: ZONE }] } }, 'spec.dns.zones', 'must not name a zone twice'),
  az('resolvers know no TTL of 0', { dns: { ttl: 0 } }, 'spec.dns.ttl', 'is 0; it must be 1 or more'),
  az('31 bits', { dns: { ttl: 2147483648 } }, 'spec.dns.ttl', 'must be 2147483647 or less'),
  az('a text is no number', { dns: { ttl: '300' } }, 'spec.dns.ttl', 'is 300; it must be a whole number'),
  az('no unit', { dns: { gracePeriod: '10' } }, 'spec.dns.gracePeriod', NO_DURATION),
  az('days', { dns: { gracePeriod: '1d' } }, 'spec.dns.gracePeriod', NO_DURATION),
  az('no such mode', { mode: 'DryRun' }, 'spec.mode', 'must be one of Apply, Plan'),
  az('over the whole', { safety: { maxDeletePercent: 101 } }, 'spec.safety.maxDeletePercent', 'must be 100 or less'),
  az('below nothing', { safety: { maxDeletePercent: -1 } }, 'spec.safety.maxDeletePercent', 'must be 0 or more'),
  az('a half', { safety: { maxDeletePercent: 2.5 } }, 'spec.safety.maxDeletePercent', 'must be a whole number'),
  az('it would never rest', { drift: { interval: '9s' } }, 'spec.drift.interval', 'must be at least 10s'),
  {
    because: 'there is one only',
    kind: 'AzureNetwork',
    name: 'other',
    spec: { clusterId: 'prod-1' },
    field: 'metadata.name',
    says: 'is other; it must be default',
  },

  px(
    'somebody must be selected',
    { podSelector: undefined },
    'spec',
    'must have exactly one of podSelector and serviceRef',
  ),
  px('both', { serviceRef: { name: 'web' } }, 'spec', 'must have exactly one of podSelector and serviceRef'),
  px("a node port is a Service's", { path: 'NodePort' }, 'spec.serviceRef', 'must be named with path NodePort'),
  px(
    "a host port is a pod's",
    { podSelector: undefined, serviceRef: { name: 'web' } },
    'spec.podSelector',
    'must be given with path HostPort and HostNetwork',
  ),
  px(
    'a Service without a name',
    { podSelector: undefined, path: 'NodePort', serviceRef: {} },
    'spec.serviceRef.name',
    'is missing',
  ),
  px('no such path', { path: 'PodIP' }, 'spec.path', 'must be one of HostPort, HostNetwork, NodePort'),
  px('no path', { path: undefined }, 'spec.path', 'is missing'),
  px('nothing is never all', { ports: [] }, 'spec.ports', 'must have at least 1 entry'),
  px(
    '65 ports',
    { ports: Array.from({ length: 65 }, (_, index) => ({ port: index + 1, protocol: 'TCP' })) },
    'spec.ports',
    'must have at most 64 entries',
  ),
  port('no transport is no wildcard', { port: 80 }, '.protocol', 'is missing'),
  port('Azure has no SCTP', { port: 80, protocol: 'SCTP' }, '.protocol', 'must be one of TCP, UDP'),
  port('port 0', { port: 0, protocol: 'TCP' }, '.port', 'must be 1 or more'),
  port('16 bits', { port: 65536, protocol: 'TCP' }, '.port', 'must be 65535 or less'),
  port("names aren't read", { port: 'http', protocol: 'TCP' }, '.port', 'must be a whole number'),
  port(
    'backwards',
    { port: 9000, endPort: 8999, protocol: 'TCP' },
    '.endPort',
    'is 8999; it must not be smaller than port',
  ),
  px('sources are never guessed', { sources: undefined }, 'spec.sources', 'is missing'),
  px('no sources', { sources: {} }, 'spec.sources.cidrs', 'is missing'),
  px('an empty list', { sources: { cidrs: [] } }, 'spec.sources.cidrs', 'must have at least 1 entry'),
  source('no prefix', '203.0.113.1', NOT_A_CIDR),
  source('a service tag', 'Internet', NOT_A_CIDR),
  source('octets', '300.0.0.0/8', NOT_A_CIDR),
  source('a leading zero may be octal', '010.0.0.0/8', NOT_A_CIDR),
  source('prefix too long', '10.0.0.0/33', NOT_A_CIDR),
  source('IPv4 inside IPv6', '::ffff:10.0.0.0/104', NOT_A_CIDR),
  source('bits behind the prefix', '203.0.113.7/24', HOST_BITS),
  source('bits behind the prefix, IPv6', '2001:db8::1/32', HOST_BITS),
  px('no such mode', { mode: 'Apply' }, 'spec.mode', 'must be one of Enforce, Plan'),
  px(
    'In without values',
    { podSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } },
    'spec.podSelector.matchExpressions[0].values',
    'must have values with In and NotIn',
  ),
  px(
    'Exists with values',
    { podSelector: { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] } },
    'spec.podSelector.matchExpressions[0].values',
    'none with Exists and DoesNotExist',
  ),
  px(
    'labels are texts',
    { podSelector: { matchLabels: { a: 1 } } },
    'spec.podSelector.matchLabels.a',
    'must be a text',
  ),

  pol('whose exposures?', { namespaceSelector: undefined }, 'spec.namespaceSelector', 'is missing'),
  pol(
    'no such operator',
    { namespaceSelector: { matchExpressions: [{ key: 'a', operator: 'Gt' }] } },
    'spec.namespaceSelector.matchExpressions[0].operator',
    'must be one of In, NotIn, Exists, DoesNotExist',
  ),
  pol('grants nothing', { paths: [] }, 'spec.paths', 'must have at least 1 entry'),
  pol('no such path', { paths: ['PodIP'] }, 'spec.paths[0]', 'must be one of HostPort, HostNetwork, NodePort'),
  pol('no ports', { portRanges: undefined }, 'spec.portRanges', 'is missing'),
  pol(
    'backwards',
    { portRanges: [{ from: 2, to: 1 }] },
    'spec.portRanges[0].to',
    'is 1; it must not be smaller than from',
  ),
  pol('null in a list is an entry', { paths: [null] }, 'spec.paths[0]', 'must be a text'),
  pol('half a range', { portRanges: [{ from: 2 }] }, 'spec.portRanges[0].to', 'is missing'),
  pol(
    'no such transport',
    { portRanges: [{ from: 1, to: 2, protocol: 'tcp' }] },
    'spec.portRanges[0].protocol',
    'must be one of TCP, UDP',
  ),
  pol('a host name', { sources: { allowedCIDRs: ['example.com'] } }, 'spec.sources.allowedCIDRs[0]', NOT_A_CIDR),
  pol(
    'bits behind the prefix',
    { sources: { allowedCIDRs: ['10.0.0.1/8'] } },
    'spec.sources.allowedCIDRs[0]',
    HOST_BITS,
  ),
  pol('no such answer', { internet: 'AllowWithTTL' }, 'spec.internet', 'must be one of Deny, Allow'),
];

export const GOOD_OBJECTS: readonly GoodObject[] = [
  { because: 'the cluster id alone', kind: 'AzureNetwork', spec: { clusterId: 'a' } },
  {
    because: 'everything given',
    kind: 'AzureNetwork',
    spec: {
      clusterId: 'prod-1',
      subscriptionId: GUID.toUpperCase(),
      resourceGroup: 'rg_net.(1)',
      location: 'westeurope',
      virtualNetworkId: network('virtualNetworks/vnet'),
      loadBalancer: {
        name: 'lb_1.x-y',
        claim: 'All',
        subnetId: network('virtualNetworks/vnet/subnets/apps'),
        excludeControlPlaneNodes: false,
      },
      securityGroups: [
        { id: NSG.toUpperCase(), allowPriorities: '100-199', denyPriorities: '4000-4096' },
        { id: `${NSG}-2`, denyPriorities: '200-200' },
      ],
      dns: { zones: [{ id: ZONE }], ttl: 2147483647, gracePeriod: '1h30m' },
      mode: 'Plan',
      safety: { maxDeletePercent: 0 },
      drift: { interval: '10s' },
    },
  },
  {
    because: 'half of the nested fields',
    kind: 'AzureNetwork',
    spec: { clusterId: 'a', loadBalancer: { claim: 'All' }, dns: { ttl: 60 } },
  },
  {
    because: 'null is as good as absent',
    kind: 'AzureNetwork',
    spec: { clusterId: 'a', mode: null, location: null, dns: { ttl: null } },
  },
  {
    because: 'unknown fields are dropped',
    kind: 'AzureNetwork',
    spec: { clusterId: 'a', probes: 3, dns: { txt: {} } },
  },
  { because: 'pods by host port', kind: 'PortExposure', spec: OPEN },
  {
    because: 'all pods of the namespace',
    kind: 'PortExposure',
    spec: { ...OPEN, podSelector: {}, path: 'HostNetwork', mode: 'Plan' },
  },
  {
    because: 'a Service by node port, from IPv6 in capitals',
    kind: 'PortExposure',
    spec: {
      serviceRef: { name: 'web' },
      path: 'NodePort',
      ports: [
        { port: 1, endPort: 1, protocol: 'TCP' },
        { port: 9000, endPort: 9010, protocol: 'UDP' },
      ],
      sources: { cidrs: ['2001:DB8::/32', '0.0.0.0/0', '::/0', '203.0.113.7/32'] },
    },
  },
  {
    because: 'a label that is null',
    kind: 'PortExposure',
    spec: { ...OPEN, podSelector: { matchLabels: { a: null, b: 'c' } } },
  },
  {
    because: 'expressions of every sort',
    kind: 'PortExposure',
    spec: {
      ...OPEN,
      podSelector: {
        matchExpressions: [
          { key: 'tier', operator: 'In', values: ['front'] },
          { key: 'old', operator: 'DoesNotExist' },
        ],
      },
    },
  },
  { because: 'all namespaces, nobody outside', kind: 'ExposurePolicy', name: 'all', spec: GRANT },
  {
    because: 'everything given',
    kind: 'ExposurePolicy',
    spec: {
      namespaceSelector: { matchLabels: { team: 'games' } },
      paths: ['HostPort', 'HostNetwork', 'NodePort'],
      portRanges: [{ from: 1, to: 65535, protocol: 'UDP' }],
      sources: { allowedCIDRs: ['10.0.0.0/8', 'fd00::/8'] },
      internet: 'Allow',
    },
  },
];

export function nameOf(object: GoodObject): string {
  return object.name ?? (object.kind === 'AzureNetwork' ? 'default' : 'sample');
}
