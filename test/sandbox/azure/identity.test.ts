// What clients ask before they ask ARM: discovery, tokens, managed identity, the description of the cloud, subscriptions.
import { describe, expect, test } from '@jest/globals';
import { FakeAzure } from '../../../src/sandbox/azure/index.js';
import type { Body } from './client.js';
import { client, SCOPE } from './client.js';

const GROUPS = '/subscriptions/s1/resourcegroups?api-version=2021-04-01';

function asks(fake: FakeAzure, method: string, url: string, headers: Record<string, string> = {}, body = ''): Body {
  const answer = fake.handle({ method, url, headers: { host: 'localhost:8443', ...headers }, body });
  return { ...answer, body: answer.body };
}

describe('a token', () => {
  const givers: readonly [string, string, string, Record<string, string>, string][] = [
    ['Entra', 'POST', '/t/oauth2/v2.0/token', {}, 'client_id=a&scope=https%3A%2F%2Flocalhost%2F.default'],
    ['AD FS', 'POST', '/adfs/oauth2/token', {}, 'client_id=a&resource=https%3A%2F%2Flocalhost'],
    ['a managed identity', 'GET', '/metadata/identity/oauth2/token?resource=r', { 'x-identity-header': 'fake' }, ''],
  ];

  test.each(givers)('of %s opens the door', (_, method, url, headers, body) => {
    const fake = new FakeAzure();
    const token = asks(fake, method, url, headers, body).body.access_token as string;
    expect(token.split('.')).toHaveLength(3);
    expect(asks(fake, 'GET', GROUPS, { authorization: `Bearer ${token}` }).status).toBe(200);
  });

  test('that is missing or somebody else’s does not', () => {
    const fake = new FakeAzure();
    const missing = asks(fake, 'GET', GROUPS);
    expect([missing.status, missing.body.error.code]).toEqual([401, 'AuthenticationFailed']);
    const foreign = asks(fake, 'GET', GROUPS, { authorization: 'Bearer a.b.c' });
    expect([foreign.status, foreign.body.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
    expect(foreign.headers['www-authenticate']).toContain('Bearer');
  });
});

describe('discovery', () => {
  test('says the host as the client spelled it: MSAL compares them', () => {
    const fake = new FakeAzure();
    expect(asks(fake, 'GET', '/t1/v2.0/.well-known/openid-configuration').body).toMatchObject({
      issuer: 'https://localhost:8443/t1/v2.0',
      token_endpoint: 'https://localhost:8443/t1/oauth2/v2.0/token',
    });
    expect(asks(fake, 'GET', '/adfs/.well-known/openid-configuration?').body.token_endpoint).toBe(
      'https://localhost:8443/adfs/oauth2/token',
    );
    const endpoint = encodeURIComponent('https://localhost:8443/t1/oauth2/v2.0/authorize');
    const { body } = asks(fake, 'GET', `/common/discovery/instance?authorization_endpoint=${endpoint}`);
    expect(body.tenant_discovery_endpoint).toContain('/t1/v2.0/');
  });

  test('describes the cloud in the shape of the version', () => {
    const fake = new FakeAzure();
    const cloud = expect.objectContaining({ resourceManager: 'https://localhost:8443' });
    expect(asks(fake, 'GET', '/metadata/endpoints?api-version=2022-09-01').body).toEqual(cloud);
    expect(asks(fake, 'GET', '/metadata/endpoints?api-version=2019-05-01').body).toEqual([cloud]);
  });
});

describe('subscriptions', () => {
  test('are there whatever they are called, with zones for every location', () => {
    const azure = client();
    expect(azure.get('/subscriptions').body.value[0]).toMatchObject({ id: '/subscriptions/s1', state: 'Enabled' });
    const [type] = azure.get('/subscriptions/s1/providers/Microsoft.Compute').body.resourceTypes;
    expect(type.zoneMappings).toContainEqual({ location: 'westeurope', zones: ['1', '2', '3'] });
    expect(azure.send('HEAD', SCOPE).status).toBe(204);
    expect(azure.send('HEAD', `${SCOPE}x`).status).toBe(404);
  });

  test('list resources by filter', () => {
    const azure = client();
    for (const name of ['a', 'b']) {
      azure.put(`${SCOPE}/providers/Microsoft.Network/networkSecurityGroups/${name}`, { location: 'westeurope' });
    }
    const filter =
      "resourceGroup eq 'RG' and name eq 'b' and resourceType eq 'Microsoft.Network/networkSecurityGroups'";
    const { value } = azure.get(`/subscriptions/s1/resources?$filter=${encodeURIComponent(filter)}`).body;
    expect(value.map(({ name }: Body) => name as string)).toEqual(['b']);
  });
});

describe('a deployment', () => {
  test('puts its resources in the order in which they need each other', () => {
    const azure = client();
    const type = 'Microsoft.Network/loadBalancers';
    const address = `${SCOPE}/providers/Microsoft.Network/publicIPAddresses/ip`;
    const frontend = { name: 'f', properties: { publicIPAddress: { id: address } } };
    const resources = [
      {
        type,
        name: 'lb',
        location: 'westeurope',
        sku: { name: 'Standard' },
        dependsOn: ['Microsoft.Network/publicIPAddresses/ip'],
        properties: { frontendIPConfigurations: [frontend] },
      },
      {
        type: 'Microsoft.Network/publicIPAddresses',
        name: 'ip',
        location: 'westeurope',
        sku: { name: 'Standard' },
        properties: { publicIPAllocationMethod: 'Static' },
      },
    ];
    const outputs = { lb: { type: 'object', value: "[reference('lb')]" } };
    const path = `${SCOPE}/providers/Microsoft.Resources/deployments/d`;
    const deployed = azure.put(path, { properties: { mode: 'Incremental', template: { resources, outputs } } });
    expect(deployed.status).toBe(201);
    expect(deployed.body.properties.outputs.lb.value.frontendIPConfigurations[0].name).toBe('f');
    expect(azure.get(path).body.properties.provisioningState).toBe('Succeeded');
    expect(azure.get(address).body.properties.ipConfiguration.id).toContain('/loadBalancers/lb/');
  });
});
