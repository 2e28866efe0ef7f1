// What is a namespace to the objects in it? It must be there before they are, and takes them with it when it goes.
import type { JsonObject } from '../../json.js';
import { objectAt, stringsAt } from '../../json.js';
import { ApiError, notFound } from '../api-error.js';
import { isDeleting } from './finalizers.js';
import type { Kind } from '../kind.js';
import type { Store } from './store.js';
import { namespaceOf } from './store.js';

export const NAMESPACES = 'namespaces';
const NAMESPACE_KIND = { group: '', plural: 'namespaces', kind: 'Namespace' };

/** Throws 404 for a namespace that isn't there, 403 for one that is on its way out. */
export function namespaceTakes(
  store: Store,
  { kind, namespace }: { readonly kind: Kind; readonly namespace: string },
  name: string,
): void {
  if (namespace === '') return;
  const found = store.get(NAMESPACES, '', namespace);
  if (!found) throw notFound(NAMESPACE_KIND, namespace);
  if (!isDeleting(found)) return;
  const message = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const resource = kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`;
  throw new ApiError(403, 'Forbidden', `${resource} ${JSON.stringify(name)} is forbidden: ${message}`, {
    name,
    ...(kind.group !== '' && { group: kind.group }),
    kind: kind.plural,
    causes: [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  });
}

/** What is still in it, of any kind. */
export function contentsOf(store: Store, namespace: string): readonly { storage: string; object: JsonObject }[] {
  return store
    .storages()
    .flatMap((storage) => store.list(storage).map((object) => ({ storage, object })))
    .filter(({ object }) => namespaceOf(object) === namespace);
}

export function withoutKubernetesFinalizer(namespace: JsonObject): JsonObject {
  const finalizers = stringsAt(objectAt(namespace, 'spec'), 'finalizers').filter((one) => one !== 'kubernetes');
  const { finalizers: _, ...rest } = objectAt(namespace, 'spec');
  return { ...namespace, spec: finalizers.length > 0 ? { ...rest, finalizers } : rest };
}
