// When may a deleted object go? When nothing of it is left in Azure, as far as can be seen and as far as it is ours.
import { describe, expect, test } from '@jest/globals';
import { collectCluster } from '../../../src/core/cluster/collect-cluster.js';
import type { ClusterObject } from '../../../src/core/cluster/cluster-state.js';
import type { AzureState, Unreadable } from '../../../src/core/network/azure-state.js';
import { azureState } from '../../../src/core/network/azure-state.js';
import { loadBalancerId, publicIPId } from '../../../src/core/network/names.js';
import { sourceRef } from '../../../src/core/values/source-ref.js';
import { armKey } from '../../../src/core/values/arm-id.js';
import type { ArmId } from '../../../src/core/values/arm-id.js';
import { foresee } from '../../../src/foresee.js';
import type { PassInput } from '../../../src/reconcile.js';
import { reconcile } from '../../../src/reconcile.js';
import { portExposure, service, settings, passInput } from '../../builders.js';

const SETTINGS = settings();
const SERVICE = 'service.kubernetes.io/load-balancer-cleanup';
const OURS = 'azurenetwork.dev/cleanup';

function leaving(object: ClusterObject, finalizer: string): ClusterObject {
  return {
    ...object,
    meta: { ...object.meta, finalizers: [finalizer], deletionTimestamp: '2026-01-01T00:00:00Z' },
  };
}

const WEB = leaving(service('web').public().port(80).object(), SERVICE);
const RESOURCE_GROUP = 'service.beta.kubernetes.io/azure-load-balancer-resource-group';
const OPEN = leaving(portExposure('p').hostPort({ app: 'x' }).port(80).from('192.0.2.0/24').object(), OURS);

function input(objects: readonly ClusterObject[], azure: AzureState): PassInput {
  return passInput({
    cluster: collectCluster(objects),
    azure,
    settings: SETTINGS,
    assumeFinalizers: false,
  });
}

function mayGo(object: ClusterObject, azure: AzureState, ...others: readonly ClusterObject[]): boolean {
  const { report } = reconcile(input([object, ...others], azure));
  const whose = sourceRef(object.kind, object.meta.namespace, object.meta.name);
  return report.publications.some(
    (one) => one.kind === 'Finalizers' && one.object === whose && one.finalizers.length === 0,
  );
}

function unreadable(id: string, status: number): AzureState {
  const why: Unreadable = { status, code: 'C', message: 'm' };
  return { ...azureState([]), unreadable: new Map([[armKey(id), why]]) };
}

const PUBLIC_IP = publicIPId(SETTINGS, {
  uid: WEB.meta.uid,
  suffix: '',
  resourceGroup: SETTINGS.resourceGroup,
});
const PUBLIC_IPS = PUBLIC_IP.slice(0, PUBLIC_IP.lastIndexOf('/'));
const GROUP = SETTINGS.securityGroups[0]!.id;

describe('a deleted object goes', () => {
  test.each([
    { what: WEB, azure: azureState([]), because: 'nothing is left' },
    { what: WEB, azure: unreadable(PUBLIC_IPS, 404), because: 'the resource group is gone with all that was in it' },
    {
      what: WEB,
      azure: azureState([{ id: PUBLIC_IP, name: 'x', type: 'Microsoft.Network/publicIPAddresses', tags: {} }]),
      because: "the public IP of its name is somebody else's and stays",
    },
    { what: OPEN, azure: azureState([]), because: 'no rule is left' },
    { what: OPEN, azure: unreadable(GROUP, 404), because: 'a group that does not exist has no rules' },
  ])('$because', ({ what, azure }) => {
    expect(mayGo(what, azure)).toBe(true);
  });
});

/** The public IP of the Service's name, marked as ours. */
const OWN = {
  id: PUBLIC_IP,
  name: PUBLIC_IP.slice(PUBLIC_IP.lastIndexOf('/') + 1),
  type: 'Microsoft.Network/publicIPAddresses',
  tags: { 'azurenetwork-cluster': SETTINGS.clusterId },
  properties: { publicIPAddressVersion: 'IPv4', ipAddress: '20.50.0.1', provisioningState: 'Succeeded' },
};

describe('an address that another Service shares', () => {
  const other = service('other').public().port(443).annotated('service.beta.kubernetes.io/azure-pip-name', OWN.name);
  const group = { id: GROUP, name: 'nsg', type: 'Microsoft.Network/networkSecurityGroups', properties: {} };
  const both = foresee(input([service('web').public().port(80).object(), other.object()], azureState([group]))).azure;

  test.each([
    { because: 'the other wants it', object: other.object(), stays: true },
    { because: 'the other is held', object: other.from('203.0.113.7/24').object(), stays: true },
    { because: 'the other goes, too', object: leaving(other.object(), SERVICE), stays: false },
  ])('never holds its owner up; it stays: $stays, for $because', ({ object, stays }) => {
    expect(mayGo(WEB, both, object)).toBe(false);
    const { azure } = foresee(input([WEB, object], both));
    expect(azure.resources.has(armKey(PUBLIC_IP))).toBe(stays);
    expect(mayGo(WEB, azure, object)).toBe(true);
  });
});

describe('a deleted object waits', () => {
  test.each([
    {
      what: leaving(service('web').public().port(80).annotated(RESOURCE_GROUP, 'rg-net').object(), SERVICE),
      azure: unreadable(PUBLIC_IPS.replace(`/${SETTINGS.resourceGroup}/`, '/rg-net/'), 403),
      because: 'its public IP may be in the group that it names, where we may not look',
    },
    { what: WEB, azure: azureState([OWN]), because: 'its public IP is there' },
    {
      what: WEB,
      azure: azureState([{ ...OWN, id: `${PUBLIC_IPS}/${OWN.name}-0a1b2c` as ArmId, name: `${OWN.name}-0a1b2c` }]),
      because: 'the one that took the place of its public IP is there',
    },
    { what: WEB, azure: unreadable(PUBLIC_IPS, 403), because: 'its public IP may be where we may not look' },
    {
      what: WEB,
      azure: unreadable(loadBalancerId(SETTINGS, 'Public'), 403),
      because: 'its frontend may still be there',
    },
    { what: OPEN, azure: unreadable(GROUP, 403), because: 'its rules may still be there' },
  ])('$because', ({ what, azure }) => {
    expect(mayGo(what, azure)).toBe(false);
  });
});
