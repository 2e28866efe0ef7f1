// Who is behind the load balancer when nodes come and go?
import { describe, expect, test } from '@jest/globals';
import type { PoolNode } from '../../../../src/core/exposure.js';
import { applied, changedPaths, exposures, INTERNAL, LB, NODES, PUBLIC_FRONTEND, service, settled } from '../world.js';
import { memberNamesOf, membersOf, wishFor } from './words.js';

const node = (name: string, address: string): PoolNode => ({ name, addresses: [address] });

describe('nodes', () => {
  const azure = settled(exposures([service(1)]));

  test('one that joins and one that leaves are one change of the pool, because of them', () => {
    const poolNodes = [NODES[1]!, { name: 'node-2', addresses: ['10.224.0.6'] }];
    const [desired] = wishFor([service(1)], azure, { poolNodes }).resources;
    expect([...desired!.attribution]).toContainEqual([
      '/properties/backendAddressPools[kubernetes]',
      ['Node/node-0', 'Node/node-2'],
    ]);
    const after = applied(wishFor([service(1)], azure, { poolNodes }), azure);
    expect(membersOf(after, 'kubernetes')).toEqual(['10.224.0.5', '10.224.0.6']);
  });

  test('members are known by their address, whatever they are called', () => {
    const poolNodes = NODES.map((node) => ({ ...node, name: `renamed-${node.name}` }));
    expect(changedPaths(wishFor([service(1)], azure, { poolNodes }), azure)).toEqual([]);
  });

  test('a node is one write of each load balancer, however many Services there are', () => {
    const services = [1, 2, 3].map((number) => service(number)).concat(service(4, INTERNAL));
    const both = settled(exposures(services));
    const poolNodes = [...NODES, { name: 'node-2', addresses: ['10.224.0.6'] }];
    const paths = changedPaths(wishFor(services, both, { poolNodes }), both);
    expect(paths).toEqual(
      ['kubernetes', 'kubernetes-internal'].map(
        (name) => `${name}/properties/backendAddressPools[kubernetes]/properties/loadBalancerBackendAddresses[node-2]`,
      ),
    );
  });

  test('a node that takes the name of one that left, at another address, is another member', () => {
    const poolNodes = [NODES[0]!, { name: 'node-1', addresses: ['10.224.0.9'] }];
    const after = applied(wishFor([service(1)], azure, { poolNodes }), azure);
    expect(membersOf(after, 'kubernetes')).toEqual(['10.224.0.4', '10.224.0.9']);
  });

  test('of a node whose IPv6 address another has now, the member that joins has a name that Azure takes', () => {
    const frontends = [{ ...PUBLIC_FRONTEND, family: 6 }] as const;
    const before = [node('a', 'fd00::4'), node('b', 'fd00::5')];
    const poolNodes = [node('a', 'fd00::6'), node('b', 'fd00::4')];
    const after = settled(
      exposures([service(1, { frontends })], { poolNodes }),
      settled(exposures([service(1, { frontends })], { poolNodes: before })),
    );
    const names = memberNamesOf(after, 'kubernetes-IPv6');
    expect(membersOf(after, 'kubernetes-IPv6')).toEqual(['fd00::4', 'fd00::6']);
    expect(names).toEqual(['a', 'a-fd00--6']);
  });

  test('the pool is emptied with the last node, and its rules stay', () => {
    const after = settled(exposures([service(1)], { poolNodes: [] }), azure);
    expect(membersOf(after, 'kubernetes', LB)).toEqual([]);
  });
});
