// Each annotation and field of a LoadBalancer Service: what a manifest says, and what Azure and the status must show then.
// Lists are compared whole, objects by what the row names.
import { expect } from '@jest/globals';
import type { Item } from '../world.js';
import type { Wished } from './manifest.js';
import type { Seen } from './seen.js';
import { ADDRESSES, PREFIX_ID } from './surroundings.js';

export interface Shown {
  readonly loadBalancers?: readonly string[];
  readonly frontends?: readonly object[];
  readonly rules?: readonly object[];
  readonly probes?: readonly object[];
  readonly publicIPs?: readonly object[];
  readonly security?: readonly object[];
  readonly addresses?: readonly unknown[];
}

export interface Case extends Wished {
  /** Of the Service: a DNS label. */
  readonly name: string;
  readonly shows: Shown | ((service: Item, addresses: readonly string[]) => Shown);
  /** Among those that run on a real control plane too. */
  readonly onReal?: true;
}

export function shownBy(seen: Seen): Shown {
  const { loadBalancers, frontends, rules, probes, publicIPs, security, addresses } = seen;
  return { loadBalancers, frontends, rules, probes, publicIPs, security, addresses };
}

const INTERNAL = { 'azure-load-balancer-internal': 'true' };
const RANGES = '203.0.113.0/24,198.51.100.0/25';
const SORTED = ['198.51.100.0/25', '203.0.113.0/24'];
const nodePortOf = (service: Item, port = 80): number =>
  service.spec.ports.find((one: Item) => one.port === port)!.nodePort as number;
const ip = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const NODES = ['10.224.0.4', '10.224.0.5', '10.224.0.6'];

const PLACEMENT: readonly Case[] = [
  {
    name: 'internal',
    annotations: INTERNAL,
    shows: {
      loadBalancers: ['e2e-internal'],
      publicIPs: [],
      security: [],
      frontends: [{ subnet: 'nodes' }],
      addresses: [ip(/^10\.224\./)],
    },
    onReal: true,
  },
  {
    name: 'internal-said-loudly',
    annotations: { 'azure-load-balancer-internal': 'TRUE' },
    shows: { loadBalancers: ['e2e-internal'], publicIPs: [], addresses: [ip(/^10\.224\./)] },
  },
  {
    name: 'internal-subnet',
    annotations: { ...INTERNAL, 'azure-load-balancer-internal-subnet': 'internal' },
    shows: {
      frontends: [{ name: ip(/-internal$/), subnet: 'internal' }],
      rules: [{ name: ip(/-internal-TCP-80$/) }],
      addresses: [ip(/^10\.225\./)],
    },
  },
  {
    name: 'address-in-a-group',
    annotations: { 'azure-load-balancer-resource-group': 'rg-addresses' },
    shows: { publicIPs: [{ id: ip(/resourceGroups\/rg-addresses\//) }], addresses: [ip(/^198\./)] },
  },
];

const ADDRESSED: readonly Case[] = [
  {
    name: 'pinned-by-address',
    annotations: { 'azure-load-balancer-ipv4': ADDRESSES.byAddress },
    shows: { publicIPs: [{ name: 'byAddress', tags: { team: 'edge' } }], addresses: [ADDRESSES.byAddress] },
    onReal: true,
  },
  {
    name: 'pinned-by-field',
    spec: { loadBalancerIP: ADDRESSES.byField },
    shows: { publicIPs: [{ name: 'byField' }], addresses: [ADDRESSES.byField] },
  },
  {
    name: 'pinned-by-name',
    annotations: { 'azure-pip-name': 'byName' },
    shows: { publicIPs: [{ name: 'byName' }], addresses: [ADDRESSES.byName] },
  },
  {
    name: 'pinned-inside',
    annotations: {
      ...INTERNAL,
      'azure-load-balancer-internal-subnet': 'internal',
      'azure-load-balancer-ipv4': '10.225.0.77',
    },
    shows: {
      frontends: [{ privateIPAddress: '10.225.0.77', privateIPAllocationMethod: 'Static' }],
      addresses: ['10.225.0.77'],
    },
  },
  {
    name: 'from-a-prefix',
    annotations: { 'azure-pip-prefix-id': PREFIX_ID },
    // The fake gives addresses without regard to prefixes.
    shows: { publicIPs: [{ properties: { publicIPPrefix: { id: PREFIX_ID } } }] },
  },
  {
    name: 'with-a-label',
    annotations: { 'azure-dns-label-name': 'shop-e2e' },
    shows: { publicIPs: [{ properties: { dnsSettings: { domainNameLabel: 'shop-e2e' } } }] },
  },
  {
    name: 'with-tags',
    annotations: { 'azure-pip-tags': 'team=shop,cost centre=7' },
    shows: { publicIPs: [{ tags: { team: 'shop', 'cost centre': '7' } }] },
    onReal: true,
  },
  {
    name: 'with-ip-tags',
    annotations: { 'azure-pip-ip-tags': 'RoutingPreference=Internet' },
    shows: { publicIPs: [{ properties: { ipTags: [{ ipTagType: 'RoutingPreference', tag: 'Internet' }] } }] },
  },
  {
    name: 'with-more-addresses',
    annotations: { 'azure-additional-public-ips': '198.51.100.50, 198.51.100.51' },
    shows: (_service, [own]) => ({
      addresses: [own, '198.51.100.50', '198.51.100.51'],
      security: [
        { sources: ['Internet'], destinations: expect.arrayContaining([own, '198.51.100.50', '198.51.100.51']) },
      ],
    }),
  },
];

const allows = (sources: readonly string[], ports: readonly string[] = ['80']): object => ({
  access: 'Allow',
  protocol: 'Tcp',
  sources,
  ports,
});

const ACCESS: readonly Case[] = [
  { name: 'open-to-all', shows: { security: [allows(['Internet'])] }, onReal: true },
  {
    name: 'for-tags',
    annotations: { 'azure-allowed-service-tags': 'AzureCloud,AzureFrontDoor.Backend' },
    shows: { security: [allows(['AzureCloud']), allows(['AzureFrontDoor.Backend'])] },
    onReal: true,
  },
  {
    name: 'for-allowed-ranges',
    annotations: { 'azure-allowed-ip-ranges': RANGES },
    shows: { security: [allows(SORTED)] },
  },
  {
    name: 'for-source-ranges',
    annotations: { 'load-balancer-source-ranges': RANGES },
    shows: { security: [allows(SORTED)] },
  },
  {
    name: 'for-ranges-of-the-field',
    spec: { loadBalancerSourceRanges: RANGES.split(',') },
    shows: { security: [allows(SORTED)] },
  },
  {
    name: 'for-tags-and-ranges',
    annotations: { 'azure-allowed-service-tags': 'AzureCloud', 'azure-allowed-ip-ranges': RANGES },
    shows: {
      security: expect.arrayContaining([
        expect.objectContaining(allows(['AzureCloud'])),
        expect.objectContaining(allows(SORTED)),
      ]) as never,
    },
  },
  {
    name: 'and-nobody-else',
    annotations: { 'azure-allowed-ip-ranges': RANGES, 'azure-deny-all-except-load-balancer-source-ranges': 'true' },
    shows: (_service, [own]) => ({
      security: expect.arrayContaining([
        expect.objectContaining(allows(SORTED)),
        expect.objectContaining({ access: 'Deny', sources: ['*'], destinations: expect.arrayContaining([own]) }),
      ]) as never,
    }),
    onReal: true,
  },
  {
    name: 'inside-and-nobody-else',
    annotations: {
      ...INTERNAL,
      'azure-allowed-ip-ranges': '10.225.0.0/24',
      'azure-deny-all-except-load-balancer-source-ranges': 'true',
    },
    shows: (_service, [own]) => ({
      security: expect.arrayContaining([
        expect.objectContaining(allows(['10.225.0.0/24'])),
        expect.objectContaining({
          access: 'Deny',
          sources: ['*'],
          ports: ['80'],
          destinations: expect.arrayContaining([own]),
        }),
      ]) as never,
    }),
  },
  {
    name: 'without-security-rules',
    annotations: { 'azure-disable-load-balancer-nsg-rule': 'true' },
    shows: { rules: [{ frontendPort: 80 }], security: [], addresses: [ip(/^198\./)] },
  },
];

const RULES: readonly Case[] = [
  {
    name: 'without-floating-ip',
    annotations: { 'azure-disable-load-balancer-floating-ip': 'true' },
    shows: (service) => ({
      rules: [{ enableFloatingIP: false, frontendPort: 80, backendPort: nodePortOf(service) }],
      security: [{ sources: ['Internet'], destinations: NODES, ports: [String(nodePortOf(service))] }],
    }),
    onReal: true,
  },
  {
    name: 'patient',
    annotations: { 'azure-load-balancer-tcp-idle-timeout': '30' },
    shows: { rules: [{ idleTimeoutInMinutes: 30 }] },
  },
  {
    name: 'no-reset',
    annotations: { 'azure-load-balancer-disable-tcp-reset': 'true' },
    shows: { rules: [{ enableTcpReset: false }] },
  },
  {
    name: 'all-ports',
    annotations: { ...INTERNAL, 'azure-load-balancer-enable-high-availability-ports': 'true' },
    spec: {
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 443 },
      ],
    },
    shows: { rules: [{ name: ip(/-TCP-80$/), protocol: 'All', frontendPort: 0, backendPort: 0 }] },
    onReal: true,
  },
  {
    name: 'a-port-without-rule',
    annotations: { port_443_no_lb_rule: 'true' },
    spec: {
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 443 },
      ],
    },
    shows: { rules: [{ frontendPort: 80 }], probes: [{ name: ip(/-TCP-80$/) }], security: [allows(['Internet'])] },
  },
];

const PROBES: readonly Case[] = [
  {
    name: 'probed-by-http',
    annotations: {
      'azure-load-balancer-health-probe-protocol': 'http',
      'azure-load-balancer-health-probe-request-path': '/ready',
    },
    shows: (service) => ({ probes: [{ protocol: 'Http', requestPath: '/ready', port: nodePortOf(service) }] }),
    onReal: true,
  },
  {
    name: 'probed-seldom',
    annotations: {
      'azure-load-balancer-health-probe-interval': '15',
      'azure-load-balancer-health-probe-num-of-probe': '3',
    },
    shows: { probes: [{ protocol: 'Tcp', intervalInSeconds: 15, probeThreshold: 3 }] },
  },
  {
    name: 'probed-port-by-port',
    annotations: {
      'port_80_health-probe_protocol': 'https',
      'port_80_health-probe_port': '443',
      'port_80_health-probe_request-path': '/up',
      'port_80_health-probe_interval': '20',
      'port_80_health-probe_num-of-probe': '4',
    },
    spec: {
      ports: [
        { name: 'web', port: 80 },
        { name: 'tls', port: 443 },
      ],
    },
    shows: (service) => ({
      probes: [
        {
          name: ip(/-TCP-443$/),
          protocol: 'Tcp',
          port: nodePortOf(service, 443),
          intervalInSeconds: 5,
          probeThreshold: 2,
        },
        {
          name: ip(/-TCP-80$/),
          protocol: 'Https',
          port: nodePortOf(service, 443),
          requestPath: '/up',
          intervalInSeconds: 20,
          probeThreshold: 4,
        },
      ],
    }),
  },
  {
    name: 'a-port-without-probe',
    annotations: { port_80_no_probe_rule: 'true' },
    shows: { rules: [{ frontendPort: 80 }], probes: [] },
  },
  {
    name: 'probed-as-the-port-says',
    spec: { ports: [{ port: 80, appProtocol: 'http' }] },
    shows: { probes: [{ protocol: 'Http', requestPath: '/' }] },
  },
  {
    name: 'free-text-of-a-port',
    spec: { ports: [{ port: 80, appProtocol: 'example.com/own' }] },
    shows: { probes: [{ protocol: 'Tcp' }] },
  },
];

const FIELDS: readonly Case[] = [
  {
    name: 'both-protocols',
    spec: {
      ports: [
        { name: 'u', port: 53, protocol: 'UDP' },
        { name: 't', port: 53 },
      ],
    },
    shows: {
      rules: [
        { name: ip(/-TCP-53$/), protocol: 'Tcp' },
        { name: ip(/-UDP-53$/), protocol: 'Udp' },
      ],
      security: [
        { protocol: 'Tcp', ports: ['53'] },
        { protocol: 'Udp', ports: ['53'] },
      ],
    },
    onReal: true,
  },
  {
    name: 'local',
    spec: { externalTrafficPolicy: 'Local' },
    shows: (service) => ({
      probes: [{ protocol: 'Http', requestPath: '/healthz', port: service.spec.healthCheckNodePort }],
    }),
    onReal: true,
  },
  { name: 'sticky', spec: { sessionAffinity: 'ClientIP' }, shows: { rules: [{ loadDistribution: 'SourceIP' }] } },
  {
    name: 'local-without-node-ports',
    spec: { externalTrafficPolicy: 'Local', allocateLoadBalancerNodePorts: false },
    shows: {
      rules: [{ frontendPort: 80, backendPort: 80, enableFloatingIP: true }],
      probes: [{ requestPath: '/healthz' }],
    },
  },
];

export const CASES: readonly Case[] = [...PLACEMENT, ...ADDRESSED, ...ACCESS, ...RULES, ...PROBES, ...FIELDS];
