// What objects of one kind are there, in order? A few changes among many objects cost a copy of the list, not a sort.
import type { ClusterObject } from '../core/cluster/cluster-state.js';

export class SortedObjects {
  private readonly byKey = new Map<string, ClusterObject>();
  private readonly changed = new Set<string>();
  private sorted: readonly ClusterObject[] = [];

  put(object: ClusterObject): void {
    const key = keyOf(object);
    this.byKey.set(key, object);
    this.changed.add(key);
  }

  remove(object: ClusterObject): void {
    const key = keyOf(object);
    this.byKey.delete(key);
    this.changed.add(key);
  }

  replace(objects: readonly ClusterObject[]): void {
    for (const key of this.byKey.keys()) this.changed.add(key);
    this.byKey.clear();
    for (const object of objects) this.put(object);
  }

  get size(): number {
    return this.byKey.size;
  }

  /** Sorted by namespace and name; the same array until something changes. */
  list(): readonly ClusterObject[] {
    if (this.changed.size === 0) return this.sorted;
    if (this.changed.size > 100) this.sorted = [...this.byKey.values()].sort(compare);
    else this.sorted = this.merged();
    this.changed.clear();
    return this.sorted;
  }

  private merged(): readonly ClusterObject[] {
    const result = [...this.sorted];
    for (const key of this.changed) {
      const at = place(result, key);
      const isThere = result[at] !== undefined && keyOf(result[at]) === key;
      const object = this.byKey.get(key);
      result.splice(at, isThere ? 1 : 0, ...(object ? [object] : []));
    }
    return result;
  }
}

// A null sorts before every character of a name, so that keys sort as namespace and name do.
function keyOf({ meta }: ClusterObject): string {
  return `${meta.namespace ?? ''}\0${meta.name}`;
}

function compare(a: ClusterObject, b: ClusterObject): number {
  const left = keyOf(a);
  const right = keyOf(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The first index whose key isn't smaller. */
function place(objects: readonly ClusterObject[], key: string): number {
  let from = 0;
  let to = objects.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (keyOf(objects[middle]!) < key) from = middle + 1;
    else to = middle;
  }
  return from;
}
