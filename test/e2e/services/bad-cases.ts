// What is wrong with a Service: what its manifest says, what is said of it then, and what mends it. Nothing is opened for
// one that is refused; who stands beside it goes on.
import { ADDRESSES, FULL_PREFIX_ID } from './surroundings.js';
import type { Wished } from './manifest.js';

export interface BadCase extends Wished {
  /** Of the Service: a DNS label. */
  readonly name: string;
  /** `Held`: it gets nothing; `Served`: it gets all but what is told; `Refused`: by Azure, where somebody has to wait. */
  readonly outcome: 'Held' | 'Served' | 'Refused';
  /** In the message of its condition Accepted: the key, the value and what is allowed. */
  readonly says: readonly string[];
  /** Applied when all before it are served. */
  readonly isLast?: true;
  /** Among those that run on a real control plane too. */
  readonly onReal?: true;
}

const INTERNAL = { 'azure-load-balancer-internal': 'true' };
const PREFIX = 'service.beta.kubernetes.io/';

const PINS: readonly BadCase[] = [
  {
    name: 'pinned-inside-but-public',
    annotations: { 'azure-load-balancer-ipv4': '10.224.0.99' },
    outcome: 'Held',
    says: [`${PREFIX}azure-load-balancer-ipv4`, '10.224.0.99', 'Allowed is'],
    onReal: true,
  },
  {
    name: 'pinned-absent',
    annotations: { 'azure-load-balancer-ipv4': '198.51.100.222' },
    outcome: 'Held',
    says: [`${PREFIX}azure-load-balancer-ipv4`, '198.51.100.222', 'resource group rg-sandbox', 'Allowed is'],
  },
  {
    name: 'pinned-elsewhere',
    annotations: { 'azure-pip-name': 'elsewhere' },
    outcome: 'Held',
    says: [`${PREFIX}azure-pip-name`, 'elsewhere', 'northeurope', 'Allowed is one in westeurope'],
  },
  {
    name: 'pinned-taken',
    annotations: { 'azure-load-balancer-ipv4': ADDRESSES.taken },
    outcome: 'Held',
    says: [
      `${PREFIX}azure-load-balancer-ipv4`,
      'is used by',
      'somebody-elses',
      'Allowed is one that nothing else uses',
    ],
    onReal: true,
  },
  {
    name: 'pinned-of-another-family',
    annotations: { 'azure-pip-name': 'six' },
    outcome: 'Held',
    says: [`${PREFIX}azure-pip-name`, 'IPv6 address, where IPv4 is needed'],
  },
  {
    name: 'pinned-basic',
    annotations: { 'azure-pip-name': 'basic' },
    outcome: 'Held',
    says: [`${PREFIX}azure-pip-name`, 'SKU Basic', 'Allowed is Standard'],
  },
  {
    name: 'pinned-twice',
    annotations: { 'azure-load-balancer-ipv4': ADDRESSES.byName },
    spec: { loadBalancerIP: ADDRESSES.byField },
    outcome: 'Served',
    says: ['spec.loadBalancerIP'],
  },
];

const VALUES: readonly BadCase[] = [
  {
    name: 'no-boolean',
    annotations: { 'azure-load-balancer-internal': 'ja' },
    outcome: 'Held',
    says: [`${PREFIX}azure-load-balancer-internal`, '"ja"', 'true', 'false'],
    onReal: true,
  },
  {
    name: 'no-time',
    annotations: { 'azure-load-balancer-tcp-idle-timeout': '3' },
    outcome: 'Held',
    says: [`${PREFIX}azure-load-balancer-tcp-idle-timeout`, '"3"', '4', '100'],
  },
  {
    name: 'no-range',
    annotations: { 'azure-allowed-ip-ranges': '203.0.113.0/24,10.0.0.300' },
    outcome: 'Held',
    says: [`${PREFIX}azure-allowed-ip-ranges`, '10.0.0.300'],
    onReal: true,
  },
  {
    name: 'ten-thousand-ranges',
    annotations: { 'azure-allowed-ip-ranges': manyRanges(10_000) },
    outcome: 'Held',
    says: ['10000', '4000'],
  },
  {
    name: 'no-group',
    annotations: { 'azure-load-balancer-resource-group': 'rg-nowhere' },
    outcome: 'Refused',
    says: ['rg-nowhere'],
  },
  {
    name: 'no-subnet',
    annotations: { ...INTERNAL, 'azure-load-balancer-internal-subnet': 'nowhere' },
    outcome: 'Held',
    says: [`${PREFIX}azure-load-balancer-internal-subnet`, 'nowhere', 'There are: internal, nodes'],
    onReal: true,
  },
  {
    name: 'no-port-to-probe',
    annotations: { 'port_80_health-probe_port': '0' },
    outcome: 'Held',
    says: [`${PREFIX}port_80_health-probe_port`, '"0"', '65535'],
  },
  {
    name: 'all-ports-but-public',
    annotations: { 'azure-load-balancer-enable-high-availability-ports': 'true' },
    outcome: 'Served',
    says: [`${PREFIX}azure-load-balancer-enable-high-availability-ports`, 'public'],
  },
  {
    name: 'unknown-key',
    annotations: { 'azure-load-balancer-internl': 'true' },
    outcome: 'Served',
    says: [`${PREFIX}azure-load-balancer-internl`, `${PREFIX}azure-load-balancer-internal`],
    onReal: true,
  },
  {
    name: 'of-the-basic-sku',
    annotations: { 'azure-load-balancer-mode': '__auto__' },
    outcome: 'Served',
    says: [`${PREFIX}azure-load-balancer-mode`],
  },
];

const FULL: readonly BadCase[] = ['one', 'two', 'three'].map((number) => ({
  name: `from-a-full-prefix-${number}`,
  annotations: { 'azure-pip-prefix-id': FULL_PREFIX_ID },
  ...(number === 'three'
    ? { outcome: 'Refused' as const, says: ['PublicIPPrefix'], isLast: true as const }
    : { outcome: 'Served' as const, says: [] }),
}));

export const BAD_CASES: readonly BadCase[] = [...PINS, ...VALUES, ...FULL];

function manyRanges(count: number): string {
  return Array.from({ length: count }, (_, n) => `20.${n >> 8}.${n & 255}.0/25`).join();
}
