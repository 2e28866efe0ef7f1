// What must be known besides an object to read the names that it asks for? The settings, and the labels of namespaces.
import type { NameSource, NameSourceKind, Settings } from '../../settings.js';
import type { Labels } from '../../values/selector.js';
import { matches } from '../../values/selector.js';
import { ANNOTATIONS } from '../annotations/index.js';
import type { Meta, Namespace } from '../cluster-state.js';
import { memoise } from '../memoise.js';

/** The same value for as long as neither changes: a key for what was read with it. */
export interface NamesContext {
  readonly settings: Settings;
  /** None for a namespace that isn't known, and for an object without one. */
  readonly labelsOf: (namespace: string | undefined) => Labels;
}

const NO_LABELS: Labels = {};

export const namesContext = memoise((namespaces: readonly Namespace[], settings: Settings): NamesContext => {
  const byName = new Map(namespaces.map(({ meta }) => [meta.name, meta.labels]));
  return { settings, labelsOf: (namespace) => (namespace && byName.get(namespace)) || NO_LABELS };
});

/** How the settings want this object's names read; undefined where it is to give none, or is another controller's. */
export function sourceOf(
  kind: NameSourceKind,
  meta: Meta,
  { settings, labelsOf }: NamesContext,
): NameSource | undefined {
  const source = settings.dns.sources.find((one) => one.kind === kind);
  if (!source) return undefined;
  const { namespaceSelector, labelSelector, annotationSelector } = source;
  const isChosen =
    (!namespaceSelector || matches(namespaceSelector, labelsOf(meta.namespace))) &&
    (!labelSelector || matches(labelSelector, meta.labels)) &&
    (!annotationSelector || matches(annotationSelector, meta.annotations));
  return isChosen && !isLeftToOthers(meta) ? source : undefined;
}

function isLeftToOthers({ annotations }: Meta): boolean {
  const key = ANNOTATIONS.controller.keys.find((one) => annotations[one] !== undefined);
  return key !== undefined && annotations[key]!.trim() !== 'dns-controller';
}
