import { expect, test } from '@jest/globals';
import {
  besidePoolName,
  frontendName,
  isNameOf,
  loadBalancerId,
  poolName,
  prefixOf,
  publicIPId,
  ruleName,
  servicePrefix,
} from '../../../src/core/network/names.js';
import type { ArmId } from '../../../src/core/values/arm-id.js';
import { NETWORK, SETTINGS } from './world.js';

const UID = '97c5afed-a12a-4355-8601-91fcc0558bb0';
const HALF = { uid: UID, suffix: '' } as const;
const SECOND = { uid: UID, suffix: '-IPv6' } as const;
const PREFIX = 'a97c5afeda12a4355860191fcc0558bb';

test('every name in full', () => {
  const settings = { ...SETTINGS, loadBalancer: { ...SETTINGS.loadBalancer, name: 'prod-1' } };
  expect([
    servicePrefix(UID),
    loadBalancerId(settings, 'Public'),
    loadBalancerId(settings, 'Internal'),
    poolName(settings, 4),
    poolName(settings, 6),
    besidePoolName(settings, 4),
    besidePoolName(settings, 6),
    publicIPId(settings, { ...HALF, resourceGroup: 'rg1' }),
    publicIPId(settings, { ...SECOND, resourceGroup: 'rg1' }),
    publicIPId(settings, { ...SECOND, resourceGroup: 'rg2', prefixId: `${NETWORK}/publicIPPrefixes/range-1` as ArmId }),
    frontendName(HALF),
    frontendName(SECOND),
    frontendName({ ...HALF, subnetName: 'apps' }),
    frontendName({ ...SECOND, subnetName: 'apps' }),
    ruleName(HALF, 'Tcp', 80),
    ruleName(SECOND, 'Tcp', 80),
    ruleName({ ...HALF, subnetName: 'apps' }, 'Udp', 53),
  ]).toEqual([
    PREFIX,
    `${NETWORK}/loadBalancers/prod-1`,
    `${NETWORK}/loadBalancers/prod-1-internal`,
    'prod-1',
    'prod-1-IPv6',
    'prod-1-addresses',
    'prod-1-addresses-IPv6',
    `${NETWORK}/publicIPAddresses/prod-1-${PREFIX}`,
    `${NETWORK}/publicIPAddresses/prod-1-${PREFIX}-IPv6`,
    `${NETWORK}/publicIPAddresses/prod-1-${PREFIX}-range-1-IPv6`.replace('/rg1/', '/rg2/'),
    PREFIX,
    `${PREFIX}-IPv6`,
    `${PREFIX}-apps`,
    `${PREFIX}-apps-IPv6`,
    `${PREFIX}-TCP-80`,
    `${PREFIX}-TCP-80-IPv6`,
    `${PREFIX}-apps-UDP-53`,
  ]);
});

test('each settings give names of their own, whichever were asked before', () => {
  const other = { ...SETTINGS, resourceGroup: 'rg-other' };
  for (const settings of [SETTINGS, other, SETTINGS]) {
    const group = `/resourceGroups/${settings.resourceGroup}/`;
    expect(publicIPId(settings, { ...HALF, resourceGroup: settings.resourceGroup })).toContain(group);
    expect(loadBalancerId(settings, 'Public')).toContain(group);
  }
});

test('a long subnet name is cut to 75 characters, and a name ends with a letter or an underscore', () => {
  const long = 's'.repeat(60);
  expect(frontendName({ ...HALF, subnetName: long })).toBe(`${PREFIX}-${'s'.repeat(42)}`);
  expect(ruleName({ ...HALF, subnetName: long }, 'Tcp', 8080)).toBe(`${PREFIX}-${'s'.repeat(33)}-TCP-8080`);
  expect(frontendName({ ...HALF, subnetName: 'apps-1' })).toBe(`${PREFIX}-apps-_`);
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
