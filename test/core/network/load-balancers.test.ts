import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sendable } from '../../../src/core/network/load-balancers/index.js';
import type { ArmResource } from '../../../src/core/network/arm-resource.js';
import type { AzureState } from '../../../src/core/network/azure-state.js';
import { azureState, EMPTY_AZURE, find } from '../../../src/core/network/azure-state.js';
import type { LoadBalancerExposure } from '../../../src/core/exposure.js';
import type { JsonObject } from '../../../src/core/values/json.js';
import type { SourceRef } from '../../../src/core/values/source-ref.js';
import {
  applied,
  changedPaths,
  exposures,
  INTERNAL,
  INTERNAL_LB,
  LB,
  loadBalancersFor,
  namesOf,
  NETWORK,
  NODES,
  prefixFor,
  publicIPsFor,
  service,
  SETTINGS,
  settled,
  subnet,
  uidOf,
  withChildren,
  withResource,
} from './world.js';

const wishFor = (services: readonly LoadBalancerExposure[], azure: AzureState, change = {}) =>
  loadBalancersFor(exposures(services, change), azure);

const FRONTENDS = 'frontendIPConfigurations';
const RULES = 'loadBalancingRules';

describe('a load balancer comes with its first Service', () => {
  test('nothing is wished for before the public IP has its address, and nothing for no Service', () => {
    expect(wishFor([], EMPTY_AZURE).resources).toEqual([]);
    expect(wishFor([service(1)], EMPTY_AZURE).resources).toEqual([]);
  });

  test('frontend, rule, probe and pool say what the peer would say', () => {
    const body = find(settled(exposures([service(1)])), LB)!;
    const name = `${prefixFor(1)}-TCP-80`;
    expect(body).toMatchObject({
      location: 'westeurope',
      sku: { name: 'Standard' },
      tags: { 'azurenetwork-cluster': 'prod-1' },
      properties: {
        frontendIPConfigurations: [
          {
            name: prefixFor(1),
            properties: { publicIPAddress: { id: `${NETWORK}/publicIPAddresses/kubernetes-${prefixFor(1)}` } },
          },
        ],
        loadBalancingRules: [
          {
            name,
            properties: {
              protocol: 'Tcp',
              frontendPort: 80,
              backendPort: 80,
              enableFloatingIP: true,
              enableTcpReset: true,
              idleTimeoutInMinutes: 4,
              loadDistribution: 'Default',
              disableOutboundSnat: false,
              probe: { id: `${LB}/probes/${name}` },
              frontendIPConfiguration: { id: `${LB}/${FRONTENDS}/${prefixFor(1)}` },
              backendAddressPool: { id: `${LB}/backendAddressPools/kubernetes` },
            },
          },
        ],
        probes: [{ name, properties: { protocol: 'Tcp', port: 30001, intervalInSeconds: 5, probeThreshold: 2 } }],
        backendAddressPools: [
          {
            name: 'kubernetes',
            properties: {
              virtualNetwork: { id: `${NETWORK}/virtualNetworks/vnet1` },
              loadBalancerBackendAddresses: NODES.map((node) => ({
                name: node.name,
                properties: { ipAddress: node.address },
              })),
            },
          },
        ],
      },
    });
  });

  test.each([
    {
      because: 'Local asks the health check port, for UDP too',
      change: { healthCheckNodePort: 32000, ports: [{ protocol: 'Udp', port: 53, nodePort: 30053 }] },
      probes: [`${prefixFor(1)}-TCP-32000`],
      rules: [`${prefixFor(1)}-UDP-53`],
    },
    {
      because: 'UDP has no probe of its own',
      change: { ports: [{ protocol: 'Udp', port: 53, nodePort: 30053 }] },
      probes: [],
      rules: [`${prefixFor(1)}-UDP-53`],
    },
    {
      because: 'a Service without node ports has nothing to ask',
      change: { ports: [{ protocol: 'Tcp', port: 443 }] },
      probes: [],
      rules: [`${prefixFor(1)}-TCP-443`],
    },
  ] as const)('$because', ({ change, probes, rules }) => {
    const azure = settled(exposures([service(1, change)]));
    expect(namesOf(azure, LB, 'probes')).toEqual(probes);
    expect(namesOf(azure, LB, RULES)).toEqual(rules);
    const [rule] = find(azure, LB)!.properties![RULES] as readonly JsonObject[];
    const probe = (rule!['properties'] as JsonObject)['probe'];
    expect(probe).toEqual(probes.length ? { id: `${LB}/probes/${probes[0]}` } : undefined);
  });

  test('an internal one has an address of its subnet, on the internal load balancer', () => {
    const azure = settled(exposures([service(1, INTERNAL)]));
    expect(find(azure, LB)).toBeUndefined();
    expect(find(azure, INTERNAL_LB)!.properties![FRONTENDS]).toMatchObject([
      { name: prefixFor(1), properties: { subnet: { id: subnet().id }, privateIPAllocationMethod: 'Dynamic' } },
    ]);
  });
});

describe('what is in step makes no change', () => {
  test('what Azure answers to our own write', () => {
    const asked = exposures([
      service(1),
      service(2, INTERNAL),
      service(3, { ports: [{ protocol: 'Udp', port: 53 }], affinity: 'ClientIP' }),
      service(4, { healthCheckNodePort: 32000 }),
    ]);
    const azure = settled(asked);
    expect(changedPaths(loadBalancersFor(asked, azure), azure)).toEqual([]);
    expect(namesOf(azure, LB, FRONTENDS)).toHaveLength(3);
  });

  test("the peer's load balancer: without our mark, ids in another case, members in another order", () => {
    const asked = exposures([
      service(1, { ports: [...service(1).ports, { protocol: 'Udp', port: 53, nodePort: 30053 }] }),
    ]);
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
    const more = desireLoadBalancers(
      exposures([...asked.loadBalancers, service(2, { standing: 'Held' })]),
      SETTINGS,
      azure,
    );
    expect(more.resources[0]!.body!.tags).toBeUndefined();
  });

  const recordings = process.env['AZURE_RECORDINGS'];
  const file = recordings === undefined ? '' : join(recordings, 'cloud-controller-manager', 'state.json');
  (existsSync(file) ? test : test.skip)("what Azure's cloud controller has written for the Service", () => {
    const azure = azureState(JSON.parse(readFileSync(file, 'utf8')) as ArmResource[]);
    const uid = '97c5afed-a12a-4355-8601-91fcc0558bb0';
    const source = 'Service/default/svc1' as SourceRef;
    const ports = [
      { protocol: 'Tcp', port: 80, nodePort: 32398 },
      { protocol: 'Tcp', port: 443, nodePort: 30241 },
      { protocol: 'Udp', port: 53, nodePort: 31953 },
    ] as const;
    const poolNodes = [4, 5, 6].map((last, index) => ({ name: `vmss-00000${index}`, address: `10.224.0.${last}` }));
    const asked = exposures([service(1, { uid, source, ports })], { poolNodes });
    const publicIPs = publicIPsFor(asked, azure);
    const loadBalancers = loadBalancersFor(asked, azure);
    expect([publicIPs.problems, loadBalancers.problems]).toEqual([[], []]);
    expect([publicIPs.owned, loadBalancers.owned]).toEqual([{ PublicIP: 1 }, { LoadBalancerRule: 3 }]);
    expect([...changedPaths(publicIPs, azure), ...changedPaths(loadBalancers, azure)]).toEqual([]);
  });
});

describe('nodes', () => {
  const azure = settled(exposures([service(1)]));

  test('one that joins and one that leaves are one change of the pool, because of them', () => {
    const poolNodes = [NODES[1]!, { name: 'node-2', address: '10.224.0.6' }];
    const [desired] = wishFor([service(1)], azure, { poolNodes }).resources;
    expect([...desired!.attribution]).toContainEqual([
      '/properties/backendAddressPools[kubernetes]',
      ['Node/node-0', 'Node/node-2'],
    ]);
    const after = applied(wishFor([service(1)], azure, { poolNodes }), azure);
    const [pool] = find(after, LB)!.properties!['backendAddressPools'] as readonly JsonObject[];
    expect((pool!['properties'] as JsonObject)['loadBalancerBackendAddresses']).toMatchObject([
      { name: 'node-1', properties: { ipAddress: '10.224.0.5' } },
      { name: 'node-2', properties: { ipAddress: '10.224.0.6' } },
    ]);
  });

  test('members are known by their address, whatever they are called', () => {
    const poolNodes = NODES.map((node) => ({ ...node, name: `renamed-${node.name}` }));
    expect(changedPaths(wishFor([service(1)], azure, { poolNodes }), azure)).toEqual([]);
  });
});

describe('Services that go', () => {
  const both = [service(1), service(2)];
  const azure = settled(exposures(both));

  test.each([
    { because: 'held: it stays as it is', standing: 'Held', left: [1, 2] },
    { because: 'gone: its parts go', standing: 'Gone', left: [2] },
  ] as const)('$because', ({ standing, left }) => {
    const asked = [service(1, { standing, ports: [] }), service(2)];
    const wish = wishFor(asked, azure);
    const after = applied(wish, azure);
    expect(namesOf(after, LB, FRONTENDS)).toEqual(left.map(prefixFor));
    expect(namesOf(after, LB, RULES)).toEqual(left.map((number) => `${prefixFor(number)}-TCP-80`));
    expect(wish.resources[0]!.removals).toEqual(
      standing === 'Held'
        ? []
        : [
            {
              kind: 'LoadBalancerRule',
              id: `${LB}/loadBalancingRules/${prefixFor(1)}-TCP-80`,
              because: ['Service/default/web-1'],
            },
          ],
    );
  });

  test('vanished: its parts go, and the public IP tells whom they were for', () => {
    const [desired] = wishFor([service(2)], azure).resources;
    expect(desired!.removals.map(({ because }) => because)).toEqual([['Service/default/web-1']]);
    expect(namesOf(applied(wishFor([service(2)], azure), azure), LB, FRONTENDS)).toEqual([prefixFor(2)]);
  });

  test("somebody else's Service keeps its parts", () => {
    const wish = wishFor([service(2)], azure, { foreignServiceUids: new Set([uidOf(1)]) });
    expect(changedPaths(wish, azure)).toEqual([]);
  });

  test('a load balancer without our mark keeps parts of Services that we never knew', () => {
    const unmarked = withResource(azure, { ...find(azure, LB)!, tags: {} });
    expect(changedPaths(wishFor([service(2)], unmarked), unmarked)).toEqual([]);
  });

  test('with the last one our load balancer goes', () => {
    const gone = both.map((one) => ({ ...one, standing: 'Gone' as const }));
    expect(wishFor(gone, azure).resources).toMatchObject([{ id: LB, body: undefined }]);
  });

  test("with the last one our load balancer stays where somebody's pool is on it", () => {
    const pool = { name: 'virtual-machines', properties: { notKnownToAnySdk: 1 } };
    const azure = withChildren(settled(exposures([service(1)])), LB, 'backendAddressPools', pool);
    const after = settled(exposures([service(1, { standing: 'Gone' })]), azure);
    expect(namesOf(after, LB, 'backendAddressPools')).toContain('virtual-machines');
    expect(namesOf(after, LB, FRONTENDS)).toEqual([]);
  });

  test("with the last one somebody else's load balancer stays, without our parts", () => {
    const unmarked = withResource(azure, { ...find(azure, LB)!, tags: {} });
    const gone = both.map((one) => ({ ...one, standing: 'Gone' as const }));
    const after = applied(wishFor(gone, unmarked), unmarked);
    expect(find(after, LB)!.properties).toMatchObject({
      frontendIPConfigurations: [],
      loadBalancingRules: [],
      probes: [],
      backendAddressPools: [],
    });
    expect(changedPaths(wishFor(gone, after), after)).toEqual([]);
  });

  test("a frontend stays as long as somebody's inbound NAT rule needs it", () => {
    const used = withChildren(azure, LB, 'inboundNatRules', {
      name: 'ssh',
      properties: {
        protocol: 'Tcp',
        frontendPort: 22,
        frontendIPConfiguration: { id: `${LB}/${FRONTENDS}/${prefixFor(1)}` },
      },
    });
    const after = applied(wishFor([service(1, { standing: 'Gone' }), service(2)], used), used);
    expect(namesOf(after, LB, FRONTENDS)).toEqual([prefixFor(1), prefixFor(2)]);
    expect(namesOf(after, LB, RULES)).toEqual([`${prefixFor(2)}-TCP-80`]);
  });
});

describe('public becomes internal', () => {
  const azure = settled(exposures([service(1), service(2)]));

  test('the old frontend goes as the new one comes', () => {
    const after = applied(wishFor([service(1, INTERNAL), service(2)], azure), azure);
    expect(namesOf(after, LB, FRONTENDS)).toEqual([prefixFor(2)]);
    expect(namesOf(after, INTERNAL_LB, FRONTENDS)).toEqual([prefixFor(1)]);
  });

  test('and stays while the new one cannot come: its subnet is missing', () => {
    const frontend = { scheme: 'Internal', subnetId: subnet('nowhere').id, subnetName: 'nowhere' } as const;
    const wish = wishFor([service(1, { frontend }), service(2)], azure);
    expect(changedPaths(wish, azure)).toEqual([]);
    expect(wish.problems).toMatchObject([
      {
        object: 'Service/default/web-1',
        reason: 'SubnetNotFound',
        key: 'service.beta.kubernetes.io/azure-load-balancer-internal-subnet',
        value: 'nowhere',
        message: expect.stringContaining('There are: apps'),
      },
    ]);
  });

  test('unreadable subnets are unknown, not missing', () => {
    const unreadable = new Map([
      [`${SETTINGS.virtualNetworkId}/subnets`.toLowerCase() as never, { status: 403, code: 'Denied', message: '' }],
    ]);
    const blind = {
      ...azureState([...azure.resources.values()].filter(({ id }) => !id.includes('/subnets/'))),
      unreadable,
    };
    const wish = wishFor([service(1, INTERNAL), service(2)], blind);
    expect([wish.problems, changedPaths(wish, blind)]).toEqual([[], []]);
  });
});

describe('limits', () => {
  const many = (count: number, ports: number) =>
    Array.from({ length: count }, (_, index) =>
      service(index + 1, {
        ports: Array.from({ length: ports }, (_port, offset) => ({ protocol: 'Tcp' as const, port: 1000 + offset })),
      }),
    );

  test('300 rules of a pool: the oldest fit, the others are told, and who is there stays', () => {
    const first = settled(exposures([service(99)]));
    const wished = [...many(61, 5), service(99)];
    const azure = settled(exposures(wished), first);
    expect(namesOf(azure, LB, RULES)).toHaveLength(296);
    expect(namesOf(azure, LB, FRONTENDS)).toContain(prefixFor(99));
    const { problems } = wishFor(wished, azure);
    expect(problems.map(({ object, reason }) => `${object} ${reason}`)).toEqual([
      'Service/default/web-60 LimitReached',
      'Service/default/web-61 LimitReached',
    ]);
    expect(problems[0]!.message).toMatch(/300 .* 301/);
  });

  test("a port that somebody's rule has taken on the frontend is refused, the others go on", () => {
    const before = settled(exposures([service(1, { ports: [] })]));
    const azure = withChildren(before, LB, RULES, {
      name: 'theirs',
      properties: {
        protocol: 'Tcp',
        frontendPort: 80,
        frontendIPConfiguration: { id: `${LB}/${FRONTENDS}/${prefixFor(1)}` },
      },
    });
    const ports = [80, 443].map((port) => ({ protocol: 'Tcp' as const, port }));
    const wish = wishFor([service(1, { ports })], azure);
    expect(wish.problems).toMatchObject([{ reason: 'PortConflict', key: 'spec.ports[0].port', value: '80' }]);
    expect(namesOf(applied(wish, azure), LB, RULES)).toEqual([`${prefixFor(1)}-TCP-443`, 'theirs']);
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

describe('a pool whose members are NICs', () => {
  const members = [{ name: 'nic', properties: { networkInterfaceIPConfiguration: { id: 'nic' } } }];
  const pool = { name: 'theirs', properties: { loadBalancerBackendAddresses: members, unknown: 1 } };
  const azure = withChildren(settled(exposures([service(1)])), LB, 'backendAddressPools', pool);

  test('makes no change, and its members are not sent back', () => {
    const wish = wishFor([service(1)], azure);
    expect(changedPaths(wish, azure)).toEqual([]);
    const sent = JSON.parse(JSON.stringify(sendable(wish.resources[0]!.body!))) as ArmResource;
    const pools = sent.properties!['backendAddressPools'] as readonly JsonObject[];
    expect(pools.at(-1)).toEqual({ name: 'theirs', properties: { unknown: 1 } });
    expect(pools[0]).toMatchObject({ properties: { loadBalancerBackendAddresses: [{}, {}] } });
  });
});

describe('laws', () => {
  const anyService = fc
    .record({
      number: fc.integer({ min: 1, max: 40 }),
      standing: fc.constantFrom('Wanted' as const, 'Held' as const, 'Gone' as const),
      internal: fc.boolean(),
      affinity: fc.constantFrom('None' as const, 'ClientIP' as const),
      idleTimeout: fc.constantFrom(4, 30),
      local: fc.boolean(),
      ports: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }),
      protocol: fc.constantFrom('Tcp' as const, 'Udp' as const),
    })
    .map(({ number, internal, local, ports, protocol, ...rest }) =>
      service(number, {
        ...rest,
        ...(internal && INTERNAL),
        ...(local && { healthCheckNodePort: 32000 }),
        ports: ports.map((port) => ({ protocol, port, nodePort: 30000 + port })),
      }),
    );
  const anyServices = fc.uniqueArray(anyService, { selector: ({ uid }) => uid, maxLength: 6 });
  const foreign = (azure: AzureState): AzureState =>
    find(azure, LB) === undefined
      ? azure
      : (
          [
            [FRONTENDS, { name: 'theirs', properties: { secret: [1] } }],
            [RULES, { name: 'theirs', zones: null, properties: { frontendPort: 1, protocol: 'Tcp' } }],
            ['probes', { name: 'theirs', properties: {} }],
            ['inboundNatRules', { name: 'theirs', properties: { a: 'b' } }],
          ] as const
        ).reduce((state, [collection, child]) => withChildren(state, LB, collection, child), azure);
  const theirs = (azure: AzureState): string =>
    JSON.stringify(
      Object.values(find(azure, LB)?.properties ?? {})
        .filter(Array.isArray)
        .map((list) => (list as readonly JsonObject[]).filter((child) => child['name'] === 'theirs')),
    );

  test('whatever was there before, it comes to rest, and foreign parts are as they were', () => {
    fc.assert(
      fc.property(anyServices, anyServices, (before, now) => {
        const azure = foreign(settled(exposures(before.map((one) => ({ ...one, standing: 'Wanted' })))));
        const asked = exposures(now);
        const wish = loadBalancersFor(asked, azure);
        const body = wish.resources.find(({ id }) => id === LB)?.body ?? find(azure, LB);
        if (body) expect(theirs(azureState([body]))).toBe(theirs(azure));
        const rest = settled(asked, azure);
        expect(changedPaths(loadBalancersFor(asked, rest), rest)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('the order of Services and nodes says nothing', () => {
    fc.assert(
      fc.property(anyServices, (services) => {
        const azure = settled(exposures([service(1), service(2, INTERNAL)]));
        const turned = { poolNodes: [...NODES].reverse() };
        const wish = wishFor(services, azure);
        const other = wishFor([...services].reverse(), azure, turned);
        const plain = (value: typeof wish) =>
          value.resources.map((one) => ({ ...one, attribution: [...one.attribution].sort() }));
        expect(plain(other)).toEqual(plain(wish));
        expect(other.problems).toEqual(wish.problems);
      }),
      { numRuns: 60 },
    );
  });
});
