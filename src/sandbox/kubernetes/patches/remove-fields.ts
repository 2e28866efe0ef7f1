// What is left of an object when the fields of a set are taken out of it? What has nothing left is null.
import type { Json, JsonObject } from '../../json.js';
import type { Schema } from '../schema.js';
import { at, isEmpty, type FieldSet } from './field-set.js';
import { shapeOf } from './field-shape.js';

export function removeFields(value: Json, gone: FieldSet, schema: Schema): Json {
  if (gone.below.size === 0) return value;
  const shape = shapeOf(value, schema);
  if (shape.kind === 'whole' || shape.parts.length === 0) return value;
  const kept = shape.parts.flatMap((part): { element: string; value: Json }[] => {
    const inner = at(gone, part.element);
    if (inner.isMember) return [];
    return [
      { element: part.element, value: isEmpty(inner) ? part.value : removeFields(part.value, inner, part.schema) },
    ];
  });
  if (kept.length === 0) return null;
  if (shape.kind === 'elements') return kept.map((part) => part.value);
  const left: JsonObject = {};
  for (const part of kept) left[part.element.slice(2)] = part.value;
  return left;
}
