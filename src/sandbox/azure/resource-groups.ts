// What happens to a resource group? Made and read at once; deleting one takes all that is in it, later.
import { groupId } from './arm-path.js';
import { erase } from './erase.js';
import type { Answer, Exchange } from './exchange.js';
import { bodyOf, notAllowed, ok } from './exchange.js';
import type { FakeAzure } from './fake-azure.js';
import { copy, textAt } from '../json.js';
import { groupNotFound, Refusal } from './refusal.js';
import { timingFor } from './profiles.js';
import type { Resource } from './resource.js';
import { resources } from './subscriptions.js';

export const GROUP_TYPE = 'Microsoft.Resources/resourceGroups';

export function resourceGroupRequest(fake: FakeAzure, exchange: Exchange): Answer | undefined {
  const match = /^\/subscriptions\/([^/]+)\/resourcegroups(?:\/([^/]+)(\/resources)?)?$/i.exec(exchange.path);
  if (match === null) return undefined;
  const [subscription, name] = [match[1]!, match[2]];
  if (name === undefined) return list(fake, exchange, subscription);
  const id = groupId(subscription, name);
  const group = fake.get(id);
  if (match[3] !== undefined) {
    requireGroup(fake, subscription, name);
    return ok({ value: resources(fake, exchange, subscription.toLowerCase(), name) });
  }
  switch (exchange.method) {
    case 'HEAD':
      return { status: group === undefined ? 404 : 204, headers: {} };
    case 'GET':
      if (group === undefined) throw groupNotFound(name);
      return ok(copy(group));
    case 'PUT':
    case 'PATCH':
      return put(fake, exchange, id, name, group);
    case 'DELETE':
      return remove(fake, exchange, subscription, name, group);
    default:
      throw notAllowed(exchange.method);
  }
}

export function requireGroup(fake: FakeAzure, subscription: string, group: string): void {
  if (fake.get(groupId(subscription, group)) === undefined) throw groupNotFound(group);
}

/** As somebody else would have made it, without a word. */
export function ensureGroup(fake: FakeAzure, resourceId: string, location = 'westeurope'): void {
  const match = /^\/subscriptions\/([^/]+)\/resourcegroups\/([^/]+)(\/|$)/i.exec(resourceId);
  if (match === null) return;
  const id = groupId(match[1]!, match[2]!);
  if (fake.get(id) !== undefined) return;
  fake.store.put({ id, name: match[2]!, type: GROUP_TYPE, location, properties: { provisioningState: 'Succeeded' } });
}

function list(fake: FakeAzure, { method }: Exchange, subscription: string): Answer {
  if (method !== 'GET') throw notAllowed(method);
  const prefix = `/subscriptions/${subscription.toLowerCase()}/`;
  return ok({
    value: fake
      .ofType(GROUP_TYPE)
      .filter(({ id }) => id.toLowerCase().startsWith(prefix))
      .map(copy),
  });
}

function put(fake: FakeAzure, exchange: Exchange, id: string, name: string, before: Resource | undefined): Answer {
  const body = bodyOf(exchange);
  const location = body['location'] ?? before?.['location'];
  if (typeof location !== 'string') {
    throw new Refusal(400, 'LocationRequired', 'The location property is required for this definition.', {
      gateway: true,
    });
  }
  if (before !== undefined && before['location'] !== location) {
    const message = `Invalid resource group location '${location}'. The Resource group already exists in location '${textAt(before, 'location')}'.`;
    throw new Refusal(409, 'InvalidResourceGroupLocation', message, { gateway: true });
  }
  const group: Resource = {
    ...before,
    ...body,
    id: before?.id ?? id,
    name: before?.name ?? name,
    type: GROUP_TYPE,
    location,
    properties: { provisioningState: 'Succeeded' },
  };
  fake.store.put(group);
  return ok(copy(group), before === undefined ? 201 : 200);
}

function remove(
  fake: FakeAzure,
  exchange: Exchange,
  subscription: string,
  name: string,
  group: Resource | undefined,
): Answer {
  if (group === undefined) throw groupNotFound(name);
  const { operationMs, retryAfter } = timingFor(fake.profile, GROUP_TYPE);
  const operation = fake.operations.start(fake.chance.guid(), {
    resourceId: group.id,
    kind: 'delete',
    endsAt: exchange.now + fake.vary(operationMs),
    retryAfter,
    releases: [],
    end: () => {
      erase(fake, group.id);
    },
  });
  exchange.operationId = operation.id;
  const poll = Buffer.from(operation.id).toString('base64url');
  const version = exchange.query.get('api-version') ?? '';
  const location = `${exchange.base}/subscriptions/${subscription}/operationresults/${poll}?api-version=${version}&t=t&c=c&s=s&h=h`;
  return { status: 202, headers: { location, 'retry-after': String(retryAfter) } };
}
