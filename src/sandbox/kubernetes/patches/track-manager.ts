// Who owns the fields after a create, an update or a patch? Whoever made the request owns what it changed; what it
// removed belongs to nobody, and what it changed to nobody else.
import type { JsonObject } from '../../json.js';
import type { Schema } from '../schema.js';
import { withAlwaysThere } from './always-there.js';
import { compareFields, type Comparison } from './compare-fields.js';
import { difference, isEmpty, NO_FIELDS, pathsToSet, union, withoutBranches, type FieldSet } from './field-set.js';
import {
  asksForReset,
  isSameManager,
  managersOf,
  ownable,
  timeOf,
  withManagers,
  type Manager,
} from './managed-fields.js';
import { withObjectMeta } from './object-meta.js';

export interface Write {
  /** The stored object; undefined at a creation. */
  readonly before: JsonObject | undefined;
  /** `fieldManager` of the request, else the first part of its user agent. */
  readonly manager: string;
  readonly schema: Schema;
  readonly apiVersion: string;
  /** '' or undefined for the object itself. */
  readonly subresource?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Paths that this write can't change (`['status']`): by default `status`, or all but it for the subresource. */
  readonly resetFields?: readonly (readonly string[])[];
}

export interface UpdateWrite extends Write {
  /** What is asked for, with its defaults, before the server sets anything: what it sets is nobody's. */
  readonly after: JsonObject;
}

/** `after` with its managed fields. */
export function trackManager(write: UpdateWrite): JsonObject {
  const { before, after } = write;
  if (before && !write.subresource && asksForReset(after)) return withManagers(after, []);
  const sent = write.subresource ? [] : managersOf(after);
  const managers = sent.length > 0 ? sent : managersOf(before);
  // An object whose managers were forgotten gets none by an update.
  if (before && managers.length === 0) return withManagers(after, []);
  return withManagers(after, managersAfter(managers, write));
}

export function managersAfter(managers: readonly Manager[], write: UpdateWrite): Manager[] {
  const { before, after, apiVersion, now } = write;
  const schema = withObjectMeta(write.schema);
  const changes = without(
    compareFields(comparable(before ?? {}, schema), comparable(after, schema), schema),
    resetFields(write),
  );
  const changed = union(changes.modified, changes.added);
  const kept = managers.map((one) => ({ ...one, fields: difference(one.fields, union(changed, changes.removed)) }));
  const fields = ownable(changed);
  if (isEmpty(fields)) return kept;
  const name = write.manager === '' ? 'unknown' : write.manager;
  const self: Manager = {
    name,
    operation: 'Update',
    apiVersion,
    subresource: write.subresource ?? '',
    time: timeOf(now),
    fields,
  };
  const mine = kept.find((one) => isSameManager(one, self))?.fields ?? NO_FIELDS;
  return [...kept.filter((one) => !isSameManager(one, self)), { ...self, fields: union(mine, fields) }];
}

/** Without managers, and with what a built-in kind always has. */
export function comparable(object: JsonObject, schema: Schema): JsonObject {
  return withAlwaysThere(withManagers(object, []), schema);
}

export function resetFields({ subresource = '', resetFields: given }: Write): FieldSet {
  const paths = given ?? (subresource === 'status' ? [['spec']] : [['status']]);
  return pathsToSet(paths.map((path) => path.map((key) => `f:${key}`)));
}

/** A comparison without the fields that the write can't change. */
export function without({ added, modified, removed }: Comparison, gone: FieldSet): Comparison {
  return {
    added: withoutBranches(added, gone),
    modified: withoutBranches(modified, gone),
    removed: withoutBranches(removed, gone),
  };
}
