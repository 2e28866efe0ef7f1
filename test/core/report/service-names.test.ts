// A Service may have a load balancer of ours, names, or both: what is said of the one is not said of the other.
import { describe, expect, test } from '@jest/globals';
import type { Condition, Service } from '../../../src/core/cluster/cluster-state.js';
import type { AzureState } from '../../../src/core/network/azure-state.js';
import { azureState, EMPTY_AZURE } from '../../../src/core/network/azure-state.js';
import { armKey } from '../../../src/core/values/arm-id.js';
import { foresee } from '../../../src/foresee.js';
import type { PassInput } from '../../../src/reconcile.js';
import { reconcile } from '../../../src/reconcile.js';
import { cluster, node, passInput, service, settings, zone } from '../../builders.js';

const GROUP = { id: settings().securityGroups[0]!.id, name: 'nsg', type: 'Microsoft.Network/networkSecurityGroups' };
const EMPTY = azureState([{ ...GROUP, properties: { securityRules: [] } }]);
const NAMES = 'azurenetwork.dev/NamesProgrammed';
const WEB = service('web').public().port(80).annotated('azurenetwork.dev/hostname', 'web.example.com');

function input(object: Service, azure: AzureState): PassInput {
  return passInput({ cluster: cluster(node('n1').at('10.224.0.4'), { object: () => object }), azure });
}

function conditionsOf(object: Service, azure: AzureState): Readonly<Record<string, string>> {
  const { report } = reconcile(input(object, azure));
  const status = report.statuses.find((one) => one.object === 'Service/default/web');
  return Object.fromEntries((status?.conditions ?? []).map(({ type, reason }) => [type.split('/')[1]!, reason]));
}

function written(object: Service, azure: AzureState): readonly (readonly Condition[])[] {
  const { report } = reconcile(input(object, azure));
  return report.publications.flatMap((one) => (one.kind === 'ServiceStatus' ? [one.conditions ?? []] : []));
}

describe('a load balancer of ours with a name', () => {
  const done = foresee(input(WEB.object(), EMPTY)).azure;

  test('writes both into its status at once', () => {
    const [conditions = [], ...more] = written(WEB.object(), done);
    expect(more).toEqual([]);
    expect(conditions.map(({ type, status }) => `${type} ${status}`)).toEqual([
      'azurenetwork.dev/Accepted True',
      'azurenetwork.dev/Programmed True',
      `${NAMES} True`,
    ]);
  });

  test('is programmed while its zone can’t be read', () => {
    const path = armKey(`${zone('example.com').id}/recordsets`);
    const unreadable = new Map([[path, { status: 403, code: 'AuthorizationFailed', message: 'No.' }]]);
    expect(conditionsOf(WEB.object(), { ...done, unreadable })).toMatchObject({
      Programmed: 'Programmed',
      NamesProgrammed: 'Withheld',
    });
  });
});

describe('a Service that is no load balancer of ours', () => {
  const internal = service('web').specified({ type: 'ClusterIP', clusterIP: '10.0.0.9', clusterIPs: ['10.0.0.9'] });
  const named = internal.annotated('azurenetwork.dev/internal-hostname', 'web.example.com');
  const done = foresee(input(named.object(), EMPTY_AZURE)).azure;
  const saying = (type: string): Condition[] => [{ type, status: 'True', reason: 'Programmed', message: '' }];

  test('says of its names only', () => {
    expect(conditionsOf(named.object(), done)).toEqual({ NamesProgrammed: 'Programmed' });
  });

  test('is not taken for one that was ours because of that', () => {
    const said = { ...named.object(), conditions: saying(NAMES) };
    expect(reconcile(input(said, done)).exposures.loadBalancers).toEqual([]);
    const was = { ...named.object(), conditions: saying('azurenetwork.dev/Programmed') };
    expect(reconcile(input(was, done)).exposures.loadBalancers).toMatchObject([{ standing: 'Gone' }]);
  });

  test('no longer says it when it asks for no names', () => {
    const others = saying('example.com/Checked');
    const before = { ...internal.object(), conditions: [...others, ...saying(NAMES)] };
    expect(written(before, done)).toEqual([others]);
    expect(written({ ...internal.object(), conditions: others }, done)).toEqual([]);
  });
});
