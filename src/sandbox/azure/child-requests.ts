// What is asked of a part of a resource, such as a rule or a pool? Reading shows it alone; writing it is a write of its
// parent, with the parent's checks, etag and operation.
import type { ArmPath } from './arm-path.js';
import { idOf, isCollection } from './arm-path.js';
import { checkNetworkEtag } from './etags.js';
import type { Answer, Exchange } from './exchange.js';
import { bodyOf, notAllowed, ok } from './exchange.js';
import type { FakeAzure } from './fake-azure.js';
import type { JsonObject } from '../json.js';
import { copy, objectsAt, stringAt, textAt } from '../json.js';
import { pollHeaders } from './operation-requests.js';
import { childNotFound, Refusal, resourceNotFound } from './refusal.js';
import type { ChildList, Resource, ResourceType } from './resource.js';
import { view } from './view.js';
import { write } from './write.js';

export function childRequest(
  fake: FakeAzure,
  exchange: Exchange,
  path: ArmPath,
  kind: ResourceType,
  child: ChildList,
): Answer {
  const parentPath = { ...path, types: path.types.slice(0, 1), names: path.names.slice(0, 1) };
  const parent = fake.get(idOf(parentPath, kind.type));
  const isRead = exchange.method === 'GET';
  if (parent === undefined) throw parentNotFound(path, kind, isRead);
  if (isCollection(path)) {
    if (!isRead) throw notAllowed(exchange.method);
    return ok({ value: copy(objectsAt(view(fake, parent).properties, child.list)) });
  }
  const name = path.names[1]!;
  const found = find(view(fake, parent), child, name);
  if (isRead) {
    if (found === undefined) throw childNotFound(`${parent.id}/${child.list}/${name}`);
    return ok(copy(found), 200, { etag: textAt(found, 'etag') });
  }
  if (!child.writable) throw notAllowed(exchange.method);
  const etag = found === undefined ? undefined : textAt(found, 'etag');
  checkNetworkEtag(exchange.request.headers, `${parent.id}/${child.list}/${name}`, etag);
  switch (exchange.method) {
    case 'PUT':
      return putChild(fake, exchange, kind, child, parent, name);
    case 'DELETE':
      return found === undefined
        ? { status: 204, headers: {} }
        : deleteChild(fake, exchange, kind, child, parent, name);
    default:
      throw notAllowed(exchange.method);
  }
}

function parentNotFound(path: ArmPath, kind: ResourceType, isRead: boolean): Refusal {
  if (isRead) return resourceNotFound(kind.type, path.names[0]!, path.resourceGroup ?? '');
  const message =
    'Can not perform requested operation on nested resource. ' + `Parent resource '${path.names[0]!}' not found.`;
  return new Refusal(404, 'ParentResourceNotFound', message, { gateway: true });
}

function find(parent: Resource, { list }: ChildList, name: string): JsonObject | undefined {
  return objectsAt(parent.properties, list).find((one) => isNamed(one, name));
}

function isNamed(child: JsonObject, name: string): boolean {
  return stringAt(child, 'name')?.toLowerCase() === name.toLowerCase();
}

function putChild(
  fake: FakeAzure,
  exchange: Exchange,
  kind: ResourceType,
  child: ChildList,
  parent: Resource,
  name: string,
): Answer {
  const children = objectsAt(parent.properties, child.list);
  const at = children.findIndex((one) => isNamed(one, name));
  const body: JsonObject = { ...bodyOf(exchange), name: at < 0 ? name : children[at]!['name'] };
  const next = at < 0 ? [...children, body] : children.with(at, body);
  const { resource, operation } = write(fake, exchange, kind, parent.id, withList(parent, child, next));
  const written = find(view(fake, resource), child, name)!;
  const headers =
    operation === undefined ? {} : pollHeaders(operation, exchange, textAt(parent, 'location'), false, false);
  return ok(copy(written), at < 0 ? 201 : 200, headers);
}

function deleteChild(
  fake: FakeAzure,
  exchange: Exchange,
  kind: ResourceType,
  child: ChildList,
  parent: Resource,
  name: string,
): Answer {
  const left = objectsAt(parent.properties, child.list).filter((one) => !isNamed(one, name));
  const { operation } = write(fake, exchange, kind, parent.id, withList(parent, child, left));
  return {
    status: 202,
    headers: operation === undefined ? {} : pollHeaders(operation, exchange, textAt(parent, 'location'), true, false),
  };
}

function withList(parent: Resource, { list }: ChildList, children: JsonObject[]): JsonObject {
  const whole = copy(parent);
  return { ...whole, properties: { ...whole.properties, [list]: children } };
}
