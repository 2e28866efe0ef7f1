// What makes no change? What Azure answers to our own writes, and what others wrote as we would have.
import { describe, expect, test } from '@jest/globals';
import type { ArmResource } from '../../../../src/core/network/arm-resource.js';
import { find } from '../../../../src/core/network/azure-state.js';
import type { JsonObject } from '../../../../src/core/values/json.js';
import {
  changedPaths,
  exposures,
  INTERNAL,
  INTERNAL_LB,
  LB,
  loadBalancersFor,
  localPorts,
  namesOf,
  NETWORK,
  port,
  prefixFor,
  service,
  settled,
  withResource,
} from '../world.js';
import { FRONTENDS, wishFor } from './words.js';

describe('what is in step makes no change', () => {
  test('what Azure answers to our own write', () => {
    const asked = exposures([
      service(1),
      service(2, INTERNAL),
      service(3, { ports: [port(53, 30053, 'Udp')], affinity: 'ClientIP' }),
      service(4, { ports: localPorts(32000, port(80, 30080)) }),
    ]);
    const azure = settled(asked);
    expect(changedPaths(loadBalancersFor(asked, azure), azure)).toEqual([]);
    expect(namesOf(azure, LB, FRONTENDS)).toHaveLength(3);
  });

  test("the peer's load balancer: without our mark, ids in another case, members in another order", () => {
    const asked = exposures([service(1, { ports: [...service(1).ports, port(53, 30053, 'Udp')] })]);
    const made = { ...find(settled(asked), LB)!, tags: undefined };
    const [pool] = made.properties!['backendAddressPools'] as readonly JsonObject[];
    const members = (pool!['properties'] as JsonObject)['loadBalancerBackendAddresses'] as readonly JsonObject[];
    const turned = {
      ...pool,
      properties: { ...(pool!['properties'] as JsonObject), loadBalancerBackendAddresses: [...members].reverse() },
    };
    const peers = JSON.parse(
      JSON.stringify({ ...made, properties: { ...made.properties, backendAddressPools: [turned] } }).replaceAll(
        'resourceGroups/rg1',
        'resourceGroups/RG1',
      ),
    ) as ArmResource;
    const azure = withResource(settled(asked), peers);
    expect(changedPaths(loadBalancersFor(asked, azure), azure)).toEqual([]);
    const more = wishFor([...asked.loadBalancers, service(2, { standing: 'Held' })], azure);
    expect(more.resources[0]!.body!.tags).toBeUndefined();
  });
});

test('a write waits for the public IPs that are still to come', () => {
  const azure = settled(exposures([service(1)]));
  const [desired] = wishFor([service(1), service(2)], azure).resources;
  expect(desired!.gathers).toEqual([`${NETWORK}/publicIPAddresses/kubernetes-${prefixFor(2)}`]);
});

test('a load balancer that cannot be read is left alone, and so is what would move off the other one', () => {
  const azure = settled(exposures([service(1)]));
  const unreadable = new Map([[INTERNAL_LB.toLowerCase() as never, { status: 403, code: 'Denied', message: '' }]]);
  const wish = wishFor([service(1, INTERNAL)], { ...azure, unreadable });
  expect(changedPaths(wish, azure)).toEqual([]);
  expect(wish.withheld).toMatchObject([{ id: INTERNAL_LB, reason: 'Unreadable', because: ['Service/default/web-1'] }]);
});
