// What is a structural schema in the JSON Schema that Ajv reads? Null and int-or-string are types there, exclusive
// bounds are numbers, and unknown formats mean nothing, as in the API server.
import type { Schema } from '../schema.js';
import { FORMATS } from './formats.js';

type JsonSchema = Record<string, unknown>;

const SAME = ['maxLength', 'minLength', 'pattern', 'maxItems', 'minItems', 'multipleOf', 'maxProperties'];
const ALSO_SAME = ['minProperties', 'required', 'enum', 'uniqueItems'];

/** Of a whole object: what all objects have in common is checked elsewhere. */
export function forAjv(schema: Schema): JsonSchema {
  const { apiVersion: _, kind: __, metadata: ___, ...properties } = schema.properties ?? {};
  return converted({ ...schema, properties });
}

function converted(schema: Schema): JsonSchema {
  const { properties, items, additionalProperties } = schema;
  const { not } = schema as { readonly not?: Schema };
  return {
    ...Object.fromEntries(
      [...SAME, ...ALSO_SAME].filter((key) => schema[key] !== undefined).map((key) => [key, schema[key]]),
    ),
    ...typesOf(schema),
    ...formatOf(schema),
    ...boundOf(schema, 'maximum', 'exclusiveMaximum'),
    ...boundOf(schema, 'minimum', 'exclusiveMinimum'),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, converted(one)])),
    }),
    ...(items && { items: converted(items) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: converted(additionalProperties) }),
    ...branchesOf(schema, 'allOf'),
    ...branchesOf(schema, 'anyOf'),
    ...branchesOf(schema, 'oneOf'),
    ...(not && { not: converted(not) }),
  };
}

function typesOf(schema: Schema): JsonSchema {
  const types = schema['x-kubernetes-int-or-string'] ? ['integer', 'string'] : schema.type ? [schema.type] : [];
  if (types.length === 0) return {};
  return { type: schema.nullable ? [...types, 'null'] : types };
}

function formatOf({ type, format }: Schema): JsonSchema {
  const isOfText = type === undefined || type === 'string';
  return format !== undefined && isOfText && format in FORMATS ? { format } : {};
}

function boundOf(schema: Schema, key: string, exclusive: string): JsonSchema {
  const bound = schema[key];
  if (bound === undefined) return {};
  return schema[exclusive] === true ? { [exclusive]: bound } : { [key]: bound };
}

function branchesOf(schema: Schema, key: string): JsonSchema {
  const branches = schema[key];
  return Array.isArray(branches) ? { [key]: branches.map((one: Schema) => converted(one)) } : {};
}
