// Which kinds are served now? The built-in ones, and those that the stored CustomResourceDefinitions define.
import type { JsonObject } from '../json.js';
import { textAt } from '../json.js';
import { BUILTIN_KINDS } from './builtin-kinds.js';
import { kindsOf } from './custom-resources/index.js';
import type { Kind } from './kind.js';
import type { Store } from './objects/store.js';
import { nameOf } from './objects/store.js';

export const CRD_STORAGE = 'customresourcedefinitions.apiextensions.k8s.io';

export class KindRegistry {
  readonly #custom = new Map<string, readonly Kind[]>();
  #byPath = new Map<string, Kind>();
  #kinds: readonly Kind[] = [];

  constructor(store: Store) {
    store.subscribe(({ storage, type, object }) => {
      if (storage !== CRD_STORAGE) return;
      if (type === 'DELETED') this.#custom.delete(nameOf(object));
      else this.#custom.set(nameOf(object), kindsOf(object));
      this.#index();
    });
    this.#index();
  }

  /** In the order of their groups, custom ones last. */
  kinds(): readonly Kind[] {
    return this.#kinds;
  }

  find(group: string, version: string, plural: string): Kind | undefined {
    return this.#byPath.get(`${group}/${version}/${plural}`);
  }

  /** Of an object's own apiVersion and kind. */
  ofObject(object: JsonObject): Kind | undefined {
    const { group, version } = groupVersionOf(textAt(object, 'apiVersion'));
    return this.#kinds.find((one) => one.kind === object['kind'] && one.group === group && one.version === version);
  }

  /** One of the kinds that share a store: the first version. */
  ofStorage(storage: string): Kind | undefined {
    return this.#kinds.find((one) => one.storage === storage);
  }

  #index(): void {
    this.#kinds = [
      ...BUILTIN_KINDS,
      ...[...this.#custom].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, kinds]) => kinds),
    ];
    this.#byPath = new Map(this.#kinds.map((kind) => [`${kind.group}/${kind.version}/${kind.plural}`, kind]));
  }
}

export function apiVersionOf({ group, version }: Pick<Kind, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

export function groupVersionOf(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}
