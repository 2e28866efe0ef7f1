// What does a reference to another ARM resource point at?
import { objectAt, stringAt } from '../json.js';

/** `{ id }` of a reference, in lower case, as ids are compared. */
export function referenceAt(value: unknown, key: string): string | undefined {
  return stringAt(objectAt(value, key), 'id')?.toLowerCase();
}
