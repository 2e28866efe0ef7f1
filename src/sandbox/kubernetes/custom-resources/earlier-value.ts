// What stood in an object before an update, where a value stands now? Values are followed through objects and through
// lists that are maps; of other lists nobody can say which item was which.
import type { Json, JsonObject } from '../../json.js';
import { isObject } from '../../json.js';
import type { Schema } from '../schema.js';
import { sortedJson } from './sorted-json.js';

/** The earlier item of a list that is a map: the one with the same keys. */
export function earlierItem(schema: Schema, before: Json | undefined, item: Json | undefined): Json | undefined {
  if (schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(before)) return undefined;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  return before.find((one) => keys.every((key) => sortedJson(at(one, key)) === sortedJson(at(item, key))));
}

function at(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) ? value[key] : undefined;
}

/** Is what stands at a path, or the last thing above it that can be followed, as it was? */
export function isUnchanged(schema: Schema, object: JsonObject, before: JsonObject, path: readonly string[]): boolean {
  let [shape, now, was]: [Schema | undefined, Json | undefined, Json | undefined] = [schema, object, before];
  for (const step of path) {
    if (Array.isArray(now)) {
      if (shape?.['x-kubernetes-list-type'] !== 'map') break;
      const item: Json | undefined = now[Number(step)];
      [was, now, shape] = [earlierItem(shape, was, item), item, shape.items];
    } else {
      const { properties, additionalProperties }: Schema = shape ?? {};
      const rest = typeof additionalProperties === 'object' ? additionalProperties : undefined;
      [was, now, shape] = [at(was, step), at(now, step), properties?.[step] ?? rest];
    }
  }
  return was !== undefined && sortedJson(now) === sortedJson(was);
}
