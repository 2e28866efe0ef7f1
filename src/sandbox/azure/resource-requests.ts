// What is asked of a resource? Read, list, write, change tags, delete: one way for all types, each type adding its own
// knowledge (see ResourceType).
import type { ArmPath } from './arm-path.js';
import { idOf, isCollection } from './arm-path.js';
import { childRequest } from './child-requests.js';
import { checkDnsEtag, checkNetworkEtag } from './etags.js';
import type { Answer, Exchange } from './exchange.js';
import { bodyOf, notAllowed, ok } from './exchange.js';
import type { FakeAzure } from './fake-azure.js';
import type { JsonObject } from '../json.js';
import { copy, isObject } from '../json.js';
import { childOfPath, kindOfPath } from './kinds.js';
import { Refusal, resourceNotFound } from './refusal.js';
import type { Resource, ResourceType } from './resource.js';
import { requireGroup } from './resource-groups.js';
import { view } from './view.js';
import { removeResource, writeResource } from './write.js';

export function resourceRequest(fake: FakeAzure, exchange: Exchange, path: ArmPath): Answer {
  if (path.resourceGroup !== undefined) requireGroup(fake, path.subscription, path.resourceGroup);
  const part = childOfPath(path);
  if (part !== undefined) return childRequest(fake, exchange, path, part.kind, part.child);
  const kind = kindOfPath(path);
  if (isCollection(path)) return listResources(fake, exchange, path, kind);
  const id = idOf(path, kind.type);
  const found = fake.get(id);
  checkEtags(kind, exchange, id, found);
  switch (exchange.method) {
    case 'GET':
      return readResource(fake, path, kind, found);
    case 'HEAD':
      return { status: found === undefined ? 404 : 204, headers: {} };
    case 'PUT':
      return writeResource(fake, exchange, kind, idForWrite(id, kind), bodyOf(exchange));
    case 'PATCH':
      return patchResource(fake, exchange, path, kind, found);
    case 'DELETE':
      return found === undefined ? { status: 204, headers: {} } : removeResource(fake, exchange, kind, found);
    default:
      throw notAllowed(exchange.method);
  }
}

function checkEtags(kind: ResourceType, { method, request }: Exchange, id: string, found: Resource | undefined): void {
  if (method === 'GET' || method === 'HEAD') return;
  const etag = typeof found?.['etag'] === 'string' ? found['etag'] : undefined;
  if (kind.bareEtag) checkDnsEtag(request.headers, etag);
  else checkNetworkEtag(request.headers, found?.id ?? id, etag);
}

// Private DNS shows group and names in lower case, whatever was asked.
function idForWrite(id: string, kind: ResourceType): string {
  if (!kind.lowerCaseIds) return id;
  const parts = id.split('/');
  return parts.map((part, index) => (index % 2 === 0 && index !== 6 ? part.toLowerCase() : part)).join('/');
}

function readResource(fake: FakeAzure, path: ArmPath, kind: ResourceType, found: Resource | undefined): Answer {
  if (found === undefined) throw resourceNotFound(kind.type, path.names.join('/'), path.resourceGroup ?? '');
  const etag = typeof found['etag'] === 'string' ? { etag: found['etag'] } : undefined;
  return ok(copy(view(fake, found)), 200, etag);
}

function listResources(fake: FakeAzure, { method }: Exchange, path: ArmPath, kind: ResourceType): Answer {
  if (method !== 'GET') throw notAllowed(method);
  const prefix = `${idOf(path, kind.type)}/`.toLowerCase();
  const scope = path.resourceGroup === undefined ? `/subscriptions/${path.subscription}/`.toLowerCase() : prefix;
  const found = fake.ofType(kind.type).filter(({ id }) => id.toLowerCase().startsWith(scope));
  return ok({ value: found.map((one) => copy(view(fake, one))) });
}

// Tags at once and without an operation; any other change is a write of the merged whole.
function patchResource(
  fake: FakeAzure,
  exchange: Exchange,
  path: ArmPath,
  kind: ResourceType,
  found: Resource | undefined,
): Answer {
  if (found === undefined) throw resourceNotFound(kind.type, path.names.join('/'), path.resourceGroup ?? '');
  const body = bodyOf(exchange);
  if (Object.keys(body).some((key) => key !== 'tags')) {
    return writeResource(fake, exchange, kind, found.id, merge(copy(found), body));
  }
  if (body['tags'] !== null && !isObject(body['tags'])) {
    throw new Refusal(400, 'InvalidRequestContent', 'tags must be an object of strings.');
  }
  const changed: Resource = { ...copy(found), tags: body['tags'] ?? {}, etag: newEtag(fake, kind) };
  fake.store.put(changed);
  return ok(copy(view(fake, changed)));
}

export function newEtag(fake: FakeAzure, kind: ResourceType): string {
  const guid = fake.chance.guid();
  return kind.bareEtag ? guid : `W/"${guid}"`;
}

export function merge(target: JsonObject, change: JsonObject): JsonObject {
  for (const [key, value] of Object.entries(change)) {
    const was = target[key];
    if (value === null) delete target[key];
    else target[key] = isObject(value) && isObject(was) ? merge(was, value) : value;
  }
  return target;
}
