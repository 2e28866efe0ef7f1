// Of what is a value made, for those who own parts of it? Of fields, of elements with a key, or of one piece: what is
// atomic, a scalar, empty or of no known type is owned as a whole.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy
import { isObject, type Json, type JsonObject } from '../../json.js';
import { ApiError } from '../api-error.js';
import type { Schema } from '../schema.js';
import { isBuiltin } from './always-there.js';
import { keyElement } from './field-set.js';

/** Anything: maps in it have fields, lists in it are atomic. */
export const ANYTHING: Schema = {};

export interface Part {
  readonly element: string;
  readonly value: Json;
  readonly schema: Schema;
  /** Declared in the schema by its name, so that it exists apart from being owned. */
  readonly isNamed: boolean;
}

export type Shape =
  { readonly kind: 'fields' | 'elements'; readonly parts: readonly Part[] } | { readonly kind: 'whole' };

const WHOLE: Shape = { kind: 'whole' };

/** Parts in the order of the value. */
export function shapeOf(value: Json | undefined, schema: Schema): Shape {
  if (isObject(value) && hasFields(schema)) return { kind: 'fields', parts: fieldsIn(value, schema) };
  if (Array.isArray(value) && hasElements(schema)) return { kind: 'elements', parts: elementsIn(value, schema) };
  return WHOLE;
}

function hasFields(schema: Schema): boolean {
  if (schema.type !== undefined && schema.type !== 'object') return false;
  return schema['x-kubernetes-map-type'] !== 'atomic' && schema['x-kubernetes-list-type'] !== 'atomic';
}

function hasElements(schema: Schema): boolean {
  if (schema.type !== 'array') return false;
  const type = schema['x-kubernetes-list-type'];
  if (type !== undefined) return type !== 'atomic';
  return (schema['x-kubernetes-patch-strategy'] ?? '').split(',').includes('merge');
}

function fieldsIn(value: JsonObject, schema: Schema): Part[] {
  return Object.entries(value).flatMap(([key, one]) => {
    return one === undefined
      ? []
      : [
          {
            element: `f:${key}`,
            value: one,
            schema: fieldSchema(schema, key) ?? ANYTHING,
            isNamed: isNamed(schema, `f:${key}`),
          },
        ];
  });
}

export function isNamed(schema: Schema, element: string): boolean {
  return element.startsWith('f:') && Object.hasOwn(schema.properties ?? {}, element.slice(2));
}

/** Undefined where a field of this name isn't allowed. */
export function fieldSchema(schema: Schema, key: string): Schema | undefined {
  const { properties, additionalProperties: rest } = schema;
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const named = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
  // Openness holds for all that lies below.
  if (named) return isOpen ? { ...named, 'x-kubernetes-preserve-unknown-fields': true } : named;
  if (typeof rest === 'object') return rest;
  return isOpen || rest === true || (rest === undefined && !properties) ? ANYTHING : undefined;
}

/** The schema of what an element of a set names. */
export function partSchema(schema: Schema, element: string): Schema {
  return (element.startsWith('f:') ? fieldSchema(schema, element.slice(2)) : schema.items) ?? ANYTHING;
}

function elementsIn(value: readonly Json[], schema: Schema): Part[] {
  const item = schema.items ?? ANYTHING;
  return value.map((one, index) => {
    return { element: elementFor(one, schema, index), value: one, schema: item, isNamed: false };
  });
}

function elementFor(one: Json, schema: Schema, index: number): string {
  const keys = keysOf(schema);
  if (keys.length === 0) return setElement(one, index);
  if (!isObject(one)) {
    const what = one === null ? 'a null element' : 'non-map elements';
    throw new ShapeError(`: element ${index}: associative list with keys may not have ${what}`);
  }
  const found: JsonObject = {};
  for (const key of keys) {
    const value = one[key] ?? presetOf(key, schema.items);
    if (value !== undefined && value !== null) found[key] = value;
  }
  if (Object.keys(found).length > 0) return keyElement(found);
  const list = `[${keys.map((key) => JSON.stringify(key)).join(' ')}]`;
  const why = `omits all key fields ${list} (and doesn't have default values for any key fields)`;
  throw new ShapeError(`: element ${index}: associative list with keys has an element that ${why}`);
}

/** Go has an empty value for what a built-in kind requires. */
function presetOf(key: string, item: Schema | undefined): Json | undefined {
  const field = item?.properties?.[key];
  if (field?.default !== undefined || !item || !isBuiltin(item) || !item.required?.includes(key)) return field?.default;
  return field?.type === 'string' ? '' : 0;
}

function setElement(one: Json, index: number): string {
  if (typeof one !== 'object') return `v:${JSON.stringify(one)}`;
  const what = one === null ? "an element that's an explicit null" : "an element that's a map type";
  throw new ShapeError(`: element ${index}: associative list without keys has ${what}`);
}

export function keysOf(schema: Schema): readonly string[] {
  const type = schema['x-kubernetes-list-type'];
  if (type === 'set') return [];
  const mergeKey = schema['x-kubernetes-patch-merge-key'];
  return schema['x-kubernetes-list-map-keys'] ?? (mergeKey === undefined ? [] : [mergeKey]);
}

/** Thrown where a list can't be keyed; `path` is filled on the way up. */
export class ShapeError extends ApiError {
  constructor(text: string) {
    super(500, '', text);
  }
}
