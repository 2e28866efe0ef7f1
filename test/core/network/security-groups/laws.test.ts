// What holds for every world: rules allow exactly what was asked for, and nobody else's rule is touched.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LoadBalancerExposure, OpenPortExposure } from '../../../../src/core/exposure.js';
import type { Child } from '../../../../src/core/network/overlay.js';
import { contains } from '../../../../src/core/values/cidr-set.js';
import {
  addressOf,
  azure,
  desireSecurityGroups,
  destinations,
  exposures,
  group,
  INTERNET,
  observedRules,
  openPort,
  ports,
  properties,
  ranges,
  rule,
  rulesAfter,
  service,
  SETTINGS,
  sources,
  written,
} from './world.js';

const CIDRS = ['10.0.0.0/8', '10.1.0.0/16', '192.0.2.0/25', '192.0.2.128/25', '0.0.0.0/0'] as const;
/** One address in each corner that the ranges above make. */
const WITNESSES = ['10.9.0.1/32', '10.1.0.1/32', '192.0.2.1/32', '192.0.2.200/32', '8.8.8.8/32'] as const;
const PORTS = [80, 81, 82, 443] as const;
const PROTOCOLS = ['Tcp', 'Udp'] as const;

const cidrs = fc.uniqueArray(fc.constantFrom(...CIDRS), { minLength: 1 });
const portSet = fc.uniqueArray(fc.constantFrom(...PORTS), { minLength: 1 });
const protocol = fc.constantFrom(...PROTOCOLS);

const aService = (n: number): fc.Arbitrary<LoadBalancerExposure> =>
  fc.record({ protocol, portSet, cidrs: fc.option(cidrs) }).map((all) =>
    service(n, {
      ports: all.portSet.map((port) => ({ protocol: all.protocol, port })),
      sources: all.cidrs ? ranges(...all.cidrs) : INTERNET,
    }),
  );

const NODES = ['10.0.0.4', '10.0.0.5', '10.0.0.6'];

const anOpenPort = (name: string): fc.Arbitrary<OpenPortExposure> =>
  fc
    .record({
      grants: fc.array(
        fc.record({ protocol, portSet, cidrs, destinations: fc.subarray(NODES) }).map((all) => ({
          protocol: all.protocol,
          destinations: all.destinations,
          ports: all.portSet.map((port) => ({ from: port, to: port })),
          cidrs: all.cidrs,
          policies: ['p'],
        })),
        { maxLength: 4 },
      ),
    })
    .map((part) => openPort(name, part));

const world = fc.record({
  services: fc.tuple(aService(1), aService(2), aService(3)),
  open: fc.tuple(anOpenPort('a'), anOpenPort('b')),
});

function atomsOf(services: readonly LoadBalancerExposure[], open: readonly OpenPortExposure[]): Set<string> {
  const atoms = new Set<string>();
  const note = (kind: string, from: readonly string[], to: string, port: number): void => {
    for (const who of ['Internet', ...WITNESSES]) {
      const isIn = who === 'Internet' ? from.includes(who) : from.includes('Internet') || contains(cidrsIn(from), who);
      if (isIn) atoms.add(`${kind} ${who} ${to} ${port}`);
    }
  };
  for (const one of services) {
    const from = [...one.sources.tags, ...one.sources.cidrs];
    for (const each of one.ports) note(each.protocol, from, addressOf(Number(one.source.slice(17))), each.port);
  }
  for (const { grants } of open) {
    for (const grant of grants) {
      for (const address of grant.destinations)
        for (const { from } of grant.ports) note(grant.protocol, grant.cidrs, address, from);
    }
  }
  return atoms;
}

function atomsIn(rules: readonly Child[]): Set<string> {
  const atoms = new Set<string>();
  for (const one of rules) {
    const from = sources(one);
    for (const port of PORTS) {
      const isOpen = ports(one).some((range) => {
        const [first, last = first] = range.split('-').map(Number);
        return port >= first! && port <= last!;
      });
      if (!isOpen) continue;
      for (const to of destinations(one)) {
        for (const who of ['Internet', ...WITNESSES]) {
          const isIn =
            who === 'Internet' ? from.includes(who) : from.includes('Internet') || contains(cidrsIn(from), who);
          if (isIn) atoms.add(`${properties(one)['protocol'] as string} ${who} ${to} ${port}`);
        }
      }
    }
  }
  return atoms;
}

function cidrsIn(from: readonly string[]): readonly string[] {
  return from.filter((one) => one.includes('/'));
}

const FOREIGN: readonly Child[] = [
  rule('ssh', { priority: 3000, direction: 'Inbound', access: 'Allow', unknown: { a: [1, { b: null }] } }),
  rule('k8s-azure-lb_allow_IPv4_1', {
    priority: 500,
    direction: 'Inbound',
    destinationAddressPrefixes: [addressOf(1)],
  }),
  rule('azurenetwork_prod-2_0123456789ab', {
    priority: 3003,
    direction: 'Inbound',
    description: 'azurenetwork.dev|prod-2|Service/default/s1',
  }),
  rule('out', { priority: 3001, direction: 'Outbound' }),
];

const START = azure(FOREIGN, [1, 2, 3]);

describe('for every world', () => {
  test('rules allow exactly what is asked for', () => {
    fc.assert(
      fc.property(world, ({ services, open }) => {
        const after = rulesAfter(desireSecurityGroups(exposures(services, open), SETTINGS, azure([], [1, 2, 3])));
        expect(atomsIn(after)).toEqual(atomsOf(services, open));
      }),
      { numRuns: 60 },
    );
  });

  test('a second look finds nothing to do, and the order of what comes in says nothing', () => {
    fc.assert(
      fc.property(world, ({ services, open }) => {
        const wish = desireSecurityGroups(exposures(services, open), SETTINGS, START);
        const turned = exposures(services.toReversed(), open.toReversed());
        expect(desireSecurityGroups(turned, SETTINGS, START)).toEqual(wish);
        const again = desireSecurityGroups(exposures(services, open), SETTINGS, written(wish, START));
        expect(again.resources[0]!.body).toEqual(wish.resources[0]!.body);
        expect(again.resources[0]!.removals).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('from one world to another foreign rules stay, numbers never move and are never shared', () => {
    fc.assert(
      fc.property(world, world, (first, second) => {
        const before = written(desireSecurityGroups(exposures(first.services, first.open), SETTINGS, START), START);
        const after = rulesAfter(desireSecurityGroups(exposures(second.services, second.open), SETTINGS, before));
        expect(after.filter(({ name }) => FOREIGN.some((one) => one.name === name))).toEqual(FOREIGN);
        const was = new Map(observedRules(before).map((one) => [one.name, properties(one)['priority']]));
        for (const one of after)
          expect(was.get(one.name) ?? properties(one)['priority']).toBe(properties(one)['priority']);
        const inbound = after.filter((one) => properties(one)['direction'] === 'Inbound');
        expect(new Set(inbound.map((one) => properties(one)['priority'])).size).toBe(inbound.length);
        expect(atomsIn(after.slice(FOREIGN.length))).toEqual(atomsOf(second.services, second.open));
      }),
      { numRuns: 40 },
    );
  });

  test('what is held opens nothing and closes nothing', () => {
    fc.assert(
      fc.property(world, world, (first, second) => {
        const before = written(desireSecurityGroups(exposures(first.services, first.open), SETTINGS, START), START);
        const held = exposures(
          second.services.map((one) => ({ ...one, standing: 'Held' as const })),
          second.open.map((one) => ({ ...one, standing: 'Held' as const })),
        );
        const wish = desireSecurityGroups(held, SETTINGS, before);
        expect(wish.resources[0]!.body).toEqual(group(observedRules(before)));
      }),
      { numRuns: 40 },
    );
  });
});
