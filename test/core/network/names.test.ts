import { expect, test } from '@jest/globals';
import {
  frontendName,
  isNameOf,
  loadBalancerId,
  poolName,
  prefixOf,
  publicIPId,
  ruleName,
  servicePrefix,
} from '../../../src/core/network/names.js';
import { NETWORK, SETTINGS } from './world.js';

const UID = '97c5afed-a12a-4355-8601-91fcc0558bb0';
const PREFIX = 'a97c5afeda12a4355860191fcc0558bb';

test('every name in full', () => {
  const settings = { ...SETTINGS, loadBalancer: { ...SETTINGS.loadBalancer, name: 'prod-1' } };
  expect([
    servicePrefix(UID),
    loadBalancerId(settings, 'Public'),
    loadBalancerId(settings, 'Internal'),
    poolName(settings),
    publicIPId(settings, UID),
    frontendName(UID),
    frontendName(UID, 'apps'),
    ruleName(UID, 'Tcp', 80),
    ruleName(UID, 'Udp', 53, 'apps'),
  ]).toEqual([
    PREFIX,
    `${NETWORK}/loadBalancers/prod-1`,
    `${NETWORK}/loadBalancers/prod-1-internal`,
    'prod-1',
    `${NETWORK}/publicIPAddresses/prod-1-${PREFIX}`,
    PREFIX,
    `${PREFIX}-apps`,
    `${PREFIX}-TCP-80`,
    `${PREFIX}-apps-UDP-53`,
  ]);
});

test('each settings give names of their own, whichever were asked before', () => {
  const other = { ...SETTINGS, resourceGroup: 'rg-other' };
  for (const settings of [SETTINGS, other, SETTINGS]) {
    const group = `/resourceGroups/${settings.resourceGroup}/`;
    expect(publicIPId(settings, UID)).toContain(group);
    expect(loadBalancerId(settings, 'Public')).toContain(group);
  }
});

test('a long subnet name is cut to 75 characters, and a name ends with a letter or an underscore', () => {
  const long = 's'.repeat(60);
  expect(frontendName(UID, long)).toBe(`${PREFIX}-${'s'.repeat(42)}`);
  expect(ruleName(UID, 'Tcp', 8080, long)).toBe(`${PREFIX}-${'s'.repeat(33)}-TCP-8080`);
  expect(frontendName(UID, 'apps-1')).toBe(`${PREFIX}-apps-_`);
});

test.each([
  { name: PREFIX, of: true, prefix: PREFIX, because: 'a frontend' },
  { name: `${PREFIX.toUpperCase()}-TCP-80`, of: true, prefix: PREFIX, because: 'Azure may change the case' },
  { name: `${PREFIX}x`, of: false, prefix: undefined, because: 'it only begins alike' },
  { name: `b${PREFIX.slice(1)}`, of: false, prefix: undefined, because: 'a prefix begins with a' },
  { name: 'azure-firewall-rule', of: false, prefix: undefined, because: 'it is no UID' },
])('$name: $because', ({ name, of, prefix }) => {
  expect(isNameOf(UID, name)).toBe(of);
  expect(prefixOf(name)).toBe(prefix);
});
