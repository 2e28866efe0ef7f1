import { expect, test } from '@jest/globals';
import type { Family } from '../../../../src/core/values/ip-address.js';
import { azureState } from '../../../../src/core/network/azure-state.js';
import { contextOf, exposures, INTERNAL_FRONTEND, service, settled, subnet } from '../world.js';

const APPS = { ...subnet(), properties: { addressPrefix: '10.224.0.0/24' } };
const DUAL = { ...subnet(), properties: { addressPrefixes: ['10.224.0.0/24', '10.1.0.0/24', 'fd00:1::/64'] } };

function pinnedTo(value: string, family: Family = 4) {
  const pin = { by: 'Address', value, key: 'azure-load-balancer-ipv4' } as const;
  return exposures([service(1, { frontends: [{ ...INTERNAL_FRONTEND, family, pin }] })]);
}

test.each([
  { address: '10.224.0.100', of: APPS, says: undefined, because: 'it is free as far as can be seen' },
  { address: '10.1.0.4', of: DUAL, says: undefined, because: 'it is in the second range' },
  { address: 'fd00:1::2', of: DUAL, says: undefined, because: 'of IPv6, Azure alone knows what it keeps' },
  { address: '10.9.9.9', of: subnet(), says: undefined, because: 'the ranges are not known' },
  { address: '10.225.0.1', of: APPS, says: 'is not in subnet apps (10.224.0.0/24)', because: 'it is outside' },
  { address: 'fd00:2::2', of: DUAL, says: 'is not in subnet apps (fd00:1::/64)', because: 'it is outside, of IPv6' },
  { address: '10.224.0.0', of: APPS, says: 'Azure keeps for itself', because: 'it is the network' },
  { address: '10.224.0.3', of: APPS, says: 'Azure keeps for itself', because: 'it is the fourth' },
  { address: '10.1.0.255', of: DUAL, says: 'Azure keeps for itself', because: 'it is the last of its range' },
  { address: '10.224.0.5', of: APPS, says: 'is the address of node node-1', because: 'a node has it' },
])('$address: $because', ({ address, of, says }) => {
  const asked = pinnedTo(address, address.includes(':') ? 6 : 4);
  const { places } = contextOf(asked, azureState([of]));
  expect(places.problems.map(({ message }) => message)).toEqual(
    says === undefined ? [] : [expect.stringContaining(says)],
  );
  expect(places.isKept(asked.loadBalancers[0]!.uid)).toBe(says !== undefined);
});

test('an address that its frontend has already is not asked about', () => {
  const there = settled(pinnedTo('10.9.9.9'), azureState([subnet()]));
  const narrowed = azureState([...there.resources.values()].map((one) => (one.id === APPS.id ? APPS : one)));
  expect(contextOf(pinnedTo('10.9.9.9'), narrowed).places.problems).toEqual([]);
});
