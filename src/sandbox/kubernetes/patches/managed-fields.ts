// Who owns what of an object? `metadata.managedFields`, read and written: one entry per manager, operation,
// subresource and, for updates, API version.
// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/#System
import { isObject, objectAt, objectsAt, textAt, type Json, type JsonObject } from '../../json.js';
import { difference, fromFieldsV1, isEmpty, pathsToSet, toFieldsV1, type FieldSet } from './field-set.js';
import { isSameJson } from './same-json.js';

export interface Manager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
  /** RFC 3339, whole seconds. */
  readonly time?: string;
  readonly fields: FieldSet;
}

/** Nobody owns what the server or the path decides. */
const NOBODYS = pathsToSet([
  ['f:apiVersion'],
  ['f:kind'],
  ['f:metadata'],
  ...['name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'clusterName', 'generation'].map((key) =>
    inMetadata(key),
  ),
  ...['managedFields', 'resourceVersion'].map((key) => inMetadata(key)),
]);

function inMetadata(key: string): string[] {
  return ['f:metadata', `f:${key}`];
}

export function ownable(fields: FieldSet): FieldSet {
  return difference(fields, NOBODYS);
}

/** An apply is the same manager's whatever the version; updates in two versions are two. */
export function isSameManager(one: Manager, other: Manager): boolean {
  if (one.name !== other.name || one.operation !== other.operation || one.subresource !== other.subresource)
    return false;
  return one.operation === 'Apply' || one.apiVersion === other.apiVersion;
}

/** Entries that can't be read count as if there were none at all. */
export function managersOf(object: JsonObject | undefined): Manager[] {
  const entries = objectsAt(objectAt(object, 'metadata'), 'managedFields');
  const managers = entries.map(managerIn);
  return managers.every((one) => one !== undefined) ? managers : [];
}

function managerIn(entry: JsonObject): Manager | undefined {
  const { operation } = entry;
  if ((operation !== 'Apply' && operation !== 'Update') || entry.fieldsType !== 'FieldsV1') return undefined;
  const apiVersion = textAt(entry, 'apiVersion');
  if (apiVersion === '') return undefined;
  const [name, subresource, time] = [textAt(entry, 'manager'), textAt(entry, 'subresource'), textAt(entry, 'time')];
  const fields = fromFieldsV1(objectAt(entry, 'fieldsV1'));
  return { name, operation, apiVersion, subresource, fields, ...(time !== '' && { time }) };
}

/** A copy of the object with these managers, sorted as the API server does; those without fields are left out. */
export function withManagers(object: JsonObject, managers: readonly Manager[]): JsonObject {
  const { managedFields: _, ...metadata } = objectAt(object, 'metadata');
  const entries = managers
    .filter(({ fields }) => !isEmpty(fields))
    .sort(compareManagers)
    .map(entryOf);
  return { ...object, metadata: { ...metadata, ...(entries.length > 0 && { managedFields: entries }) } };
}

function entryOf({ name, operation, apiVersion, subresource, time, fields }: Manager): JsonObject {
  return {
    manager: name,
    operation,
    apiVersion,
    ...(time !== undefined && { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: toFieldsV1(fields),
    ...(subresource !== '' && { subresource }),
  };
}

function compareManagers(one: Manager, other: Manager): number {
  const order = ({ operation, time, name, apiVersion, subresource }: Manager): string[] => {
    return [operation, time ?? '', name, apiVersion, subresource];
  };
  const [mine, theirs] = [order(one), order(other)];
  const at = mine.findIndex((part, index) => part !== theirs[index]);
  if (at === -1) return 0;
  return (mine[at] ?? '') < (theirs[at] ?? '') ? -1 : 1;
}

/** `[]` or `[{}]` in a write: forget all managers. */
export function asksForReset(object: JsonObject): boolean {
  const written = objectAt(object, 'metadata').managedFields;
  if (!Array.isArray(written)) return false;
  const [only] = written;
  return written.length === 0 || (written.length === 1 && isObject(only) && Object.keys(only).length === 0);
}

/** `now` in milliseconds since the epoch. */
export function timeOf(now: number): string {
  return new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Is nothing new but the times in the managed fields? Such a write changes nothing. */
export function isSameButTimes(before: Json, after: Json): boolean {
  return isSameJson(timeless(before), timeless(after));
}

function timeless(value: Json): Json {
  if (!isObject(value)) return value;
  const { managedFields, ...metadata } = objectAt(value, 'metadata');
  const entries = Array.isArray(managedFields)
    ? managedFields.map((one) => (isObject(one) ? { ...one, time: null } : one))
    : [];
  return { ...value, metadata: { ...metadata, managedFields: entries } };
}
