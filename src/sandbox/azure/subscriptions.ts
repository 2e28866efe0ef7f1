// What does a client ask about a subscription? Any id exists; providers are registered everywhere with zones 1 to 3.
import { textAt } from '../json.js';
import type { Answer, Exchange } from './exchange.js';
import { notAllowed, ok } from './exchange.js';
import type { FakeAzure } from './fake-azure.js';
import { TENANT } from './identity.js';
import type { Json, JsonObject } from '../json.js';
import { Refusal } from './refusal.js';
import { view } from './view.js';

export const SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';
const LOCATIONS = ['westeurope', 'northeurope', 'eastus', 'eastus2', 'westus2', 'centralus', 'germanywestcentral'];
const TYPES: Readonly<Record<string, readonly string[]>> = {
  'Microsoft.Network': [
    'loadBalancers',
    'publicIPAddresses',
    'networkSecurityGroups',
    'virtualNetworks',
    'dnszones',
    'privateDnsZones',
  ],
  'Microsoft.Compute': ['virtualMachines', 'virtualMachineScaleSets', 'disks'],
  'Microsoft.Resources': ['resourceGroups', 'deployments'],
};

export function subscriptionRequest(fake: FakeAzure, exchange: Exchange): Answer | undefined {
  const { path, method } = exchange;
  const segments = path.split('/').slice(1);
  const [first, subscription, what, ...rest] = segments.map((one) => one.toLowerCase());
  if (first === 'tenants' && segments.length === 1)
    return ok({ value: [{ id: `/tenants/${TENANT}`, tenantId: TENANT }] });
  if (first !== 'subscriptions') return undefined;
  const answer = (body: Json): Answer => {
    if (method !== 'GET' && method !== 'POST') throw notAllowed(method);
    return ok(body);
  };
  if (subscription === undefined) return answer({ value: subscriptionsKnown(fake).map(describe) });
  if (what === undefined) return answer(describe(segments[1]!));
  if (what === 'locations' && rest.length === 0) {
    return answer({
      value: LOCATIONS.map((name) => ({ name, displayName: name, metadata: { regionType: 'Physical' } })),
    });
  }
  if (what === 'resources' && rest.length === 0) return answer({ value: resources(fake, exchange, subscription) });
  if (what === 'providers' && rest.length <= 1) {
    if (rest[0] === undefined) return answer({ value: Object.keys(TYPES).map((one) => provider(subscription, one)) });
    return answer(provider(subscription, segments[3]!));
  }
  if (what === 'providers' && rest.length === 2 && rest[1] === 'register')
    return answer(provider(subscription, segments[3]!));
  return undefined;
}

function subscriptionsKnown(fake: FakeAzure): string[] {
  const found = fake.store.all().map(({ id }) => id.split('/')[2]!.toLowerCase());
  const known = [...new Set(found)].sort();
  return known.length > 0 ? known : [SUBSCRIPTION];
}

function describe(subscription: string): JsonObject {
  return {
    id: `/subscriptions/${subscription}`,
    subscriptionId: subscription,
    displayName: 'fake',
    state: 'Enabled',
    tenantId: TENANT,
    homeTenantId: TENANT,
    managedByTenants: [],
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'Internal_2014-09-01',
      spendingLimit: 'Off',
    },
    authorizationSource: 'RoleBased',
  };
}

function provider(subscription: string, namespace: string): JsonObject {
  const name = Object.keys(TYPES).find((one) => one.toLowerCase() === namespace.toLowerCase()) ?? namespace;
  return {
    id: `/subscriptions/${subscription}/providers/${name}`,
    namespace: name,
    registrationState: 'Registered',
    registrationPolicy: 'RegistrationRequired',
    resourceTypes: (TYPES[name] ?? []).map((resourceType) => ({
      resourceType,
      locations: LOCATIONS,
      zoneMappings: LOCATIONS.map((location) => ({ location, zones: ['1', '2', '3'] })),
      apiVersions: ['2025-05-01', '2021-04-01'],
    })),
  };
}

/** `$filter` takes `key eq 'value'` joined by `and`, with resourceGroup, name, resourceType and location. */
export function resources(fake: FakeAzure, { query }: Exchange, subscription: string, group?: string): JsonObject[] {
  const filter = query.get('$filter') ?? '';
  const clauses = [...filter.matchAll(/(\w+) eq '([^']*)'/g)].map((one) => [
    one[1]!.toLowerCase(),
    one[2]!.toLowerCase(),
  ]);
  if (filter !== '' && clauses.length === 0) {
    throw new Refusal(400, 'InvalidFilterInQueryString', `The filter ${filter} is not understood.`, { gateway: true });
  }
  const prefix = `/subscriptions/${subscription}/resourcegroups/${group === undefined ? '' : `${group.toLowerCase()}/`}`;
  return fake.store
    .all()
    .filter(({ id, type }) => id.toLowerCase().startsWith(prefix) && type.split('/').length === 2)
    .filter(({ type }) => type !== 'Microsoft.Resources/resourceGroups')
    .map((resource) => view(fake, resource))
    .filter((resource) => clauses.every(([key, value]) => fieldOf(resource, key!) === value))
    .map(({ id, name, type, location, tags, sku }) =>
      Object.fromEntries(
        Object.entries({ id, name, type, location, tags, sku }).filter(([, one]) => one !== undefined),
      ),
    );
}

function fieldOf(resource: JsonObject, key: string): string | undefined {
  const id = textAt(resource, 'id');
  const names: Readonly<Record<string, Json | undefined>> = {
    resourcegroup: id.split('/')[4],
    name: resource['name'],
    resourcetype: resource['type'],
    location: resource['location'],
  };
  const value = names[key];
  return typeof value === 'string' ? value.toLowerCase() : undefined;
}
