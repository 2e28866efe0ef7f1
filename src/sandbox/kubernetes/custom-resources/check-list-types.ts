// Are lists that are sets or maps without duplicates?
// https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
import type { Json, JsonObject } from '../../json.js';
import { isObject } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { duplicate, invalidValue } from '../kinds/field-errors.js';
import type { Schema } from '../schema.js';
import { sortedJson } from './sorted-json.js';

export function checkListTypes(schema: Schema, object: JsonObject): FieldError[] {
  return checkObject('', schema, object);
}

function checkObject(field: string, schema: Schema, object: JsonObject): FieldError[] {
  return Object.entries(object).flatMap(([key, value]) => {
    const named = schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
    const { additionalProperties } = schema;
    if (named) return checkValue(field === '' ? key : `${field}.${key}`, named, value);
    return typeof additionalProperties === 'object' ? checkValue(`${field}[${key}]`, additionalProperties, value) : [];
  });
}

function checkValue(field: string, schema: Schema, value: Json | undefined): FieldError[] {
  if (isObject(value)) return checkObject(field, schema, value);
  if (!Array.isArray(value)) return [];
  const { items } = schema;
  const nested = items ? value.flatMap((one, index) => checkValue(`${field}[${index}]`, items, one)) : [];
  return [...checkList(field, schema, value), ...nested];
}

function checkList(field: string, schema: Schema, list: readonly Json[]): FieldError[] {
  const listType = schema['x-kubernetes-list-type'];
  if (listType === 'set') return duplicates(field, list);
  if (listType !== 'map') return [];
  const stranger = list.findIndex((one) => one !== null && !isObject(one));
  if (stranger >= 0) {
    const detail = 'must be an object for an array of list-type map';
    return [invalidValue(`${field}[${stranger}]`, list[stranger], detail)];
  }
  return duplicates(
    field,
    list.map((one) => keysOf(schema, one)),
  );
}

function keysOf(schema: Schema, one: Json): JsonObject {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  return Object.fromEntries(keys.flatMap((key) => (isObject(one) && one[key] !== undefined ? [[key, one[key]]] : [])));
}

/** Each value that is there more than once, at its second place. */
function duplicates(field: string, list: readonly Json[]): FieldError[] {
  const texts = list.map(sortedJson);
  return list.flatMap((one, index) => {
    const places = texts.flatMap((text, place) => (text === texts[index] ? [place] : []));
    return places[1] === index ? [duplicate(`${field}[${index}]`, one)] : [];
  });
}
