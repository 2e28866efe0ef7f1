// Does an object keep the CEL rules of its schema? Not looked at yet: x-kubernetes-validations never refuse anything here.
// https://kubernetes.io/docs/reference/using-api/cel/
import type { JsonObject } from '../../json.js';
import type { FieldError } from '../api-error.js';
import type { Schema } from '../schema.js';
export function checkRules(_schema: Schema, _object: JsonObject, _before: JsonObject | undefined): FieldError[] {
  return [];
}
