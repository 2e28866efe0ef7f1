// Kinds for tests that need no more of a kind than its names.
import type { Kind } from '../../../src/sandbox/kubernetes/kind.js';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** A custom kind, unless `given` says otherwise. */
export function kindRow(group: string, version: string, kind: string, given: Partial<Kind> = {}): Kind {
  const plural = `${kind.toLowerCase()}s`;
  return {
    group,
    version,
    kind,
    listKind: `${kind}List`,
    plural,
    singular: kind.toLowerCase(),
    shortNames: [],
    categories: [],
    namespaced: true,
    verbs: VERBS,
    subresources: [],
    storage: `${plural}.${group}`,
    schema: { type: 'object', properties: { spec: { type: 'object' } } },
    rules: {},
    isCustom: true,
    ...given,
  };
}
