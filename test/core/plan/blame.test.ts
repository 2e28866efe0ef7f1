// Azure refuses a load balancer that several Services share: who is held, and do the others go on?
import { describe, expect, test } from '@jest/globals';
import { collectCluster } from '../../../src/core/cluster/collect-cluster.js';
import { azureState } from '../../../src/core/network/azure-state.js';
import { frontendName, loadBalancerId } from '../../../src/core/network/names.js';
import type { PutOperation } from '../../../src/core/network/operation.js';
import { wishOf } from '../../../src/core/network/operation.js';
import type { Failure } from '../../../src/core/plan/failure.js';
import { armKey } from '../../../src/core/values/arm-id.js';
import type { JsonObject } from '../../../src/core/values/json.js';
import type { Pass, PassInput } from '../../../src/reconcile.js';
import { reconcile } from '../../../src/reconcile.js';
import { service, settings, passInput } from '../../builders.js';

const SETTINGS = settings();
const BALANCER = loadBalancerId(SETTINGS, 'Internal');
const INTERVAL = SETTINGS.drift.interval * 1000;

const older = service('older').meta({ creationTimestamp: '2026-01-01T00:00:00Z' }).internal().port(80).object();
const newer = service('newer').meta({ creationTimestamp: '2026-01-02T00:00:00Z' }).internal().port(80).object();

const START: PassInput = passInput({
  cluster: collectCluster([older, newer]),
  azure: azureState([
    { id: SETTINGS.loadBalancer.subnetId!, name: 's', type: 'Microsoft.Network/virtualNetworks/subnets' },
  ]),
  settings: SETTINGS,
});

function write({ plan }: Pass): PutOperation {
  return plan.operations.find(({ id }) => id === BALANCER) as PutOperation;
}

/** The next pass, told that Azure refused what the last one sent. */
function refused(pass: Pass, change: Partial<Failure> = {}, input: Partial<PassInput> = {}): Pass {
  const failure: Failure = {
    code: 'SubnetIsFull',
    message: 'no room',
    terminal: true,
    isRefusal: true,
    wish: wishOf(write(pass)),
    since: 0,
    ...change,
  };
  const failures = new Map([[armKey(BALANCER), failure]]);
  return reconcile({ ...START, failures, memory: pass.memory, ...input });
}

function frontends(pass: Pass): readonly string[] {
  const list = write(pass)?.body.properties?.['frontendIPConfigurations'] as readonly JsonObject[] | undefined;
  return (list ?? []).map(({ name }) => name as string);
}

const nameOf = ({ meta: { uid } }: typeof older): string => frontendName({ uid, suffix: '' });

describe('who is held', () => {
  test.each([
    { message: 'no room', is: newer, because: 'nothing is named: the newest' },
    { message: `frontend ${BALANCER}/frontendIPConfigurations/${nameOf(older)} is bad`, is: older, because: 'named' },
    { message: `${nameOf(older).toUpperCase()}-TCP-80 is bad`, is: older, because: 'its rule is named, in any case' },
    { message: `${nameOf(older)}-TCP-8080 is bad`, is: newer, because: 'that rule is nobody’s' },
  ])('$because', ({ message, is }) => {
    const other = is === older ? newer : older;
    const pass = refused(reconcile(START), { message });
    expect(frontends(pass)).toEqual([nameOf(other)]);
    expect(pass.report.held).toMatchObject([
      { object: `Service/default/${is.meta.name}`, reason: 'AzureError', message: expect.stringContaining(message) },
    ]);
  });

  test.each([
    { change: { code: 'AuthorizationFailed' }, because: 'another wish would not help' },
    { change: { isRefusal: false }, because: 'Azure failed, it did not refuse' },
    { change: { wish: 'something else' }, because: 'what is to be sent now was not refused' },
  ])('nobody: $because', ({ change }) => {
    const first = reconcile(START);
    expect(write(refused(first, change)).body).toEqual(write(first).body);
  });
});

describe('who is held goes on', () => {
  const first = reconcile(START);
  const held = refused(first);

  test('when its wish changes', () => {
    const changed = { ...newer, ports: [{ ...newer.ports[0]!, port: 81 }] };
    const pass = reconcile({ ...START, memory: held.memory, cluster: collectCluster([older, changed]) });
    expect(frontends(pass)).toHaveLength(2);
  });

  test('after the drift interval, and for longer when it is refused again', () => {
    expect(held.wakeAt).toBe(INTERVAL);
    const before = reconcile({ ...START, memory: held.memory, now: INTERVAL - 1 });
    expect(frontends(before)).toHaveLength(1);
    const again = reconcile({ ...START, memory: held.memory, now: INTERVAL });
    expect(frontends(again)).toHaveLength(2);
    const twice = refused(again, {}, { now: INTERVAL });
    expect(frontends(twice)).toHaveLength(1);
    expect(twice.wakeAt).toBe(INTERVAL + 2 * INTERVAL);
  });

  test('and both are held where both are refused', () => {
    const pass = refused(held);
    expect(frontends(pass)).toEqual([]);
    expect(pass.report.held).toHaveLength(2);
  });
});

test.each([
  { address: '10.0.7.7', family: 'IPv4', key: 'azure-load-balancer-ipv4' },
  { address: 'fd00:1::77', family: 'IPv6', key: 'azure-load-balancer-ipv6' },
])('whose $family address Azure names is held, not the newest', ({ address, family, key }) => {
  const pinned = service('older')
    .meta({ creationTimestamp: '2026-01-01T00:00:00Z' })
    .internal()
    .annotated(`service.beta.kubernetes.io/${key}`, address)
    .port(80)
    .specified({ ipFamilies: [family] })
    .object();
  const cluster = collectCluster([pinned, newer]);
  const prefixes = { addressPrefixes: ['10.0.0.0/16', 'fd00:1::/64'] };
  const azure = azureState([{ ...START.azure.resources.values().next().value!, properties: prefixes }]);
  const first = reconcile({ ...START, cluster, azure });
  const pass = refused(first, { message: `IP address ${address} is already allocated` }, { cluster, azure });
  expect(pass.report.held).toMatchObject([{ object: 'Service/default/older', reason: 'AzureError' }]);
});
