// What does the log of drift remember, and for how long?
import { describe, expect, test } from '@jest/globals';
import type { ArmId } from '../../src/core/values/arm-id.js';
import { armKey } from '../../src/core/values/arm-id.js';
import type { Drift } from '../../src/operator/drift.js';
import { DriftLog } from '../../src/operator/drift.js';

const HOUR = 3_600_000;
const INTERVAL = 300_000;
const ID = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/publicIPAddresses/a' as ArmId;
const DELETED: Drift = {
  id: ID,
  what: 'Disappeared',
  changes: [{ path: '/', before: {}, after: null }],
  rightUntil: 0,
};

function logWith(...times: readonly number[]): DriftLog {
  const log = new DriftLog();
  for (const time of times) log.found(DELETED, INTERVAL, time);
  return log;
}

const always = (): boolean => true;

describe('the log of drift', () => {
  test('forgets a resource that is neither there nor wanted: one made later under its name is no repair', () => {
    const log = logWith(0);
    log.forget(() => false, 1);
    expect(log.records().size).toBe(0);
  });

  test('keeps one that is yet to be put right, however long that takes', () => {
    const log = logWith(0);
    log.forget((key) => key === armKey(ID), 100 * HOUR);
    expect(log.records().get(armKey(ID))?.changes).toHaveLength(1);
  });

  test('remembers how often one was changed for as long as that can make the next repair wait', () => {
    const log = logWith(0, 1, 2);
    log.written(ID);
    log.forget(always, 2 + 2 * HOUR);
    log.found(DELETED, INTERVAL, 2 + HOUR);
    expect(log.records().get(armKey(ID))?.level).toBe(2);
  });

  test('forgets what is put right and was long ago', () => {
    const log = logWith(0, 1, 2);
    log.written(ID);
    log.forget(always, 3 + 2 * HOUR);
    expect(log.records().size).toBe(0);
  });
});
