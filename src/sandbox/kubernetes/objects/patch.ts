// What does a PATCH ask for? One of four patch types, over the object as it is.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply
import type { Json, JsonObject } from '../../json.js';
import { isObject, objectAt, stringAt, textAt } from '../../json.js';
import { ApiError, badRequest, conflict, invalid, notFound, unsupportedMediaType } from '../api-error.js';
import { parsed, toldDuplicates, understoodPatch } from '../requests/body.js';
import type { Cluster } from '../cluster.js';
import type { Kind } from '../kind.js';
import { apiVersionOf, groupVersionOf } from '../kind-registry.js';
import { applyPatch, jsonPatch, mergePatch, strategicMergePatch } from '../patches/index.js';
import type { WriteOptions } from '../requests/query.js';
import type { ObjectTarget } from './write.js';
import { create, update } from './write.js';

export interface Patched {
  readonly object: JsonObject;
  readonly isNew: boolean;
  readonly warnings: readonly string[];
}

export const APPLY = 'application/apply-patch+yaml';

const TYPES_OF_CUSTOM_KINDS = ['application/json-patch+json', 'application/merge-patch+json', APPLY];

export function patch(
  cluster: Cluster,
  target: ObjectTarget,
  body: Uint8Array,
  contentType: string | undefined,
  options: WriteOptions,
): Patched {
  const type = mediaType(contentType);
  if (type === APPLY) return apply(cluster, target, body, options);
  const { kind } = target;
  const change = changeOf(type, body, kind);
  let warnings: readonly string[] = [];
  const object = update(cluster, target, (before) => {
    const read = understoodPatch(kind, change(before), options);
    warnings = read.warnings;
    mustKeepUid(target, before, read.value);
    return read.value;
  });
  return { object, isNew: false, warnings };
}

/** What the body makes of an object: a JSON patch, a merge patch, or a strategic one where the kind takes it. Throws 415. */
export function changeOf(
  type: string,
  body: Uint8Array,
  kind: Pick<Kind, 'isCustom' | 'schema'>,
): (before: JsonObject) => JsonObject {
  const text = new TextDecoder().decode(body);
  switch (type) {
    case 'application/json-patch+json':
      return (before) => jsonPatch(before, json(text));
    case 'application/merge-patch+json':
      return (before) => mergePatch(before, json(text));
    case 'application/strategic-merge-patch+json':
      if (!kind.isCustom) return (before) => strategicMergePatch(before, json(text), kind.schema);
      break;
    default:
  }
  if (!kind.isCustom) throw new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
  throw unsupportedMediaType(
    `the body of the request was in an unknown format - accepted media types include: ${TYPES_OF_CUSTOM_KINDS.join(', ')}`,
  );
}

export function mediaType(contentType: string | undefined): string {
  return contentType?.split(';')[0]?.trim() ?? '';
}

function json(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw badRequest('invalid JSON patch');
  }
}

function mustKeepUid(
  { kind, name }: { readonly kind: Kind; readonly name: string },
  before: JsonObject,
  after: JsonObject,
): void {
  const [is, wanted] = [before, after].map((object) => objectAt(object, 'metadata')['uid']);
  if (!wanted || wanted === is) return;
  const message = `Invalid value: ${JSON.stringify(wanted)}: field is immutable`;
  throw invalid(kind, name, [{ reason: 'FieldValueInvalid', field: 'metadata.uid', message }]);
}

/** Creates what isn't there. */
function apply(cluster: Cluster, target: ObjectTarget, body: Uint8Array, options: WriteOptions): Patched {
  const { kind, namespace, name, subresource } = target;
  const { value: applied, duplicates } = parsed(body, 'application/yaml', kind);
  mustBeOfType(kind, applied);
  const warnings = toldDuplicates(kind, applied, duplicates, options);
  const named = stringAt(applied['metadata'], 'name');
  if (named !== undefined && named !== name) {
    throw badRequest(`the name of the object (${named}) does not match the name on the URL (${name})`);
  }
  const merged = (before: JsonObject | undefined): JsonObject =>
    applyPatch({
      before,
      applied,
      manager: options.fieldManager!,
      force: options.force,
      schema: kind.schema,
      apiVersion: apiVersionOf(kind),
      subresource: subresource ?? '',
      now: cluster.now(),
    });
  const kept = cluster.store.get(kind.storage, namespace, name);
  if (kept) return { object: update(cluster, target, merged, true), isNew: false, warnings };
  if (subresource) throw notFound(kind, name);
  const metadata = objectAt(applied, 'metadata');
  if (isObject(applied['metadata']) && metadata['uid']) {
    throw conflict(kind, name, 'uid mismatch: the provided object specified uid but no existing object was found');
  }
  const made = merged(undefined);
  return {
    object: create(cluster, target, { ...made, metadata: { ...objectAt(made, 'metadata'), name } }, true),
    isNew: true,
    warnings,
  };
}

/** What is applied must say what it is. */
function mustBeOfType(kind: Kind, applied: JsonObject): void {
  const [apiVersion, name] = [textAt(applied, 'apiVersion'), textAt(applied, 'kind')];
  if (apiVersion === apiVersionOf(kind) && name === kind.kind) return;
  const { group, version } = groupVersionOf(apiVersion);
  throw badRequest(`invalid object type: ${group}/${version}, Kind=${name}`);
}
