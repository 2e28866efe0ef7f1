// Who has which port of an address that several Services share?
import { describe, expect, test } from '@jest/globals';
import type { LoadBalancerExposure } from '../../../../src/core/exposure.js';
import type { AzureState } from '../../../../src/core/network/azure-state.js';
import { azureState } from '../../../../src/core/network/azure-state.js';
import type { ArmId } from '../../../../src/core/values/arm-id.js';
import {
  contextOf,
  exposures,
  INTERNAL_FRONTEND,
  INTERNAL_LB,
  LB,
  NETWORK,
  port,
  prefixFor,
  PUBLIC_FRONTEND,
  service,
  settled,
  subnet,
  uidOf,
  withChildren,
} from '../world.js';

const SHARED = {
  id: `${NETWORK}/publicIPAddresses/shared` as ArmId,
  name: 'shared',
  type: 'Microsoft.Network/publicIPAddresses',
  location: 'westeurope',
  sku: { name: 'Standard' },
  properties: { publicIPAddressVersion: 'IPv4', ipAddress: '20.1.1.1', provisioningState: 'Succeeded' },
};
const BARE = azureState([SHARED, subnet()]);

/** On the shared address, older the smaller the number is. */
function sharer(number: number, ports: readonly number[], change: Partial<LoadBalancerExposure> = {}) {
  return service(number, {
    frontends: [{ ...PUBLIC_FRONTEND, pin: { by: 'Name', value: 'shared', key: 'azure-pip-name' } }],
    ports: ports.map((one) => port(one, 30000 + one)),
    ...change,
  });
}

/** On one private address. */
function internal(number: number, ports: readonly number[], allPorts = false): LoadBalancerExposure {
  return sharer(number, ports, {
    frontends: [{ ...INTERNAL_FRONTEND, pin: { by: 'Address', value: '10.0.0.9', key: 'azure-load-balancer-ipv4' } }],
    allPorts,
  });
}

/** `web-1: 80; web-2: 443`, and who is told of whom. */
function outcome(asked: readonly LoadBalancerExposure[], azure: AzureState) {
  const { places } = contextOf(exposures(asked), azure);
  const name = (source: string): string => source.slice('Service/default/'.length);
  return {
    has: places.all
      .map(({ service: { source }, ports }) => `${name(source)}: ${ports.map((one) => one.port).join()}`)
      .join('; '),
    told: places.problems.map(
      ({ object, value, message }) =>
        `${name(object)} ${value}: ${/is (Service\/default\/([\w-]+)'s|taken by rule ([\w-]+),)/.exec(message)?.slice(2).find(Boolean)}`,
    ),
  };
}

const natRule = {
  name: 'ssh',
  properties: {
    frontendIPConfiguration: { id: `${LB}/frontendIPConfigurations/${prefixFor(1)}` },
    frontendPort: 22,
    protocol: 'Tcp',
  },
};
const lbRule = (name: string) => ({
  name,
  properties: {
    frontendIPConfiguration: { id: `${LB}/frontendIPConfigurations/${prefixFor(1)}` },
    frontendPort: 81,
    backendPort: 81,
    protocol: 'Tcp',
  },
});

const one = settled(exposures([sharer(1, [80])]), BARE);
const second = settled(exposures([sharer(2, [80])]), BARE);
const both = settled(exposures([sharer(1, [80]), sharer(2, [443])]), BARE);

describe('a port of a shared address', () => {
  test.each([
    {
      because: 'each wants another',
      asked: [sharer(1, [80]), sharer(2, [443])],
      azure: BARE,
      has: 'web-1: 80; web-2: 443',
      told: [],
    },
    {
      because: 'the older wins',
      asked: [sharer(1, [80]), sharer(2, [80, 443])],
      azure: BARE,
      has: 'web-1: 80; web-2: 443',
      told: ['web-2 80: web-1'],
    },
    {
      because: 'of three the two younger are told of the one that has it',
      asked: [sharer(1, [80]), sharer(2, [80]), sharer(3, [80])],
      azure: BARE,
      has: 'web-1: 80; web-2: ; web-3: ',
      told: ['web-2 80: web-1', 'web-3 80: web-1'],
    },
    {
      because: 'who serves it keeps it, though an older one comes',
      asked: [sharer(1, [80]), sharer(2, [80])],
      azure: second,
      has: 'web-1: ; web-2: 80',
      told: ['web-1 80: web-2'],
    },
    {
      because: 'who serves it and goes gives it up',
      asked: [sharer(1, [80]), sharer(2, [80], { standing: 'Gone' })],
      azure: second,
      has: 'web-1: 80',
      told: [],
    },
    {
      because: 'who serves it and wants another gives it up',
      asked: [sharer(1, [80]), sharer(2, [8080])],
      azure: second,
      has: 'web-1: 80; web-2: 8080',
      told: [],
    },
    {
      because: 'who serves it and is held keeps it',
      asked: [sharer(1, [80]), sharer(2, [80], { standing: 'Held' })],
      azure: second,
      has: 'web-1: ',
      told: ['web-1 80: web-2'],
    },
    {
      because: 'who is held and serves nothing has nothing',
      asked: [sharer(1, [80]), sharer(2, [80], { standing: 'Held' })],
      azure: BARE,
      has: 'web-1: 80',
      told: [],
    },
    {
      because: 'two change places',
      asked: [sharer(1, [443]), sharer(2, [80])],
      azure: both,
      has: 'web-1: 443; web-2: 80',
      told: [],
    },
    {
      because: 'an inbound NAT rule has it',
      asked: [sharer(1, [80, 22])],
      azure: withChildren(one, LB, 'inboundNatRules', natRule),
      has: 'web-1: 80',
      told: ['web-1 22: ssh'],
    },
    {
      because: "somebody else's rule has it",
      asked: [sharer(1, [80, 81])],
      azure: withChildren(one, LB, 'loadBalancingRules', lbRule('mine')),
      has: 'web-1: 80',
      told: ['web-1 81: mine'],
    },
  ])('$because', ({ asked, azure, has, told }) => {
    expect(outcome(asked, azure)).toEqual({ has, told });
  });

  test("a rule with the prefix of another controller's Service stays", () => {
    const azure = withChildren(one, LB, 'loadBalancingRules', lbRule(`${prefixFor(7)}-TCP-81`));
    const asked = exposures([sharer(1, [80, 81])], { foreignServiceUids: new Set([uidOf(7)]) });
    const { places } = contextOf(asked, azure);
    expect(places.problems).toMatchObject([{ reason: 'PortConflict', value: '81' }]);
  });
});

describe('one that wants all ports', () => {
  test.each([
    {
      because: 'has them if it is the older',
      asked: [internal(1, [80], true), internal(2, [443])],
      azure: BARE,
      has: 'web-1: 80; web-2: ',
      told: ['web-2 443: web-1'],
    },
    {
      because: 'has none if it is the younger, and is in nobody’s way',
      asked: [internal(1, [80]), internal(2, [8080], true), internal(3, [443])],
      azure: BARE,
      has: 'web-1: 80; web-2: ; web-3: 443',
      told: ['web-2 8080: web-1'],
    },
    {
      because: 'and had one of them takes none from who serves another',
      asked: [internal(1, [80], true), internal(2, [443])],
      azure: settled(exposures([internal(1, [80]), internal(2, [443])]), BARE),
      has: 'web-1: ; web-2: 443',
      told: ['web-1 80: web-2'],
    },
  ])('$because', ({ asked, azure, has, told }) => {
    expect(azure === BARE || azure.resources.has(INTERNAL_LB.toLowerCase() as never)).toBe(true);
    expect(outcome(asked, azure)).toEqual({ has, told });
  });
});
