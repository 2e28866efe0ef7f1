// What is an object after a configuration was applied to it, before anything is taken away? Fields merge, elements of
// keyed lists and sets merge by key, everything else is replaced; lists keep both orders as far as they agree.
import { copy, isObject, type Json, type JsonObject } from '../../json.js';
import type { Schema } from '../schema.js';
import { shapeOf, type Part } from './field-shape.js';

export function mergeFields(live: Json | undefined, applied: Json | undefined, schema: Schema): Json | undefined {
  if (applied === undefined) return live;
  if (live === undefined) return copy(applied);
  // Null takes nothing away from what has parts.
  const mine = shapeOf(live, schema);
  if (applied === null && mine.kind !== 'whole' && mine.parts.length > 0) return live;
  const theirs = shapeOf(applied, schema);
  if (mine.kind === 'fields' && theirs.kind === 'fields' && isObject(live)) return mergeObjects(live, theirs.parts);
  if (mine.kind === 'elements' && theirs.kind === 'elements') return mergeElements(mine.parts, theirs.parts);
  return copy(applied);
}

function mergeObjects(live: JsonObject, applied: readonly Part[]): JsonObject {
  const merged: JsonObject = { ...live };
  for (const { element, value, schema } of applied) {
    const key = element.slice(2);
    if (key === '__proto__') continue;
    merged[key] = mergeFields(Object.hasOwn(live, key) ? live[key] : undefined, value, schema);
  }
  return merged;
}

/**
 * Walks both lists at once. An element of the live list that the applied one names too is held back until it is its
 * turn there; one that the applied list doesn't know is taken where it stands.
 */
function mergeElements(live: readonly Part[], applied: readonly Part[]): Json[] {
  const known = (list: readonly Part[], { element }: Part): boolean => list.some((part) => part.element === element);
  const shared = applied.filter((part) => known(live, part)).map(({ element }) => element);
  const done = new Set<string>();
  const merged: Json[] = [];
  const add = (live: Part | undefined, part: Part): void => {
    const value = mergeFields(live?.value, part.value, part.schema);
    if (value !== undefined) merged.push(value);
  };
  /** Twins can't be merged with: what is applied replaces them. */
  const single = ({ element }: Part): Part | undefined => {
    const found = live.filter((part) => part.element === element);
    return found.length === 1 ? found[0] : undefined;
  };
  let [left, right] = [0, 0];
  let next = shared.shift();
  while (left < live.length || right < applied.length) {
    const [mine, theirs] = [live[left], applied[right]];
    if (mine && theirs) {
      if (mine.element === theirs.element) {
        done.add(mine.element);
        add(single(mine), theirs);
        left += 1;
        right += 1;
        next = shared.shift();
        continue;
      }
      if (known(applied, mine) && next !== undefined && next !== mine.element) {
        left += 1;
        continue;
      }
    }
    if (mine) {
      if (!known(applied, mine)) {
        merged.push(mine.value);
        left += 1;
        continue;
      }
      if (done.has(mine.element)) left += 1;
    }
    if (theirs) {
      done.add(theirs.element);
      add(single(theirs), theirs);
      right += 1;
      if (next === theirs.element) next = shared.shift();
    }
  }
  return merged;
}
