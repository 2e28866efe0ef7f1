// Who are we to Azure? First `chooseCredential` says it (azure.json if it says so, else the environment), then
// `createCredential` loads @azure/identity, which costs a quarter of a second, and makes it.
import type { TokenCredential } from '@azure/core-auth';
import type { AzureConfig } from './azure-config.js';
import type { AzureCloud, Environment } from './cloud.js';
import type { Connection } from './connection.js';

export type CredentialChoice =
  | { readonly kind: 'ClientSecret'; readonly tenantId: string; readonly clientId: string; readonly secret: string }
  | {
      readonly kind: 'ClientCertificate';
      readonly tenantId: string;
      readonly clientId: string;
      /** A PEM file with certificate and key. */
      readonly path: string;
    }
  | {
      readonly kind: 'WorkloadIdentity';
      readonly tenantId: string;
      readonly clientId: string;
      /** Read again whenever a token is asked for. */
      readonly tokenFile: string;
    }
  | {
      readonly kind: 'ManagedIdentity';
      /** The client id or the ARM id of a user-assigned identity; the system's without it. */
      readonly identity?: string;
    };

/** Throws an Error of one line that says what to set. */
export function chooseCredential(config: AzureConfig, environment: Environment): CredentialChoice {
  return fromConfig(config, environment) ?? fromEnvironment(environment) ?? nothing();
}

function fromConfig(config: AzureConfig, environment: Environment): CredentialChoice | undefined {
  // AKS writes `msi` where there is no secret.
  const [clientId, secret] = [config.aadClientId, config.aadClientSecret].map((text) =>
    text?.toLowerCase() === 'msi' ? undefined : text,
  );
  const tenantId = config.tenantId ?? environment['AZURE_TENANT_ID'];
  if (config.useFederatedWorkloadIdentityExtension || config.useWorkloadIdentityExtension) {
    return {
      kind: 'WorkloadIdentity',
      ...demand('azure.json asks for workload identity, but there is no', {
        tenantId: [tenantId, 'tenantId (or AZURE_TENANT_ID)'],
        clientId: [clientId ?? environment['AZURE_CLIENT_ID'], 'aadClientId (or AZURE_CLIENT_ID)'],
        tokenFile: [
          config.aadFederatedTokenFile ?? environment['AZURE_FEDERATED_TOKEN_FILE'],
          'aadFederatedTokenFile (or AZURE_FEDERATED_TOKEN_FILE)',
        ],
      }),
    };
  }
  if (config.useManagedIdentityExtension) return managedIdentity(config.userAssignedIdentityID);
  if (secret !== undefined) {
    const ids = identify('azure.json has aadClientSecret, but no', tenantId, clientId);
    return { kind: 'ClientSecret', ...ids, secret };
  }
  if (config.aadClientCertPath !== undefined) {
    const ids = identify('azure.json has aadClientCertPath, but no', tenantId, clientId);
    return { kind: 'ClientCertificate', ...ids, path: config.aadClientCertPath };
  }
  return undefined;
}

function fromEnvironment(environment: Environment): CredentialChoice | undefined {
  const read = (name: string): string | undefined => environment[name] || undefined;
  const tenantId: Wanted = [read('AZURE_TENANT_ID'), 'AZURE_TENANT_ID'];
  const clientId: Wanted = [read('AZURE_CLIENT_ID'), 'AZURE_CLIENT_ID'];
  const secret = read('AZURE_CLIENT_SECRET');
  if (secret) {
    return {
      kind: 'ClientSecret',
      ...demand('AZURE_CLIENT_SECRET is set, but there is no', { tenantId, clientId }),
      secret,
    };
  }
  const path = read('AZURE_CLIENT_CERTIFICATE_PATH');
  if (path) {
    return {
      kind: 'ClientCertificate',
      ...demand('AZURE_CLIENT_CERTIFICATE_PATH is set, but there is no', { tenantId, clientId }),
      path,
    };
  }
  const tokenFile = read('AZURE_FEDERATED_TOKEN_FILE');
  if (tokenFile) {
    return {
      kind: 'WorkloadIdentity',
      ...demand('AZURE_FEDERATED_TOKEN_FILE is set, but there is no', { tenantId, clientId }),
      tokenFile,
    };
  }
  const hasEndpoint = ['IDENTITY_ENDPOINT', 'MSI_ENDPOINT'].some((name) => read(name));
  return hasEndpoint || clientId[0] ? managedIdentity(clientId[0]) : undefined;
}

function nothing(): never {
  throw new Error(
    'no credentials for Azure: set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE (workload identity) ' +
      'or AZURE_CLIENT_SECRET, or pass --azure-config with an azure.json that has aadClientId and aadClientSecret or ' +
      'useManagedIdentityExtension: true',
  );
}

type Wanted = readonly [value: string | undefined, name: string];

function demand<K extends string>(because: string, wanted: Readonly<Record<K, Wanted>>): Readonly<Record<K, string>> {
  const entries = Object.entries<Wanted>(wanted);
  const missing = entries.filter(([, [value]]) => !value).map(([, [, name]]) => name);
  if (missing.length > 0) throw new Error(`${because} ${missing.join(' and no ')}: set it`);
  return Object.fromEntries(entries.map(([key, [value]]) => [key, value])) as Record<K, string>;
}

function identify(
  because: string,
  tenantId: string | undefined,
  clientId: string | undefined,
): Readonly<Record<'tenantId' | 'clientId', string>> {
  return demand(because, { tenantId: [tenantId, 'tenantId'], clientId: [clientId, 'aadClientId'] });
}

function managedIdentity(identity: string | undefined): CredentialChoice {
  return identity === undefined ? { kind: 'ManagedIdentity' } : { kind: 'ManagedIdentity', identity };
}

export async function createCredential(
  choice: CredentialChoice,
  cloud: AzureCloud,
  connection: Connection,
): Promise<TokenCredential> {
  const { ClientCertificateCredential, ClientSecretCredential, ManagedIdentityCredential, WorkloadIdentityCredential } =
    await import('@azure/identity');
  const options = {
    authorityHost: cloud.authority,
    // Otherwise it asks the public cloud about an authority that only we know, and gives up after five seconds.
    disableInstanceDiscovery: cloud.custom,
    httpClient: connection.httpClient,
  };
  switch (choice.kind) {
    case 'ClientSecret':
      return new ClientSecretCredential(choice.tenantId, choice.clientId, choice.secret, options);
    case 'ClientCertificate':
      return new ClientCertificateCredential(choice.tenantId, choice.clientId, choice.path, options);
    case 'WorkloadIdentity':
      return new WorkloadIdentityCredential({
        ...options,
        tenantId: choice.tenantId,
        clientId: choice.clientId,
        tokenFilePath: choice.tokenFile,
      });
    case 'ManagedIdentity': {
      const { identity } = choice;
      if (identity === undefined) return new ManagedIdentityCredential(options);
      return identity.startsWith('/')
        ? new ManagedIdentityCredential({ ...options, resourceId: identity })
        : new ManagedIdentityCredential({ ...options, clientId: identity });
    }
  }
}
