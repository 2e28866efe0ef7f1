// Which times does a condition have that nobody gave it? Older kinds write them as null.
import type { JsonObject } from '../../json.js';
import { objectAt, objectsAt } from '../../json.js';

export function fillConditionTimes(draft: JsonObject, ...keys: readonly string[]): void {
  for (const condition of objectsAt(objectAt(draft, 'status'), 'conditions')) {
    for (const key of keys) condition[key] ??= null;
  }
}
