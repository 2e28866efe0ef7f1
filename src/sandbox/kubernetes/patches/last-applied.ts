// How does an object that `kubectl apply` made on the client's side come under server-side apply? What its annotation
// says was applied may be taken over by kubectl, and the annotation goes on saying what kubectl applied.
import { isObject, objectAt, stringAt, type Json, type JsonObject } from '../../json.js';
import type { Schema } from '../schema.js';
import { compareFields } from './compare-fields.js';
import type { Conflict } from './conflicts.js';
import { difference, isEmpty, intersection, pathsToSet, union, type FieldSet } from './field-set.js';
import { fieldsOf } from './fields-of.js';

const ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';

/** The conflicts that are left. */
export function allowedByLastApplied(
  conflicts: readonly Conflict[],
  live: JsonObject,
  schema: Schema,
  apiVersion: string,
): readonly Conflict[] {
  const last = lastApplied(live);
  if (!last || last.apiVersion !== apiVersion) return conflicts;
  const allowed = unchanged(last, live, schema);
  return conflicts.filter(({ path }) => isEmpty(intersection(allowed, pathsToSet([path]))));
}

function lastApplied(object: JsonObject): JsonObject | undefined {
  const text = stringAt(objectAt(objectAt(object, 'metadata'), 'annotations'), ANNOTATION);
  if (text === undefined || text === '') return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function unchanged(last: JsonObject, live: JsonObject, schema: Schema): FieldSet {
  const { added, modified, removed } = compareFields(last, live, schema);
  return difference(fieldsOf(last, schema), union(union(added, modified), removed));
}

/** Renews the annotation where there is one. */
export function withLastApplied(object: JsonObject, applied: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const annotations = objectAt(metadata, 'annotations');
  if (!stringAt(annotations, ANNOTATION)) return object;
  const text = `${JSON.stringify(sortKeys(withoutAnnotation(applied)))}\n`;
  return { ...object, metadata: { ...metadata, annotations: { ...annotations, [ANNOTATION]: text } } };
}

function withoutAnnotation(applied: JsonObject): JsonObject {
  const metadata = objectAt(applied, 'metadata');
  const { [ANNOTATION]: _, ...annotations } = objectAt(metadata, 'annotations');
  const rest = { ...metadata };
  if (Object.keys(annotations).length > 0) rest.annotations = annotations;
  else delete rest.annotations;
  return { ...applied, metadata: rest };
}

/** As Go writes maps. */
function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, one === undefined ? undefined : sortKeys(one)]));
}
