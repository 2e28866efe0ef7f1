// What do requests on collections and on objects have in common? Who writes, a body that may be missing, what is said
// beside the answer.
import type { Json, JsonObject } from '../../json.js';
import { parsed } from './body.js';
import type { ApiRequest, Exchange } from '../exchange.js';
import type { Kind } from '../kind.js';
import type { WriteOptions } from './query.js';
import type { ObjectRoute } from './route.js';
import type { ObjectTarget } from '../objects/write.js';

/** The first part of the user agent names whoever doesn't name itself. */
export function managerOf({ query, request }: Exchange): string {
  return query.get('fieldManager') || (request.headers['user-agent'] ?? 'unknown').split('/')[0]!.slice(0, 128);
}

// A write of the status alone isn't warned of the rest.
export function warningsOf(kind: Kind, object: JsonObject, subresource?: string): readonly string[] {
  return subresource === undefined ? (kind.rules.warnings?.(object) ?? []) : [];
}

export function bodyIfAny(request: ApiRequest): Json | undefined {
  return request.body.length === 0 ? undefined : parsed(request.body, request.headers['content-type']).value;
}

export function targetOf(exchange: Exchange, route: ObjectRoute, { dryRun }: WriteOptions): ObjectTarget {
  const { kind, namespace, name, subresource } = route;
  return { kind, namespace, name, subresource, manager: managerOf(exchange), dryRun };
}
