// How does a document point at a definition?
import type { JsonObject } from '../../../json.js';

export function referenceTo(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}
