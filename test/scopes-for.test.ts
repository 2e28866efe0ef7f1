// What is looked at in Azure: nothing that is ours is ever forgotten, not by an operator that dies over it either.
import { describe, expect, test } from '@jest/globals';
import type { CustomObject } from '../src/core/cluster/cluster-state.js';
import { collectCluster } from '../src/core/cluster/collect-cluster.js';
import { project } from '../src/core/cluster/project.js';
import type { ArmResource } from '../src/core/network/arm-resource.js';
import type { AzureState } from '../src/core/network/azure-state.js';
import { azureState } from '../src/core/network/azure-state.js';
import { publicIPsPath } from '../src/core/network/names.js';
import { marks } from '../src/core/network/ownership.js';
import type { ArmId } from '../src/core/values/arm-id.js';
import { armKey } from '../src/core/values/arm-id.js';
import { reconcile } from '../src/reconcile.js';
import { scopesFor } from '../src/scopes-for.js';
import { passInput, service, settings } from './builders.js';

const SETTINGS = settings();
const GROUP = publicIPsPath(SETTINGS, 'rg-net');
const ELSEWHERE = service('web')
  .public()
  .port(80)
  .annotated('service.beta.kubernetes.io/azure-load-balancer-resource-group', 'rg-net');
const LEFT: ArmResource = {
  ...{ id: `${GROUP}/old` as ArmId, name: 'old', type: 'Microsoft.Network/publicIPAddresses' },
  tags: marks(SETTINGS.clusterId, []),
};
const BARE = azureState([]);
const UNREAD: AzureState = {
  ...BARE,
  unreadable: new Map([[armKey(GROUP), { status: 0, code: 'NotRead', message: '' }]]),
};

function network(...noted: readonly string[]): CustomObject {
  const status = { publicIPResourceGroups: noted };
  return project('AzureNetwork', { metadata: { name: 'default', uid: 'n' }, spec: {}, status }) as CustomObject;
}

describe('a resource group beside that of the settings', () => {
  test.each([
    { because: 'a Service names it', objects: [ELSEWHERE.object()], azure: BARE, isRead: true },
    { because: 'a public IP of ours is there', objects: [], azure: azureState([LEFT]), isRead: true },
    { because: 'the status remembers it', objects: [network('rg-net')], azure: BARE, isRead: true },
    { because: 'nobody has to do with it', objects: [network()], azure: BARE, isRead: false },
  ])('is looked at: $isRead, since $because', ({ objects, azure, isRead }) => {
    const paths = scopesFor(collectCluster(objects), SETTINGS, azure).map(({ path }) => armKey(path));
    expect(paths.includes(armKey(GROUP))).toBe(isRead);
  });

  test.each([
    { because: 'one will be made there', objects: [ELSEWHERE.object(), network()], azure: BARE, noted: ['rg-net'] },
    { because: 'one of ours is there', objects: [network()], azure: azureState([LEFT]), noted: ['rg-net'] },
    { because: 'it was not read yet', objects: [network('rg-net')], azure: UNREAD, noted: ['rg-net'] },
    { because: 'nothing of ours is there any more', objects: [network('rg-net')], azure: BARE, noted: [] },
  ])('is remembered as $noted, since $because', ({ objects, azure, noted }) => {
    const { report } = reconcile(passInput({ cluster: collectCluster(objects), azure, settings: SETTINGS }));
    const own = report.statuses.find(({ object }) => object === 'AzureNetwork/default');
    expect(own).toMatchObject({ details: { publicIPResourceGroups: noted } });
  });
});
