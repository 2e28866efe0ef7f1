// How does the API server say that a value isn't as its schema asks? Ajv's finding in its words.
import type { ErrorObject } from 'ajv';
import type { Json } from '../../json.js';
import { isObject } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { invalidValue, notSupported, required, tooLong, tooMany } from '../kinds/field-errors.js';
import { stepsOf } from './steps.js';

const BOUNDS: Readonly<Record<string, string>> = {
  minimum: 'should be greater than or equal to',
  exclusiveMinimum: 'should be greater than',
  maximum: 'should be less than or equal to',
  exclusiveMaximum: 'should be less than',
};

export function fieldError(error: ErrorObject): FieldError {
  const field = fieldOf(stepsOf(error), error);
  const value = error.data as Json;
  const limit = (error.params as { readonly limit?: number }).limit ?? 0;
  const wrong = (detail: string, shown: Json = value): FieldError =>
    invalidValue(field, shown, `${field} in body ${detail}`);
  const whole = (text: string): FieldError => invalidValue('<nil>', '', `"${field}" ${text}`);
  switch (error.keyword) {
    case 'required':
      return required(field);
    case 'enum':
      return notSupported(field, value, (error.params['allowedValues'] as Json[]).map(asText));
    case 'type':
      return wrongType(field, error);
    case 'format':
      return {
        ...wrong(`must be of type ${asText(error.params['format'] as Json)}: ${JSON.stringify(value)}`),
        reason: 'FieldValueTypeInvalid',
      };
    case 'maxLength':
      return tooLong(field, limit);
    case 'minLength':
      return wrong(`should be at least ${limit} chars long`);
    case 'pattern':
      return wrong(`should match '${asText(error.params['pattern'] as Json)}'`);
    case 'maxItems':
      return tooMany(field, sizeOf(value), limit);
    case 'minItems':
      return wrong(`should have at least ${limit} items`, sizeOf(value));
    case 'maxProperties':
      return tooMany(field, sizeOf(value), limit);
    case 'minProperties':
      return wrong(`should have at least ${limit} properties`, sizeOf(value));
    case 'uniqueItems':
      return wrong("shouldn't contain duplicates", '');
    case 'multipleOf':
      return wrong(`should be a multiple of ${asText(error.params['multipleOf'] as Json)}`);
    case 'anyOf':
      return whole('must validate at least one schema (anyOf)');
    case 'oneOf':
      return whole(`must validate one and only one schema (oneOf). ${foundOf(error)}`);
    case 'not':
      return whole('must not validate the schema (not)');
    default:
      return wrong(`${BOUNDS[error.keyword] ?? error.message ?? 'is invalid at'} ${limit}`);
  }
}

function foundOf(error: ErrorObject): string {
  const passing = error.params['passingSchemas'] as readonly number[] | null | undefined;
  return passing ? `Found ${passing.length} valid alternatives` : 'Found none valid';
}

function wrongType(field: string, error: ErrorObject): FieldError {
  const { type, format } = error.parentSchema as { readonly type: readonly string[]; readonly format?: string };
  const { data } = error as { readonly data?: Json };
  const isPlain = format === undefined || data === null || typeof data === 'string' || Array.isArray(data);
  const wanted = isPlain ? type.filter((one) => one !== 'null').join(',') : format;
  const found = isPlain ? typeOf(data) : typeof data === 'number' ? (Number.isInteger(data) ? 'int64' : 'double') : '';
  return {
    ...invalidValue(field, found, `${field} in body must be of type ${wanted}: ${JSON.stringify(found)}`),
    reason: 'FieldValueTypeInvalid',
  };
}

function typeOf(value: Json | undefined): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value;
}

function sizeOf(value: Json): number {
  if (Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : 0;
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `spec.ports[0].name`; what is missing stands below what was looked at. */
function fieldOf(steps: readonly string[], error: ErrorObject): string {
  const path = steps.reduce((text, step) => (/^\d+$/.test(step) ? `${text}[${step}]` : `${text}.${step}`), '');
  const missing = error.keyword === 'required' ? `.${asText(error.params['missingProperty'] as Json)}` : '';
  return `${path}${missing}`.replace(/^\./, '');
}
