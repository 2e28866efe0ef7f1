// What does the API server do with a Namespace? It names it in a label, and holds it by a finalizer in its spec until
// it is empty.
import type { JsonObject } from '../../json.js';
import { isObject, objectAt, stringAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { AGE, column } from './columns.js';
import { dnsLabelProblems } from './names.js';

export const NAMESPACE_RULES: KindRules = {
  fillDefaults: (draft) => {
    const metadata = objectAt(draft, 'metadata');
    if (metadata.name === undefined) return;
    metadata.labels = { ...objectAt(metadata, 'labels'), 'kubernetes.io/metadata.name': metadata.name };
  },
  prepare: prepareNamespace,
  validateName: dnsLabelProblems,
  hasGeneration: false,
  columns: [column('Status', (namespace) => stringAt(objectAt(namespace, 'status'), 'phase') ?? ''), AGE],
};

function prepareNamespace(draft: JsonObject, before: JsonObject | undefined): void {
  if (before) {
    // Who writes a namespace without its finalizers didn't mean to free it.
    if (objectAt(draft, 'spec').finalizers === undefined) draft.spec = before.spec;
    return;
  }
  draft.status = { phase: 'Active' };
  const spec = isObject(draft.spec) ? draft.spec : (draft.spec = {});
  const finalizers = Array.isArray(spec.finalizers) ? spec.finalizers : [];
  spec.finalizers = finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'];
}
