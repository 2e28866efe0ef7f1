// Somebody else changed what is ours: is it put right, now or later, and who is told?
import { describe, expect, test } from '@jest/globals';
import type { AzureState } from '../../../src/core/network/azure-state.js';
import { azureState, find } from '../../../src/core/network/azure-state.js';
import { diffJson } from '../../../src/core/network/change.js';
import { loadBalancerId } from '../../../src/core/network/names.js';
import { collectCluster } from '../../../src/core/cluster/collect-cluster.js';
import type { DriftRecord } from '../../../src/core/plan/drift.js';
import { recordDrift } from '../../../src/core/plan/drift.js';
import { armKey } from '../../../src/core/values/arm-id.js';
import type { JsonObject } from '../../../src/core/values/json.js';
import { foresee } from '../../../src/foresee.js';
import type { PassInput } from '../../../src/reconcile.js';
import { reconcile } from '../../../src/reconcile.js';
import { service, settings, passInput } from '../../builders.js';

const MINUTE = 60_000;
const INTERVAL = 10 * MINUTE;
const NOW = Date.UTC(2026, 0, 1, 12);

describe('how often in a row', () => {
  test.each([
    { minutes: [0], level: 0, because: 'once is an accident' },
    { minutes: [0, 10], level: 0, because: 'twice may be' },
    { minutes: [0, 10, 20], level: 1, because: 'three times within an hour is somebody at work' },
    { minutes: [0, 40, 80], level: 0, because: 'three times, but not within an hour' },
    { minutes: [0, 10, 20, 40], level: 2, because: 'and again soon after' },
    { minutes: [0, 10, 20, 120], level: 0, because: 'then it was quiet for long' },
  ])('$minutes: $because', ({ minutes, level }) => {
    const record = minutes.reduce<DriftRecord | undefined>(
      (before, at) => recordDrift(before, [], 0, INTERVAL, at * MINUTE),
      undefined,
    );
    expect(record!.level).toBe(level);
  });
});

const BALANCER = loadBalancerId(settings(), 'Internal');
const SUBNET = {
  id: settings().loadBalancer.subnetId!,
  name: 's',
  type: 'Microsoft.Network/virtualNetworks/subnets',
} as const;

function input(action: 'Repair' | 'Report', azure: AzureState, port = 80): PassInput {
  const drift = { interval: INTERVAL / 1000, action };
  return passInput({
    cluster: collectCluster([service('web').internal().port(port).object()]),
    azure,
    settings: { ...settings(), drift },
    now: NOW,
  });
}

const IN_STEP = foresee(input('Repair', azureState([SUBNET]))).azure;

/** Somebody sets another idle timeout on our rule. */
function changed(azure: AzureState): AzureState {
  const body = find(azure, BALANCER)!;
  const [rule] = body.properties!['loadBalancingRules'] as readonly JsonObject[];
  const properties = { ...(rule!['properties'] as JsonObject), idleTimeoutInMinutes: 30 };
  const after = { ...body, properties: { ...body.properties, loadBalancingRules: [{ ...rule, properties }] } };
  return { ...azure, resources: new Map(azure.resources).set(armKey(BALANCER), after) };
}

function drifted(action: 'Repair' | 'Report', times: number, change: Partial<PassInput> = {}, port = 80): PassInput {
  const azure = changed(IN_STEP);
  const changes = diffJson(find(IN_STEP, BALANCER), find(azure, BALANCER));
  const record = Array.from({ length: times }).reduce<DriftRecord | undefined>(
    (before, _, index) => recordDrift(before, changes, NOW - INTERVAL, INTERVAL, NOW - (times - 1 - index) * 1000),
    undefined,
  );
  return { ...input(action, azure, port), drift: new Map([[armKey(BALANCER), record!]]), ...change };
}

const writes = (one: PassInput): number => reconcile(one).plan.operations.filter(({ id }) => id === BALANCER).length;

describe('the write that puts it right', () => {
  test.each([
    { one: drifted('Repair', 1), writes: 1, because: 'it goes' },
    { one: drifted('Report', 1), writes: 0, because: 'it is only reported' },
    { one: drifted('Report', 1, {}, 81), writes: 1, because: 'the wish has changed too' },
    { one: drifted('Repair', 3), writes: 0, because: 'somebody keeps changing it' },
    { one: drifted('Repair', 3, { now: NOW + INTERVAL }), writes: 1, because: 'a drift interval is over' },
  ])('$because', (row) => {
    expect(writes(row.one)).toBe(row.writes);
  });

  test('that waits says until when, and wakes up then', () => {
    const pass = reconcile(drifted('Repair', 3));
    expect(pass.wakeAt).toBe(NOW + INTERVAL);
    expect(pass.plan.withheld).toMatchObject([
      { id: BALANCER, reason: 'Drift', message: expect.stringContaining('no sooner than 2026-01-01T12:10:00Z') },
    ]);
  });
});

test('the object concerned is told what was found and since when, once each time it is found', () => {
  const pass = reconcile(drifted('Repair', 1));
  const events = pass.report.publications.filter((one) => one.kind === 'Event' && one.reason === 'DriftRepaired');
  expect(events).toMatchObject([
    {
      object: 'Service/default/web',
      type: 'Warning',
      message: expect.stringMatching(
        /since 2026-01-01T11:50:00Z: .*idleTimeoutInMinutes is 30, not 4\. It is put right/,
      ),
    },
  ]);
  const again = reconcile(drifted('Repair', 1, { memory: pass.memory }));
  expect(again.report.publications.filter((one) => one.kind === 'Event' && one.reason === 'DriftRepaired')).toEqual([]);
});
