// When may a deleted object go? When nothing of it is left in Azure, as far as can be seen and as far as it is ours.
import { describe, expect, test } from '@jest/globals';
import { collectCluster } from '../../../src/core/cluster/collect-cluster.js';
import type { ClusterObject } from '../../../src/core/cluster/cluster-state.js';
import { NO_MEMORY } from '../../../src/core/memory.js';
import type { AzureState, Unreadable } from '../../../src/core/network/azure-state.js';
import { azureState } from '../../../src/core/network/azure-state.js';
import { loadBalancerId, publicIPId } from '../../../src/core/network/names.js';
import { armKey } from '../../../src/core/values/arm-id.js';
import { reconcile } from '../../../src/reconcile.js';
import { portExposure, service, settings } from '../../builders.js';

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
const OPEN = leaving(portExposure('p').hostPort({ app: 'x' }).port(80).from('192.0.2.0/24').object(), OURS);

function mayGo(object: ClusterObject, azure: AzureState): boolean {
  const { report } = reconcile({
    cluster: collectCluster([object]),
    azure,
    settings: SETTINGS,
    settingsProblems: [],
    memory: NO_MEMORY,
    now: 0,
    seenDeleted: new Set(),
    failures: new Map(),
    inFlight: new Set(),
    drift: new Map(),
    assumeFinalizers: false,
  });
  return report.publications.some((one) => one.kind === 'Finalizers' && one.finalizers.length === 0);
}

function unreadable(id: string, status: number): AzureState {
  const why: Unreadable = { status, code: 'C', message: 'm' };
  return { ...azureState([]), unreadable: new Map([[armKey(id), why]]) };
}

const PUBLIC_IP = publicIPId(SETTINGS, {
  uid: WEB.meta.uid,
  isSecond: false,
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

describe('a deleted object waits', () => {
  test.each([
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
