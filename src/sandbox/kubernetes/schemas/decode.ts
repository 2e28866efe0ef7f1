// Does an object have the shape of its built-in kind? What the kind doesn't have is dropped and named; what has another
// type is refused, in the words of the API server's JSON decoder (sigs.k8s.io/json), whose names are Go's.
import { ApiError } from '../api-error.js';
import { isObject, type Json, type JsonObject } from '../../json.js';
import type { Schema } from '../schema.js';
import { goNamedType } from './go-named-types.js';
import { goType } from './go-types.js';
import { wrongScalar } from './decode-scalar.js';

export interface Decoded {
  readonly value: JsonObject;
  /** `unknown field "spec.ports[0].foo"`, in the order of the object. */
  readonly unknown: readonly string[];
}

/** Where a value stands: for unknown fields with indexes, for wrong types with the struct that holds it. */
interface Place {
  readonly path: string;
  /** `ServicePort`: the nearest type of that kind above. */
  readonly owner: string;
  /** `spec.ports.port` */
  readonly field: string;
}

/** A value of another type than the kind has there. */
export class WrongShape extends ApiError {
  constructor(
    kind: string,
    version: string,
    /** The decoder's words alone, as the refusal of a patch has them. */
    readonly why: string,
  ) {
    super(400, 'BadRequest', `${kind} in version "${version}" cannot be handled as a ${kind}: ${why}`);
  }
}

/** Throws WrongShape for the first wrong type. */
export function decode(schema: Schema, value: JsonObject): Decoded {
  const unknown: string[] = [];
  try {
    const decoded = decodeValue(schema, value, { path: '', owner: shortName(schema), field: '' }, unknown);
    return { value: decoded as JsonObject, unknown };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const version = schema.name?.split('.').at(-2) ?? '';
    throw new WrongShape(shortName(schema), version, error.message);
  }
}

function decodeValue(schema: Schema, value: Json, place: Place, unknown: string[]): Json {
  const wrong = wrongScalar(schema, value);
  if (wrong?.message !== undefined) throw new TypeError(wrong.message);
  if (wrong) throw wrongType(wrong.found, wrong.wanted, place);
  if (schema['x-kubernetes-preserve-unknown-fields']) return value;
  if (schema.items) return decodeList(schema, schema.items, value, place, unknown);
  if (schema.properties) return decodeObject(schema, schema.properties, value, place, unknown);
  if (typeof schema.additionalProperties === 'object') {
    return decodeMap(schema, schema.additionalProperties, value, place, unknown);
  }
  return value;
}

function decodeList(schema: Schema, items: Schema, value: Json, place: Place, unknown: string[]): Json {
  if (!Array.isArray(value)) throw wrongType(kindOf(value), goType(schema), place);
  return value.map((item, index) => {
    const there = { ...place, path: `${place.path}[${index}]` };
    return item === null ? emptyOf(items) : decodeValue(items, item, there, unknown);
  });
}

function decodeObject(
  schema: Schema,
  properties: Readonly<Record<string, Schema>>,
  value: Json,
  place: Place,
  unknown: string[],
): Json {
  if (!isObject(value)) throw wrongType(kindOf(value), goType(schema), place);
  const decoded: JsonObject = {};
  for (const [key, entry] of Object.entries(value)) {
    const path = place.path === '' ? key : `${place.path}.${key}`;
    const field = place.field === '' ? key : `${place.field}.${key}`;
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (!property) unknown.push(`unknown field "${path}"`);
    else if (entry !== null && entry !== undefined) {
      decoded[key] = decodeValue(property, entry, { path, owner: shortName(schema), field }, unknown);
    }
  }
  return decoded;
}

function decodeMap(schema: Schema, values: Schema, value: Json, place: Place, unknown: string[]): Json {
  if (!isObject(value)) throw wrongType(kindOf(value), goType(schema), place);
  const decoded: JsonObject = {};
  for (const [key, entry] of Object.entries(value)) {
    const there = { ...place, path: `${place.path}.${key}` };
    decoded[key] = entry === null || entry === undefined ? emptyOf(values) : decodeValue(values, entry, there, unknown);
  }
  return decoded;
}

/** Go's zero value, which null leaves behind in a list or a map. */
function emptyOf(schema: Schema): Json {
  if (schema.items) return [];
  if (schema.type === 'string') return '';
  if (schema.type === 'boolean') return false;
  return schema.type === 'integer' || schema.type === 'number' ? 0 : {};
}

function wrongType(found: string, wanted: string, { owner, field }: Place): TypeError {
  const where = field === '' ? 'value' : `struct field ${owner}.${field}`;
  const named = goNamedType(owner, field.slice(field.lastIndexOf('.') + 1));
  const type = named === undefined ? wanted : wanted.replace('string', named);
  return new TypeError(`json: cannot unmarshal ${found} into Go ${where} of type ${type}`);
}

function kindOf(value: Json): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function shortName(schema: Schema): string {
  return schema.name?.slice(schema.name.lastIndexOf('.') + 1) ?? '';
}
