// How much fits on the load balancers, and who is refused when it is full?
import { describe, expect, test } from '@jest/globals';
import type { LoadBalancerExposure } from '../../../../src/core/exposure.js';
import type { AzureState } from '../../../../src/core/network/azure-state.js';
import {
  exposures,
  LB,
  namesOf,
  port,
  prefixFor,
  PUBLIC_FRONTEND,
  service,
  settled,
  withChildren,
  applied,
} from '../world.js';
import { balancing, FRONTENDS, membersOf, RULES, wishFor } from './words.js';

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

const web = (number: number, ...ports: readonly number[]) =>
  service(number, { ports: ports.map((one) => port(one, 20_000 + 1000 * number + one)) });

function onPods(number: number, ports: number, addresses: readonly string[]) {
  const change = { ...PUBLIC_FRONTEND, floatingIP: false };
  return service(number, {
    frontends: [change],
    ports: times(ports, (index) => ({ protocol: 'Tcp' as const, port: 80 + index, pods: { port: 8080, addresses } })),
  });
}

function times<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** Pods 10.<block>.x.y. */
const podsIn = (block: number, count: number): readonly string[] =>
  times(count, (index) => `10.${block}.${index >> 8}.${index & 255}`).toSorted();

describe('a change while it is tight', () => {
  const refusedIn = (services: readonly LoadBalancerExposure[], azure: AzureState, most: number) =>
    wishFor(services, azure, {}, balancing({ maxRulesPerBackend: most })).problems.map(({ object }) => object);
  const rulesAfter = (services: readonly LoadBalancerExposure[], azure: AzureState, most: number) =>
    namesOf(applied(wishFor(services, azure, {}, balancing({ maxRulesPerBackend: most })), azure), LB, RULES).map(
      (name) => name.slice(-2),
    );

  test.each([
    { wished: web(1, 90, 91), most: 4, rules: ['80', '81', '90', '91'], because: 'old and new fit side by side' },
    { wished: web(1, 90, 91), most: 3, rules: ['90', '91'], because: 'not side by side: exchanged in one write' },
    { wished: web(1, 90, 91), most: 1, rules: ['90', '91'], because: 'the new is no more than what was there' },
    { wished: web(1, 90, 91, 92), most: 2, rules: ['80', '81'], because: 'the new does not fit: the old stays' },
  ])('two ports become others with room for $most: $because', ({ wished, most, rules }) => {
    expect(rulesAfter([wished], settled(exposures([web(1, 80, 81)])), most)).toEqual(rules);
  });

  test('who is new waits until the old has gone', () => {
    const wished = [web(1, 90, 91), web(2, 80)];
    const before = settled(exposures([web(1, 80, 81)]));
    expect(refusedIn(wished, before, 4)).toEqual(['Service/default/web-2']);
    const after = settled(exposures([web(1, 90, 91)]), before);
    expect(refusedIn(wished, after, 4)).toEqual([]);
  });

  test.each([
    {
      before: [web(1, 80, 81), web(2, 80, 81)],
      wished: [web(1, 80, 81, 82), web(2, 80, 81)],
      refused: ['Service/default/web-1'],
      because: 'one that grows takes nothing from one that is there, though it is older',
    },
    {
      before: [web(2, 80, 81)],
      wished: [web(1, 80, 81), web(2, 80, 81, 82)],
      refused: ['Service/default/web-1'],
      because: 'one that is there comes before one that is not, though that is older',
    },
    {
      before: [web(1, 80, 81), web(2, 80, 81)],
      wished: [web(1, 80), web(3, 80)],
      refused: [],
      because: 'one that goes leaves its room',
    },
  ])('$because', ({ before, wished, refused }) => {
    expect(refusedIn(wished, settled(exposures(before)), 4)).toEqual(refused);
  });
});

describe('frontends', () => {
  test('those of a Service that is refused are counted', () => {
    const before = times(599, (index) => ({ name: `theirs-${index}`, properties: {} })).reduce(
      (azure, one) => withChildren(azure, LB, FRONTENDS, one),
      settled(exposures([web(1, 80)])),
    );
    const tooMany = service(1, { ports: times(301, (index) => port(1000 + index, 30_000 + index)) });
    const { problems } = wishFor([tooMany, web(2, 80)], before);
    expect(problems.map(({ object }) => object)).toEqual(['Service/default/web-1', 'Service/default/web-2']);
    expect(problems[1]!.message).toMatch(/^600 frontends .* 601/);
  });
});

describe('pods', () => {
  test.each([
    { services: [onPods(1, 1, podsIn(1, 5000))], refused: [], because: '5,000 are a full pool' },
    {
      services: [onPods(1, 1, podsIn(1, 5001))],
      refused: [/^5000 members of a backend pool .* 5001/],
      because: 'too many for a pool',
    },
    { services: [onPods(1, 2, podsIn(1, 5000))], refused: [], because: 'two full pools fit behind a frontend' },
    { services: [onPods(1, 3, podsIn(1, 4000))], refused: [/^10000 .* 12000/], because: 'too many behind a frontend' },
    {
      services: [onPods(1, 200, podsIn(1, 1)), onPods(2, 101, podsIn(1, 1))],
      refused: [/^300 rules for one backend .* 301/],
      because: 'one pod has too many rules',
    },
    {
      services: [onPods(1, 200, podsIn(1, 1)), onPods(2, 101, podsIn(2, 1))],
      refused: [],
      because: 'each pod has its own rules',
    },
  ])('$because', ({ services, refused }) => {
    const { problems } = wishFor(services, settled(exposures([])));
    expect(problems.map(({ message }) => message)).toEqual(refused.map((one) => expect.stringMatching(one)));
  });

  test('who is refused for a pool keeps the pool that is there, and has room again with fewer pods', () => {
    const before = settled(exposures([onPods(1, 1, podsIn(1, 2))]));
    const { problems } = wishFor([onPods(1, 1, podsIn(1, 5001))], before);
    expect(problems).toMatchObject([{ key: 'spec.selector', value: '5001', reason: 'LimitReached' }]);
    const kept = applied(wishFor([onPods(1, 1, podsIn(1, 5001))], before), before);
    expect(membersOf(kept, `${prefixFor(1)}-TCP-80`)).toHaveLength(2);
    const after = settled(exposures([onPods(1, 1, podsIn(1, 3))]), kept);
    expect(membersOf(after, `${prefixFor(1)}-TCP-80`)).toHaveLength(3);
  });
});

describe('ports', () => {
  test("one that somebody's rule has taken on the frontend is refused, the others go on", () => {
    const before = settled(exposures([service(1, { ports: [] })]));
    const azure = withChildren(before, LB, RULES, {
      name: 'theirs',
      properties: {
        protocol: 'Tcp',
        frontendPort: 80,
        frontendIPConfiguration: { id: `${LB}/${FRONTENDS}/${prefixFor(1)}` },
      },
    });
    const ports = [80, 443].map((number) => port(number, 30000 + number));
    const wish = wishFor([service(1, { ports })], azure);
    expect(wish.problems).toMatchObject([{ reason: 'PortConflict', key: 'spec.ports[0].port', value: '80' }]);
    expect(namesOf(applied(wish, azure), LB, RULES)).toEqual([`${prefixFor(1)}-TCP-443`, 'theirs']);
  });
});
