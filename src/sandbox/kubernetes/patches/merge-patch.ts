// What does a JSON merge patch make of an object? Objects merge, null removes, everything else replaces.
// https://datatracker.ietf.org/doc/html/rfc7386
import { copy, isObject, type Json, type JsonObject } from '../../json.js';
import { badRequest, type ApiError } from '../api-error.js';
import { goKind } from './go-text.js';

/** Throws 400 where the patch isn't an object. */
export function mergePatch(object: JsonObject, patch: Json): JsonObject {
  if (!isObject(patch)) throw notAnObject(patch);
  return merge(object, patch);
}

function merge(object: JsonObject, patch: JsonObject): JsonObject {
  const result: JsonObject = copy(object);
  for (const [key, value] of Object.entries(patch)) {
    // Assigned, it would become the prototype.
    if (key === '__proto__' || value === undefined) continue;
    if (value === null) delete result[key];
    else result[key] = merged(Object.hasOwn(result, key) ? result[key] : undefined, value);
  }
  return result;
}

/** Nulls mean nothing but removal: what is new comes without them, but lists are taken as they are. */
function merged(before: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return copy(patch);
  return merge(isObject(before) ? before : {}, patch);
}

function notAnObject(patch: Json): ApiError {
  if (patch === null) return badRequest('Invalid JSON Patch');
  return badRequest(
    `error decoding patch: json: cannot unmarshal ${goKind(patch)} into Go value of type map[string]interface {}`,
  );
}
