import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LoadBalancerExposure } from '../../../../src/core/exposure.js';
import type { AzureState } from '../../../../src/core/network/azure-state.js';
import { azureState, find } from '../../../../src/core/network/azure-state.js';
import type { JsonObject } from '../../../../src/core/values/json.js';
import {
  changedPaths,
  exposures,
  INTERNAL,
  LB,
  loadBalancersFor,
  localPorts,
  NODES,
  port,
  service,
  settled,
  withChildren,
} from '../world.js';
import { FRONTENDS, RULES, wishFor } from './words.js';

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
        ports: localOr(
          local,
          ports.map((number) => port(number, 30000 + number, protocol)),
        ),
      }),
    );
  const localOr = (isLocal: boolean, ports: LoadBalancerExposure['ports']) =>
    isLocal ? localPorts(32000, ...ports) : ports;
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
