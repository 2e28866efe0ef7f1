// What does a strategic merge patch make of an object? Like a merge patch, but lists merge by the key that the schema
// names, and directives ($patch, $retainKeys, $setElementOrder, $deleteFromPrimitiveList) say what a value can't.
// https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md
import { copy, isObject, type Json, type JsonObject } from '../../json.js';
import { ApiError, badRequest } from '../api-error.js';
import type { Schema } from '../schema.js';
import { goKind, goText, goType } from './go-text.js';
import { deleteFromList, mergeList, orderList, sameKind } from './strategic-lists.js';

const ORDER = '$setElementOrder/';
const DELETE_FROM = '$deleteFromPrimitiveList/';

/** Throws 400 for a directive of a wrong form, 500 (as the API server does) for what can't be merged. */
export function strategicMergePatch(object: JsonObject, patch: Json, schema: Schema): JsonObject {
  if (patch === null) return copy(object);
  if (!isObject(patch)) throw notAnObject(patch);
  return mergeMap(copy(object), copy(patch), schema);
}

/** Both are the caller's to give away. */
function mergeMap(object: JsonObject, patch: JsonObject, schema: Schema | undefined): JsonObject {
  if (Object.hasOwn(patch, '$patch')) return directed(patch);
  retainKeys(object, patch);
  for (const key of Object.keys(patch)) if (key.startsWith(ORDER)) setOrder(object, patch, key, schema);
  for (const [key, value] of Object.entries(patch)) {
    if (key === '__proto__' || value === undefined) continue;
    if (key.startsWith(DELETE_FROM)) deletePrimitives(object, key.slice(DELETE_FROM.length), value);
    else mergeField(object, key, value, schema);
  }
  return object;
}

function directed(patch: JsonObject): JsonObject {
  const { $patch: directive, ...rest } = patch;
  if (directive === 'replace') return rest;
  if (directive === 'delete') return {};
  throw failed(`unknown patch type: ${goText(directive)} in map: ${goText(patch)}`);
}

function retainKeys(object: JsonObject, patch: JsonObject): void {
  const keys = patch.$retainKeys;
  if (keys === undefined) return;
  delete patch.$retainKeys;
  if (!Array.isArray(keys)) throw badRequest('invalid patch format of retainKeys');
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || key.startsWith(ORDER) || key.startsWith(DELETE_FROM) || keys.includes(key)) continue;
    throw badRequest('invalid patch format of retainKeys');
  }
  for (const key of Object.keys(object)) if (!keys.includes(key)) delete object[key];
}

function deletePrimitives(object: JsonObject, key: string, value: Json): void {
  const list = object[key];
  if (Array.isArray(list) && Array.isArray(value)) object[key] = deleteFromList(list, value);
}

function mergeField(object: JsonObject, key: string, value: Json, schema: Schema | undefined): void {
  const before = Object.hasOwn(object, key) ? object[key] : undefined;
  if (value === null) delete object[key];
  else if (before === undefined || !sameKind(before, value)) setField(object, key, value);
  else if (isObject(before) && isObject(value)) {
    const field = fieldOf(schema, key);
    object[key] = strategies(field).includes('replace') ? value : mergeMap(before, value, field);
  } else if (Array.isArray(before) && Array.isArray(value)) {
    const field = fieldOf(schema, key);
    const isMerged = strategies(field).includes('merge');
    object[key] = isMerged ? mergeList(before, value, mergeKeyOf(field), field?.items, mergeMap) : value;
  } else object[key] = value;
}

/** What is new comes without nulls and without what a directive removes. */
function setField(object: JsonObject, key: string, value: Json): void {
  const kept = withoutDirectives(value);
  if (kept === undefined) delete object[key];
  else object[key] = kept;
}

function withoutDirectives(value: Json): Json | undefined {
  if (Array.isArray(value)) return value.map(withoutDirectives).filter((one) => one !== undefined);
  if (!isObject(value)) return value;
  if (Object.hasOwn(value, '$patch')) return undefined;
  const kept: JsonObject = {};
  for (const [key, one] of Object.entries(value)) {
    if (key === '__proto__' || one === null || one === undefined) continue;
    const cleaned = withoutDirectives(one);
    if (cleaned !== undefined) kept[key] = cleaned;
  }
  return kept;
}

function setOrder(object: JsonObject, patch: JsonObject, directive: string, schema: Schema | undefined): void {
  const key = directive.slice(ORDER.length);
  const order = patch[directive];
  delete patch[directive];
  const before = listOrNothing(Object.hasOwn(object, key) ? object[key] : undefined);
  const change = listOrNothing(Object.hasOwn(patch, key) ? patch[key] : undefined);
  if (!Array.isArray(order)) throw failed(`expected a []interface {}, but received a ${goType(order)}`);
  const field = fieldOf(schema, key);
  const mergeKey = mergeKeyOf(field);
  if (!before && !change) return;
  const isMerged = strategies(field).includes('merge');
  let list = before ?? [];
  if (!before) list = withoutDirectives(change ?? []) as Json[];
  else if (change) list = isMerged ? mergeList(before, change, mergeKey, field?.items, mergeMap) : change;
  object[key] = orderList({ list, order, before: before ?? [], change: change ?? [], mergeKey });
  delete patch[key];
}

function listOrNothing(value: Json | undefined): Json[] | undefined {
  if (value === undefined || Array.isArray(value)) return value;
  throw failed(`expected a []interface {}, but received a ${goType(value)}`);
}

function fieldOf(schema: Schema | undefined, key: string): Schema | undefined {
  if (!schema?.properties)
    return typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  const field = Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
  if (field) return field;
  const struct = schema.name?.split('.').at(-1) ?? 'object';
  throw failed(`unable to find api field in struct ${struct} for the json field "${key}"`);
}

function strategies(field: Schema | undefined): readonly string[] {
  return field?.['x-kubernetes-patch-strategy']?.split(',') ?? [];
}

function mergeKeyOf(field: Schema | undefined): string {
  return field?.['x-kubernetes-patch-merge-key'] ?? '';
}

/** Errors that the API server gives no code of their own. */
function failed(message: string): ApiError {
  return new ApiError(500, '', message);
}

function notAnObject(patch: Json): ApiError {
  return badRequest(`json: cannot unmarshal ${goKind(patch)} into Go value of type map[string]interface {}`);
}
