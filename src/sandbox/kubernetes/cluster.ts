// What do the errands of the API share? The store, the kinds and the clock.
import type { ClusterView } from './kind.js';
import type { KindRegistry } from './kind-registry.js';
import type { Store } from './objects/store.js';

export interface Cluster {
  readonly store: Store;
  readonly registry: KindRegistry;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export function viewOf({ store }: Cluster): ClusterView {
  return { list: (storage) => store.list(storage) };
}

/** RFC 3339 in whole seconds, as metadata has it. */
export function timestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
