// What do clients need to find the fake? Its authority's certificate, a cloud description, an azure.json and shell lines.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CLOUD, TENANT } from './identity.js';
import { GROUP, LOCATION, NETWORK, SECURITY_GROUP, SUBNET } from './start-state.js';
import { SUBSCRIPTION } from './subscriptions.js';

const CLIENT_ID = '00000000-0000-0000-0000-00000000000c';
const CLIENT_SECRET = 'not-a-secret';

/** Writes `ca.crt`, `environment.json`, `azure.json` and `env`; returns the path of the certificate. */
export async function writeClientFiles(directory: string, endpoint: string, authority: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const caFile = join(directory, 'ca.crt');
  const environment = join(directory, 'environment.json');
  await writeFile(caFile, authority);
  await writeFile(environment, json(environmentOf(endpoint)));
  await writeFile(join(directory, 'azure.json'), json(azureJson(endpoint)), { mode: 0o600 });
  const variables: Readonly<Record<string, string>> = {
    AZURE_ENVIRONMENT_FILEPATH: environment,
    AZURE_TENANT_ID: TENANT,
    AZURE_CLIENT_ID: CLIENT_ID,
    AZURE_CLIENT_SECRET: CLIENT_SECRET,
    AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
    AZURE_AUTHORITY_HOST: endpoint,
    IDENTITY_ENDPOINT: `${endpoint}/metadata/identity/oauth2/token`,
    IDENTITY_HEADER: 'fake',
    NODE_EXTRA_CA_CERTS: caFile,
    SSL_CERT_FILE: caFile,
    REQUESTS_CA_BUNDLE: caFile,
  };
  const lines = Object.entries(variables).map(
    ([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`,
  );
  await writeFile(join(directory, 'env'), lines.join(''));
  return caFile;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function environmentOf(endpoint: string): Readonly<Record<string, string>> {
  return {
    name: CLOUD,
    managementPortalURL: endpoint,
    serviceManagementEndpoint: endpoint,
    resourceManagerEndpoint: endpoint,
    activeDirectoryEndpoint: endpoint,
    galleryEndpoint: endpoint,
    graphEndpoint: endpoint,
    tokenAudience: endpoint,
  };
}

// Field names of Azure's cloud controller: https://cloud-provider-azure.sigs.k8s.io/install/configs/
function azureJson(endpoint: string): Readonly<Record<string, string | boolean | number>> {
  return {
    cloud: CLOUD,
    resourceManagerEndpoint: endpoint,
    activeDirectoryAuthorityHost: endpoint,
    resourceManagerAudience: endpoint,
    tenantId: TENANT,
    subscriptionId: SUBSCRIPTION,
    resourceGroup: GROUP,
    location: LOCATION,
    vnetName: NETWORK,
    vnetResourceGroup: GROUP,
    subnetName: SUBNET,
    securityGroupName: SECURITY_GROUP,
    securityGroupResourceGroup: GROUP,
    loadBalancerSku: 'standard',
    vmType: 'vmss',
    useInstanceMetadata: false,
    aadClientId: CLIENT_ID,
    aadClientSecret: CLIENT_SECRET,
  };
}
