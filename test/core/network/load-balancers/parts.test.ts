// What is written for one Service? Every property that the peer writes, and when.
import { describe, expect, test } from '@jest/globals';
import type { LoadBalancerExposure, Probe } from '../../../../src/core/exposure.js';
import { EMPTY_AZURE, find } from '../../../../src/core/network/azure-state.js';
import type { JsonObject } from '../../../../src/core/values/json.js';
import {
  exposures,
  INTERNAL,
  INTERNAL_FRONTEND,
  INTERNAL_LB,
  LB,
  localPorts,
  namesOf,
  NETWORK,
  NODES,
  port,
  prefixFor,
  PUBLIC_FRONTEND,
  service,
  SETTINGS,
  settled,
  subnet,
} from '../world.js';
import { azureState } from '../../../../src/core/network/azure-state.js';
import {
  balancing,
  childOf,
  FRONTENDS,
  memberNamesOf,
  membersOf,
  POOLS,
  PROBES,
  referred,
  RULES,
  wishFor,
} from './words.js';

const PREFIX = prefixFor(1);

function written(change: Partial<LoadBalancerExposure>, settings = SETTINGS) {
  return settled(exposures([service(1, change)]), azureState([subnet(), subnet('other')]), settings);
}

describe('a load balancer comes with its first Service', () => {
  test('nothing is wished for before the public IP has its address, and nothing for no Service', () => {
    expect(wishFor([], EMPTY_AZURE).resources).toEqual([]);
    expect(wishFor([service(1)], EMPTY_AZURE).resources).toEqual([]);
  });

  test('frontend, rule, probe and pool say what the peer would say', () => {
    const body = find(written({}), LB)!;
    const name = `${PREFIX}-TCP-80`;
    expect(body).toMatchObject({
      location: 'westeurope',
      sku: { name: 'Standard' },
      tags: { 'azurenetwork-cluster': 'prod-1' },
      properties: {
        frontendIPConfigurations: [
          {
            name: PREFIX,
            properties: { publicIPAddress: { id: `${NETWORK}/publicIPAddresses/kubernetes-${PREFIX}` } },
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
              frontendIPConfiguration: { id: `${LB}/${FRONTENDS}/${PREFIX}` },
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
                properties: { ipAddress: node.addresses[0] },
              })),
            },
          },
        ],
      },
    });
  });

  test('tags of the settings go on a load balancer that we make', () => {
    expect(find(written({}, balancing({ tags: { team: 'net' } })), LB)!.tags).toEqual({
      team: 'net',
      'azurenetwork-cluster': 'prod-1',
    });
  });
});

const SCTP = { protocol: 'Sctp', port: 132, nodePort: 30132 } as const;
const PODS = { port: 8080, addresses: ['10.244.0.7', '10.244.1.9'] };

// getExpectedLBRules of the peer, property by property.
describe('a rule', () => {
  test.each<{
    because: string;
    change: Partial<LoadBalancerExposure>;
    settings?: typeof SETTINGS;
    rule?: string;
    says: JsonObject;
  }>([
    {
      because: 'UDP has no resets, but the idle timeout is sent all the same',
      change: { ports: [port(53, 30053, 'Udp')], idleTimeout: 30 },
      rule: `${PREFIX}-UDP-53`,
      says: { protocol: 'Udp', frontendPort: 53, backendPort: 53, idleTimeoutInMinutes: 30, enableTcpReset: false },
    },
    {
      because: 'the user wants no resets',
      change: { tcpReset: false },
      says: { enableTcpReset: false },
    },
    { because: 'the user wants another timeout', change: { idleTimeout: 15 }, says: { idleTimeoutInMinutes: 15 } },
    {
      because: 'session affinity is by the source address',
      change: { affinity: 'ClientIP' },
      says: { loadDistribution: 'SourceIP' },
    },
    {
      because: 'outbound connections have another way',
      change: {},
      settings: balancing({ disableOutboundSNAT: true }),
      says: { disableOutboundSnat: true },
    },
    {
      because: 'without floating IP packets go to the node port',
      change: { frontends: [{ ...PUBLIC_FRONTEND, floatingIP: false }] },
      says: { enableFloatingIP: false, frontendPort: 80, backendPort: 30001 },
    },
    {
      because: 'all ports are one rule, named after the first, with resets as for TCP',
      change: { ...INTERNAL, allPorts: true, ports: [port(443, 30443), port(80, 30080)] },
      rule: `${PREFIX}-TCP-443`,
      says: { protocol: 'All', frontendPort: 0, backendPort: 0, enableFloatingIP: true, enableTcpReset: true },
    },
    {
      because: 'all ports without floating IP arrive at the node, each at its own number',
      change: { ...INTERNAL, frontends: [{ ...INTERNAL_FRONTEND, floatingIP: false }], allPorts: true },
      says: { protocol: 'All', frontendPort: 0, backendPort: 0, enableFloatingIP: false },
    },
    {
      because: 'SCTP travels in a rule for all protocols, keeps its own name, and has no resets',
      change: { ...INTERNAL, ports: [SCTP] },
      rule: `${PREFIX}-SCTP-132`,
      says: { protocol: 'All', frontendPort: 132, backendPort: 132, enableTcpReset: false },
    },
    {
      because: 'internal IPv6 knows no floating IP',
      change: { frontends: [{ ...INTERNAL_FRONTEND, family: 6, floatingIP: false }] },
      says: { enableFloatingIP: false, backendPort: 30001, backendAddressPool: expect.objectContaining({}) as never },
    },
    {
      because: 'pods answer on their own port, at their own address',
      change: { ports: [{ protocol: 'Tcp', port: 80, nodePort: 30080, pods: PODS }] },
      says: { enableFloatingIP: false, frontendPort: 80, backendPort: 8080 },
    },
  ])('$because', ({ change, settings, rule = `${PREFIX}-TCP-80`, says }) => {
    const id = change.frontends?.[0]?.scheme === 'Internal' ? INTERNAL_LB : LB;
    const azure = written(change, settings);
    expect(namesOf(azure, id, RULES)).toEqual([rule]);
    expect(childOf(azure, RULES, rule, id)).toMatchObject(says);
  });

  test('the same number may be served for TCP and for UDP', () => {
    const azure = written({ ports: [port(53, 30053), port(53, 30053, 'Udp')] });
    expect(namesOf(azure, LB, RULES)).toEqual([`${PREFIX}-TCP-53`, `${PREFIX}-UDP-53`]);
  });

  test('ports that are to have no rule have none, and no probe', () => {
    const azure = written({ unservedPorts: [{ protocol: 'Tcp', port: 9000 }] });
    expect([namesOf(azure, LB, RULES), namesOf(azure, LB, PROBES)]).toEqual([
      [`${PREFIX}-TCP-80`],
      [`${PREFIX}-TCP-80`],
    ]);
  });
});

function probe(change: Partial<Probe>): Probe {
  return { scope: 'Own', protocol: 'Tcp', port: 30080, interval: 5, threshold: 2, ...change };
}

describe('a probe', () => {
  const tcp = (number: number, asked?: Probe) => ({
    protocol: 'Tcp' as const,
    port: number,
    nodePort: 30000 + number,
    ...(asked && { probe: asked }),
  });
  const udp = (number: number, asked?: Probe) => ({ ...tcp(number, asked), protocol: 'Udp' as const });
  const shared = probe({ scope: 'Shared', protocol: 'Http', port: 10256, path: '/healthz' });

  test.each<{
    because: string;
    change: Partial<LoadBalancerExposure>;
    probes: Readonly<Record<string, JsonObject>>;
    /** By rule: its probe. */
    asks: Readonly<Record<string, string | undefined>>;
  }>([
    {
      because: 'each TCP port asks its node port',
      change: { ports: [tcp(80, probe({})), tcp(443, probe({ port: 30443 }))] },
      probes: { 'TCP-80': { protocol: 'Tcp', port: 30080 }, 'TCP-443': { protocol: 'Tcp', port: 30443 } },
      asks: { 'TCP-80': 'TCP-80', 'TCP-443': 'TCP-443' },
    },
    {
      because: 'UDP has none of its own',
      change: { ports: [udp(53)] },
      probes: {},
      asks: { 'UDP-53': undefined },
    },
    {
      because: 'a UDP port that was given a probe has it under its own name',
      change: { ports: [udp(53, probe({ port: 30080 }))] },
      probes: { 'UDP-53': { protocol: 'Tcp', port: 30080 } },
      asks: { 'UDP-53': 'UDP-53' },
    },
    {
      because: 'a port without a node port has nothing to ask',
      change: { ports: [{ protocol: 'Tcp', port: 443 }] },
      probes: {},
      asks: { 'TCP-443': undefined },
    },
    {
      because: 'Local asks the health check port, once for all ports, UDP too',
      change: { ports: localPorts(32000, tcp(80), udp(53)) },
      probes: { 'TCP-32000': { protocol: 'Http', port: 32000, requestPath: '/healthz' } },
      asks: { 'TCP-80': 'TCP-32000', 'UDP-53': 'TCP-32000' },
    },
    {
      because: 'with Local a port may still have a probe of its own',
      change: { ports: [...localPorts(32000, tcp(80)), tcp(443, probe({ port: 9000 }))] },
      probes: { 'TCP-32000': { port: 32000 }, 'TCP-443': { protocol: 'Tcp', port: 9000 } },
      asks: { 'TCP-80': 'TCP-32000', 'TCP-443': 'TCP-443' },
    },
    {
      because: 'HTTP has a path, an interval and a threshold of its own',
      change: { ports: [tcp(80, probe({ protocol: 'Https', path: '/ready', interval: 10, threshold: 3 }))] },
      probes: {
        'TCP-80': { protocol: 'Https', requestPath: '/ready', intervalInSeconds: 10, probeThreshold: 3, port: 30080 },
      },
      asks: { 'TCP-80': 'TCP-80' },
    },
    {
      because: 'all ports: the first port that has a probe gives it, under that port’s name',
      change: { ...INTERNAL, allPorts: true, ports: [udp(53), tcp(80, probe({}))] },
      probes: { 'TCP-80': { port: 30080 } },
      asks: { 'UDP-53': 'TCP-80' },
    },
  ])('$because', ({ change, probes, asks }) => {
    const id = change.frontends?.[0]?.scheme === 'Internal' ? INTERNAL_LB : LB;
    const azure = written(change);
    const full = (short: string) => `${PREFIX}-${short}`;
    expect(namesOf(azure, id, PROBES)).toEqual(Object.keys(probes).map(full).sort());
    for (const [name, says] of Object.entries(probes))
      expect(childOf(azure, PROBES, full(name), id)).toMatchObject(says);
    for (const [rule, name] of Object.entries(asks))
      expect(referred(childOf(azure, RULES, full(rule), id), 'probe')).toBe(name && full(name));
  });

  test('one for all Services is one, and goes with its last user', () => {
    const users = [1, 2].map((number) => service(number, { ports: [tcp(80, shared)] }));
    const azure = settled(exposures(users));
    expect(namesOf(azure, LB, PROBES)).toEqual(['cluster-service-shared-health-probe']);
    expect(childOf(azure, PROBES, 'cluster-service-shared-health-probe')).toMatchObject({
      protocol: 'Http',
      port: 10256,
      requestPath: '/healthz',
      intervalInSeconds: 5,
      probeThreshold: 2,
    });
    const one = settled(exposures([users[0]!, service(2)]), azure);
    expect(namesOf(one, LB, PROBES)).toEqual([`${prefixFor(2)}-TCP-80`, 'cluster-service-shared-health-probe']);
    const none = settled(exposures([service(1), service(2)]), one);
    expect(namesOf(none, LB, PROBES)).toEqual([1, 2].map((number) => `${prefixFor(number)}-TCP-80`));
  });

  test('the shared one stays for a Service that is held with it', () => {
    const azure = settled(exposures([service(1, { ports: [tcp(80, shared)] }), service(2)]));
    const after = settled(exposures([service(1, { standing: 'Held', ports: [] }), service(2)]), azure);
    expect(namesOf(after, LB, PROBES)).toContain('cluster-service-shared-health-probe');
    expect(referred(childOf(after, RULES, `${PREFIX}-TCP-80`), 'probe')).toBe('cluster-service-shared-health-probe');
  });

  test('HTTP that becomes TCP loses its path', () => {
    const http = settled(exposures([service(1, { ports: [tcp(80, probe({ protocol: 'Http', path: '/' }))] })]));
    const after = settled(exposures([service(1, { ports: [tcp(80, probe({}))] })]), http);
    expect(childOf(after, PROBES, `${PREFIX}-TCP-80`)).not.toHaveProperty('requestPath');
  });

  test('a port that is to have none any more loses it', () => {
    const azure = settled(exposures([service(1)]));
    const after = settled(exposures([service(1, { ports: [tcp(80)] })]), azure);
    expect(namesOf(after, LB, PROBES)).toEqual([]);
    expect(childOf(after, RULES, `${PREFIX}-TCP-80`)).not.toHaveProperty('probe');
  });
});

describe('a frontend', () => {
  const apps = subnet().id;
  const other = subnet('other').id;

  test.each<{ because: string; frontend: LoadBalancerExposure['frontends'][number]; name: string; says: JsonObject }>([
    {
      because: 'an internal one has an address of its subnet',
      frontend: INTERNAL_FRONTEND,
      name: PREFIX,
      says: { subnet: { id: apps }, privateIPAllocationMethod: 'Dynamic' },
    },
    {
      because: 'a subnet that the user chose is part of the name',
      frontend: { ...INTERNAL_FRONTEND, subnetId: other, subnetName: 'other' },
      name: `${PREFIX}-other`,
      says: { subnet: { id: other }, privateIPAllocationMethod: 'Dynamic' },
    },
    {
      because: 'an address that the user chose is static',
      frontend: { ...INTERNAL_FRONTEND, pin: { by: 'Address', value: '10.0.0.9', key: 'spec.loadBalancerIP' } },
      name: PREFIX,
      says: { privateIPAllocationMethod: 'Static', privateIPAddress: '10.0.0.9' },
    },
    {
      because: 'an IPv6 address must be asked for',
      frontend: { ...INTERNAL_FRONTEND, family: 6, floatingIP: false },
      name: PREFIX,
      says: { subnet: { id: apps }, privateIPAddressVersion: 'IPv6' },
    },
  ])('$because', ({ frontend, name, says }) => {
    const azure = written({ frontends: [frontend], sources: { tags: [], cidrs: [] } });
    expect(find(azure, LB)).toBeUndefined();
    expect(namesOf(azure, INTERNAL_LB, FRONTENDS)).toEqual([name]);
    expect(childOf(azure, FRONTENDS, name, INTERNAL_LB)).toMatchObject(says);
  });
});

describe('pools', () => {
  const [first, second] = NODES;
  const dual = [
    { name: 'node-0', addresses: [first!.addresses[0]!, 'fd00::4'] },
    { name: 'node-1', addresses: [second!.addresses[0]!] },
  ];

  test('each family has a pool of its own, of the nodes that have such an address', () => {
    const frontends = [PUBLIC_FRONTEND, { ...PUBLIC_FRONTEND, family: 6 } as const];
    const azure = settled(exposures([service(1, { frontends })], { poolNodes: dual }));
    expect(namesOf(azure, LB, POOLS)).toEqual(['kubernetes', 'kubernetes-IPv6']);
    expect(membersOf(azure, 'kubernetes')).toEqual(['10.224.0.4', '10.224.0.5']);
    expect(membersOf(azure, 'kubernetes-IPv6')).toEqual(['fd00::4']);
  });

  test('pods are a pool a port, called as its rule is; nobody leads to the nodes then', () => {
    const pods = { port: 8080, addresses: ['10.244.0.7', 'fd01::7'] };
    const ports = [{ protocol: 'Tcp', port: 80, nodePort: 30080, pods }] as const;
    const azure = settled(exposures([service(1, { ports })]));
    expect(namesOf(azure, LB, POOLS)).toEqual([`${PREFIX}-TCP-80`]);
    expect(membersOf(azure, `${PREFIX}-TCP-80`)).toEqual(['10.244.0.7']);
    expect(referred(childOf(azure, RULES, `${PREFIX}-TCP-80`), 'backendAddressPool')).toBe(`${PREFIX}-TCP-80`);
  });

  test('pods of addresses that differ in where :: stands have names of their own', () => {
    const pods = { port: 8080, addresses: ['fd01:1::5', 'fd01::1:5'] };
    const ports = [{ protocol: 'Tcp', port: 80, nodePort: 30080, pods }] as const;
    const frontends = [{ ...PUBLIC_FRONTEND, family: 6, floatingIP: false }] as const;
    const azure = settled(exposures([service(1, { frontends, ports })]));
    expect(memberNamesOf(azure, `${PREFIX}-TCP-80`)).toEqual(['fd01--1-5', 'fd01-1--5']);
  });

  test('a Service without ready pods keeps its frontend, its rule and an empty pool', () => {
    const ports = (addresses: readonly string[]) =>
      [{ protocol: 'Tcp', port: 80, nodePort: 30080, pods: { port: 8080, addresses } }] as const;
    const before = settled(exposures([service(1, { ports: ports(['10.244.0.7']) })]));
    const after = settled(exposures([service(1, { ports: ports([]) })]), before);
    expect(membersOf(after, `${PREFIX}-TCP-80`)).toEqual([]);
    expect([namesOf(after, LB, FRONTENDS), namesOf(after, LB, RULES)]).toEqual([[PREFIX], [`${PREFIX}-TCP-80`]]);
  });

  test('a pool of pods goes with its port', () => {
    const ports = [{ protocol: 'Tcp', port: 80, nodePort: 30080, pods: PODS }] as const;
    const before = settled(exposures([service(1, { ports }), service(2)]));
    const after = settled(exposures([service(1, { standing: 'Gone' }), service(2)]), before);
    expect(namesOf(after, LB, POOLS)).toEqual(['kubernetes']);
  });
});
