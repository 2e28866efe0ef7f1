// What is there? All resources by id without regard to case, and by type.
import { parentId } from './arm-path.js';
import type { JsonObject } from '../json.js';
import { isObject } from '../json.js';
import { referenceAt } from './reference.js';
import type { Resource } from './resource.js';

export class Store {
  readonly #byId = new Map<string, Resource>();
  readonly #byType = new Map<string, Map<string, Resource>>();
  /** By the id of the resource that contains it: a zone has thousands of record sets. */
  readonly #byParent = new Map<string, Map<string, Resource>>();
  /** Alias record sets by what they point at. */
  readonly #byTarget = new Map<string, Map<string, Resource>>();
  /** What was sorted before, for as long as it holds: a list is asked for page by page. */
  readonly #sortedByParent = new Map<string, readonly Resource[]>();

  get(id: string): Resource | undefined {
    return this.#byId.get(id.toLowerCase());
  }

  put(resource: Resource): void {
    const key = resource.id.toLowerCase();
    this.delete(key);
    this.#byId.set(key, resource);
    this.#index(this.#byType, resource.type.toLowerCase()).set(key, resource);
    this.#index(this.#byParent, parentId(key)).set(key, resource);
    const target = referenceAt(resource.properties, 'targetResource');
    if (target !== undefined) this.#index(this.#byTarget, target).set(key, resource);
    this.#sortedByParent.delete(parentId(key));
  }

  delete(id: string): boolean {
    const key = id.toLowerCase();
    const resource = this.#byId.get(key);
    if (resource === undefined) return false;
    this.#byId.delete(key);
    this.#byType.get(resource.type.toLowerCase())?.delete(key);
    this.#byParent.get(parentId(key))?.delete(key);
    const target = referenceAt(resource.properties, 'targetResource');
    if (target !== undefined) this.#byTarget.get(target)?.delete(key);
    this.#sortedByParent.delete(parentId(key));
    return true;
  }

  ofType(type: string): readonly Resource[] {
    return sorted(this.#byType.get(type.toLowerCase())?.values() ?? []);
  }

  /** One level down; the same array until one of them changes. */
  childrenOf(id: string): readonly Resource[] {
    const key = id.toLowerCase();
    const found = this.#sortedByParent.get(key) ?? sorted(this.#byParent.get(key)?.values() ?? []);
    this.#sortedByParent.set(key, found);
    return found;
  }

  countChildren(id: string): number {
    return this.#byParent.get(id.toLowerCase())?.size ?? 0;
  }

  aliasesOf(id: string): readonly Resource[] {
    return sorted(this.#byTarget.get(id.toLowerCase())?.values() ?? []);
  }

  /** At any depth. */
  under(id: string): readonly Resource[] {
    const prefix = `${id.toLowerCase()}/`;
    return sorted([...this.#byId].filter(([key]) => key.startsWith(prefix)).map(([, resource]) => resource));
  }

  all(): readonly Resource[] {
    return sorted(this.#byId.values());
  }

  clear(): void {
    this.#byId.clear();
    this.#byType.clear();
    this.#byParent.clear();
    this.#byTarget.clear();
    this.#sortedByParent.clear();
  }

  #index(index: Map<string, Map<string, Resource>>, key: string): Map<string, Resource> {
    const found = index.get(key) ?? new Map<string, Resource>();
    index.set(key, found);
    return found;
  }
}

function sorted(resources: Iterable<Resource>): readonly Resource[] {
  return [...resources].sort((a, b) => (a.id.toLowerCase() < b.id.toLowerCase() ? -1 : 1));
}

/** A resource from a stranger's JSON: id needed, name and type filled in from it. */
export function asResource(value: unknown): Resource | undefined {
  if (!isObject(value) || typeof value['id'] !== 'string') return undefined;
  const id = value['id'];
  const name = typeof value['name'] === 'string' ? value['name'] : id.slice(id.lastIndexOf('/') + 1);
  const type = typeof value['type'] === 'string' ? value['type'] : typeOfId(id);
  if (type === undefined) return undefined;
  const properties: JsonObject = isObject(value['properties']) ? value['properties'] : {};
  return { ...value, id, name, type, properties };
}

function typeOfId(id: string): string | undefined {
  if (/^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+$/i.test(id)) return 'Microsoft.Resources/resourceGroups';
  const at = id.toLowerCase().lastIndexOf('/providers/');
  if (at < 0) return undefined;
  const [namespace, ...rest] = id.slice(at + '/providers/'.length).split('/');
  return [namespace, ...rest.filter((_, index) => index % 2 === 0)].join('/');
}
