// What goes because something else went? Objects whose owners are gone, what is in a namespace that is deleted, and the
// objects of a kind that is no longer defined. Level-driven: each round looks at what is, until there is nothing to do.
// https://kubernetes.io/docs/concepts/architecture/garbage-collection/
import { isDeepStrictEqual } from 'node:util';
import type { JsonObject } from '../../json.js';
import { copy, objectAt, objectsAt, stringAt, stringsAt } from '../../json.js';
import type { Cluster } from '../cluster.js';
import { timestamp } from '../cluster.js';
import { remove } from './delete.js';
import { CRD_FINALIZER, isDeleting, isReleased } from './finalizers.js';
import { CRD_STORAGE } from '../kind-registry.js';
import { conditionsOf, deletionConditions } from './namespace-conditions.js';
import { contentsOf, NAMESPACES, withoutKubernetesFinalizer } from './namespaces.js';
import { nameOf, namespaceOf } from './store.js';

interface Kept {
  readonly storage: string;
  readonly object: JsonObject;
}

/** Cleans up after each change, never within it. */
export function collectGarbage(cluster: Cluster): { stop(): void } {
  let scheduled: NodeJS.Immediate | undefined;
  const round = (): void => {
    scheduled = undefined;
    const kept = everything(cluster);
    const uids = new Set(kept.map(({ object }) => uidOf(object)));
    for (const one of kept) settle(cluster, one, kept, uids);
  };
  const unsubscribe = cluster.store.subscribe(() => (scheduled ??= setImmediate(round)));
  return {
    stop: () => {
      unsubscribe();
      if (scheduled) clearImmediate(scheduled);
    },
  };
}

function everything({ store }: Cluster): readonly Kept[] {
  return store.storages().flatMap((storage) => store.list(storage).map((object) => ({ storage, object })));
}

function settle(cluster: Cluster, one: Kept, all: readonly Kept[], uids: ReadonlySet<string>): void {
  const { storage, object } = one;
  if (cluster.store.get(storage, namespaceOf(object), nameOf(object)) !== object) return;
  const owners = objectsAt(objectAt(object, 'metadata'), 'ownerReferences');
  const isThere = (owner: JsonObject): boolean => uids.has(stringAt(owner, 'uid') ?? '');
  if (owners.length > 0 && !owners.some(isThere)) discard(cluster, one);
  else if (!owners.every(isThere)) {
    put(cluster, storage, object, (metadata) => (metadata['ownerReferences'] = owners.filter(isThere)));
  }
  if (!isDeleting(object)) return;
  const finalizers = stringsAt(objectAt(object, 'metadata'), 'finalizers');
  if (finalizers.includes('orphan')) return orphan(cluster, one, all);
  if (finalizers.includes('foregroundDeletion')) return foreground(cluster, one, all);
  if (storage === NAMESPACES) return emptyNamespace(cluster, one);
  if (storage === CRD_STORAGE && finalizers.includes(CRD_FINALIZER)) dropKind(cluster, one);
}

function discard(cluster: Cluster, { storage, object }: Kept): void {
  const kind = cluster.registry.ofStorage(storage);
  if (!kind || isDeleting(object)) return;
  const target = { kind, namespace: namespaceOf(object), name: nameOf(object) };
  remove(cluster, target, { dryRun: false, propagationPolicy: 'Background' });
}

const dependentsOf = (owner: JsonObject, all: readonly Kept[]): readonly Kept[] =>
  all.filter(({ object }) => ownersOf(object).some((one) => stringAt(one, 'uid') === uidOf(owner)));

const ownersOf = (object: JsonObject): JsonObject[] => objectsAt(objectAt(object, 'metadata'), 'ownerReferences');

const uidOf = (object: JsonObject): string => stringAt(objectAt(object, 'metadata'), 'uid') ?? '';

function orphan(cluster: Cluster, { storage, object }: Kept, all: readonly Kept[]): void {
  for (const { storage: at, object: dependent } of dependentsOf(object, all)) {
    put(cluster, at, dependent, (metadata) => {
      const others = objectsAt(metadata, 'ownerReferences').filter((one) => stringAt(one, 'uid') !== uidOf(object));
      if (others.length > 0) metadata['ownerReferences'] = others;
      else delete metadata['ownerReferences'];
    });
  }
  dropFinalizer(cluster, storage, object, 'orphan');
}

function foreground(cluster: Cluster, { storage, object }: Kept, all: readonly Kept[]): void {
  const dependents = dependentsOf(object, all).filter(({ storage: at, object: one }) =>
    cluster.store.get(at, namespaceOf(one), nameOf(one)),
  );
  for (const { storage: at, object: dependent } of dependents) {
    const kind = cluster.registry.ofStorage(at);
    if (!kind || isDeleting(dependent)) continue;
    const target = { kind, namespace: namespaceOf(dependent), name: nameOf(dependent) };
    remove(cluster, target, { dryRun: false, propagationPolicy: 'Foreground' });
  }
  const blocks = dependents.some(
    ({ storage: at, object: one }) =>
      cluster.store.get(at, namespaceOf(one), nameOf(one)) &&
      ownersOf(one).some((owner) => stringAt(owner, 'uid') === uidOf(object) && owner['blockOwnerDeletion'] === true),
  );
  if (!blocks) dropFinalizer(cluster, storage, object, 'foregroundDeletion');
}

function emptyNamespace(cluster: Cluster, { storage, object }: Kept): void {
  const contents = contentsOf(cluster.store, nameOf(object));
  contents.forEach((one) => discard(cluster, one));
  const left = contentsOf(cluster.store, nameOf(object));
  if (left.length > 0) return tellWhatRemains(cluster, { storage, object }, left);
  const finalized = withoutKubernetesFinalizer(object);
  if (isReleased(finalized)) cluster.store.remove(storage, '', nameOf(object));
  else if (stringsAt(objectAt(object, 'spec'), 'finalizers').includes('kubernetes'))
    cluster.store.put(storage, finalized);
}

function tellWhatRemains({ store, now }: Cluster, { storage, object }: Kept, left: readonly Kept[]): void {
  const before = conditionsOf(object);
  const conditions = deletionConditions(left, before, timestamp(now()));
  if (isDeepStrictEqual(conditions, before)) return;
  store.put(storage, { ...copy(object), status: { ...objectAt(object, 'status'), conditions } });
}

function dropKind(cluster: Cluster, { storage, object }: Kept): void {
  const spec = objectAt(object, 'spec');
  const at = `${stringAt(objectAt(spec, 'names'), 'plural')}.${stringAt(spec, 'group')}`;
  const rest = (): readonly JsonObject[] => cluster.store.list(at);
  rest().forEach((one) => discard(cluster, { storage: at, object: one }));
  if (rest().length === 0) dropFinalizer(cluster, storage, object, CRD_FINALIZER);
}

function dropFinalizer(cluster: Cluster, storage: string, object: JsonObject, finalizer: string): void {
  put(cluster, storage, object, (metadata) => {
    const others = stringsAt(metadata, 'finalizers').filter((one) => one !== finalizer);
    if (others.length > 0) metadata['finalizers'] = others;
    else delete metadata['finalizers'];
  });
}

function put({ store }: Cluster, storage: string, object: JsonObject, change: (metadata: JsonObject) => void): void {
  const now = store.get(storage, namespaceOf(object), nameOf(object));
  if (!now) return;
  const draft = copy(now);
  change(objectAt(draft, 'metadata'));
  if (isReleased(draft)) store.remove(storage, namespaceOf(object), nameOf(object));
  else store.put(storage, draft);
}
