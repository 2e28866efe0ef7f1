// Is an Event one object in two shapes?
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Ask } from './ask.js';
import { embedded } from './ask.js';

const OLD = '/api/v1/namespaces/default/events';
const NEW = '/apis/events.k8s.io/v1/namespaces/default/events';

describe('an Event', () => {
  let ask: Ask;
  let stop: () => void;
  beforeEach(() => {
    ({ ask, stop } = embedded());
  });
  afterEach(() => stop());

  test('of the core group is seen in the new one', async () => {
    const involvedObject = { kind: 'Pod', name: 'p', namespace: 'default' };
    const times = { firstTimestamp: '2026-01-01T00:00:00Z', lastTimestamp: '2026-01-01T00:01:00Z' };
    const event = { involvedObject, ...times, count: 3, message: 'hello', source: { component: 'c' }, type: 'Normal' };
    await ask({
      method: 'POST',
      url: OLD,
      body: { apiVersion: 'v1', kind: 'Event', metadata: { name: 'e' }, ...event },
    });
    const { body } = await ask({ method: 'GET', url: `${NEW}/e` });
    expect(body).toEqual({
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: expect.objectContaining({ name: 'e' }),
      regarding: involvedObject,
      note: 'hello',
      type: 'Normal',
      eventTime: null,
      deprecatedCount: 3,
      deprecatedSource: { component: 'c' },
      deprecatedFirstTimestamp: times.firstTimestamp,
      deprecatedLastTimestamp: times.lastTimestamp,
    });
  });

  test('of the new group is seen in the core one', async () => {
    const regarding = { kind: 'Pod', name: 'p', namespace: 'default' };
    const said = { action: 'Test', reason: 'Tested', type: 'Normal', reportingInstance: 'i' };
    const eventTime = '2026-01-01T00:00:00.000000Z';
    const event = { regarding, ...said, eventTime, note: 'hello', reportingController: 'example.com/c' };
    const body = { apiVersion: 'events.k8s.io/v1', kind: 'Event', metadata: { name: 'e' }, ...event };
    await ask({ method: 'POST', url: NEW, body });
    expect((await ask({ method: 'GET', url: `${OLD}/e` })).body).toEqual({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: expect.objectContaining({ name: 'e' }),
      involvedObject: regarding,
      ...said,
      eventTime,
      firstTimestamp: null,
      lastTimestamp: null,
      message: 'hello',
      reportingComponent: 'example.com/c',
      source: {},
    });
  });

  test('goes from both when it is deleted from one', async () => {
    const involvedObject = { namespace: 'default' };
    await ask({
      method: 'POST',
      url: OLD,
      body: { apiVersion: 'v1', kind: 'Event', metadata: { name: 'e' }, involvedObject },
    });
    await ask({ method: 'DELETE', url: `${NEW}/e` });
    expect((await ask({ method: 'GET', url: `${OLD}/e` })).status).toBe(404);
  });
});
