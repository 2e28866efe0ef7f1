// Is an object as its schema asks? Values, then lists that are sets or maps, then the rules of the schema; what a client
// didn't touch in an update isn't held against it.
// https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-ratcheting
import type { Json, JsonObject } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { invalidValue } from '../kinds/field-errors.js';
import type { Schema } from '../schema.js';
import { checkRules } from './check-rules.js';
import { checkListTypes } from './check-list-types.js';
import { checkValues } from './check-values.js';

const BLOCKING: ReadonlySet<FieldError['reason']> = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
] as const);

const NOT_CHECKED =
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation';

export function validateSchema(schema: Schema, object: JsonObject, before: JsonObject | undefined): FieldError[] {
  const lists = before && checkListTypes(schema, before).length > 0 ? [] : checkListTypes(schema, object);
  const errors = [...checkValues(schema, object, before), ...lists];
  if (!hasRules(schema)) return errors;
  if (errors.some(({ reason }) => BLOCKING.has(reason))) return [...errors, invalidValue('<nil>', null, NOT_CHECKED)];
  return [...errors, ...checkRules(schema, object, before)];
}

const RULED = new WeakMap<Schema, boolean>();

/** A schema of a custom kind is a tree, but for the metadata that all kinds share and that has no rules. */
function hasRules(schema: Schema): boolean {
  const known = RULED.get(schema);
  if (known !== undefined) return known;
  RULED.set(schema, false);
  const { items, additionalProperties, properties } = schema;
  const has =
    (schema['x-kubernetes-validations'] as readonly Json[] | undefined)?.length !== undefined ||
    (items !== undefined && hasRules(items)) ||
    (typeof additionalProperties === 'object' && hasRules(additionalProperties)) ||
    Object.values(properties ?? {}).some(hasRules);
  RULED.set(schema, has);
  return has;
}
