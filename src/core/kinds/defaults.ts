// What does a spec say once what it leaves out is filled in? As the API server does it: fields that the schema doesn't
// know and those that are null are dropped, then defaults are put in
// (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#defaulting).
import type { Schema } from './schema.js';
import { isArray, isObject } from '../values/json.js';

export interface Filled {
  readonly value: unknown;
  /** Paths of fields that the schema doesn't know. */
  readonly unknown: readonly { readonly path: string; readonly value: unknown; readonly known: readonly string[] }[];
}

/** The given value stays as it is; a copy is returned. */
export function fillIn(schema: Schema, value: unknown, path: string): Filled {
  if (schema.type === 'array' && schema.items && isArray(value)) {
    const items = value.map((item, index) => fillIn(schema.items!, item, `${path}[${index}]`));
    return { value: items.map((item) => item.value), unknown: items.flatMap((item) => item.unknown) };
  }
  if (schema.type === 'object' && schema.properties && isObject(value)) {
    return fillInObject(schema.properties, value, path);
  }
  if (schema.additionalProperties && isObject(value)) {
    return { value: Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null)), unknown: [] };
  }
  return { value, unknown: [] };
}

function fillInObject(
  properties: Readonly<Record<string, Schema>>,
  value: Readonly<Record<string, unknown>>,
  path: string,
): Filled {
  const known = Object.keys(properties);
  const unknown: Filled['unknown'][number][] = Object.keys(value)
    .filter((key) => !Object.hasOwn(properties, key))
    .map((key) => ({ path: `${path}.${key}`, value: value[key], known }));
  const entries: [string, unknown][] = [];
  for (const [key, schema] of Object.entries(properties)) {
    const given = Object.hasOwn(value, key) ? value[key] : undefined;
    const next = given ?? schema.default;
    if (next === undefined) continue;
    const filled = fillIn(schema, next, `${path}.${key}`);
    entries.push([key, filled.value]);
    unknown.push(...filled.unknown);
  }
  return { value: Object.fromEntries(entries), unknown };
}
