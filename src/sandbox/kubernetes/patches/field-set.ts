// Which fields of an object does somebody own? A tree of path elements as `fieldsV1` writes them: `f:spec`,
// `k:{"name":"web"}`, `v:"finalizer"`, and `.` for an element itself.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
import { isObject, type Json, type JsonObject } from '../../json.js';

export interface FieldSet {
  /** Is the element itself in the set, apart from what is below it? */
  readonly isMember: boolean;
  readonly below: ReadonlyMap<string, FieldSet>;
}

export const NO_FIELDS: FieldSet = { isMember: false, below: new Map() };
export const LEAF: FieldSet = { isMember: true, below: new Map() };

/** A set of whole paths: `[['f:metadata', 'f:name']]`. */
export function pathsToSet(paths: readonly (readonly string[])[]): FieldSet {
  return paths
    .map((path) => path.reduceRight<FieldSet>((set, part) => under(part, set), LEAF))
    .reduce(union, NO_FIELDS);
}

export function under(element: string, set: FieldSet): FieldSet {
  return isEmpty(set) ? NO_FIELDS : { isMember: false, below: new Map([[element, set]]) };
}

export function isEmpty({ isMember, below }: FieldSet): boolean {
  return !isMember && below.size === 0;
}

export function at(set: FieldSet, element: string): FieldSet {
  return set.below.get(element) ?? NO_FIELDS;
}

export function union(one: FieldSet, other: FieldSet): FieldSet {
  return combine(one, other, (mine, theirs) => mine || theirs);
}

export function intersection(one: FieldSet, other: FieldSet): FieldSet {
  return combine(one, other, (mine, theirs) => mine && theirs);
}

/** Members of the second go; what lies below them stays. */
export function difference(one: FieldSet, other: FieldSet): FieldSet {
  return combine(one, other, (mine, theirs) => mine && !theirs);
}

/** Members of the second go with all that lies below them. */
export function withoutBranches(one: FieldSet, gone: FieldSet): FieldSet {
  if (gone.isMember) return NO_FIELDS;
  return fieldSet(
    one.isMember,
    [...one.below].map(([element, set]) => [element, withoutBranches(set, at(gone, element))]),
  );
}

export function isSame(one: FieldSet, other: FieldSet): boolean {
  return isEmpty(combine(one, other, (mine, theirs) => mine !== theirs));
}

function combine(one: FieldSet, other: FieldSet, rule: (mine: boolean, theirs: boolean) => boolean): FieldSet {
  const elements = new Set([...one.below.keys(), ...other.below.keys()]);
  return fieldSet(
    rule(one.isMember, other.isMember),
    [...elements].map((element) => [element, combine(at(one, element), at(other, element), rule)]),
  );
}

/** Sorted, and without empty branches. */
export function fieldSet(isMember: boolean, below: readonly (readonly [string, FieldSet])[]): FieldSet {
  const kept = below.filter(([, set]) => !isEmpty(set)).sort(([one], [other]) => compareElements(one, other));
  return { isMember, below: new Map(kept) };
}

/** Fields, then keys, then values; numbers by size. */
function compareElements(one: string, other: string): number {
  const [kind, otherKind] = [one[0] ?? '', other[0] ?? ''];
  if (kind !== otherKind) return kind < otherKind ? -1 : 1;
  if (kind === 'f') return one < other ? -1 : 1;
  const [value, otherValue] = [JSON.parse(one.slice(2)) as Json, JSON.parse(other.slice(2)) as Json];
  return compareValues(value, otherValue);
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function compareValues(one: Json, other: Json): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (!isObject(one) || !isObject(other)) return compareTexts(JSON.stringify(one), JSON.stringify(other));
  for (const key of Object.keys(one)) {
    const order = compareValues(one[key] ?? null, other[key] ?? null);
    if (order !== 0) return order;
  }
  return Object.keys(one).length - Object.keys(other).length;
}

/** Each whole path, members of one level before those below. */
export function pathsOf(set: FieldSet): string[][] {
  const members = [...set.below].filter(([, { isMember }]) => isMember).map(([element]) => [element]);
  const deeper = [...set.below].flatMap(([element, below]) => pathsOf(below).map((path) => [element, ...path]));
  return [...members, ...deeper];
}

/** `.spec.ports[port=80,protocol="TCP"].targetPort`, as conflicts name a field. */
export function pathText(path: readonly string[]): string {
  return path.map(elementText).join('');
}

function elementText(element: string): string {
  const rest = element.slice(2);
  if (element.startsWith('f:')) return `.${rest}`;
  if (element.startsWith('v:')) return `[=${rest}]`;
  const keys = Object.entries(JSON.parse(rest) as JsonObject);
  return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
}

/** A leaf is `{}`; an element that is owned besides what is below it has a `.` in it. */
export function toFieldsV1({ below }: FieldSet): JsonObject {
  const written: JsonObject = {};
  for (const [element, set] of below) {
    const inner = toFieldsV1(set);
    written[element] = set.isMember && set.below.size > 0 ? { '.': {}, ...inner } : inner;
  }
  return written;
}

export function fromFieldsV1(written: JsonObject): FieldSet {
  const { '.': self, ...rest } = written;
  const below = Object.entries(rest).map(([element, inner]): [string, FieldSet] => {
    if (!isObject(inner) || Object.keys(inner).length === 0) return [canonical(element), LEAF];
    return [canonical(element), fromFieldsV1(inner)];
  });
  return fieldSet(self !== undefined, below);
}

/** The keys of a list's element in their order, whatever the order in which a client wrote them. */
function canonical(element: string): string {
  return element.startsWith('k:') ? keyElement(JSON.parse(element.slice(2)) as JsonObject) : element;
}

export function keyElement(keys: JsonObject): string {
  return `k:${JSON.stringify(Object.fromEntries(Object.entries(keys).sort(([one], [other]) => (one < other ? -1 : 1))))}`;
}
