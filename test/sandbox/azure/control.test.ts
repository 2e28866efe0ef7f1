// The fake's own paths: state in and out, changes behind everybody's back, faults, throttles, the journal.
import { describe, expect, test } from '@jest/globals';
import { PROFILES } from '../../../src/sandbox/azure/index.js';
import { ADDRESS, addressId, balancer, client, LB, NSG, SCOPE, securityRule, SLOW, ZONE } from './client.js';

describe('state', () => {
  test('goes out and in without a difference', () => {
    const azure = client();
    azure.put(addressId(), ADDRESS);
    azure.put(LB, balancer());
    azure.put(NSG, { location: 'westeurope', properties: { securityRules: [securityRule('a')] } });
    azure.put(ZONE, { location: 'global' });
    azure.put(`${ZONE}/A/www`, { properties: { TTL: 5, ARecords: [{ ipv4Address: '198.18.0.1' }] } });
    azure.put(`${SCOPE}/providers/Microsoft.Compute/virtualMachines/vm`, { location: 'westeurope', zones: ['1'] });
    const before = azure.get('/_fake/state').body;
    const next = client(undefined, false);
    expect(next.put('/_fake/state', before).status).toBe(204);
    expect(next.get('/_fake/state').body).toEqual(before);
  });

  test('makes the groups that it needs, and says what it can’t take', () => {
    const azure = client(undefined, false);
    azure.put('/_fake/resources', { id: NSG, location: 'westeurope' });
    expect(azure.get(SCOPE).body.location).toBe('westeurope');
    expect(azure.put('/_fake/state', [{ name: 'x' }]).body.error.message).toContain('state[0]');
    expect(azure.get(NSG).status).toBe(200);
  });

  test('changed by somebody else has a new etag at once, whole resources and parts', () => {
    const azure = client();
    const rules = [securityRule('a'), securityRule('b', { priority: 501 })];
    const { body } = azure.put(NSG, { location: 'westeurope', properties: { securityRules: rules } });
    azure.send('DELETE', `/_fake/resources?id=${encodeURIComponent(`${NSG}/securityRules/a`)}`);
    const now = azure.get(NSG).body;
    expect(now.properties.securityRules.map(({ name }: { name: string }) => name)).toEqual(['b']);
    expect(now.etag).not.toBe(body.etag);
    azure.put('/_fake/resources', { ...now, tags: { owner: 'somebody' } });
    expect(azure.get(NSG).body).toMatchObject({
      tags: { owner: 'somebody' },
      properties: { provisioningState: 'Succeeded' },
    });
    expect(azure.send('DELETE', '/_fake/resources?id=/subscriptions/s1/nothing').status).toBe(404);
  });

  test('keeps types that it doesn’t know as they came', () => {
    const azure = client();
    const vm = `${SCOPE}/providers/Microsoft.Compute/virtualMachines/vm`;
    azure.put(vm, { location: 'westeurope', properties: { hardwareProfile: { vmSize: 'x' } }, plan: { name: 'p' } });
    expect(azure.get(vm).body).toEqual({
      id: vm,
      name: 'vm',
      type: 'Microsoft.Compute/virtualMachines',
      location: 'westeurope',
      properties: { hardwareProfile: { vmSize: 'x' } },
      plan: { name: 'p' },
    });
    expect(azure.get('/subscriptions/s1/providers/microsoft.compute/virtualmachines').body.value).toHaveLength(1);
    expect(azure.delete(vm).status).toBe(200);
    expect(azure.delete(vm).status).toBe(204);
  });
});

describe('a fault', () => {
  const fail = (azure: ReturnType<typeof client>, fault: object, match: object = { method: 'PUT' }): void => {
    expect(azure.put('/_fake/faults', [{ match, fault }]).status).toBe(204);
  };

  test('with a status answers in Azure’s shape, as often as it is told', () => {
    const azure = client();
    fail(
      azure,
      { status: 429, code: 'TooManyRequests', retryAfter: 7 },
      { path: '*/publicIPAddresses/*', after: 1, times: 2 },
    );
    const statuses = [1, 2, 3, 4].map(() => azure.put(addressId(), ADDRESS));
    expect(statuses.map(({ status }) => status)).toEqual([201, 429, 429, 200]);
    expect(statuses[1]).toMatchObject({ code: 'TooManyRequests', headers: { 'retry-after': '7' } });
    fail(azure, { status: 403, code: 'AuthorizationFailed' }, { path: `${ZONE}/*` });
    expect(azure.get(`${ZONE}/all`).body.error.code).toBe('AuthorizationFailed');
  });

  test('drops the connection before or after the write is kept', () => {
    const azure = client();
    fail(azure, { dropBefore: true });
    expect(azure.put(addressId(), ADDRESS).dropped).toBe(true);
    expect(azure.get(addressId()).status).toBe(404);
    fail(azure, { dropAfterCommit: true });
    expect(azure.put(addressId(), ADDRESS).dropped).toBe(true);
    expect(azure.get(addressId()).status).toBe(200);
  });

  test('delays, and lets the request through', () => {
    const azure = client();
    fail(azure, { delayMs: 1500 });
    expect(azure.put(addressId(), ADDRESS)).toMatchObject({ status: 201, delayMs: 1500 });
  });

  test('fails an operation, which a second write repairs', () => {
    const azure = client(SLOW);
    fail(azure, { failOperation: { code: 'InternalServerError', message: 'no luck' } }, { method: 'PUT', times: 1 });
    const written = azure.put(addressId(), ADDRESS);
    azure.pass(5000);
    expect(azure.poll(written).body).toMatchObject({ status: 'Failed', error: { message: 'no luck' } });
    expect(azure.get(addressId()).body.properties.provisioningState).toBe('Failed');
    azure.put(addressId(), ADDRESS);
    azure.pass(5000);
    expect(azure.get(addressId()).body.properties).toMatchObject({
      provisioningState: 'Succeeded',
      ipAddress: expect.any(String),
    });
  });

  test('cancels an operation, after which what was there before stands again', () => {
    const azure = client(SLOW);
    azure.put(NSG, { location: 'westeurope' });
    azure.pass(5000);
    fail(azure, { cancelOperation: true });
    const written = azure.put(NSG, { location: 'westeurope', properties: { securityRules: [securityRule('a')] } });
    azure.pass(5000);
    expect(azure.poll(written).body.error.details[0].code).toBe('CanceledAndSupersededDueToAnotherOperation');
    expect(azure.get(NSG).body.properties.securityRules).toEqual([]);
  });

  test('spoils polls', () => {
    const azure = client();
    const written = azure.put(addressId(), ADDRESS);
    fail(azure, { pollStatus: 404 }, { path: '*/operations/*', times: 1 });
    expect(azure.poll(written).status).toBe(404);
    expect(azure.poll(written).body.status).toBe('Succeeded');
  });

  test('strikes logins only when its path says so', () => {
    const azure = client();
    const login = (): number => azure.send('POST', '/t/oauth2/v2.0/token?api-version=x', 'client_id=a').status;
    fail(azure, { status: 401, code: 'invalid_client' }, {});
    expect(login()).toBe(200);
    fail(azure, { status: 401, code: 'invalid_client' }, { path: '*/oauth2/*' });
    expect(login()).toBe(401);
  });

  test('that nobody could understand is refused', () => {
    expect(client().put('/_fake/faults', [{ match: {}, fault: { explode: true } }]).status).toBe(400);
  });
});

describe('the realistic profile', () => {
  const zone = (n: number): string => `${ZONE}/A/h${n}`;

  test('has ARM’s token buckets, which fill again', () => {
    const azure = client(PROFILES['realistic']);
    const statuses = Array.from({ length: 251 }, () => azure.get(SCOPE).status);
    expect(statuses.indexOf(429)).toBe(250);
    const refused = azure.get(SCOPE);
    expect(refused.code).toBe('SubscriptionRequestsThrottled');
    azure.pass(Number(refused.headers['retry-after']) * 1000);
    expect(azure.get(SCOPE).status).toBe(200);
    expect(azure.get('/_fake/buckets').body).toContainEqual(
      expect.objectContaining({ name: 'arm reads s1', left: 24 }),
    );
  });

  test('has rates for each zone', () => {
    const azure = client(PROFILES['realistic']);
    azure.put('/_fake/resources', { id: ZONE, location: 'global' });
    const reply = (n: number): number => {
      azure.pass(100);
      return azure.put(zone(n), { properties: { TTL: 5, ARecords: [] } }).status;
    };
    // 200 a minute: what fills again in 100 ms is a third of a request.
    const statuses = Array.from({ length: 310 }, (_, n) => reply(n));
    expect(statuses.indexOf(429)).toBeGreaterThan(280);
    expect(azure.put(zone(1), {}).body.code).toBe('TooManyRequests');
  });

  test('makes a load balancer take ten seconds to its client', () => {
    const azure = client(PROFILES['realistic']);
    azure.put('/_fake/resources', { id: addressId(), ...ADDRESS });
    const written = azure.put(LB, balancer());
    expect(written.headers['retry-after']).toBe('10');
    azure.pass(8000);
    expect(azure.poll(written).body.status).toBe('InProgress');
    azure.pass(2000);
    expect(azure.poll(written).body.status).toBe('Succeeded');
  });

  test('can be put on and off while it runs', () => {
    const azure = client();
    expect(azure.put('/_fake/profile', { name: 'realistic', writeMs: 5, jitter: 0 }).body.throttled).toBe(true);
    expect(azure.put(addressId(), ADDRESS).delayMs).toBe(5);
    expect(azure.put('/_fake/profile', '"instant"').body.throttled).toBe(false);
    expect(azure.put('/_fake/profile', { speed: 1 }).status).toBe(400);
  });
});

describe('the journal', () => {
  test('has each request to ARM, and none of the fake’s own', () => {
    const azure = client(undefined, false);
    azure.get(`${NSG}`);
    azure.get('/_fake/state');
    azure.send('POST', '/t/oauth2/v2.0/token', 'client_id=a');
    const [entry, ...rest] = azure.get('/_fake/journal').body;
    expect(rest).toEqual([]);
    expect(entry).toMatchObject({
      sequence: 1,
      method: 'GET',
      path: NSG,
      apiVersion: '2025-05-01',
      status: 404,
      code: 'ResourceGroupNotFound',
    });
    expect(azure.get('/_fake/journal?after=1').body).toEqual([]);
    azure.send('DELETE', '/_fake/journal');
    azure.get(NSG);
    expect(azure.get('/_fake/journal').body[0].sequence).toBe(2);
  });
});

describe('bad requests', () => {
  test.each([
    {
      because: 'no api-version',
      method: 'GET',
      url: `${NSG}?api-version=`,
      status: 400,
      code: 'InvalidApiVersionParameter',
    },
    { because: 'no JSON', method: 'PUT', url: NSG, body: '{', status: 400, code: 'InvalidRequestContent' },
    { because: 'a list for a body', method: 'PUT', url: NSG, body: '[]', status: 400, code: 'InvalidRequestContent' },
    { because: 'no location', method: 'PUT', url: NSG, body: '{}', status: 400, code: 'LocationRequired' },
    {
      because: 'a method that nobody knows',
      method: 'POST',
      url: NSG,
      body: '{}',
      status: 405,
      code: 'MethodNotAllowed',
    },
    { because: 'a path that is none', method: 'GET', url: '/subscriptions/s1/%', status: 400, code: 'BadRequest' },
    {
      because: 'no provider',
      method: 'GET',
      url: '/subscriptions/s1/what/is/this',
      status: 404,
      code: 'InvalidResourceType',
    },
    { because: 'an unknown control path', method: 'GET', url: '/_fake/magic', status: 404, code: 'NotFound' },
  ])('$because', ({ method, url, body, status, code }) => {
    const reply = client().send(method, url, body);
    expect([reply.status, reply.code]).toEqual([status, code]);
  });
});
