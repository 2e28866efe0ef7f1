// What does a Lease look like on the wire, and what becomes of the API server's refusals?
import { afterEach, describe, expect, test } from '@jest/globals';
import { leaseApiOf } from '../../../src/adapters/kubernetes/lease.js';
import type { LeaseApi, LeaseRecord } from '../../../src/operator/lease.js';
import { refuse, scriptedApi, type Handler, type ScriptedApi } from './scripted-api.js';

let api: ScriptedApi;
afterEach(() => api.close());

async function lease(...lists: Handler[]): Promise<LeaseApi> {
  api = await scriptedApi({ lists });
  return leaseApiOf(api.transport, 'https://api', { namespace: 'house', name: 'operator' });
}

const RECORD: LeaseRecord = {
  holder: 'a',
  durationSeconds: 15,
  acquireTime: '2026-01-01T00:00:00.000000Z',
  renewTime: '2026-01-01T00:00:02.000000Z',
  transitions: 1,
};
const SPEC = {
  holderIdentity: 'a',
  leaseDurationSeconds: 15,
  acquireTime: RECORD.acquireTime,
  renewTime: RECORD.renewTime,
  leaseTransitions: 1,
};

function answer(object: unknown, bodies: string[] = []): Handler {
  return (request, response) => {
    request.setEncoding('utf8').on('data', (text: string) => bodies.push(text));
    request.on('end', () => response.end(JSON.stringify(object)));
  };
}

describe('a Lease', () => {
  test('is read, made and renewed as coordination.k8s.io has it; a renewal names the version that it follows', async () => {
    const stored = { metadata: { resourceVersion: '7' }, spec: SPEC };
    const bodies: string[] = [];
    const one = await lease(answer(stored), answer(stored, bodies), answer(stored, bodies));
    expect(await one.read(1000)).toEqual({ record: RECORD, resourceVersion: '7' });
    await one.create(RECORD, 1000);
    await one.update(RECORD, '7', 1000);
    expect(api.requests.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      'GET /apis/coordination.k8s.io/v1/namespaces/house/leases/operator',
      'POST /apis/coordination.k8s.io/v1/namespaces/house/leases',
      'PATCH /apis/coordination.k8s.io/v1/namespaces/house/leases/operator',
    ]);
    expect(bodies.map((body) => JSON.parse(body) as unknown)).toEqual([
      expect.objectContaining({ metadata: { namespace: 'house', name: 'operator' }, spec: SPEC }),
      { metadata: { resourceVersion: '7' }, spec: SPEC },
    ]);
  });

  test('is asked for in whatever time is left, parts of a millisecond too', async () => {
    const one = await lease(answer({ metadata: { resourceVersion: '7' }, spec: SPEC }));
    expect(await one.read(7986.901261999999)).toEqual({ record: RECORD, resourceVersion: '7' });
  });

  test('of somebody who left fields out is read all the same', async () => {
    const one = await lease(answer({ metadata: { resourceVersion: '1' }, spec: { holderIdentity: null } }));
    expect((await one.read(1000))!.record).toMatchObject({ holder: '', durationSeconds: 0, transitions: 0 });
  });

  test('that is not there is undefined', async () => {
    const one = await lease(refuse(404, 'NotFound'));
    expect(await one.read(1000)).toBeUndefined();
  });

  const create = (one: LeaseApi): Promise<unknown> => one.create(RECORD, 200);
  const update = (one: LeaseApi): Promise<unknown> => one.update(RECORD, '7', 200);
  const read = (one: LeaseApi): Promise<unknown> => one.read(200);
  test.each([
    {
      call: create,
      handler: refuse(409, 'AlreadyExists'),
      kind: 'Conflict',
      says: 'refused',
      because: 'made by another',
    },
    {
      call: update,
      handler: refuse(409, 'Conflict'),
      kind: 'Conflict',
      says: 'refused',
      because: 'renewed by another',
    },
    { call: update, handler: refuse(404, 'NotFound'), kind: 'Conflict', says: 'refused', because: 'deleted meanwhile' },
    {
      call: create,
      handler: refuse(404, 'NotFound'),
      kind: 'Failed',
      says: '"house"',
      because: 'there is no namespace',
    },
    {
      call: read,
      handler: refuse(403, 'Forbidden'),
      kind: 'Forbidden',
      says: 'the permission to get leases.coordination.k8s.io "operator" in namespace "house" is missing',
      because: 'no role allows it',
    },
    {
      call: update,
      handler: refuse(403, 'Forbidden'),
      kind: 'Forbidden',
      says: 'the permission to patch leases',
      because: 'the role allows to look only',
    },
    { call: read, handler: refuse(500, 'InternalError'), kind: 'Failed', says: 'answers 500', because: 'it is ill' },
    {
      call: update,
      handler: () => undefined,
      kind: 'Failed',
      says: "https://api didn't answer in time",
      because: 'it is silent',
    },
  ])('$kind where $because', async ({ call, handler, kind, says }) => {
    const one = await lease(handler);
    await expect(call(one)).rejects.toMatchObject({ kind, message: expect.stringContaining(says) as unknown });
  });
});
