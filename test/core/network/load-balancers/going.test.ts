import { describe, expect, test } from '@jest/globals';
import { TYPES } from '../../../../src/core/network/arm-resource.js';
import { azureState, find } from '../../../../src/core/network/azure-state.js';
import type { ArmId } from '../../../../src/core/values/arm-id.js';
import {
  applied,
  changedPaths,
  exposures,
  LB,
  namesOf,
  NETWORK,
  port,
  prefixFor,
  PUBLIC_FRONTEND,
  service,
  settled,
  uidOf,
  withChildren,
  withResource,
} from '../world.js';
import { FRONTENDS, RULES, wishFor } from './words.js';

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

  test('a shared frontend goes with the last, though it bears the name of one who went before', () => {
    const pin = { by: 'Name', value: 'shared', key: 'azure-pip-name' } as const;
    const sharing = (number: number, change = {}) =>
      service(number, {
        frontends: [{ ...PUBLIC_FRONTEND, pin }],
        ports: [port(80 + number, 30080 + number)],
        ...change,
      });
    const there = withResource(azureState([]), {
      ...{ id: `${NETWORK}/publicIPAddresses/shared` as ArmId, name: 'shared', type: TYPES.publicIP },
      sku: { name: 'Standard' },
      properties: { ipAddress: '192.0.2.7', provisioningState: 'Succeeded' },
    });
    const before = settled(exposures([sharing(1), sharing(2)]), there);
    const unmarked = withResource(before, { ...find(before, LB)!, tags: {} });
    const alone = applied(wishFor([sharing(1, { standing: 'Gone' }), sharing(2)], unmarked), unmarked);
    expect(namesOf(alone, LB, FRONTENDS)).toEqual([prefixFor(1)]);
    const none = applied(wishFor([sharing(2, { standing: 'Gone' })], alone), alone);
    expect(namesOf(none, LB, FRONTENDS)).toEqual([]);
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

  test("our load balancer stays as long as somebody's probe is on it", () => {
    const used = withChildren(azure, LB, 'probes', { name: 'theirs', properties: { port: 1 } });
    const gone = both.map((one) => ({ ...one, standing: 'Gone' as const }));
    expect(namesOf(applied(wishFor(gone, used), used), LB, 'probes')).toEqual(['theirs']);
  });
});

describe('a family that goes', () => {
  const SECOND = { ...PUBLIC_FRONTEND, family: 6 } as const;
  const dual = exposures([service(1, { frontends: [PUBLIC_FRONTEND, SECOND] }), service(2)]);
  const azure = settled(dual);
  const single = [service(1), service(2)];
  const path = '/properties/backendAddressPools[kubernetes-IPv6]';

  test('takes its pool along, because of its Service alone', () => {
    const [desired] = wishFor(single, azure).resources;
    expect(desired!.attribution.get(path)).toEqual(['Service/default/web-1']);
    expect(namesOf(applied(wishFor(single, azure), azure), LB, 'backendAddressPools')).toEqual(['kubernetes']);
  });

  test("leaves it on somebody else's load balancer", () => {
    const theirs = withResource(azure, { ...find(azure, LB)!, tags: {} });
    const after = applied(wishFor(single, theirs), theirs);
    expect(namesOf(after, LB, 'backendAddressPools')).toEqual(['kubernetes', 'kubernetes-IPv6']);
    expect(changedPaths(wishFor(single, after), after)).toEqual([]);
  });
});
