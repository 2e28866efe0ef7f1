// How full is Azure, and what is said of it?
import { expect, test } from '@jest/globals';
import { collectCluster } from '../../../src/core/cluster/collect-cluster.js';
import { azureState } from '../../../src/core/network/azure-state.js';
import { fullest } from '../../../src/core/report/limits.js';
import { foresee } from '../../../src/foresee.js';
import { node, service, settings, passInput } from '../../builders.js';

test('each limit is counted where it counts, foreign rules and all', () => {
  const SETTINGS = settings();
  const type = 'Microsoft.Network/networkSecurityGroups';
  const foreign = { name: 'theirs', properties: { direction: 'Inbound', priority: 3001, sourceAddressPrefix: '*' } };
  const { report } = foresee(
    passInput({
      cluster: collectCluster([
        node('n1').at('10.224.0.4').object(),
        service('a').public().port(80).port(443).object(),
        service('b').public().port(80).from('203.0.113.0/24', '198.51.100.0/24').object(),
      ]),
      azure: azureState([
        { id: SETTINGS.securityGroups[0]!.id, name: 'nsg', type, properties: { securityRules: [foreign] } },
      ]),
      settings: SETTINGS,
    }),
  ).last;
  const used = Object.fromEntries(report.limits.map((one) => [`${one.limit} ${one.resource}`, one.used]));
  const group = SETTINGS.securityGroups[0]!.id.split('/').at(-1)!;
  expect(used).toEqual({
    [`Frontends ${SETTINGS.loadBalancer.name}`]: 2,
    [`Rules ${SETTINGS.loadBalancer.name}`]: 3,
    [`RulesPerBackend ${SETTINGS.loadBalancer.name}`]: 3,
    [`Rules ${group}`]: 3,
    [`SourcePrefixes ${group}`]: 4,
    [`DestinationPrefixes ${group}`]: 2,
    [`AllowPriorities ${group}`]: 3,
    [`DenyPriorities ${group}`]: 0,
  });
});

test('the nearest limit is named', () => {
  expect(
    fullest([
      { resource: 'lb', limit: 'Rules', used: 10, allowed: 1500 },
      { resource: 'nsg', limit: 'AllowPriorities', used: 5, allowed: 10 },
    ]),
  ).toBe('AllowPriorities of nsg: 5 of 10');
});
