// How does the API server say that a field is wrong? One constructor for each way, in its words.
// https://pkg.go.dev/k8s.io/apimachinery/pkg/util/validation/field
import type { Json } from '../../json.js';
import type { FieldError } from '../api-error.js';

const withDetail = (text: string, detail: string): string => (detail === '' ? text : `${text}: ${detail}`);
/** Strings in quotes, everything else as JSON. */
const shown = (value: Json | undefined): string => JSON.stringify(value ?? null);

export function required(field: string, detail = ''): FieldError {
  return { reason: 'FieldValueRequired', field, message: withDetail('Required value', detail) };
}

export function invalidValue(field: string, value: Json | undefined, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field, message: withDetail(`Invalid value: ${shown(value)}`, detail) };
}

export function notSupported(field: string, value: Json | undefined, allowed: readonly string[]): FieldError {
  const list = allowed.map((one) => JSON.stringify(one));
  return {
    reason: 'FieldValueNotSupported',
    field,
    message: withDetail(`Unsupported value: ${shown(value)}`, `supported values: ${list.join(', ')}`),
  };
}

export function duplicate(field: string, value: Json | undefined): FieldError {
  return { reason: 'FieldValueDuplicate', field, message: `Duplicate value: ${shown(value)}` };
}

export function forbiddenField(field: string, detail: string): FieldError {
  return { reason: 'FieldValueForbidden', field, message: withDetail('Forbidden', detail) };
}

/** Bytes. */
export function tooLong(field: string, maximum: number): FieldError {
  return { reason: 'FieldValueTooLong', field, message: `Too long: may not be more than ${maximum} bytes` };
}

export function tooMany(field: string, count: number, maximum: number): FieldError {
  return { reason: 'FieldValueTooMany', field, message: `Too many: ${count}: must have at most ${maximum} items` };
}

export function notFoundValue(field: string, value: Json | undefined): FieldError {
  return { reason: 'FieldValueNotFound', field, message: `Not found: ${shown(value)}` };
}
