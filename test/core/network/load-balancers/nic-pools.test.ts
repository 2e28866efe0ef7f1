// Pools of network interfaces, as Azure's cloud controller makes them unless it is told otherwise: who may be behind them,
// and how do pools of addresses take their place?
import { describe, expect, test } from '@jest/globals';
import type { ArmResource } from '../../../../src/core/network/arm-resource.js';
import { find } from '../../../../src/core/network/azure-state.js';
import type { AzureState } from '../../../../src/core/network/azure-state.js';
import { sendable } from '../../../../src/core/network/load-balancers/index.js';
import { isNicPool } from '../../../../src/core/network/nic-pool.js';
import { backendUsage } from '../../../../src/core/network/placement/index.js';
import type { Json, JsonObject } from '../../../../src/core/values/json.js';
import {
  applied,
  changedPaths,
  exposures,
  LB,
  namesOf,
  NODES,
  prefixFor,
  PUBLIC_FRONTEND,
  service,
  settled,
  withResource,
} from '../world.js';
import { balancing, childOf, membersOf, POOLS, referred, RULES, wishFor } from './words.js';

const nic = {
  id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkInterfaces/n/ipConfigurations/c',
};

test.each<{ because: string; properties: JsonObject; is: boolean }>([
  { because: 'nobody is in it', properties: {}, is: false },
  { because: 'nobody is in it, said at length', properties: { loadBalancerBackendAddresses: [] }, is: false },
  { because: 'interfaces alone are listed', properties: { backendIPConfigurations: [nic] }, is: true },
  {
    because: 'a member is an interface',
    properties: { loadBalancerBackendAddresses: [{ name: 'n', properties: { networkInterfaceIPConfiguration: nic } }] },
    is: true,
  },
  {
    because: 'a member is an interface, and its address is told',
    properties: {
      backendIPConfigurations: [nic],
      loadBalancerBackendAddresses: [
        { name: 'n', properties: { ipAddress: '10.0.0.4', networkInterfaceIPConfiguration: nic } },
      ],
    },
    is: true,
  },
  {
    because: 'a member is an address, and Azure tells whose',
    properties: {
      loadBalancerBackendAddresses: [
        { name: 'n', properties: { ipAddress: '10.0.0.4', networkInterfaceIPConfiguration: nic } },
      ],
    },
    is: false,
  },
])('a pool of interfaces: $is, for $because', ({ properties, is }) => {
  expect(isNicPool({ name: 'kubernetes', properties })).toBe(is);
});

/** The load balancer with its pools made into pools of interfaces. */
function ofInterfaces(azure: AzureState): AzureState {
  const resource = find(azure, LB)!;
  const pools = (resource.properties![POOLS] as readonly JsonObject[]).map((pool): Json => ({
    ...pool,
    properties: {
      provisioningState: 'Succeeded',
      backendIPConfigurations: [nic],
      loadBalancerBackendAddresses: [{ name: 'n', properties: { networkInterfaceIPConfiguration: nic } }],
    },
  }));
  return withResource(azure, { ...resource, properties: { ...resource.properties, [POOLS]: pools } });
}

const SERVICES = [service(1), service(2)];
const azure = ofInterfaces(settled(exposures(SERVICES)));
const REPLACING = balancing({ adopt: { removePeerRules: false, replaceNicPools: true } });

describe('left alone', () => {
  test('it makes no change, and its members are not sent back', () => {
    const wish = wishFor(SERVICES, azure);
    expect(changedPaths(wish, azure)).toEqual([]);
    const sent = JSON.parse(JSON.stringify(sendable(wish.resources[0]!.body!))) as ArmResource;
    const [pool] = sent.properties![POOLS] as readonly { readonly properties: JsonObject }[];
    expect(pool!.properties).not.toHaveProperty('loadBalancerBackendAddresses');
  });

  test('a Service that comes is led there too', () => {
    const after = settled(exposures([...SERVICES, service(3)]), azure);
    expect(namesOf(after, LB, POOLS)).toEqual(['kubernetes']);
    expect(referred(childOf(after, RULES, `${prefixFor(3)}-TCP-80`), 'backendAddressPool')).toBe('kubernetes');
  });

  test('nodes that come and go change nothing', () => {
    expect(changedPaths(wishFor(SERVICES, azure, { poolNodes: NODES.slice(1) }), azure)).toEqual([]);
  });

  test('what its replacement takes is said', () => {
    expect(wishFor(SERVICES, azure).withheld).toMatchObject([
      {
        id: LB,
        action: 'Update',
        reason: 'NicPool',
        because: ['AzureNetwork/default'],
        message: expect.stringMatching(
          /^Pool kubernetes .*kubernetes-addresses .* 2 nodes .* 2 rules .*replaceNicPools/,
        ),
      },
    ]);
  });
});

describe('replaced', () => {
  const wish = wishFor(SERVICES, azure, {}, REPLACING);
  const after = applied(wish, azure);

  test('in one write a pool of addresses comes beside it and all rules move there', () => {
    expect(wish.withheld).toEqual([]);
    expect(namesOf(after, LB, POOLS)).toEqual(['kubernetes', 'kubernetes-addresses']);
    expect(membersOf(after, 'kubernetes-addresses')).toEqual(['10.224.0.4', '10.224.0.5']);
    for (const number of [1, 2])
      expect(referred(childOf(after, RULES, `${prefixFor(number)}-TCP-80`), 'backendAddressPool')).toBe(
        'kubernetes-addresses',
      );
  });

  test('nothing else is changed, and then nothing is left to do', () => {
    for (const path of changedPaths(wish, azure))
      expect(path).toMatch(/backendAddressPools?(\/|\[kubernetes-addresses|$)/);
    expect(changedPaths(wishFor(SERVICES, after, {}, REPLACING), after)).toEqual([]);
  });

  test('rules stay there when the setting is taken back, and when the old pool is gone', () => {
    expect(changedPaths(wishFor(SERVICES, after), after)).toEqual([]);
    const body = find(after, LB)!;
    const left = (body.properties![POOLS] as readonly JsonObject[]).filter(({ name }) => name !== 'kubernetes');
    const without = withResource(after, { ...body, properties: { ...body.properties, [POOLS]: left } });
    expect(changedPaths(wishFor(SERVICES, without), without)).toEqual([]);
  });

  test('the old one stays as long as interfaces are in it, and goes when it is empty', () => {
    const emptied = JSON.parse(JSON.stringify(find(after, LB))) as ArmResource;
    const old = (emptied.properties![POOLS] as unknown as { name: string; properties: object }[])[0]!;
    old.properties = { provisioningState: 'Succeeded' };
    const then = settled(exposures(SERVICES), withResource(after, emptied), REPLACING);
    expect(namesOf(then, LB, POOLS)).toEqual(['kubernetes-addresses']);
  });

  test('nodes that come are written', () => {
    const poolNodes = [...NODES, { name: 'node-2', addresses: ['10.224.0.6'] }];
    const next = applied(wishFor(SERVICES, after, { poolNodes }, REPLACING), after);
    expect(membersOf(next, 'kubernetes-addresses')).toContain('10.224.0.6');
  });

  test('each family on its own', () => {
    const frontends = [PUBLIC_FRONTEND, { ...PUBLIC_FRONTEND, family: 6 } as const];
    const poolNodes = [{ name: 'node-0', addresses: ['10.224.0.4', 'fd00::4'] }];
    const dual = ofInterfaces(settled(exposures([service(1, { frontends })], { poolNodes })));
    const next = applied(wishFor([service(1, { frontends })], dual, { poolNodes }, REPLACING), dual);
    expect(membersOf(next, 'kubernetes-addresses-IPv6')).toEqual(['fd00::4']);
    expect(referred(childOf(next, RULES, `${prefixFor(1)}-TCP-80-IPv6`), 'backendAddressPool')).toBe(
      'kubernetes-addresses-IPv6',
    );
  });

  test('rules in the pool beside count for the limit of a backend as the others do', () => {
    expect(backendUsage(REPLACING, after)).toEqual({ used: 2, allowed: 300 });
    const full = balancing({ ...REPLACING.loadBalancer, maxRulesPerBackend: 2 });
    const held = [
      { ...service(1), standing: 'Held' as const },
      { ...service(2), standing: 'Held' as const },
    ];
    expect(wishFor([...held, service(3)], after, {}, full).problems).toMatchObject([
      { object: 'Service/default/web-3', reason: 'LimitReached' },
    ]);
  });
});
