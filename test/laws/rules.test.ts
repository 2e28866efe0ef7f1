// What holds while the rules of a security group change, again and again? Services come, go, change, are held and share
// addresses by chance; after each step the group is looked at through the eyes of packets.
//
//   more of them             RUNS=2000 NODE_OPTIONS=--experimental-vm-modules npx jest test/laws/rules.test.ts
//   a failing one again      SEED=<its seed> PATH_=<its path> …the same
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AzureState } from '../../src/core/network/azure-state.js';
import type { Opening, ServiceOpenings } from '../../src/core/network/openings.js';
import type { Child } from '../../src/core/network/overlay.js';
import type { Box } from '../../src/core/network/security-groups/compile/index.js';
import { desireRules } from '../../src/core/network/security-groups/desire.js';
import type { SourceRef } from '../../src/core/values/source-ref.js';
import {
  azure,
  destinations,
  observedRules,
  ports,
  properties,
  rule,
  rulesAfter,
  SETTINGS,
  sources,
  written,
} from '../core/network/security-groups/world.js';
import { atomsOf, demands } from './demands.js';

const RUNS = Number(process.env['RUNS'] ?? 80);
const SEED = Number(process.env['SEED'] ?? Date.now() & 0x7fffffff);
const OPTIONS = { numRuns: RUNS, seed: SEED, ...(process.env['PATH_'] && { path: process.env['PATH_'] }) };
const PATIENCE = Math.max(20_000, RUNS * 100);

process.stderr.write(`rules.test.ts: RUNS=${RUNS} SEED=${SEED}\n`);

const FOREIGN: readonly Child[] = [
  rule('ssh', { priority: 3001, direction: 'Inbound', access: 'Allow', unknown: { a: [1, { b: null }] } }),
  rule('out', { priority: 3000, direction: 'Outbound' }),
];

/** Each Service has an address of its own, and ports of its own at one that all share: what it has can be told from others'. */
const OWN_PORTS = [80, 81, 443, 8000, 8005];
const SHARED = '10.0.0.4';

const services = fc.tuple(...OWN_PORTS.map((port, n) => aService(n, port)));

function aService(n: number, port: number): fc.Arbitrary<ServiceOpenings> {
  const address = `198.18.0.${n}`;
  const asked = demands({ destinations: 1, most: 3 });
  const boxes = fc
    .tuple(asked, fc.option(fc.constantFrom(['Internet'], ['10.0.0.0/8'], ['0.0.0.0/0'])))
    .map(([own, shared]): readonly Opening[] => [
      ...own.map((box) => ({ ...box, destinations: [address] })),
      ...(shared ? [sharedOpening(shared, port)] : []),
    ]);
  return fc.tuple(boxes, fc.constantFrom('Wanted', 'Wanted', 'Held', 'Gone')).map(([wanted, standing]) => ({
    source: `Service/default/s${n}` as SourceRef,
    since: `2026-01-0${n + 1}T00:00:00Z`,
    wanted: standing === 'Wanted' ? wanted : standing === 'Gone' ? [] : undefined,
    has: [{ address }, { address: SHARED, protocol: 'Tcp', ports: [{ from: port, to: port }] }],
  }));
}

function sharedOpening(from: readonly string[], port: number): Opening {
  const ports = [{ from: port, to: port }];
  return { access: 'Allow', family: 4, protocol: 'Tcp', sources: from, ports, destinations: [SHARED] };
}

function boxesIn(state: AzureState): readonly Box[] {
  return observedRules(state)
    .slice(FOREIGN.length)
    .map((one) => ({
      access: properties(one)['access'] as Box['access'],
      family: 4,
      protocol: properties(one)['protocol'] as Box['protocol'],
      sources: sources(one),
      ports: ports(one).map((range) => {
        const [from, to = from] = range.split('-').map(Number);
        return { from: from!, to: to! };
      }),
      destinations: destinations(one),
    }));
}

/** Atoms at the places of one Service. */
function atomsAt({ has }: ServiceOpenings, boxes: readonly Box[]): readonly string[] {
  return [...atomsOf(boxes)]
    .filter((atom) => {
      const [, protocol, , destination, port] = atom.split(' ');
      return has.some(
        (one) =>
          one.address === destination &&
          (!one.protocol || one.protocol === protocol) &&
          (!one.ports || one.ports.some(({ from }) => from === Number(port))),
      );
    })
    .sort();
}

test(
  'wanted is what is asked for, held is what was, gone is nothing; all else stays as and where it is',
  () => {
    fc.assert(
      fc.property(fc.array(services, { minLength: 1, maxLength: 4 }), (worlds) => {
        let state = azure(FOREIGN);
        for (const openings of worlds) {
          const wish = desireRules({ openings, openPorts: [], nodes: new Set(), gathers: [] }, SETTINGS, state);
          const next = written(wish, state);
          expect(wish.problems).toEqual([]);
          for (const one of openings) {
            expect(atomsAt(one, boxesIn(next))).toEqual(atomsAt(one, one.wanted ?? boxesIn(state)));
          }
          const rules = rulesAfter(wish);
          expect(rules.slice(0, FOREIGN.length)).toEqual(FOREIGN);
          const all = rules
            .filter((one) => properties(one)['direction'] === 'Inbound')
            .map((one) => properties(one)['priority']);
          expect(new Set(all).size).toBe(all.length);
          const was = new Map(observedRules(state).map((one) => [one.name, properties(one)['priority']]));
          for (const one of rules)
            expect(properties(one)['priority']).toBe(was.get(one.name) ?? properties(one)['priority']);
          const again = desireRules({ openings, openPorts: [], nodes: new Set(), gathers: [] }, SETTINGS, next);
          expect(again.resources[0]!.body).toEqual(wish.resources[0]!.body);
          state = next;
        }
      }),
      OPTIONS,
    );
  },
  PATIENCE,
);
