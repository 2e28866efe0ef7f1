// What does azure.json say? The file of Azure's cloud controller, with its field names and their meaning: who we are, and
// where the cluster stands (https://cloud-provider-azure.sigs.k8s.io/install/configs/). Fields that we don't use are ignored.
import { readFileSync } from 'node:fs';

const FIELDS = {
  // the cloud
  cloud: 'string',
  resourceManagerEndpoint: 'string',
  activeDirectoryAuthorityHost: 'string',
  resourceManagerAudience: 'string',
  // who we are
  tenantId: 'string',
  aadClientId: 'string',
  aadClientSecret: 'string',
  aadClientCertPath: 'string',
  useManagedIdentityExtension: 'boolean',
  userAssignedIdentityID: 'string',
  useFederatedWorkloadIdentityExtension: 'boolean',
  useWorkloadIdentityExtension: 'boolean',
  aadFederatedTokenFile: 'string',
  // where the cluster stands
  subscriptionId: 'string',
  networkResourceSubscriptionID: 'string',
  resourceGroup: 'string',
  location: 'string',
  vnetName: 'string',
  vnetResourceGroup: 'string',
  subnetName: 'string',
  securityGroupName: 'string',
  securityGroupResourceGroup: 'string',
  loadBalancerName: 'string',
  loadBalancerResourceGroup: 'string',
  // how its load balancers are to be
  loadBalancerBackendPoolConfigurationType: 'string',
  excludeMasterFromStandardLB: 'boolean',
  disableOutboundSNAT: 'boolean',
  clusterServiceLoadBalancerHealthProbeMode: 'string',
  clusterServiceLoadBalancerHealthProbePort: 'number',
  clusterServiceLoadBalancerHealthProbePath: 'string',
  tags: 'string',
  tagsMap: 'map of strings',
} as const satisfies Shape;

interface Types {
  readonly string: string;
  readonly boolean: boolean;
  readonly number: number;
  readonly 'map of strings': Readonly<Record<string, string>>;
}

type Shape = Readonly<Record<string, keyof Types>>;
type Fields<S extends Shape> = { readonly [K in keyof S]?: Types[S[K]] };

/** The fields of azure.json that mean something to us; empty strings are left out, as if they weren't there. */
export type AzureConfig = Fields<typeof FIELDS>;

export const NO_AZURE_CONFIG: AzureConfig = {};

/** Throws an Error of one line that names the file and the field. */
export function readAzureConfig(path: string): AzureConfig {
  return parseFields(`azure.json (${path})`, () => readFileSync(path, 'utf8'), FIELDS);
}

/** Throws an Error of one line that names the field; `where` goes before it. */
export function parseAzureConfig(text: string, where = 'azure.json'): AzureConfig {
  return parseFields(where, () => text, FIELDS);
}

/** The fields of a JSON object that have a given type; others are ignored, null is absence. */
export function parseFields<S extends Shape>(where: string, read: () => string, shape: S): Fields<S> {
  const values = parseObject(where, read);
  const entries = Object.entries(shape).flatMap(([field, type]): [string, unknown][] => {
    const value = values[field];
    if (value === undefined || value === null || value === '') return [];
    if (!isOf(type, value)) {
      throw new Error(`${where}: ${field} must be a ${type}, not ${JSON.stringify(value)}`);
    }
    return [[field, value]];
  });
  return Object.fromEntries(entries) as Fields<S>;
}

function isOf(type: keyof Types, value: unknown): boolean {
  if (type !== 'map of strings') return typeof value === type;
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((one) => typeof one === 'string')
  );
}

function parseObject(where: string, read: () => string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = read();
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
    throw new Error(`${where}: cannot be read: ${code}`, { cause: error });
  }
  let value: unknown;
  try {
    // A byte order mark is what some editors leave at the start.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    // The parser's own message quotes the text, which may hold a secret.
    throw new Error(`${where}: is not JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${where}: must hold a JSON object`);
  }
  return value as Readonly<Record<string, unknown>>;
}
