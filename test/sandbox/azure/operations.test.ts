// Writes that end later: what is seen meanwhile, what a second write does to the first, and who has to wait.
import { describe, expect, test } from '@jest/globals';
import { ADDRESS, addressId, balancer, client, LB, NSG, securityRule, SLOW } from './client.js';

describe('an operation', () => {
  test('is named by the write, in progress until its time has come, then Succeeded', () => {
    const azure = client(SLOW);
    const written = azure.put(addressId(), ADDRESS);
    expect(written.status).toBe(201);
    expect(written.headers['retry-after']).toBe('3');
    expect(written.body.properties.provisioningState).toBe('Updating');
    expect(azure.poll(written).body).toEqual({ status: 'InProgress' });
    azure.pass(4999);
    expect(azure.poll(written).body.status).toBe('InProgress');
    azure.pass(1);
    expect(azure.poll(written).body).toEqual({ status: 'Succeeded' });
  });

  test('of a public IP brings the address with its end, from the range that is nobody’s', () => {
    const azure = client(SLOW);
    azure.put(addressId(), ADDRESS);
    expect(azure.get(addressId()).body.properties.ipAddress).toBeUndefined();
    azure.pass(5000);
    expect(azure.get(addressId()).body.properties.ipAddress).toMatch(/^198\.1[89]\.\d+\.\d+$/);
  });

  test('is canceled and superseded by a second write to the same resource', () => {
    const azure = client(SLOW);
    const first = azure.put(NSG, { location: 'westeurope', properties: { securityRules: [securityRule('a')] } });
    const second = azure.put(NSG, { location: 'westeurope', properties: { securityRules: [securityRule('b')] } });
    expect(second.status).toBe(200);
    const canceled = azure.poll(first).body;
    expect(canceled.status).toBe('Canceled');
    expect(canceled.error.details[0].code).toBe('CanceledAndSupersededDueToAnotherOperation');
    azure.pass(5000);
    expect(azure.poll(second).body.status).toBe('Succeeded');
    expect(azure.get(NSG).body.properties.securityRules.map(({ name }: { name: string }) => name)).toEqual(['b']);
  });

  test('locks a resource that is being deleted', () => {
    const azure = client(SLOW);
    azure.put(addressId(), ADDRESS);
    azure.pass(5000);
    const gone = azure.delete(addressId());
    expect(gone.status).toBe(202);
    expect(Object.keys(gone.headers)).toEqual(expect.arrayContaining(['azure-asyncoperation', 'location']));
    const refused = azure.put(addressId(), ADDRESS);
    expect([refused.status, refused.code, refused.detail]).toEqual([
      429,
      'RetryableError',
      'RetryableErrorDueToAnotherOperation',
    ]);
    expect(refused.headers['retry-after']).toBe('5');
    azure.pass(5000);
    expect(azure.get(addressId()).code).toBe('ResourceNotFound');
  });

  test('keeps others from naming its resource until it has ended', () => {
    const azure = client(SLOW);
    azure.put(addressId(), ADDRESS);
    const refused = azure.put(LB, balancer());
    expect([refused.status, refused.detail]).toEqual([429, 'ReferencedResourceNotProvisioned']);
    azure.pass(5000);
    expect(azure.put(LB, balancer()).status).toBe(201);
  });

  test('holds the public IP that it lets go of until it has ended', () => {
    const azure = client(SLOW);
    azure.put(addressId(), ADDRESS);
    azure.put(addressId('other'), ADDRESS);
    azure.pass(5000);
    azure.put(LB, balancer());
    azure.pass(5000);
    const moved = [{ name: 'f1', properties: { publicIPAddress: { id: addressId('other') } } }];
    azure.put(LB, balancer({ frontendIPConfigurations: moved }));
    expect(azure.delete(addressId()).code).toBe('PublicIPAddressCannotBeDeleted');
    azure.pass(5000);
    expect(azure.delete(addressId()).status).toBe(202);
  });

  test('unknown to the server is 404', () => {
    const path = '/subscriptions/s1/providers/Microsoft.Network/locations/westeurope/operations/nope';
    expect(client().get(path).status).toBe(404);
  });
});

describe('a resource group', () => {
  test('takes all that is in it along', () => {
    const azure = client(SLOW);
    azure.put(NSG, { location: 'westeurope' });
    const group = NSG.split('/providers/')[0]!;
    const gone = azure.delete(group);
    expect(gone.status).toBe(202);
    azure.pass(5000);
    expect(azure.get(gone.headers['location']!.replace('https://fake:1', '')).status).toBe(200);
    expect(azure.get(NSG).code).toBe('ResourceGroupNotFound');
    expect(azure.get('/_fake/state').body).toEqual([]);
  });

  test('that is missing is named in the refusal', () => {
    const azure = client(undefined, false);
    const refused = azure.put(NSG, { location: 'westeurope' });
    expect([refused.status, refused.code]).toEqual([404, 'ResourceGroupNotFound']);
    expect(refused.headers['x-ms-failure-cause']).toBe('gateway');
  });
});
