// What does a PATCH ask for? One of four patch types, over the object as it is.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply
import type { Json, JsonObject } from '../json.js';
import { isObject, objectAt, stringAt } from '../json.js';
import { badRequest, conflict, notFound, unsupportedMediaType } from './api-error.js';
import { parsed, understood, understoodPatch } from './body.js';
import type { Cluster } from './cluster.js';
import type { Kind } from './kind.js';
import { apiVersionOf } from './kind-registry.js';
import { applyPatch, jsonPatch, mergePatch, strategicMergePatch } from './patches/index.js';
import type { WriteOptions } from './query.js';
import type { WriteTarget } from './write.js';
import { create, update } from './write.js';

export interface Patched {
  readonly object: JsonObject;
  readonly isNew: boolean;
  readonly warnings: readonly string[];
}

const TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
  'application/apply-patch+cbor',
];

export function patch(
  cluster: Cluster,
  target: WriteTarget & { readonly name: string },
  body: Uint8Array,
  contentType: string | undefined,
  options: WriteOptions,
): Patched {
  const type = mediaType(contentType);
  if (type === 'application/apply-patch+yaml') return apply(cluster, target, body, options);
  const { kind } = target;
  const change = changeOf(type, body, kind);
  let warnings: readonly string[] = [];
  const object = update(cluster, target, (before) => {
    const read = understoodPatch(kind, change(before), options);
    warnings = read.warnings;
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
  const allowed = kind.isCustom ? TYPES.filter((one) => !one.includes('strategic')) : TYPES;
  throw unsupportedMediaType(
    `the body of the request was in an unknown format - accepted media types include: ${allowed.join(', ')}`,
  );
}

export function mediaType(contentType: string | undefined): string {
  return contentType?.split(';')[0]?.trim() ?? '';
}

function json(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw badRequest(`error decoding patch: ${(error as Error).message}`);
  }
}

/** Creates what isn't there. */
function apply(
  cluster: Cluster,
  target: WriteTarget & { readonly name: string },
  body: Uint8Array,
  options: WriteOptions,
): Patched {
  const { kind, namespace, name, subresource } = target;
  if (!options.fieldManager) {
    throw badRequest(
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  }
  const { value, duplicates } = parsed(body, 'application/yaml');
  const { value: applied, warnings } = understood(kind, value, duplicates, options);
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
