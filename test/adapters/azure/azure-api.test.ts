// Does the door to Azure keep what the port promises? Against a server that answers what each test says.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createAzureApi, createConnection } from '../../../src/adapters/azure/index.js';
import type { ArmResource } from '../../../src/core/network/arm-resource.js';
import type { ArmId } from '../../../src/core/values/arm-id.js';
import type { AzureApi, AzureError, Observe } from '../../../src/operator/ports.js';
import { startScriptedAzure, type ScriptedAzure } from './scripted-azure.js';

const GROUP = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network';
const LB = `${GROUP}/loadBalancers/kubernetes` as ArmId;
const RECORD = `${GROUP}/dnsZones/example.com/A/*.web` as ArmId;
const LB_TYPE = 'Microsoft.Network/loadBalancers';
const OPERATION = '/subscriptions/s/providers/Microsoft.Network/locations/westeurope/operations/1';
const BODY: ArmResource = {
  id: LB,
  name: 'kubernetes',
  type: LB_TYPE,
  properties: { notKnownToAnySdk: { a: [1, null] } },
};
const QUIET = { 'retry-after': '0' };

let azure: ScriptedAzure;
let api: AzureApi;
let observed: Parameters<Observe>[0][];
let admitted: string[];
let asked: string[];
/** Awaited before each request, besides being noted. */
let gate: (kind: string, id: string) => Promise<void>;

async function connect(timeouts = {}, getToken = () => Promise.resolve('a-token')): Promise<AzureApi> {
  return createAzureApi({
    cloud: { name: 'test', endpoint: azure.endpoint, authority: azure.endpoint, scope: 'x/.default', custom: true },
    credential: {
      getToken: async () => ({ token: await getToken(), expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
    admit: (kind, id) => {
      admitted.push(kind);
      asked.push(id);
      return gate(kind, id);
    },
    observe: (answer) => void observed.push(answer),
    connection: createConnection({ ca: azure.ca }),
    timeouts,
  });
}

beforeEach(async () => {
  azure = await startScriptedAzure();
  [observed, admitted, asked] = [[], [], []];
  gate = () => Promise.resolve();
  api = await connect();
});

afterEach(async () => {
  await api.close();
  await azure.close();
});

function accepted(headers = {}): { status: number; headers: Record<string, string>; body: unknown } {
  const poll = `${azure.endpoint}${OPERATION}?api-version=2025-05-01&t=1&s=A%2Fb`;
  return { status: 201, headers: { 'Azure-AsyncOperation': poll, ...QUIET, ...headers }, body: BODY };
}

const putLb = (etag?: string): Promise<ArmResource> =>
  api.put({ id: LB, type: LB_TYPE, body: BODY, create: false, ...(etag ? { etag } : {}) });

async function failureOf(call: Promise<unknown>): Promise<AzureError['info']> {
  return call.then(
    () => Promise.reject(new Error('it went well')),
    (error: AzureError) => error.info,
  );
}

describe('reads', () => {
  test('what no SDK knows survives the way in and out', async () => {
    azure.script('GET', LB, { body: BODY });
    azure.script('PUT', LB, { body: BODY });
    const read = await api.get(LB, LB_TYPE);
    await api.put({ id: LB, type: LB_TYPE, body: read!, etag: 'W/"1"', create: false });
    const write = azure.seen.at(-1)!;
    expect(write.body).toBe(JSON.stringify(BODY));
    expect(write.url).toBe(`${LB}?api-version=2025-05-01`);
    expect(write.headers).toMatchObject({ authorization: 'Bearer a-token', 'if-match': 'W/"1"' });
    expect(write.headers['if-none-match']).toBeUndefined();
    expect(write.headers['user-agent']).toMatch(/^azure-network-operator /);
  });

  test.each([
    { code: 'ResourceNotFound', isAbsence: true, because: 'the front door knows no such resource' },
    { code: 'NotFound', isAbsence: true, because: 'nor does the provider' },
    { code: 'ResourceGroupNotFound', isAbsence: false, because: 'a missing group is no missing resource' },
    { code: 'ParentResourceNotFound', isAbsence: false, because: 'nor is a missing parent' },
    { code: 'SubscriptionNotFound', isAbsence: false, because: 'nor a missing subscription' },
  ])('404 $code: $because', async ({ code, isAbsence }) => {
    azure.script('GET', LB, { status: 404, body: { error: { code, message: 'gone' } } });
    const found = await api.get(LB, LB_TYPE).catch((error: AzureError) => error.info.code);
    expect(found).toBe(isAbsence ? undefined : code);
  });

  test('a list has all of its pages, the next one asked for as Azure wrote it', async () => {
    const path = `${GROUP}/publicIPAddresses` as ArmId;
    azure.script('GET', path, { body: { value: [{ id: 'a' }], nextLink: `${azure.endpoint}/next?token=A%2fb` } });
    azure.script('GET', '/next', { body: { value: [{ id: 'b' }] } });
    const scope = { read: 'List', path, type: 'Microsoft.Network/publicIPAddresses', mustExist: true } as const;
    expect((await api.list(scope)).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(azure.seen.at(-1)!.url).toBe('/next?token=A%2fb');
    expect(admitted).toEqual(['read', 'read']);
  });

  test.each([
    { path: 'dnsZones/example.com/recordsets', type: 'dnsZones/recordsets', top: '1000' },
    { path: 'privateDnsZones/example.com/ALL', type: 'privateDnsZones/ALL', top: '1000' },
    { path: 'publicIPAddresses', type: 'publicIPAddresses', top: null },
  ])('$path comes in pages of $top', async ({ path, type, top }) => {
    const url = `${GROUP}/${path}` as ArmId;
    azure.script('GET', url, { body: { value: [] } });
    await api.list({ read: 'List', path: url, type: `Microsoft.Network/${type}`, mustExist: true });
    expect(new URL(azure.seen.at(-1)!.url, azure.endpoint).searchParams.get('$top')).toBe(top);
  });

  test.each([
    { next: 'https://elsewhere.example/next', code: 'UnexpectedAnswer', because: 'our token must not go there' },
    { next: '/broken', code: 'Http500', because: 'half a list would read as the rest being gone' },
  ])('a list that cannot be finished is an error: $because', async ({ next, code }) => {
    const path = `${GROUP}/publicIPAddresses` as ArmId;
    azure.script('GET', path, { body: { value: [{ id: 'a' }], nextLink: next } });
    azure.script('GET', '/broken', {
      status: 500,
      body: '<html><b>Oh</b> no</html>',
      headers: { 'content-type': 'text/html' },
    });
    const scope = { read: 'List', path, type: 'Microsoft.Network/publicIPAddresses', mustExist: true } as const;
    expect((await failureOf(api.list(scope))).code).toBe(code);
  });

  test('no answer in time is TimedOut', async () => {
    api = await connect({ request: 0.1 });
    azure.script('GET', LB, { instead: 'hang' });
    expect(await failureOf(api.get(LB, LB_TYPE))).toMatchObject({ code: 'TimedOut', status: 0, uncertain: false });
  });

  test('no token is AuthenticationFailed, in one line, and is observed', async () => {
    api = await connect({}, () => Promise.reject(new Error('no such secret\nTrace ID: 1')));
    const info = await failureOf(api.get(LB, LB_TYPE));
    expect(info).toMatchObject({ code: 'AuthenticationFailed', message: 'no such secret', uncertain: false });
    expect(observed).toMatchObject([{ status: 0, code: 'AuthenticationFailed' }]);
    expect(azure.seen).toEqual([]);
  });
});

describe('writes', () => {
  test('the result is the resource as it is after the operation, though the first answer looked done', async () => {
    const done = { ...BODY, etag: 'W/"2"' };
    azure.script('PUT', LB, accepted());
    azure.script(
      'GET',
      OPERATION,
      { body: { status: 'InProgress' }, headers: QUIET },
      { body: { status: 'Succeeded' } },
    );
    azure.script('GET', LB, { body: done });
    expect(await putLb()).toEqual(done);
    expect(azure.seen.map(({ method }) => method)).toEqual(['PUT', 'GET', 'GET', 'GET']);
    expect(azure.seen[1]!.url).toBe(`${OPERATION}?api-version=2025-05-01&t=1&s=A%2Fb`);
    expect(admitted).toEqual(['write', 'read', 'read', 'read']);
    expect(azure.seen[0]!.headers['if-none-match']).toBeUndefined();
  });

  describe('many that are made at once', () => {
    const TYPE = 'Microsoft.Network/publicIPAddresses';
    const COLLECTION = `${GROUP}/publicIPAddresses`;
    const addresses = Array.from({ length: 20 }, (_, index) => publicIP(`ip-${index}`));

    function publicIP(name: string): ArmResource {
      const properties = { provisioningState: 'Succeeded', ipAddress: name };
      return { id: `${COLLECTION}/${name}` as ArmId, name, type: TYPE, properties };
    }

    const makeAll = (): Promise<ArmResource[]> =>
      Promise.all(addresses.map((body) => api.put({ id: body.id, type: TYPE, body, create: true })));
    const reads = (path: string): number =>
      azure.seen.filter(({ method, url }) => method === 'GET' && url.split('?')[0] === path).length;
    const readsOfOne = (): number => addresses.reduce((sum, { id }) => sum + reads(id), 0);

    beforeEach(() => {
      azure.script('GET', OPERATION, { body: { status: 'Succeeded' } });
      for (const address of addresses) {
        azure.script('PUT', address.id, accepted());
        azure.script('GET', address.id, { body: address });
      }
    });

    test('are read by one list, for the sake of what was written', async () => {
      azure.script('GET', COLLECTION, { body: { value: addresses } });
      // The first is polled and then read: its read waits until all others are polled.
      const areAllPolled = (): boolean => observed.filter(({ kind }) => kind === 'read').length >= addresses.length;
      gate = async (_, id) => {
        const isRead = asked.filter((one) => one === id).length === 3;
        while (isRead && !areAllPolled()) await new Promise((resolve) => setImmediate(resolve));
      };
      expect(await makeAll()).toEqual(addresses);
      expect({ lists: reads(COLLECTION), others: readsOfOne() }).toEqual({ lists: 1, others: 1 });
      expect(new Set(asked)).toEqual(new Set(addresses.map(({ id }) => id)));
    });

    test.each([
      { list: { status: 403, body: {} }, because: 'may be forbidden' },
      { list: { body: { value: [] } }, because: 'may lag behind' },
      {
        list: { body: { value: addresses.map((one) => ({ ...one, properties: { provisioningState: 'Updating' } })) } },
        because: 'may show what is unfinished',
      },
    ])('are read one by one where the list is of no use: it $because', async ({ list }) => {
      azure.script('GET', COLLECTION, list);
      expect(await makeAll()).toEqual(addresses);
      expect(readsOfOne()).toBe(addresses.length);
    });

    test('and what is changed is read itself, since a list may show the old', async () => {
      azure.script('GET', COLLECTION, { body: { value: addresses } });
      await Promise.all(addresses.map((body) => api.put({ id: body.id, type: TYPE, body, create: false, etag: 'e' })));
      expect(reads(COLLECTION)).toBe(0);
    });
  });

  test('a new record set must not exist, and its answer is final', async () => {
    const record: ArmResource = { id: RECORD, name: '*.web', type: 'Microsoft.Network/dnsZones/A', etag: 'guid' };
    azure.script('PUT', RECORD, { status: 201, body: record });
    expect(await api.put({ id: RECORD, type: record.type, body: record, create: true })).toEqual(record);
    expect(azure.seen[0]).toMatchObject({ url: `${RECORD}?api-version=2018-05-01`, headers: { 'if-none-match': '*' } });
    expect(azure.seen).toHaveLength(1);
  });

  test('a load balancer that somebody has made meanwhile is not written over', async () => {
    azure.script('GET', LB, { body: BODY });
    azure.script('PUT', LB, { body: BODY });
    const failure = await failureOf(api.put({ id: LB, type: LB_TYPE, body: BODY, create: true }));
    expect(failure).toMatchObject({ status: 412, code: 'PreconditionFailed', uncertain: true });
    expect(azure.seen.map(({ method }) => method)).toEqual(['GET']);
  });

  test('a load balancer that is not there is made', async () => {
    azure.script('GET', LB, { status: 404, body: { error: { code: 'ResourceNotFound', message: 'none' } } });
    azure.script('PUT', LB, { body: BODY });
    expect(await api.put({ id: LB, type: LB_TYPE, body: BODY, create: true })).toEqual(BODY);
  });

  test('what changed meanwhile is 412, with the detail', async () => {
    const details = [{ code: 'PreconditionFailedEtagMismatch', message: 'a is not b' }];
    azure.script('PUT', LB, { status: 412, body: { error: { code: 'PreconditionFailed', message: 'no', details } } });
    expect(await failureOf(putLb('W/"1"'))).toEqual({
      status: 412,
      code: 'PreconditionFailed',
      message: 'no a is not b',
      detailCodes: ['PreconditionFailedEtagMismatch'],
      uncertain: false,
    });
  });

  test.each([
    {
      because: 'the whole says nothing of the part',
      details: [{ code: 'InvalidLoadBalancingRule', message: 'Rule web: protocol All needs ports 0.' }],
      message: 'Cannot parse the request. Rule web: protocol All needs ports 0.',
    },
    {
      because: 'details have details',
      details: [{ code: 'Outer', message: '', details: [{ code: 'Inner', message: 'Too late.' }] }],
      message: 'Cannot parse the request. Too late.',
    },
    {
      because: 'nothing is said twice',
      details: [{ code: 'Same', message: 'Cannot parse the request.' }],
      message: 'Cannot parse the request.',
    },
    {
      because: 'a thousand reasons fit in no status',
      details: Array.from({ length: 1000 }, (_, n) => ({ code: 'Bad', message: `Rule ${n} is bad.` })),
      message: expect.stringMatching(/^Cannot parse the request. Rule 0 is bad. .{900,960}$/) as unknown as string,
    },
  ])('what is refused says why, in the words of the details: $because', async ({ details, message }) => {
    const error = { code: 'InvalidRequestFormat', message: 'Cannot parse the request.', details };
    azure.script('PUT', LB, { status: 400, body: { error } });
    expect(await failureOf(putLb())).toMatchObject({ status: 400, code: 'InvalidRequestFormat', message });
  });

  test('a lock or a quota says how long to wait, and is not tried again here', async () => {
    const error = { code: 'RetryableError', message: 'busy', details: [{ code: 'ReferencedResourceNotProvisioned' }] };
    const headers = { 'retry-after': '7', 'x-ms-ratelimit-remaining-subscription-writes': '12' };
    azure.script('PUT', LB, { status: 429, headers, body: { error } });
    const expected = { retryAfter: 7, detailCodes: ['ReferencedResourceNotProvisioned'], code: 'RetryableError' };
    expect(await failureOf(putLb())).toMatchObject({ ...expected, uncertain: false });
    expect(observed).toMatchObject([{ ...expected, status: 429, kind: 'write', remaining: 12 }]);
    expect(azure.seen).toHaveLength(1);
  });

  test.each([
    { status: 'Failed', code: 'InvalidResourceReference', detail: 'Whatever' },
    { status: 'Canceled', code: 'Canceled', detail: 'CanceledAndSupersededDueToAnotherOperation' },
  ])('an operation that ends $status keeps code and details', async ({ status, code, detail }) => {
    azure.script('PUT', LB, accepted());
    const error = { code, message: 'why', details: [{ code: detail, message: '' }] };
    azure.script('GET', OPERATION, { body: { status, error } });
    expect(await failureOf(putLb())).toEqual({
      status: 0,
      code,
      message: 'why',
      detailCodes: [detail],
      uncertain: true,
    });
  });

  test.each([
    { poll: { status: 500 }, because: 'a server failed' },
    { poll: { status: 429, headers: QUIET }, because: 'polls are throttled' },
    { poll: { instead: 'drop' as const }, because: 'the connection broke' },
  ])('a poll that fails is repeated, the operation goes on: $because', async ({ poll }) => {
    azure.script('PUT', LB, accepted());
    azure.script('GET', OPERATION, poll, { body: { status: 'Succeeded' } });
    azure.script('GET', LB, { body: BODY });
    expect(await putLb()).toEqual(BODY);
    expect(azure.seen.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  test('an operation without end is TimedOut and uncertain', async () => {
    api = await connect({ operation: 0.3 });
    azure.script('PUT', LB, accepted());
    azure.script('GET', OPERATION, { body: { status: 'InProgress' } });
    expect(await failureOf(putLb())).toMatchObject({ code: 'TimedOut', uncertain: true });
  });

  test.each([
    { answer: { instead: 'drop' } as const, code: 'ConnectionFailed', because: 'it may have arrived' },
    { answer: { instead: 'hang' } as const, code: 'TimedOut', because: 'it may be under way' },
    { answer: { status: 502, body: '' }, code: 'Http502', because: 'a gateway does not know' },
  ])('$code of a write is uncertain: $because', async ({ answer, code }) => {
    api = await connect({ request: 0.5 });
    azure.script('PUT', LB, answer);
    expect(await failureOf(putLb())).toMatchObject({ code, uncertain: true });
  });

  test('an operation is not followed to a foreign host', async () => {
    azure.script('PUT', LB, accepted({ 'Azure-AsyncOperation': 'https://elsewhere.example/1' }));
    expect(await failureOf(putLb())).toMatchObject({ code: 'UnexpectedAnswer', uncertain: true });
  });
});

describe('deletes', () => {
  test('the async operation counts, not the location beside it', async () => {
    azure.script('DELETE', LB, { ...accepted({ Location: `${azure.endpoint}/result` }), status: 202, body: '' });
    azure.script('GET', OPERATION, { body: { status: 'Succeeded' } });
    await api.delete({ id: LB, type: LB_TYPE, etag: 'W/"1"' });
    expect(azure.seen.map(({ url }) => url.split('?')[0])).toEqual([LB, OPERATION]);
  });

  test('a location alone is followed until it is no longer 202', async () => {
    const headers = { Location: `${azure.endpoint}/result`, ...QUIET };
    azure.script('DELETE', LB, { status: 202, headers, body: '' });
    azure.script('GET', '/result', { status: 202, headers, body: '' }, { status: 200, body: '' });
    await api.delete({ id: LB, type: LB_TYPE });
    expect(azure.seen).toHaveLength(3);
  });

  test.each([{ status: 204 }, { status: 404, body: { code: 'NotFound', message: 'flat, as Azure DNS says it' } }])(
    'what was gone before is gone: $status',
    async (answer) => {
      azure.script('DELETE', LB, answer);
      await expect(api.delete({ id: LB, type: LB_TYPE })).resolves.toBeUndefined();
    },
  );
});
