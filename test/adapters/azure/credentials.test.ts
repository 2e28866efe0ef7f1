// Which identity is chosen, and does the genuine SDK get a token with it? The token endpoints are a scripted server.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AzureConfig } from '../../../src/adapters/azure/azure-config.js';
import type { AzureCloud, Environment } from '../../../src/adapters/azure/cloud.js';
import { createConnection } from '../../../src/adapters/azure/connection.js';
import { chooseCredential, createCredential, type CredentialChoice } from '../../../src/adapters/azure/credentials.js';
import { startScriptedAzure, type ScriptedAzure } from './scripted-azure.js';

const ENVIRONMENT = { AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c' };
const CHOICES: readonly {
  because: string;
  config: AzureConfig;
  environment: Environment;
  choice: CredentialChoice;
}[] = [
  {
    because: 'azure.json goes before the environment',
    config: { tenantId: 'T', aadClientId: 'C', aadClientSecret: 'S' },
    environment: { ...ENVIRONMENT, AZURE_CLIENT_SECRET: 's' },
    choice: { kind: 'ClientSecret', tenantId: 'T', clientId: 'C', secret: 'S' },
  },
  {
    because: 'AKS writes msi where there is no secret',
    config: {
      aadClientId: 'msi',
      aadClientSecret: 'msi',
      useManagedIdentityExtension: true,
      userAssignedIdentityID: 'U',
    },
    environment: {},
    choice: { kind: 'ManagedIdentity', identity: 'U' },
  },
  {
    because: 'the webhook of workload identity sets what azure.json leaves open',
    config: { useFederatedWorkloadIdentityExtension: true, aadClientId: 'C' },
    environment: { ...ENVIRONMENT, AZURE_FEDERATED_TOKEN_FILE: '/token' },
    choice: { kind: 'WorkloadIdentity', tenantId: 't', clientId: 'C', tokenFile: '/token' },
  },
  {
    because: 'an azure.json that only says where the cluster stands leaves identity to the environment',
    config: { tenantId: 'T', resourceGroup: 'g' },
    environment: { ...ENVIRONMENT, AZURE_CLIENT_SECRET: 's' },
    choice: { kind: 'ClientSecret', tenantId: 't', clientId: 'c', secret: 's' },
  },
  {
    because: 'an identity endpoint is there for managed identities',
    config: {},
    environment: { IDENTITY_ENDPOINT: 'https://127.0.0.1/msi' },
    choice: { kind: 'ManagedIdentity' },
  },
];

describe('the choice', () => {
  test.each(CHOICES)('$because', ({ config, environment, choice }) => {
    expect(chooseCredential(config, environment)).toEqual(choice);
  });

  test.each([
    { config: {}, environment: {}, says: 'AZURE_CLIENT_SECRET' },
    { config: {}, environment: { AZURE_CLIENT_SECRET: 's' }, says: 'AZURE_TENANT_ID and no AZURE_CLIENT_ID' },
    { config: { aadClientSecret: 's', tenantId: 't' }, environment: {}, says: 'no aadClientId' },
    { config: { useWorkloadIdentityExtension: true }, environment: ENVIRONMENT, says: 'AZURE_FEDERATED_TOKEN_FILE' },
  ])('what is missing is named: $says', ({ config, environment, says }) => {
    expect(() => chooseCredential(config, environment)).toThrow(says);
    expect(() => chooseCredential(config, environment)).not.toThrow('\n');
  });
});

describe('the token', () => {
  let azure: ScriptedAzure;
  let cloud: AzureCloud;
  const before = { ...process.env };

  beforeAll(async () => {
    azure = await startScriptedAzure();
    const { endpoint } = azure;
    cloud = { name: 'test', endpoint, authority: endpoint, scope: 'https://arm.test/.default', custom: true };
    azure.script('GET', '/tenant/v2.0/.well-known/openid-configuration', {
      body: {
        issuer: `${endpoint}/tenant/v2.0`,
        authorization_endpoint: `${endpoint}/tenant/oauth2/v2.0/authorize`,
        token_endpoint: `${endpoint}/tenant/oauth2/v2.0/token`,
        jwks_uri: `${endpoint}/tenant/discovery/v2.0/keys`,
      },
    });
    azure.script('POST', '/tenant/oauth2/v2.0/token', {
      body: { token_type: 'Bearer', expires_in: 3600, access_token: 'from-entra' },
    });
    azure.script('GET', '/msi', {
      body: { token_type: 'Bearer', expires_on: `${Math.floor(Date.now() / 1000) + 3600}`, access_token: 'from-msi' },
    });
    // A proxy that isn't there: whoever asks it fails.
    Object.assign(process.env, {
      IDENTITY_ENDPOINT: `${endpoint}/msi`,
      IDENTITY_HEADER: 'header',
      HTTPS_PROXY: 'http://127.0.0.1:9',
    });
  });

  afterAll(async () => {
    process.env = before;
    await azure.close();
  });

  async function tokenOf(choice: CredentialChoice): Promise<string | undefined> {
    const connection = createConnection({ ca: azure.ca });
    const credential = await createCredential(choice, cloud, connection);
    const token = await credential.getToken(cloud.scope);
    connection.close();
    return token?.token;
  }

  test('of a client secret', async () => {
    const choice = { kind: 'ClientSecret', tenantId: 'tenant', clientId: 'client', secret: 'secret' } as const;
    expect(await tokenOf(choice)).toBe('from-entra');
    const form = new URLSearchParams(azure.seen.at(-1)!.body);
    expect(Object.fromEntries(form)).toMatchObject({ client_id: 'client', client_secret: 'secret' });
    expect(form.get('scope')).toContain(cloud.scope);
  });

  test('of workload identity, with the federated token of its file', async () => {
    const tokenFile = join(mkdtempSync(join(tmpdir(), 'federated-')), 'token');
    writeFileSync(tokenFile, 'a-federated-token');
    const choice = { kind: 'WorkloadIdentity', tenantId: 'tenant', clientId: 'client', tokenFile } as const;
    expect(await tokenOf(choice)).toBe('from-entra');
    expect(new URLSearchParams(azure.seen.at(-1)!.body).get('client_assertion')).toBe('a-federated-token');
  });

  test.each([
    { because: 'of the system', identity: undefined, query: 'resource' },
    { because: 'by client id', identity: 'client', query: 'client_id=client' },
    { because: 'by ARM id', identity: '/subscriptions/s/identity', query: 'mi_res_id=' },
  ])('of a managed identity $because', async ({ identity, query }) => {
    expect(await tokenOf({ kind: 'ManagedIdentity', ...(identity ? { identity } : {}) })).toBe('from-msi');
    expect(azure.seen.at(-1)!.url).toContain(query);
    expect(decodeURIComponent(azure.seen.at(-1)!.url)).toContain('resource=https://arm.test');
  });
});
