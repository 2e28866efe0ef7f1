// Which fields were added, changed and removed between two states of an object, in the notation of field sets?
import type { Json } from '../../json.js';
import type { Schema } from '../schema.js';
import { fieldSet, LEAF, NO_FIELDS, union, type FieldSet } from './field-set.js';
import { shapeOf, type Part } from './field-shape.js';
import { isSameJson } from './same-json.js';

export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

type Kind = keyof Comparison;
const KINDS = ['added', 'modified', 'removed'] as const;
const SAME: Comparison = { added: NO_FIELDS, modified: NO_FIELDS, removed: NO_FIELDS };

export function compareFields(before: Json | undefined, after: Json | undefined, schema: Schema): Comparison {
  const [old, young] = [shapeOf(before, schema), shapeOf(after, schema)];
  const oldParts = old.kind === 'whole' ? [] : old.parts;
  const youngParts = young.kind === 'whole' ? [] : young.parts;
  if (!isMadeOfParts(before, oldParts) && !isMadeOfParts(after, youngParts)) return compareWhole(before, after);
  const parts = compareParts(oldParts, youngParts);
  if (before === undefined) return { ...parts, added: union(parts.added, LEAF) };
  if (after === undefined) return { ...parts, removed: union(parts.removed, LEAF) };
  // Where any type may stand, one of another type is a change besides its parts.
  const isOther = before !== null && after !== null && old.kind !== young.kind;
  return isOther ? { ...parts, modified: union(parts.modified, LEAF) } : parts;
}

function isMadeOfParts(value: Json | undefined, parts: readonly Part[]): boolean {
  return value !== undefined && parts.length > 0;
}

function compareWhole(before: Json | undefined, after: Json | undefined): Comparison {
  if (before === undefined) return only('added', LEAF);
  if (after === undefined) return only('removed', LEAF);
  return isSameJson(before, after) ? SAME : only('modified', LEAF);
}

function compareParts(before: readonly Part[], after: readonly Part[]): Comparison {
  const elements = new Set([...before, ...after].map(({ element }) => element));
  const results = [...elements].map((element): [string, Comparison] => {
    const old = before.filter((part) => part.element === element);
    const young = after.filter((part) => part.element === element);
    return [element, old.length > 1 || young.length > 1 ? compareTwins(old, young) : comparePair(old[0], young[0])];
  });
  const collect = (kind: Kind): FieldSet =>
    fieldSet(
      false,
      results.map(([element, found]) => [element, found[kind]]),
    );
  return { added: collect('added'), modified: collect('modified'), removed: collect('removed') };
}

function comparePair(before: Part | undefined, after: Part | undefined): Comparison {
  const schema = (after ?? before)?.schema;
  return schema ? compareFields(before?.value, after?.value, schema) : SAME;
}

/** Elements that share a key are owned as one. */
function compareTwins(before: readonly Part[], after: readonly Part[]): Comparison {
  const values = (parts: readonly Part[]): Json[] => parts.map(({ value }) => value);
  if (before.length > 1 && after.length > 1) {
    return isSameJson(values(before), values(after)) ? SAME : only('modified', LEAF);
  }
  const isNew = after.length > 1;
  const rest = isNew ? comparePair(before[0], undefined) : comparePair(undefined, after[0]);
  return both(
    before.length + after.length > Math.max(before.length, after.length) ? rest : SAME,
    only(isNew ? 'added' : 'removed', LEAF),
  );
}

function only(kind: Kind, set: FieldSet): Comparison {
  return { ...SAME, [kind]: set };
}

function both(one: Comparison, other: Comparison): Comparison {
  const [added, modified, removed] = KINDS.map((kind) => union(one[kind], other[kind])) as [
    FieldSet,
    FieldSet,
    FieldSet,
  ];
  return { added, modified, removed };
}
