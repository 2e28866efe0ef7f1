// What does an object of a built-in kind have before anything is written into it? Fields that Go's types can't leave
// out: who creates the object owns what is in them, but not them.
import { isObject, type Json, type JsonObject } from '../../json.js';
import type { Schema } from '../schema.js';

/** Names are enough: where one of them is an object's field, it is such a one, in every kind that is served here. */
const NEVER_LEFT_OUT = new Set([
  ...['metadata', 'spec', 'status'],
  ...['template', 'strategy', 'containers'],
  ...['loadBalancer', 'podSelector', 'roleRef', 'daemonEndpoints', 'kubeletEndpoint', 'nodeInfo'],
  ...['involvedObject', 'regarding', 'source', 'deprecatedSource'],
  ...['names', 'acceptedNames', 'versions'],
]);

export function isBuiltin({ name = '' }: Schema): boolean {
  return name.startsWith('io.k8s.');
}

/** A copy with these fields; custom kinds have none. */
export function withAlwaysThere(object: JsonObject, schema: Schema): JsonObject {
  if (!isBuiltin(schema)) return object;
  const filled: JsonObject = { ...object };
  for (const [key, field] of Object.entries(schema.properties ?? {})) {
    if (NEVER_LEFT_OUT.has(key)) filled[key] = filledField(object[key], field);
  }
  return filled;
}

function filledField(value: Json | undefined, field: Schema): Json | undefined {
  if (field.type === 'array') return value ?? [];
  if (!field.properties) return value;
  return withAlwaysThere(isObject(value) ? value : {}, field);
}
