// Does an applied configuration have the shape that the schema asks for? Fields that it doesn't know, wrong types and
// two elements of the same key are refused, in the API server's words.
import { isObject, type Json, type JsonObject } from '../../json.js';
import { ApiError } from '../api-error.js';
import type { Schema } from '../schema.js';
import { pathText } from './field-set.js';
import { ANYTHING, fieldSchema, ShapeError, shapeOf } from './field-shape.js';
import { goText } from './go-text.js';

/** Throws an ApiError of code 500, as the API server does for these. */
export function checkApplied(applied: JsonObject, schema: Schema, who: string): void {
  const problems = problemsIn(applied, schema, '');
  if (problems.length === 0) return;
  const all = problems.length === 1 ? problems[0] : ['errors:', ...problems.map((one) => `  ${one}`)].join('\n');
  throw new ApiError(500, '', `failed to create typed patch object (${who}): ${all}`);
}

function problemsIn(value: Json, schema: Schema, path: string): string[] {
  if (value === null) return [];
  const wrong = wrongType(value, schema);
  if (wrong !== undefined) return [`${path}: ${wrong}`];
  if (isObject(value)) return Object.entries(value).flatMap(([key, one]) => problemsInField(key, one, schema, path));
  if (Array.isArray(value)) return problemsInList(value, schema, path);
  return [];
}

function problemsInField(key: string, value: Json | undefined, schema: Schema, path: string): string[] {
  if (value === undefined) return [];
  const field = fieldSchema(schema, key);
  return field ? problemsIn(value, field, `${path}.${key}`) : [`${path}.${key}: field not declared in schema`];
}

function problemsInList(list: readonly Json[], schema: Schema, path: string): string[] {
  const item = schema.items ?? ANYTHING;
  let parts;
  try {
    parts = shapeOf([...list], schema);
  } catch (error) {
    if (error instanceof ShapeError) return [`${path}${error.message}`];
    throw error;
  }
  if (parts.kind === 'whole') return list.flatMap((one, index) => problemsIn(one, item, `${path}[${index}]`));
  const seen = new Set<string>();
  return parts.parts.flatMap(({ element, value }) => {
    const twin = seen.has(element) ? [`${path}: duplicate entries for key ${pathText([element])}`] : [];
    seen.add(element);
    return [...twin, ...problemsIn(value, item, path + pathText([element]))];
  });
}

function wrongType(value: Json, { type }: Schema): string | undefined {
  switch (type) {
    case 'object':
      return isObject(value) ? undefined : `expected map, got ${wrapped(value)}`;
    case 'array':
      return Array.isArray(value) ? undefined : `expected list, got ${wrapped(value)}`;
    case 'integer':
    case 'number':
      return typeof value === 'number' ? undefined : `expected numeric (int or float), got ${goName(value)}`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `expected boolean, got ${wrapped(value)}`;
    case 'string':
      return typeof value === 'string'
        ? undefined
        : `expected string, got &value.valueUnstructured{Value:${goText(value)}}`;
    default:
      return undefined;
  }
}

function wrapped(value: Json): string {
  return `&{${goText(value)}}`;
}

function goName(value: Json): string {
  if (Array.isArray(value)) return '[]interface {}';
  return isObject(value) ? 'map[string]interface {}' : typeof value === 'boolean' ? 'bool' : typeof value;
}
