// What does Go leave of an object when it writes it again? The API server keeps objects as Go structs: what is empty and
// optional vanishes, unless Go can tell it from nothing; structs and times that can't be nothing are always there.
import { isObject, type Json, type JsonObject } from '../../json.js';
import type { Schema } from '../schema.js';
import { factsOf } from './definitions.js';

/** Changes the draft of a built-in kind in place. Idempotent. */
export function intoGoForm(schema: Schema, draft: JsonObject): void {
  const { properties } = schema;
  if (!properties) return;
  const { structs, nulls, keeps, required } = factsOf(schema.name ?? '') ?? {};
  const kept = new Set([structs, keeps, required].flatMap((text) => text?.split(' ') ?? []));
  for (const [field, value] of Object.entries(draft)) {
    const property = properties[field];
    if (!property || value === undefined) continue;
    visit(property, value);
    if (isEmpty(property, value) && !kept.has(field)) delete draft[field];
  }
  for (const field of structs?.split(' ') ?? []) {
    const property = properties[field];
    if (property && draft[field] === undefined) draft[field] = emptyStruct(property);
  }
  for (const field of nulls?.split(' ') ?? []) draft[field] ??= null;
}

function visit(schema: Schema, value: Json): void {
  if (schema.items && Array.isArray(value)) for (const item of value) visit(schema.items, item);
  else if (isObject(value)) intoGoForm(schema, value);
}

/** An object with fields of its own is a pointer where it is optional: `emptyDir: {}` says something. */
function isEmpty(schema: Schema, value: Json): boolean {
  if (value === '' || value === false) return true;
  if (value === 0) return schema['x-kubernetes-int-or-string'] !== true;
  if (value === null) return schema.format !== 'date-time';
  if (Array.isArray(value)) return value.length === 0;
  return typeof schema.additionalProperties === 'object' && isObject(value) && Object.keys(value).length === 0;
}

function emptyStruct(schema: Schema): JsonObject {
  const made: JsonObject = {};
  for (const field of factsOf(schema.name ?? '')?.required?.split(' ') ?? []) {
    const zero = zeroOf(schema.properties?.[field]);
    if (zero !== undefined) made[field] = zero;
  }
  intoGoForm(schema, made);
  return made;
}

function zeroOf(schema: Schema | undefined): Json | undefined {
  if (schema?.type === 'string' && schema.format === undefined) return '';
  if (schema?.type === 'boolean') return false;
  return schema?.type === 'integer' ? 0 : undefined;
}
