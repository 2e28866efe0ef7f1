// How does an object go? At once where nobody minds; else it is marked, and goes with its last finalizer or when its
// grace is over. https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/
import type { Json, JsonObject } from '../../json.js';
import { copy, isObject, numberAt, objectAt, objectsAt, stringAt, stringsAt, textAt } from '../../json.js';
import { badRequest, conflict, forbidden, notFound } from '../api-error.js';
import type { Cluster } from '../cluster.js';
import { timestamp } from '../cluster.js';
import { CRD_FINALIZER, finalizersOf, isDeleting } from './finalizers.js';
import type { Kind } from '../kind.js';
import { CRD_STORAGE } from '../kind-registry.js';
import { invalidOptions, unsupported } from '../requests/query.js';
import { fromStored } from './stored.js';

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly dryRun: boolean;
}

export interface Deleted {
  readonly object: JsonObject;
  /** Not merely marked. */
  readonly isGone: boolean;
}

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';
/** Namespaces that are always there. */
const IMMORTAL = ['default', 'kube-public', 'kube-system'];

/** From the body, which wins, and the query. Throws 400 and 422. */
export function deleteOptions(body: Json | undefined, query: URLSearchParams): DeleteOptions {
  const given = isObject(body) ? body : {};
  if (given['kind'] !== undefined && given['kind'] !== 'DeleteOptions') {
    const [kind, version] = [textAt(given, 'kind'), textAt(given, 'apiVersion')].map((text) => JSON.stringify(text));
    throw badRequest(`no kind ${kind} is registered for version ${version} in this API`);
  }
  const grace = numberAt(given, 'gracePeriodSeconds') ?? numberOf(query.get('gracePeriodSeconds'));
  const orphans = given['orphanDependents'] === true || query.get('orphanDependents') === 'true';
  const policy =
    stringAt(given, 'propagationPolicy') ?? query.get('propagationPolicy') ?? (orphans ? 'Orphan' : undefined);
  if (policy !== undefined && policy !== 'Background' && policy !== 'Foreground' && policy !== 'Orphan') {
    throw invalidOptions('DeleteOptions', [
      {
        reason: 'FieldValueNotSupported',
        field: 'propagationPolicy',
        message: unsupported(policy, ['Foreground', 'Background', 'Orphan', 'nil']),
      },
    ]);
  }
  if (stringAt(given, 'propagationPolicy') !== undefined && given['orphanDependents'] !== undefined) {
    const message = `Invalid value: ${JSON.stringify(policy)}: orphanDependents and deletionPropagation cannot be both set`;
    throw invalidOptions('DeleteOptions', [{ reason: 'FieldValueInvalid', field: 'propagationPolicy', message }]);
  }
  const { uid, resourceVersion } = objectAt(given, 'preconditions');
  return {
    ...(grace !== undefined && { gracePeriodSeconds: grace }),
    ...(policy !== undefined && { propagationPolicy: policy }),
    ...(typeof uid === 'string' && { uid }),
    ...(typeof resourceVersion === 'string' && { resourceVersion }),
    dryRun: stringsAt(given, 'dryRun').includes('All') || query.get('dryRun') === 'All',
  };
}

/** Throws 404, and 409 where a precondition doesn't hold. */
export function remove(
  cluster: Cluster,
  { kind, namespace, name }: { readonly kind: Kind; readonly namespace: string; readonly name: string },
  options: DeleteOptions,
): Deleted {
  const { store } = cluster;
  const before = store.get(kind.storage, namespace, name);
  if (!before) throw notFound(kind, name);
  if (kind.kind === 'Namespace' && kind.group === '' && IMMORTAL.includes(name)) {
    throw forbidden(kind, name, 'this namespace may not be deleted');
  }
  mustFit(kind, name, before, options);
  const draft = copy(before);
  const metadata = objectAt(draft, 'metadata');
  metadata['finalizers'] = finalizersAfter(metadata, options) as Json[];
  if (kind.storage === CRD_STORAGE) terminateDefinition(draft, timestamp(cluster.now()));
  if (stringsAt(metadata, 'finalizers').length === 0) delete metadata['finalizers'];
  const grace = graceOf(kind, before, options);
  if (finalizersOf(draft).length === 0 && grace === 0) {
    if (options.dryRun) return { object: fromStored(kind, before), isGone: true };
    return { object: fromStored(kind, store.remove(kind.storage, namespace, name)!), isGone: true };
  }
  const isShorter = grace < (numberAt(metadata, 'deletionGracePeriodSeconds') ?? Infinity);
  if (!isDeleting(before) || isShorter) {
    if (!isDeleting(before) && typeof metadata['generation'] === 'number') metadata['generation'] += 1;
    metadata['deletionTimestamp'] = timestamp(cluster.now() + grace * 1000);
    metadata['deletionGracePeriodSeconds'] = grace;
  }
  if (kind.kind === 'Namespace' && kind.group === '')
    draft['status'] = { ...objectAt(draft, 'status'), phase: 'Terminating' };
  const isNew = JSON.stringify(draft) !== JSON.stringify(before);
  const object = options.dryRun || !isNew ? draft : store.put(kind.storage, draft);
  return { object: fromStored(kind, object), isGone: false };
}

function mustFit(kind: Kind, name: string, before: JsonObject, { uid, resourceVersion }: DeleteOptions): void {
  const is = objectAt(before, 'metadata');
  const differs = (what: string, wanted: string, found: string, guess: string): never => {
    throw conflict(
      { group: '', plural: kind.kind, kind: kind.kind },
      name,
      `the ${what} in the precondition (${wanted}) does not match the ${what} in record (${found}). The object might have been ${guess}`,
    );
  };
  if (uid !== undefined && uid !== is['uid']) differs('UID', uid, textAt(is, 'uid'), 'deleted and then recreated');
  if (resourceVersion !== undefined && resourceVersion !== is['resourceVersion']) {
    differs('ResourceVersion', resourceVersion, textAt(is, 'resourceVersion'), 'modified');
  }
}

/** Its objects go first. */
function terminateDefinition(draft: JsonObject, now: string): void {
  const metadata = objectAt(draft, 'metadata');
  const finalizers = stringsAt(metadata, 'finalizers');
  if (!finalizers.includes(CRD_FINALIZER)) metadata['finalizers'] = [...finalizers, CRD_FINALIZER];
  const status = objectAt(draft, 'status');
  const conditions = objectsAt(status, 'conditions').filter(({ type }) => type !== 'Terminating');
  const terminating = {
    ...{ type: 'Terminating', status: 'True', reason: 'InstanceDeletionPending', lastTransitionTime: now },
    message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
  };
  draft['status'] = { ...status, conditions: [...conditions, terminating] };
}

function finalizersAfter(metadata: JsonObject, { propagationPolicy }: DeleteOptions): readonly string[] {
  const all = stringsAt(metadata, 'finalizers');
  const others = all.filter((one) => one !== FOREGROUND && one !== ORPHAN);
  switch (propagationPolicy) {
    case 'Foreground':
      return [...others, FOREGROUND];
    case 'Orphan':
      return [...others, ORPHAN];
    case 'Background':
      return others;
    default:
      return all;
  }
}

// Only a pod that runs somewhere is given time.
function graceOf(kind: Kind, object: JsonObject, { gracePeriodSeconds }: DeleteOptions): number {
  if (kind.kind !== 'Pod' || kind.group !== '') return 0;
  const spec = objectAt(object, 'spec');
  const phase = stringAt(objectAt(object, 'status'), 'phase');
  if (!stringAt(spec, 'nodeName') || phase === 'Succeeded' || phase === 'Failed') return 0;
  return Math.max(0, gracePeriodSeconds ?? numberAt(spec, 'terminationGracePeriodSeconds') ?? 30);
}

function numberOf(text: string | null): number | undefined {
  return text === null || text === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
}
