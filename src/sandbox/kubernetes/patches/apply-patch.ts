// What does a server-side apply make of an object? It merges what is applied, takes away what the manager applied
// before and nobody else owns, and refuses where another manager owns a field that would change.
// https://kubernetes.io/docs/reference/using-api/server-side-apply/
import { isObject, objectAt, stringAt, textAt, type Json, type JsonObject } from '../../json.js';
import { badRequest } from '../api-error.js';
import type { Schema } from '../schema.js';
import { isBuiltin } from './always-there.js';
import { checkApplied } from './check-applied.js';
import { compareFields } from './compare-fields.js';
import { conflictsOf, refuse, type Conflict } from './conflicts.js';
import { difference, intersection, isEmpty, NO_FIELDS, union, withoutBranches, type FieldSet } from './field-set.js';
import { fieldsOf, withDeclared } from './fields-of.js';
import { allowedByLastApplied, withLastApplied } from './last-applied.js';
import { isSameManager, managersOf, ownable, timeOf, withManagers, type Manager } from './managed-fields.js';
import { mergeFields } from './merge-fields.js';
import { withObjectMeta } from './object-meta.js';
import { removeFields } from './remove-fields.js';
import { isSameJson } from './same-json.js';
import { comparable, managersAfter, resetFields, without, type Write } from './track-manager.js';

export interface ApplyWrite extends Write {
  readonly applied: JsonObject;
  /** Take over the fields of other managers. */
  readonly force: boolean;
}

/** Throws 400 for a configuration of another kind, 409 with its causes, 500 for what doesn't fit the schema. */
export function applyPatch(write: ApplyWrite): JsonObject {
  const { before, applied, apiVersion } = write;
  checkKind(applied, before, apiVersion);
  const typed = { ...write, schema: withObjectMeta(write.schema) };
  checkApplied(applied, typed.schema, describe(applied));
  const live = withManagers(before ?? { apiVersion, kind: applied.kind ?? '' }, []);
  const managers = managersOf(before);
  const known = managers.length === 0 && before ? ownedBeforeFirstApply(typed, live) : managers;
  const { object, conflicts, owners } = merge(typed, live, known);
  const open = write.force ? [] : conflicts;
  if (open.length > 0) {
    const left =
      write.manager === 'kubectl' && before ? allowedByLastApplied(open, before, typed.schema, apiVersion) : open;
    if (left.length > 0) throw refuse(left);
  }
  const result = withManagers(object, owners);
  return write.manager === 'kubectl' ? withLastApplied(result, applied) : result;
}

function checkKind(applied: JsonObject, before: JsonObject | undefined, apiVersion: string): void {
  const kind = textAt(before, 'kind') || textAt(applied, 'kind');
  if (applied.apiVersion !== apiVersion || applied.kind !== kind) {
    const given = textAt(applied, 'apiVersion');
    throw badRequest(
      `invalid object type: ${given.includes('/') ? given : `/${given}`}, Kind=${textAt(applied, 'kind')}`,
    );
  }
  const written = objectAt(applied, 'metadata').managedFields;
  if (written !== undefined && written !== null) throw badRequest('metadata.managedFields must be nil');
}

function describe(applied: JsonObject): string {
  const metadata = objectAt(applied, 'metadata');
  const [namespace, name] = [textAt(metadata, 'namespace'), textAt(metadata, 'name')];
  const version = textAt(applied, 'apiVersion');
  return `${namespace}/${name}; ${version.includes('/') ? version : `/${version}`}, Kind=${stringAt(applied, 'kind') ?? ''}`;
}

/** What an object without managers has is somebody's. */
function ownedBeforeFirstApply(write: ApplyWrite, live: JsonObject): Manager[] {
  return managersAfter([], { ...write, before: undefined, after: live, manager: 'before-first-apply' });
}

interface Merged {
  readonly object: JsonObject;
  readonly conflicts: readonly Conflict[];
  readonly owners: readonly Manager[];
}

function merge(write: ApplyWrite, live: JsonObject, managers: readonly Manager[]): Merged {
  const { applied, schema, apiVersion, subresource = '', manager: name, now } = write;
  const reset = resetFields(write);
  const fields = withoutBranches(fieldsOf(applied, schema), reset);
  const self: Manager = { name, operation: 'Apply', apiVersion, subresource, fields };
  const last = managers.find((one) => isSameManager(one, self));
  const others = managers.filter((one) => !isSameManager(one, self));
  const merged = mergeFields(live, applied, schema) ?? live;
  const owned = [...others.map((one) => one.fields), fields].reduce(union, NO_FIELDS);
  const object = asObject(last ? withoutNulls(prune(merged, last.fields, owned, schema), schema) : merged);
  const changes = without(compareFields(comparable(live, schema), comparable(object, schema), schema), reset);
  const changed = union(changes.modified, changes.added);
  const isNew = !isSameJson(live, object);
  const time = isNew ? timeOf(now) : last?.time;
  const kept = others.map((one) => ({ ...one, fields: difference(one.fields, union(changed, changes.removed)) }));
  const mine = { ...self, fields: ownable(fields), ...(time !== undefined && { time }) };
  return { object, conflicts: conflictsOf(others, changed), owners: [...kept, mine] };
}

/** Takes away what was applied last and neither is now nor is owned by others, with what stands in it. */
function prune(merged: Json, last: FieldSet, owned: FieldSet, schema: Schema): Json {
  const all = withDeclared(fieldsOf(merged, schema), schema);
  const before = withDeclared(last, schema);
  const bare = removeFields(merged, before, schema);
  const bareFields = withDeclared(bare === null ? NO_FIELDS : fieldsOf(bare, schema), schema);
  const kept = union(bareFields, withDeclared(owned, schema));
  const pruned = removeFields(merged, difference(all, kept), schema);
  const prunedFields = withDeclared(pruned === null ? NO_FIELDS : fieldsOf(pruned, schema), schema);
  // Only what this manager applied goes: what others wrote into it without owning it stays.
  const gone = intersection(difference(all, prunedFields), before);
  return isEmpty(gone) ? merged : removeFields(merged, gone, schema);
}

/** What has nothing left goes, but from a custom kind's content: there it is null, as it is to the API server. */
function withoutNulls(object: Json, schema: Schema): Json {
  if (isBuiltin(schema) || !isObject(object)) return clean(object);
  return { ...object, metadata: clean(object.metadata ?? {}) };
}

function clean(value: Json): Json {
  if (Array.isArray(value)) return value.map(clean);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== null && one !== undefined);
  return Object.fromEntries(entries.map(([key, one]) => [key, clean(one ?? null)]));
}

function asObject(value: Json): JsonObject {
  return isObject(value) ? value : {};
}
