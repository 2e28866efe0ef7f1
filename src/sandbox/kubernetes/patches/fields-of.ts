// Which fields does an applied configuration name? And which does that include because the schema declares them?
import { isObject, type Json } from '../../json.js';
import type { Schema } from '../schema.js';
import { fieldSet, LEAF, type FieldSet } from './field-set.js';
import { isNamed, partSchema, shapeOf, type Part } from './field-shape.js';

/** A declared field that has fields itself isn't owned besides them; a label, or an element of a list, is. */
export function fieldsOf(value: Json, schema: Schema): FieldSet {
  const shape = shapeOf(value, schema);
  if (shape.kind === 'whole') return LEAF;
  const twins = new Set(
    shape.parts.map(({ element }) => element).filter((one, index, all) => all.indexOf(one) !== index),
  );
  return fieldSet(
    false,
    shape.parts.map((part) => [part.element, twins.has(part.element) ? LEAF : fieldsOfPart(part)]),
  );
}

function fieldsOfPart({ value, schema, isNamed: isDeclared }: Part): FieldSet {
  const inner = fieldsOf(value, schema);
  const isEmptyMap = value === null || (isObject(value) && Object.keys(value).length === 0);
  return isDeclared && !isEmptyMap ? inner : { ...inner, isMember: true };
}

/** The set with the declared fields on its paths as members, which they are only by what is below them. */
export function withDeclared(set: FieldSet, schema: Schema): FieldSet {
  return fieldSet(
    set.isMember,
    [...set.below].map(([element, inner]) => {
      const deeper = withDeclared(inner, partSchema(schema, element));
      return [element, isNamed(schema, element) ? { ...deeper, isMember: true } : deeper];
    }),
  );
}
