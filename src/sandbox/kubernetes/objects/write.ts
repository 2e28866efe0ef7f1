// How does an object come to be stored? Each write takes the same steps in the same order: what is asked for, filled
// in, numbered, checked, and kept only where it differs.
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../json.js';
import { copy, isObject, objectAt, stringAt, textAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { alreadyExists, ApiError, badRequest, conflict, invalid, notFound } from '../api-error.js';
import type { Cluster } from '../cluster.js';
import { timestamp, viewOf } from '../cluster.js';
import { fillSchemaDefaults, validateSchema } from '../custom-resources/index.js';
import { isReleased } from './finalizers.js';
import type { Kind } from '../kind.js';
import { apiVersionOf } from '../kind-registry.js';
import { validateMetadata } from './metadata.js';
import { namespaceTakes } from './namespaces.js';
import { trackManager } from '../patches/index.js';
import { generatedName } from './random-suffix.js';
import { intoGoForm } from '../schemas/index.js';
import { fromStored, toStored } from './stored.js';

export interface WriteTarget {
  readonly kind: Kind;
  /** '' for an object of the cluster. */
  readonly namespace: string;
  /** '' or undefined for the object itself. */
  readonly subresource?: string | undefined;
  readonly manager: string;
  readonly dryRun: boolean;
}

export type ObjectTarget = WriteTarget & { readonly name: string };

/** `asked` is read and pruned, in the version of the kind. Throws 404, 409, 422. Returns the object in that version. */
export function create(cluster: Cluster, target: WriteTarget, asked: JsonObject, isApply = false): JsonObject {
  const { kind, namespace } = target;
  if (!['', '0'].includes(textAt(asked['metadata'], 'resourceVersion'))) {
    throw new ApiError(500, '', 'resourceVersion should not be set on objects to be created');
  }
  const draft = withMetadata(asked, (metadata) => {
    delete metadata['resourceVersion'];
    delete metadata['deletionTimestamp'];
    delete metadata['deletionGracePeriodSeconds'];
    if (namespace !== '') metadata['namespace'] = metadata['namespace'] ?? namespace;
    else delete metadata['namespace'];
    const prefix = stringAt(metadata, 'generateName');
    if (!metadata['name'] && prefix) metadata['name'] = generatedName(prefix);
    metadata['uid'] = randomUUID();
    metadata['creationTimestamp'] = timestamp(cluster.now());
    delete metadata['generation'];
    if (raisesGeneration(kind)) metadata['generation'] = 1;
  });
  const name = stringAt(draft['metadata'], 'name') ?? '';
  if (stringAt(draft['metadata'], 'namespace') !== (namespace || undefined)) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  namespaceTakes(cluster.store, target, name);
  if (kind.subresources.includes('status') && !kind.rules.keepsStatusOnCreate) delete draft['status'];
  fill(kind, draft);
  const managed = isApply ? draft : tracked(cluster, target, draft, undefined);
  kind.rules.prepare?.(managed, undefined, viewOf(cluster));
  mustBeValid(kind, managed, undefined);
  const stored = toStored(kind, managed);
  if (cluster.store.get(kind.storage, namespace, name)) throw alreadyExists(kind, name);
  return target.dryRun ? managed : fromStored(kind, cluster.store.put(kind.storage, stored));
}

/**
 * `change` gets the object as it is, in the version of the kind, and returns what is asked for. Throws 404, 409, 422.
 * The last finalizer that goes takes a deleted object with it.
 */
export function update(
  cluster: Cluster,
  target: ObjectTarget,
  change: (before: JsonObject) => JsonObject,
  isApply = false,
): JsonObject {
  const { kind, namespace, name, subresource } = target;
  const kept = cluster.store.get(kind.storage, namespace, name);
  if (!kept) throw notFound(kind, name);
  const before = fromStored(kind, kept);
  const asked = copy(change(copy(before)));
  mustBeSameObject(kind, name, asked, before);
  const draft = confined(kind, subresource, asked, before);
  fill(kind, draft);
  const managed = isApply ? draft : tracked(cluster, target, draft, before);
  kind.rules.prepare?.(managed, before, viewOf(cluster));
  raiseGeneration(kind, managed, before);
  // A binding is the one write that may give a pod its node.
  mustBeValid(kind, managed, subresource === 'binding' ? undefined : before);
  if (isSame(managed, before)) return before;
  if (target.dryRun) return managed;
  if (isReleased(managed)) {
    cluster.store.remove(kind.storage, namespace, name);
    return managed;
  }
  return fromStored(kind, cluster.store.put(kind.storage, toStored(kind, managed)));
}

function fill(kind: Kind, draft: JsonObject): void {
  draft['apiVersion'] = apiVersionOf(kind);
  draft['kind'] = kind.kind;
  if (kind.isCustom) fillSchemaDefaults(kind.schema, draft);
  else intoGoForm(kind.schema, draft);
  kind.rules.fillDefaults?.(draft);
}

/** What is so wrong in shape that nobody can own its fields goes on without owners, to be refused by its schema. */
function tracked(cluster: Cluster, target: WriteTarget, after: JsonObject, before: JsonObject | undefined): JsonObject {
  const { kind, manager, subresource = '' } = target;
  const apiVersion = apiVersionOf(kind);
  const write = { before, after, manager, schema: kind.schema, apiVersion, subresource, now: cluster.now() };
  try {
    return copy(trackManager(write));
  } catch (error) {
    if (error instanceof ApiError) return after;
    throw error;
  }
}

function mustBeValid(kind: Kind, object: JsonObject, before: JsonObject | undefined): void {
  const errors: readonly FieldError[] = [
    ...validateMetadata(kind, object, before),
    ...(kind.isCustom ? validateSchema(kind.schema, object, before) : []),
    ...(kind.rules.validate?.(object, before) ?? []),
  ];
  if (errors.length > 0) throw invalid(kind, stringAt(object['metadata'], 'name') ?? '', errors);
}

/** A resource version that is given must be the one that is there; none overwrites whatever is there. */
function mustBeSameObject(kind: Kind, name: string, asked: JsonObject, before: JsonObject): void {
  const [wanted, is] = [objectAt(asked, 'metadata'), objectAt(before, 'metadata')];
  if (!wanted['name']) {
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  }
  if (wanted['name'] !== name) {
    throw badRequest(`the name of the object (${textAt(wanted, 'name')}) does not match the name on the URL (${name})`);
  }
  if ((wanted['namespace'] ?? is['namespace']) !== is['namespace']) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  const version = wanted['resourceVersion'];
  if (typeof version === 'string' && !/^\d*$/.test(version)) {
    throw new ApiError(500, '', `strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`);
  }
  if (version !== undefined && version !== '' && version !== '0' && version !== is['resourceVersion']) {
    throw conflict(kind, name, MODIFIED);
  }
  if (wanted['uid'] !== undefined && wanted['uid'] !== '' && wanted['uid'] !== is['uid']) {
    throw conflict(
      kind,
      name,
      `Precondition failed: UID in precondition: ${textAt(wanted, 'uid')}, UID in object meta: ${textAt(is, 'uid')}`,
    );
  }
}

export const MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again';

/** What this write may touch; the rest stays as it is. */
function confined(kind: Kind, subresource: string | undefined, asked: JsonObject, before: JsonObject): JsonObject {
  const owned = (draft: JsonObject): JsonObject =>
    withMetadata(draft, (metadata) => {
      const is = objectAt(before, 'metadata');
      for (const key of SERVERS_OWN) {
        if (is[key] === undefined) delete metadata[key];
        else metadata[key] = copy(is[key]);
      }
    });
  if (subresource === 'status') {
    const metadata = kind.isCustom ? before['metadata'] : asked['metadata'];
    return owned(copy(withKey({ ...before, metadata }, 'status', asked['status'])));
  }
  return owned(kind.subresources.includes('status') ? withKey(asked, 'status', copy(before['status'])) : asked);
}

const SERVERS_OWN = [
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'generation',
  'resourceVersion',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'generateName',
];

function withKey(object: JsonObject, key: string, value: JsonObject[string]): JsonObject {
  const { [key]: _, ...rest } = object;
  return value === undefined ? rest : { ...rest, [key]: value };
}

function raisesGeneration({ rules }: Kind): boolean {
  return rules.hasGeneration !== false;
}

// Of a custom kind without the subresource, status is content like any other.
function raiseGeneration(kind: Kind, draft: JsonObject, before: JsonObject): void {
  if (!raisesGeneration(kind)) return;
  const content = ({ metadata: _, status, ...rest }: JsonObject): JsonObject =>
    kind.isCustom && !kind.subresources.includes('status') && status !== undefined ? { ...rest, status } : rest;
  const metadata = objectAt(draft, 'metadata');
  const generation = Number(objectAt(before, 'metadata')['generation'] ?? 0);
  if (!isDeepStrictEqual(plain(content(draft)), plain(content(before)))) metadata['generation'] = generation + 1;
}

function isSame(draft: JsonObject, before: JsonObject): boolean {
  return isDeepStrictEqual(plain(draft), plain(before));
}

/** Keys that hold nothing say nothing. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

function withMetadata(object: JsonObject, change: (metadata: JsonObject) => void): JsonObject {
  const draft = copy(object);
  const metadata = isObject(draft['metadata']) ? draft['metadata'] : {};
  change(metadata);
  return { ...draft, metadata };
}
