// What is wrong with a Service: what its manifest says, what is said of it then, and what mends it. Nothing is opened for
// one that is refused; who stands beside it goes on.
import { ADDRESSES, FULL_PREFIX_ID } from './surroundings.js';
import type { Wished } from './manifest.js';

export interface BadCase extends Wished {
  /** Of the Service: a DNS label. */
  readonly name: string;
  /** `Held`: it gets nothing; `Served`: it gets all but what is told; `Refused`: by Azure, where somebody has to wait. */
  readonly outcome: 'Held' | 'Served' | 'Refused';
  /** Of its event and, where it is held, of its condition Accepted; undefined: nothing is wrong with it. */
  readonly reason?: string;
  /** In the words of both: the key, the value and what is allowed. */
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
    reason: 'InvalidAnnotation',
    says: [`${PREFIX}azure-load-balancer-ipv4`, '10.224.0.99', 'Allowed is'],
    onReal: true,
  },
  {
    name: 'pinned-absent',
    annotations: { 'azure-load-balancer-ipv4': '198.51.100.222' },
    outcome: 'Held',
    reason: 'NotFound',
    says: [`${PREFIX}azure-load-balancer-ipv4`, '198.51.100.222', 'resource group rg-sandbox', 'Allowed is'],
    onReal: true,
  },
  {
    name: 'pinned-elsewhere',
    annotations: { 'azure-pip-name': 'elsewhere' },
    outcome: 'Held',
    reason: 'AddressConflict',
    says: [`${PREFIX}azure-pip-name`, 'elsewhere', 'northeurope', 'Allowed is one in westeurope'],
  },
  {
    name: 'pinned-taken',
    annotations: { 'azure-load-balancer-ipv4': ADDRESSES.taken },
    outcome: 'Held',
    reason: 'AddressConflict',
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
    reason: 'AddressConflict',
    says: [`${PREFIX}azure-pip-name`, 'IPv6 address, where IPv4 is needed'],
  },
  {
    name: 'pinned-basic',
    annotations: { 'azure-pip-name': 'basic' },
    outcome: 'Held',
    reason: 'AddressConflict',
    says: [`${PREFIX}azure-pip-name`, 'SKU Basic', 'Allowed is Standard'],
  },
  {
    name: 'pinned-twice',
    annotations: { 'azure-load-balancer-ipv4': ADDRESSES.byName },
    spec: { loadBalancerIP: ADDRESSES.byField },
    outcome: 'Served',
    reason: 'InvalidField',
    says: ['spec.loadBalancerIP'],
  },
];

const VALUES: readonly BadCase[] = [
  {
    name: 'no-boolean',
    annotations: { 'azure-load-balancer-internal': 'ja' },
    outcome: 'Held',
    reason: 'InvalidAnnotation',
    says: [`${PREFIX}azure-load-balancer-internal`, '"ja"', 'true', 'false'],
    onReal: true,
  },
  {
    name: 'no-time',
    annotations: { 'azure-load-balancer-tcp-idle-timeout': '3' },
    outcome: 'Held',
    reason: 'InvalidAnnotation',
    says: [`${PREFIX}azure-load-balancer-tcp-idle-timeout`, '"3"', '4', '100'],
  },
  {
    name: 'no-range',
    annotations: { 'azure-allowed-ip-ranges': '203.0.113.0/24,10.0.0.300' },
    outcome: 'Held',
    reason: 'InvalidAnnotation',
    says: [`${PREFIX}azure-allowed-ip-ranges`, '10.0.0.300'],
    onReal: true,
  },
  {
    name: 'ten-thousand-ranges',
    annotations: { 'azure-allowed-ip-ranges': manyRanges(10_000) },
    outcome: 'Held',
    reason: 'LimitReached',
    says: ['10000', '4000'],
  },
  {
    name: 'no-group',
    annotations: { 'azure-load-balancer-resource-group': 'rg-nowhere' },
    outcome: 'Refused',
    reason: 'AzureError',
    says: ['rg-nowhere'],
  },
  {
    name: 'no-subnet',
    annotations: { ...INTERNAL, 'azure-load-balancer-internal-subnet': 'nowhere' },
    outcome: 'Held',
    reason: 'SubnetNotFound',
    says: [`${PREFIX}azure-load-balancer-internal-subnet`, 'nowhere', 'There are: internal, nodes, tiny'],
    onReal: true,
  },
  {
    name: 'no-port-to-probe',
    annotations: { 'port_80_health-probe_port': '0' },
    outcome: 'Held',
    reason: 'InvalidAnnotation',
    says: [`${PREFIX}port_80_health-probe_port`, '"0"', '65535'],
  },
  {
    name: 'all-ports-but-public',
    annotations: { 'azure-load-balancer-enable-high-availability-ports': 'true' },
    outcome: 'Served',
    reason: 'InvalidAnnotation',
    says: [`${PREFIX}azure-load-balancer-enable-high-availability-ports`, 'public'],
  },
  {
    name: 'unknown-key',
    annotations: { 'azure-load-balancer-internl': 'true' },
    outcome: 'Served',
    reason: 'Unsupported',
    says: [`${PREFIX}azure-load-balancer-internl`, `${PREFIX}azure-load-balancer-internal`],
    onReal: true,
  },
  {
    name: 'of-the-basic-sku',
    annotations: { 'azure-load-balancer-mode': '__auto__' },
    outcome: 'Served',
    reason: 'Unsupported',
    says: [`${PREFIX}azure-load-balancer-mode`],
    onReal: true,
  },
];

/** As many as there is room for are served; the last one isn't. */
function full(
  name: string,
  room: number,
  annotations: BadCase['annotations'],
  says: readonly string[],
): readonly BadCase[] {
  return Array.from({ length: room + 1 }, (_, index): BadCase => {
    const isLast = index === room;
    return {
      ...{ name: `${name}-${index}`, ...(annotations && { annotations }) },
      ...(isLast ? { outcome: 'Refused', reason: 'AzureError', says, isLast } : { outcome: 'Served', says: [] }),
    };
  });
}

const FULL: readonly BadCase[] = [
  ...full('from-a-full-prefix', 2, { 'azure-pip-prefix-id': FULL_PREFIX_ID }, ['PublicIPPrefix']),
  ...full('in-a-full-subnet', 3, { ...INTERNAL, 'azure-load-balancer-internal-subnet': 'tiny' }, [
    'SubnetIsFull',
    'tiny',
  ]),
];

export const BAD_CASES: readonly BadCase[] = [...PINS, ...VALUES, ...FULL];

function manyRanges(count: number): string {
  return Array.from({ length: count }, (_, n) => `20.${n >> 8}.${n & 255}.0/25`).join();
}
