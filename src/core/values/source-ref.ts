// Which object of the cluster is meant? A SourceRef is the answer as text: it goes through every stage,
// from what an object asks for to the operation it causes, the event it gets and the mark left in Azure.

/** `Kind/namespace/name`, or `Kind/name` for a cluster-scoped kind. Sorts as text. */
export type SourceRef = string & { readonly __brand: 'SourceRef' };

export function sourceRef(kind: string, namespace: string | undefined, name: string): SourceRef {
  return (namespace ? `${kind}/${namespace}/${name}` : `${kind}/${name}`) as SourceRef;
}

export interface SourceRefParts {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Undefined where the text isn't `Kind/name` or `Kind/namespace/name`. */
export function parseSourceRef(text: string): SourceRefParts | undefined {
  const parts = text.split('/');
  if (parts.some((part) => part === '')) return undefined;
  const [kind, second, third] = parts;
  if (parts.length === 2) return { kind: kind!, name: second! };
  if (parts.length === 3) return { kind: kind!, namespace: second!, name: third! };
  return undefined;
}

/** Sorted, each once: the form in which `because` is kept everywhere. */
export function uniqueSources(sources: Iterable<SourceRef>): readonly SourceRef[] {
  return [...new Set(sources)].sort();
}

/** The settings' own object, of which there is one. */
export const AZURE_NETWORK_REF: SourceRef = sourceRef('AzureNetwork', undefined, 'default');
