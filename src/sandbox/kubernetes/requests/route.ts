// What does a path name? A collection, an object or a subresource of a kind that is served.
// https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris
import { noSuchPath } from '../api-error.js';
import type { Kind } from '../kind.js';
import type { KindRegistry } from '../kind-registry.js';

export interface Route {
  readonly kind: Kind;
  /** '' for the cluster's objects, and for a list over all namespaces. */
  readonly namespace: string;
  readonly name?: string;
  readonly subresource?: string;
}

export type ObjectRoute = Route & { readonly name: string };

export function isOfObject(route: Route): route is ObjectRoute {
  return route.name !== undefined;
}

/** Throws 404 for a kind that isn't served. Undefined: no path of a kind at all. */
export function routeOf(path: string, registry: KindRegistry): Route | undefined {
  const segments = path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeURIComponent);
  const [root] = segments;
  const rest = root === 'api' ? segments.slice(2) : root === 'apis' ? segments.slice(3) : [];
  if (rest.length === 0) return undefined;
  const [group, version] = root === 'api' ? ['', segments[1]!] : [segments[1]!, segments[2]!];
  const { namespace, tail } = splitNamespace(rest);
  const [plural, name, ...sub] = tail;
  const kind = plural === undefined ? undefined : registry.find(group, version, plural);
  const isOne = name !== undefined;
  if (
    !kind ||
    sub.length > 1 ||
    (namespace !== '' && !kind.namespaced) ||
    (isOne && kind.namespaced && namespace === '')
  ) {
    throw noSuchPath();
  }
  const [subresource] = sub;
  return { kind, namespace, ...(isOne && { name }), ...(subresource !== undefined && { subresource }) };
}

const OF_NAMESPACES = new Set(['status', 'finalize']);

// `/namespaces/x/status` is about the namespace, `/namespaces/x/pods` about what is in it.
function splitNamespace(segments: readonly string[]): { namespace: string; tail: readonly string[] } {
  const [first, namespace, next] = segments;
  if (first !== 'namespaces' || next === undefined || OF_NAMESPACES.has(next)) return { namespace: '', tail: segments };
  return { namespace: namespace!, tail: segments.slice(2) };
}
