// How much fits on the load balancers, and who is refused when it is full?
import { describe, expect, test } from '@jest/globals';
import { exposures, LB, namesOf, port, prefixFor, service, settled, withChildren, applied } from '../world.js';
import { FRONTENDS, RULES, wishFor } from './words.js';

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
