// Is the metadata of an object as every kind's must be? In the API server's words.
// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
import type { JsonObject } from '../json.js';
import type { FieldError } from './api-error.js';
import type { Kind } from './kind.js';

export function validateMetadata(kind: Kind, object: JsonObject, before: JsonObject | undefined): FieldError[] {
  void kind;
  void object;
  void before;
  return [];
}
