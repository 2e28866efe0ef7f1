// Are the values of an object as its schema asks? Ajv finds what is wrong; the words are the API server's.
import { Ajv, type ValidateFunction } from 'ajv';
import type { JsonObject } from '../../json.js';
import type { FieldError } from '../api-error.js';
import type { Schema } from '../schema.js';
import { isUnchanged } from './earlier-value.js';
import { FORMATS } from './formats.js';
import { goRegExp } from './go-reg-exp.js';
import { forAjv } from './json-schema.js';
import { withoutAlternatives } from './alternatives.js';
import { stepsOf } from './steps.js';
import { fieldError } from './value-errors.js';

const COMPILED = new WeakMap<Schema, ValidateFunction>();

export function checkValues(schema: Schema, object: JsonObject, before: JsonObject | undefined): FieldError[] {
  const validate = compiled(schema);
  if (validate(object)) return [];
  return withoutAlternatives(validate.errors ?? [])
    .filter((error) => !before || !isUnchanged(schema, object, before, stepsOf(error)))
    .map(fieldError);
}

function compiled(schema: Schema): ValidateFunction {
  const known = COMPILED.get(schema);
  if (known) return known;
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    formats: FORMATS,
    code: { regExp: Object.assign((pattern: string) => goRegExp(pattern), { code: 'new RegExp' }) },
  });
  const validate = ajv.compile(forAjv(schema));
  COMPILED.set(schema, validate);
  return validate;
}
