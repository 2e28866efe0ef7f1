// How does an object look in another version of its kind? Kept once, shown in the version that was asked for.
import type { JsonObject } from '../../json.js';
import type { Kind } from '../kind.js';
import { apiVersionOf } from '../kind-registry.js';

export function fromStored(kind: Kind, object: JsonObject): JsonObject {
  if (kind.convert) return kind.convert.fromStored(object);
  const apiVersion = apiVersionOf(kind);
  return object['apiVersion'] === apiVersion && object['kind'] === kind.kind
    ? object
    : { ...object, apiVersion, kind: kind.kind };
}

export function toStored(kind: Kind, object: JsonObject): JsonObject {
  return kind.convert ? kind.convert.toStored(object) : object;
}
