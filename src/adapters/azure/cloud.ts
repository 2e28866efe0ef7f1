// Which Azure? The endpoint of ARM, the authority that gives tokens and the audience they are for: one of the three
// public clouds by name, or what AZURE_ENVIRONMENT_FILEPATH names (the convention of Azure's cloud controller,
// https://cloud-provider-azure.sigs.k8s.io/install/configs/).
import type { AzureConfig } from './azure-config.js';
import { parseFields } from './azure-config.js';

export interface AzureCloud {
  readonly name: string;
  /** ARM, without a slash at its end. */
  readonly endpoint: string;
  /** Entra ID, without a slash at its end. */
  readonly authority: string;
  /** What tokens are asked for: `<audience>/.default`. */
  readonly scope: string;
  /** True where Microsoft's discovery service can't know the authority, so that it must not be asked. */
  readonly custom: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const CLOUDS: readonly { readonly names: readonly string[]; readonly endpoint: string; readonly authority: string }[] =
  [
    {
      names: ['AzureCloud', 'AzurePublicCloud', 'AzurePublic'],
      endpoint: 'https://management.azure.com',
      authority: 'https://login.microsoftonline.com',
    },
    {
      names: ['AzureUSGovernment', 'AzureUSGovernmentCloud'],
      endpoint: 'https://management.usgovcloudapi.net',
      authority: 'https://login.microsoftonline.us',
    },
    {
      names: ['AzureChinaCloud', 'AzureChina'],
      endpoint: 'https://management.chinacloudapi.cn',
      authority: 'https://login.chinacloudapi.cn',
    },
  ];

/**
 * Most specific first: the file of AZURE_ENVIRONMENT_FILEPATH, the endpoints in azure.json, its `cloud`,
 * AZURE_AUTHORITY_HOST (which the webhook of workload identity sets), the public cloud.
 * Throws an Error of one line where a name or an address is unusable.
 */
export function readCloud(
  config: AzureConfig,
  environment: Environment,
  readText: (path: string) => string,
): AzureCloud {
  const path = environment['AZURE_ENVIRONMENT_FILEPATH'];
  if (path) return cloudOfFile(path, config, readText);
  const { resourceManagerEndpoint, activeDirectoryAuthorityHost, resourceManagerAudience } = config;
  if (resourceManagerEndpoint || activeDirectoryAuthorityHost || isStack(config.cloud)) {
    if (!resourceManagerEndpoint || !activeDirectoryAuthorityHost) {
      throw new Error(
        'azure.json: a cloud of your own needs resourceManagerEndpoint and activeDirectoryAuthorityHost, ' +
          'or set AZURE_ENVIRONMENT_FILEPATH to a file that names both',
      );
    }
    return custom(
      config.cloud ?? 'custom',
      resourceManagerEndpoint,
      activeDirectoryAuthorityHost,
      resourceManagerAudience,
      'azure.json',
    );
  }
  if (config.cloud) return known(config.cloud, 'azure.json: cloud');
  return cloudOfAuthority(environment['AZURE_AUTHORITY_HOST']);
}

function cloudOfFile(path: string, config: AzureConfig, readText: (path: string) => string): AzureCloud {
  const where = `AZURE_ENVIRONMENT_FILEPATH (${path})`;
  const fields = parseFields(where, () => readText(path), {
    name: 'string',
    resourceManagerEndpoint: 'string',
    activeDirectoryEndpoint: 'string',
    tokenAudience: 'string',
  });
  const name = fields.name ?? config.cloud ?? 'AzureCloud';
  const base = find(name) ?? find(config.cloud ?? 'AzureCloud') ?? CLOUDS[0]!;
  return custom(
    name,
    fields.resourceManagerEndpoint ?? base.endpoint,
    fields.activeDirectoryEndpoint ?? base.authority,
    fields.tokenAudience ?? fields.resourceManagerEndpoint,
    where,
  );
}

function cloudOfAuthority(host: string | undefined): AzureCloud {
  const authority = host && address(host, 'AZURE_AUTHORITY_HOST');
  const cloud = CLOUDS.find((one) => one.authority === authority);
  if (cloud || !authority) return known((cloud ?? CLOUDS[0]!).names[0]!, 'cloud');
  return { ...known('AzureCloud', 'cloud'), authority, custom: true };
}

function known(name: string, where: string): AzureCloud {
  const cloud = find(name);
  if (!cloud) {
    const names = CLOUDS.map(({ names }) => names[0]).join(', ');
    throw new Error(`${where}: "${name}" is not known; use ${names}, or set AZURE_ENVIRONMENT_FILEPATH`);
  }
  const { endpoint, authority } = cloud;
  return { name: cloud.names[0]!, endpoint, authority, scope: `${endpoint}/.default`, custom: false };
}

function custom(
  name: string,
  endpoint: string,
  authority: string,
  audience: string | undefined,
  where: string,
): AzureCloud {
  const arm = address(endpoint, `${where}: resourceManagerEndpoint`);
  return {
    name,
    endpoint: arm,
    authority: address(authority, `${where}: authority`),
    // An audience's own slash belongs to it: `https://management.core.windows.net/` asks for `…net//.default`.
    scope: `${audience && audience !== endpoint ? audience : arm}/.default`,
    custom: true,
  };
}

function find(name: string): (typeof CLOUDS)[number] | undefined {
  return CLOUDS.find(({ names }) => names.some((one) => one.toLowerCase() === name.toLowerCase()));
}

function isStack(name: string | undefined): boolean {
  return name?.toLowerCase() === 'azurestackcloud';
}

// Tokens go there, so the SDK takes https alone.
function address(text: string, where: string): string {
  if (!URL.canParse(text) || new URL(text).protocol !== 'https:') {
    throw new Error(`${where}: "${text}" is not an address that starts with https://`);
  }
  return text.replace(/\/+$/, '');
}
