// What does Go call the type of a schema? The API server's decoder says it when a value has another one.
import type { Schema } from '../schema.js';

/** `int32`, `[]v1.ServicePort`, `map[string]string`. Texts with a type of their own: see goNamedType. */
export function goType(schema: Schema): string {
  if (schema.items) return `[]${goType(schema.items)}`;
  if (typeof schema.additionalProperties === 'object') return mapType(schema.additionalProperties);
  if (schema.format === 'byte') return '[]uint8';
  if (schema.type === 'boolean') return 'bool';
  if (schema.type === 'integer') return schema.format ?? 'int64';
  if (schema.type === 'number') return 'float64';
  if (schema.type === 'string' || schema.name === undefined) return 'string';
  const [version, short] = schema.name.split('.').slice(-2);
  return `${version}.${short}`;
}

function mapType(values: Schema): string {
  return values.name?.endsWith('.Quantity') ? 'v1.ResourceList' : `map[string]${goType(values)}`;
}
