// Are credentials renewed when they must be, and is a busy or silent server borne with?
import { afterEach, describe, expect, test } from '@jest/globals';
import { createTransport } from '../../../src/adapters/kubernetes/transport.js';
import { list, refuse, scriptedApi, type Script, type ScriptedApi } from './scripted-api.js';

let api: ScriptedApi;
afterEach(() => api.close());

async function get(script: Script): Promise<unknown> {
  api = await scriptedApi(script);
  return api.transport.json({ method: 'GET', path: '/x' });
}

describe('the transport', () => {
  test('renews credentials after a 401, and sends the request again', async () => {
    await get({ lists: [refuse(401, 'Unauthorized'), list('1', [])] });
    expect(api.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test('gives up after a second 401', async () => {
    const refused = get({ lists: [refuse(401, 'Unauthorized'), refuse(401, 'Unauthorized')] });
    await expect(refused).rejects.toMatchObject({ code: 401, reason: 'Unauthorized', message: 'refused with 401' });
  });

  test('asks for credentials once for many requests, and again when they are old', async () => {
    api = await scriptedApi({ renewEvery: 60_000 });
    const one = (): Promise<unknown> => api.transport.json({ method: 'GET', path: '/x' });
    await Promise.all([one(), one(), one()]);
    expect(api.authentications).toBe(1);
    await api.close();
    api = await scriptedApi({ renewEvery: 0 });
    await one();
    await one();
    expect(api.authentications).toBe(2);
  });

  test('waits as long as Retry-After says', async () => {
    const start = Date.now();
    await get({ lists: [refuse(429, 'TooManyRequests', { 'retry-after': '1' }), list('1', [])] });
    expect(Date.now() - start).toBeGreaterThanOrEqual(990);
    expect(api.requests).toHaveLength(2);
  });

  test('gives up on a server that never answers', async () => {
    await expect(get({ lists: [() => undefined], timeout: 100 })).rejects.toThrow(/timeout/i);
  });

  test('waits for credentials no longer than its caller does', async () => {
    const transport = createTransport({
      server: 'https://127.0.0.1:1',
      authenticate: () => new Promise(() => undefined),
    });
    const signal = AbortSignal.timeout(50);
    await expect(transport.json({ method: 'GET', path: '/x', signal })).rejects.toMatchObject({ name: 'TimeoutError' });
    const asked = transport.json({ method: 'GET', path: '/x' });
    await transport.close();
    await expect(asked).rejects.toThrow('closed');
  });

  test('lets no write out when nothing may be written, even one that has waited for its connection', async () => {
    const answers = [true, false];
    api = await scriptedApi({ mayWrite: () => answers.shift()! });
    const patch = (): Promise<unknown> => api.transport.json({ method: 'PATCH', path: '/x', body: {} });
    await patch();
    await expect(patch()).rejects.toThrow('does not lead');
    await api.transport.json({ method: 'GET', path: '/x' });
    expect(api.requests.map(({ method }) => method)).toEqual(['PATCH', 'GET']);
  });
});
