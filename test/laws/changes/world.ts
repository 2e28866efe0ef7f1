// What is there before the first change: a virtual network with nodes, a security group and addresses that others look
// after, settings; and an operator that can die and be started again.
import { readSettings } from '../../../src/core/settings/index.js';
import type { Clock } from '../../../src/operator/clock.js';
import type { Operator, OperatorOptions } from '../../../src/operator/loop.js';
import { startOperator } from '../../../src/operator/loop.js';
import { SILENT } from '../../../src/operator/log.js';
import { Throttle } from '../../../src/operator/throttle.js';
import { reconcile } from '../../../src/reconcile.js';
import { FakeAzure, PROFILES } from '../../../src/sandbox/azure/index.js';
import { loadState } from '../../../src/sandbox/azure/state.js';
import { SUBSCRIPTION } from '../../../src/sandbox/azure/subscriptions.js';
import type { VirtualClock } from '../../operator/virtual-clock.js';
import type { AzureInProcess } from './azure-in-process.js';
import { doorTo } from './azure-in-process.js';
import type { Json } from './packets.js';
import type { SmallKubernetes } from './small-kubernetes.js';
import { OTHER_SUBNET, PINNED } from './wishes.js';

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
const NETWORK = `${GROUP}/providers/Microsoft.Network`;
export const CLUSTER = 'law';

export const SPEC = {
  clusterId: CLUSTER,
  subscriptionId: SUBSCRIPTION,
  resourceGroup: 'rg',
  location: 'westeurope',
  virtualNetworkId: `${NETWORK}/virtualNetworks/vnet`,
  loadBalancer: { subnetId: `${NETWORK}/virtualNetworks/vnet/subnets/nodes` },
  securityGroups: [{ id: `${NETWORK}/networkSecurityGroups/nsg` }],
  safety: { maxDeletePercent: 100 },
};

/** Addresses of the nodes, of both families; none that the fake would give to a frontend. */
export const NODE_ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  n1: ['10.224.9.4', 'fd00:224::4'],
  n2: ['10.224.9.5', 'fd00:224::5'],
  n3: ['10.224.9.6', 'fd00:224::6'],
};

/** Writes take as long as measured, and no two equally long. */
export function newAzure(clock: Clock, isLoadBalancerThere: boolean): FakeAzure {
  const profile = { ...PROFILES['realistic']!, throttled: false };
  const fake = new FakeAzure({ profile, anyToken: true, clock: () => clock.now() });
  const problem = loadState(fake, startState(isLoadBalancerThere));
  if (problem !== undefined) throw new Error(problem);
  return fake;
}

function startState(isLoadBalancerThere: boolean): Json[] {
  const location = 'westeurope';
  const sku = { name: 'Standard' };
  const securityGroup = { id: `${NETWORK}/networkSecurityGroups/nsg` };
  const address = (name: string, ipAddress: string, version: string): Json => ({
    ...{ id: `${NETWORK}/publicIPAddresses/${name}`, location, sku, tags: { team: 'edge' } },
    properties: { ipAddress, publicIPAddressVersion: version, publicIPAllocationMethod: 'Static' },
  });
  const theirs = `${NETWORK}/loadBalancers/${CLUSTER}`;
  return [
    { id: GROUP, type: 'Microsoft.Resources/resourceGroups', location },
    {
      ...{ ...securityGroup, location, tags: { team: 'net' } },
      properties: { securityRules: [foreign('ssh', 200, '22'), foreign('theirs-in-our-band', 3001, '2222')] },
    },
    {
      ...{ id: `${NETWORK}/virtualNetworks/vnet`, location },
      properties: {
        addressSpace: { addressPrefixes: ['10.224.0.0/12', 'fd00:224::/48'] },
        subnets: [
          {
            name: 'nodes',
            properties: { addressPrefixes: ['10.224.0.0/16', 'fd00:224::/64'], networkSecurityGroup: securityGroup },
          },
          { name: OTHER_SUBNET, properties: { addressPrefix: '10.225.0.0/24' } },
        ],
      },
    },
    address(PINNED.publicName, PINNED.public, 'IPv4'),
    address('theirs', '198.51.100.201', 'IPv4'),
    ...(isLoadBalancerThere
      ? [
          {
            ...{ id: theirs, location, sku },
            properties: {
              frontendIPConfigurations: [
                { name: 'theirs', properties: { publicIPAddress: { id: `${NETWORK}/publicIPAddresses/theirs` } } },
              ],
              backendAddressPools: [{ name: 'theirs', properties: {} }],
              loadBalancingRules: [
                {
                  name: 'theirs',
                  properties: {
                    ...{ protocol: 'Tcp', frontendPort: 8443, backendPort: 8443, enableTcpReset: true },
                    frontendIPConfiguration: { id: `${theirs}/frontendIPConfigurations/theirs` },
                    backendAddressPool: { id: `${theirs}/backendAddressPools/theirs` },
                  },
                },
              ],
            },
          },
        ]
      : []),
  ];
}

function foreign(name: string, priority: number, port: string): Json {
  const sides = { sourceAddressPrefix: '198.51.100.0/24', sourcePortRange: '*', destinationAddressPrefix: '*' };
  const properties = { priority, access: 'Allow', direction: 'Inbound', protocol: 'Tcp', ...sides };
  return { name, properties: { ...properties, destinationPortRange: port } };
}

export interface Life {
  readonly operator: Operator;
  /** Passes that failed, with what was thrown: always a defect. */
  readonly failures: readonly string[];
  /** As a process that is killed: nothing it waits for ever comes, nothing it would do happens. */
  die(): void;
}

export function startLife(
  clock: VirtualClock,
  azure: AzureInProcess,
  kubernetes: SmallKubernetes,
  random: () => number,
  options: Partial<OperatorOptions> = {},
): Life {
  let isDead = false;
  const own: Clock = {
    now: () => clock.now(),
    after: (milliseconds, run) => clock.after(milliseconds, () => !isDead && run()),
  };
  const throttle = new Throttle(own);
  const failures: string[] = [];
  const error = (fields: object, message: string): void => void failures.push(`${message}: ${JSON.stringify(fields)}`);
  const operator = startOperator({
    kubernetes: kubernetes.door(() => isDead),
    azure: doorTo(azure, own, throttle, () => isDead),
    throttle,
    readSettings: ({ azureNetworks }) => {
      const { value, problems } = readSettings(azureNetworks, {});
      return { settings: value, problems };
    },
    reconcile,
    clock: own,
    random,
    log: { ...SILENT, error },
    ...options,
  });
  return { operator, failures, die: () => void (isDead = true) };
}
