// Does a write stay here when the lease is over, however late that turns out?
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createPipelineRequest, type HttpMethods } from '@azure/core-rest-pipeline';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { createAzureApi, createConnection } from '../../../src/adapters/azure/index.js';
import type { ArmId } from '../../../src/core/values/arm-id.js';
import type { AzureApi, AzureError } from '../../../src/operator/ports.js';
import { startScriptedAzure, type ScriptedAzure } from './scripted-azure.js';

const ID = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/loadBalancers/kubernetes' as ArmId;
const TYPE = 'Microsoft.Network/loadBalancers';
const BODY = { id: ID, name: 'kubernetes', type: TYPE, properties: {} };

let azure: ScriptedAzure;
let api: AzureApi;
/** What each question is answered with; the last answer stays. */
let answers: boolean[];

beforeEach(async () => {
  azure = await startScriptedAzure();
  api = await createAzureApi({
    cloud: { name: 'test', endpoint: azure.endpoint, authority: azure.endpoint, scope: 'x/.default', custom: true },
    credential: { getToken: () => Promise.resolve({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }) },
    admit: () => Promise.resolve(),
    observe: () => undefined,
    connection: createConnection({
      ca: azure.ca,
      mayWrite: () => (answers.length > 1 ? answers.shift()! : answers[0]!),
    }),
  });
});

afterEach(async () => {
  await api.close();
  await azure.close();
});

const put = (): Promise<unknown> => api.put({ id: ID, type: TYPE, body: BODY, create: false });
const remove = (): Promise<unknown> => api.delete({ id: ID, type: TYPE });

describe('who does not lead', () => {
  test.each([
    { write: put, what: 'put', allowed: [false], because: 'it was over before the write was handed over' },
    { write: remove, what: 'delete', allowed: [false], because: 'it was over before the write was handed over' },
    { write: put, what: 'put', allowed: [true, false], because: 'it ended while the connection was made' },
    { write: remove, what: 'delete', allowed: [true, false], because: 'it ended while the connection was made' },
  ])('sends no $what: $because', async ({ write, allowed }) => {
    answers = [...allowed];
    const failure = await write().then(
      () => undefined,
      (error: AzureError) => error.info,
    );
    // Nothing happened in Azure, so there is nothing to look up there.
    expect(failure).toMatchObject({ code: 'ConnectionFailed', uncertain: false });
    expect(failure?.message).toContain('does not lead');
    expect(azure.seen).toEqual([]);
  });

  test('may read', async () => {
    answers = [false];
    azure.script('GET', ID, { body: BODY });
    expect(await api.get(ID, TYPE)).toEqual(BODY);
  });

  test('sends what it may, over a connection made for it', async () => {
    answers = [true];
    azure.script('PUT', ID, { body: BODY });
    azure.script('DELETE', ID, { status: 204 });
    expect(await put()).toEqual(BODY);
    await remove();
    expect(azure.seen.map(({ method }) => method)).toEqual(['PUT', 'DELETE']);
  });

  test('still hears of a server that is not there', async () => {
    answers = [true];
    await azure.close();
    await expect(put()).rejects.toMatchObject({ info: { code: 'ConnectionFailed', uncertain: false } });
    azure = await startScriptedAzure();
  });
});

describe('behind a proxy, who does not lead', () => {
  let proxy: Server;
  let tunnels: number;

  beforeEach(async () => {
    tunnels = 0;
    // Whatever it is asked for, it leads to the one server that there is.
    proxy = createServer().on('connect', (_, socket) => {
      tunnels++;
      const { port } = new URL(azure.endpoint);
      const beyond = connect(Number(port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        beyond.pipe(socket).pipe(beyond);
      });
      for (const end of [beyond, socket]) end.on('error', () => end.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });

  /** With the agent that the SDK's policy sets where the environment names a proxy. */
  async function send(method: HttpMethods, allowed: readonly boolean[]): Promise<number> {
    answers = [...allowed];
    const connection = createConnection({
      ca: azure.ca,
      mayWrite: () => (answers.length > 1 ? answers.shift()! : answers[0]!),
    });
    const { port } = proxy.address() as AddressInfo;
    const agent = new HttpsProxyAgent(`http://127.0.0.1:${port}`);
    const url = `https://azure.test${ID}`;
    const request = createPipelineRequest({ method, url });
    request.agent = agent;
    try {
      return (await connection.httpClient.sendRequest(request)).status;
    } finally {
      connection.close();
    }
  }

  test.each(['PUT', 'DELETE'] as const)('sends no %s when that turns out while the tunnel is made', async (method) => {
    await expect(send(method, [true, false])).rejects.toThrow('does not lead');
    expect(tunnels).toBe(1);
    expect(azure.seen).toEqual([]);
  });

  test('makes no tunnel for a write when it is over already', async () => {
    await expect(send('PUT', [false])).rejects.toThrow('does not lead');
    expect(tunnels).toBe(0);
  });

  test.each([
    { method: 'GET', allowed: [false] },
    { method: 'PUT', allowed: [true] },
  ] as const)('sends a $method that is allowed through it', async ({ method, allowed }) => {
    azure.script(method, ID, { body: BODY });
    expect(await send(method, allowed)).toBe(200);
    expect(tunnels).toBe(1);
    expect(azure.seen).toMatchObject([{ method, url: ID }]);
  });
});
