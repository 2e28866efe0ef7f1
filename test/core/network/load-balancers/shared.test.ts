// Services that name the same address: who has which port of the frontend that they share?
import { describe, expect, test } from '@jest/globals';
import type { LoadBalancerExposure } from '../../../../src/core/exposure.js';
import type { ArmResource } from '../../../../src/core/network/arm-resource.js';
import { azureState, find } from '../../../../src/core/network/azure-state.js';
import type { ArmId } from '../../../../src/core/values/arm-id.js';
import type { JsonObject } from '../../../../src/core/values/json.js';
import {
  applied,
  changedPaths,
  exposures,
  INTERNAL_FRONTEND,
  INTERNAL_LB,
  LB,
  namesOf,
  NETWORK,
  port,
  prefixFor,
  PUBLIC_FRONTEND,
  service,
  settled,
  subnet,
  withChildren,
  withResource,
} from '../world.js';
import { childOf, FRONTENDS, referred, RULES, wishFor } from './words.js';

const OFFICE: ArmResource = {
  id: `${NETWORK}/publicIPAddresses/office` as ArmId,
  name: 'office',
  type: 'Microsoft.Network/publicIPAddresses',
  location: 'westeurope',
  sku: { name: 'Standard' },
  properties: { ipAddress: '20.1.2.3', publicIPAddressVersion: 'IPv4', provisioningState: 'Succeeded' },
};
const PIN = { by: 'Name', value: 'office', key: 'service.beta.kubernetes.io/azure-pip-name' } as const;
const START = azureState([subnet(), OFFICE]);

/** Service default/web-<number> on that public IP, with these ports. */
function pinned(number: number, ports: readonly number[], change: Partial<LoadBalancerExposure> = {}) {
  return service(number, {
    frontends: [{ ...PUBLIC_FRONTEND, pin: PIN }],
    ports: ports.map((one) => port(one, 30000 + one)),
    ...change,
  });
}

const rule = (number: number, of: number) => `${prefixFor(number)}-TCP-${of}`;

test('one frontend, named after the oldest; each has its own ports on it', () => {
  const azure = settled(exposures([pinned(2, [443]), pinned(1, [80])]), START);
  expect(namesOf(azure, LB, FRONTENDS)).toEqual([prefixFor(1)]);
  expect(namesOf(azure, LB, RULES)).toEqual([rule(1, 80), rule(2, 443)]);
  for (const name of [rule(1, 80), rule(2, 443)])
    expect(referred(childOf(azure, RULES, name), 'frontendIPConfiguration')).toBe(prefixFor(1));
});

test('a shared frontend is made because of all who share it', () => {
  const [desired] = wishFor([pinned(1, [80]), pinned(2, [443])], START).resources;
  expect(desired!.attribution.get(`/properties/frontendIPConfigurations[${prefixFor(1)}]`)).toEqual([
    'Service/default/web-1',
    'Service/default/web-2',
  ]);
});

test('by address and by name is the same address', () => {
  const byAddress = { by: 'Address', value: '20.1.2.3', key: 'spec.loadBalancerIP' } as const;
  const other = pinned(2, [443], { frontends: [{ ...PUBLIC_FRONTEND, pin: byAddress }] });
  expect(namesOf(settled(exposures([pinned(1, [80]), other]), START), LB, FRONTENDS)).toEqual([prefixFor(1)]);
});

describe('two that want one port', () => {
  const both = [pinned(1, [80, 443]), pinned(2, [80, 8080])];
  const azure = settled(exposures(both), START);

  test('the older wins; the other is told by whom, and has its other ports', () => {
    expect(namesOf(azure, LB, RULES)).toEqual([rule(1, 443), rule(1, 80), rule(2, 8080)]);
    expect(wishFor(both, azure).problems).toMatchObject([
      { object: 'Service/default/web-2', reason: 'PortConflict', key: 'spec.ports[0].port', value: '80' },
    ]);
    expect(wishFor(both, azure).problems[0]!.message).toContain('Service/default/web-1');
  });

  test('who serves it already keeps it, though somebody older comes', () => {
    const first = settled(exposures([pinned(2, [80])]), START);
    const after = settled(exposures([pinned(1, [80]), pinned(2, [80])]), first);
    expect(namesOf(after, LB, RULES)).toEqual([rule(2, 80)]);
  });

  test('the younger takes over in the write with which the older goes', () => {
    const after = applied(wishFor([pinned(1, [443]), pinned(2, [80, 8080])], azure), azure);
    expect(namesOf(after, LB, RULES)).toEqual([rule(1, 443), rule(2, 80), rule(2, 8080)]);
  });

  test('what is held keeps its port', () => {
    const held = [pinned(1, [], { standing: 'Held' }), pinned(2, [80, 8080])];
    expect(changedPaths(wishFor(held, azure), azure)).toEqual([]);
    expect(wishFor(held, azure).problems).toMatchObject([{ object: 'Service/default/web-2', value: '80' }]);
  });

  test('TCP and UDP of one number are not the same port', () => {
    const udp = pinned(2, [], { ports: [port(80, 30080, 'Udp')] });
    const after = settled(exposures([pinned(1, [80]), udp]), START);
    expect(namesOf(after, LB, RULES)).toEqual([rule(1, 80), `${prefixFor(2)}-UDP-80`]);
  });
});

describe('the frontend', () => {
  const azure = settled(exposures([pinned(1, [80]), pinned(2, [443])]), START);

  test('stays with its name when the one that it is named after goes', () => {
    const left = [pinned(1, [80], { standing: 'Gone' }), pinned(2, [443])];
    const after = settled(exposures(left), azure);
    expect(namesOf(after, LB, FRONTENDS)).toEqual([prefixFor(1)]);
    expect(namesOf(after, LB, RULES)).toEqual([rule(2, 443)]);
    const alone = settled(exposures([pinned(2, [443])]), after);
    expect(changedPaths(wishFor([pinned(2, [443])], alone), alone)).toEqual([]);
    expect(namesOf(alone, LB, FRONTENDS)).toEqual([prefixFor(1)]);
  });

  test('goes with the last', () => {
    const gone = [1, 2].map((number) => pinned(number, [80], { standing: 'Gone' }));
    const other = service(3);
    const three = settled(exposures([pinned(1, [80]), pinned(2, [443]), other]), START);
    expect(namesOf(settled(exposures([...gone, other]), three), LB, FRONTENDS)).toEqual([prefixFor(3)]);
    // The one that it is named after went long ago.
    const first = settled(exposures([pinned(2, [443]), other]), three);
    expect(namesOf(settled(exposures([gone[1]!, other]), first), LB, FRONTENDS)).toEqual([prefixFor(3)]);
  });

  test('one who has shared it so far has its own when it wants an address of its own', () => {
    const after = settled(exposures([service(1), pinned(2, [443])]), azure);
    const names = namesOf(after, LB, FRONTENDS);
    expect(names).toHaveLength(2);
    const own = referred(childOf(after, RULES, rule(1, 80)), 'frontendIPConfiguration');
    const shared = referred(childOf(after, RULES, rule(2, 443)), 'frontendIPConfiguration');
    expect([own, shared].sort()).toEqual(names);
    expect(own).not.toBe(shared);
  });
});

describe("somebody else's frontend on that address", () => {
  const frontend = { name: 'office', zones: ['1'], properties: { publicIPAddress: { id: OFFICE.id }, secret: 1 } };
  const theirs = {
    name: 'ssh',
    properties: {
      protocol: 'Tcp',
      frontendPort: 22,
      backendPort: 22,
      frontendIPConfiguration: { id: `${LB}/${FRONTENDS}/office` },
    },
  };
  const empty = withResource(START, {
    id: LB as ArmId,
    name: 'kubernetes',
    type: 'Microsoft.Network/loadBalancers',
    location: 'westeurope',
    sku: { name: 'Standard' },
    properties: { provisioningState: 'Succeeded' },
  });
  const start = withChildren(withChildren(empty, LB, FRONTENDS, frontend), LB, RULES, theirs);
  const raw = (azure: typeof start) =>
    (find(azure, LB)!.properties![FRONTENDS] as readonly (JsonObject & { name: string })[]).find(
      ({ name }) => name === 'office',
    );

  test('is used as it is, and stays when we go', () => {
    const wish = wishFor([pinned(1, [80])], start);
    const body = azureState([wish.resources[0]!.body!]);
    expect(raw(body)).toEqual(raw(start));
    expect(namesOf(body, LB, RULES)).toEqual([rule(1, 80), 'ssh']);
    const azure = applied(wish, start);
    const after = settled(exposures([pinned(1, [80], { standing: 'Gone' })]), azure);
    expect([namesOf(after, LB, FRONTENDS), namesOf(after, LB, RULES)]).toEqual([['office'], ['ssh']]);
  });

  test('its ports are taken', () => {
    const { problems } = wishFor([pinned(1, [22])], start);
    expect(problems).toMatchObject([{ reason: 'PortConflict', value: '22', message: expect.stringContaining('ssh') }]);
  });
});

describe('static private addresses', () => {
  const pin = { by: 'Address', value: '10.0.0.9', key: 'spec.loadBalancerIP' } as const;
  const internal = (number: number, of: number) =>
    service(number, {
      frontends: [{ ...INTERNAL_FRONTEND, pin }],
      sources: { tags: [], cidrs: [] },
      ports: [port(of, 30000 + of)],
    });

  test('are shared like public ones', () => {
    const azure = settled(exposures([internal(1, 80), internal(2, 443)]));
    expect(namesOf(azure, INTERNAL_LB, FRONTENDS)).toEqual([prefixFor(1)]);
    expect(namesOf(azure, INTERNAL_LB, RULES)).toEqual([rule(1, 80), rule(2, 443)]);
    const asked = exposures([internal(1, 80), internal(2, 443)]);
    expect(changedPaths(wishFor(asked.loadBalancers, azure), azure)).toEqual([]);
  });
});
