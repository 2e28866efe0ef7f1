// What of an object does its schema know? The rest is dropped and named.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning
import type { Json, JsonObject } from '../../json.js';
import { isObject } from '../../json.js';
import type { Schema } from '../schema.js';
import { builtinSchema, decode } from '../schemas/index.js';

const EVERY_OBJECTS_OWN = ['apiVersion', 'kind', 'metadata'];

/** `unknown` is sorted: `unknown field "spec.foo"`. Metadata of a wrong shape throws 400. */
export function prune(schema: Schema, value: Json): { value: Json; unknown: string[] } {
  const unknown: string[] = [];
  const pruned = pruneValue(schema, value, '', unknown, true);
  return { value: pruned, unknown: unknown.sort().map((path) => `unknown field ${JSON.stringify(path)}`) };
}

function pruneValue(schema: Schema | undefined, value: Json, path: string, unknown: string[], isRoot: boolean): Json {
  if (Array.isArray(value)) {
    return value.map((one, index) => pruneValue(below(schema), one, `${path}[${index}]`, unknown, false));
  }
  if (!isObject(value)) return value;
  const kept: JsonObject = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    const at = path === '' ? key : `${path}.${key}`;
    const own = EVERY_OBJECTS_OWN.includes(key) && (isRoot || schema?.['x-kubernetes-embedded-resource'] === true);
    const known = own ? undefined : fieldSchema(schema, key);
    if (own) kept[key] = key === 'metadata' && isObject(inner) ? pruneMetadata(inner, at, unknown) : inner;
    else if (known) kept[key] = pruneValue(known === true ? undefined : known, inner, at, unknown, false);
    else if (schema && isPreserving(schema)) kept[key] = inner;
    else unknown.push(at);
  }
  return kept;
}

function isPreserving(schema: Schema): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true;
}

/** What keeps unknown fields keeps those of its items too. */
function below(schema: Schema | undefined): Schema | undefined {
  const items = schema?.items;
  return schema && isPreserving(schema) ? { ...items, 'x-kubernetes-preserve-unknown-fields': true } : items;
}

/** `true`: allowed, and nothing is known of it. */
function fieldSchema(schema: Schema | undefined, key: string): Schema | true | undefined {
  const own = Object.hasOwn(schema?.properties ?? {}, key) ? schema?.properties?.[key] : undefined;
  if (own) return own;
  const { additionalProperties } = schema ?? {};
  return typeof additionalProperties === 'object' ? additionalProperties : additionalProperties || undefined;
}

function pruneMetadata(metadata: JsonObject, path: string, unknown: string[]): JsonObject {
  const read = decode(holder(), { metadata });
  unknown.push(
    ...read.unknown.map((one) => (JSON.parse(one.slice('unknown field '.length)) as string).replace('metadata', path)),
  );
  return read.value['metadata'] as JsonObject;
}

function holder(): Schema {
  const { metadata } = builtinSchema('', 'v1', 'ConfigMap').properties ?? {};
  return { name: 'Object', type: 'object', properties: metadata ? { metadata } : {} };
}
