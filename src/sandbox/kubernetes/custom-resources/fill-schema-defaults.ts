// Which values does the schema give where the object has none? In nested objects and lists too, and in place of a null
// that may not be there.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting
import type { Json, JsonObject } from '../../json.js';
import { copy, isObject } from '../../json.js';
import type { Schema } from '../schema.js';

/** Changes the draft. A null where none may stand goes, unless there is a default to take its place. */
export function fillSchemaDefaults(schema: Schema, draft: JsonObject): void {
  fillObject(schema, draft, true);
}

function fillObject(schema: Schema, draft: JsonObject, isRoot = false): void {
  const own = (key: string): boolean =>
    (isRoot || schema['x-kubernetes-embedded-resource'] === true) && ['apiVersion', 'kind', 'metadata'].includes(key);
  for (const [key, field] of Object.entries(schema.properties ?? {})) {
    if (own(key)) continue;
    if (draft[key] !== undefined && !isForbiddenNull(field, draft[key])) continue;
    if (field.default !== undefined) draft[key] = copy(field.default);
    else delete draft[key];
  }
  for (const key of Object.keys(draft)) {
    if (own(key)) continue;
    const field = schemaAt(schema, key);
    if (!field) continue;
    if (isForbiddenNull(field, draft[key]) && field.default === undefined) delete draft[key];
    else draft[key] = fillValue(field, draft[key]!);
  }
}

function schemaAt(schema: Schema, key: string): Schema | undefined {
  if (schema.properties && Object.hasOwn(schema.properties, key)) return schema.properties[key];
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

function fillValue(schema: Schema, value: Json): Json {
  const filled = isForbiddenNull(schema, value) && schema.default !== undefined ? copy(schema.default) : value;
  if (isObject(filled)) fillObject(schema, filled);
  const { items } = schema;
  return Array.isArray(filled) && items ? filled.map((one) => fillValue(items, one)) : filled;
}

function isForbiddenNull(schema: Schema, value: Json | undefined): boolean {
  return value === null && schema.nullable !== true;
}
