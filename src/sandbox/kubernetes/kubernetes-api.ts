// What does the API answer? One function from request to response; everything it remembers is in its store.
import { stringAt, textAt } from '../json.js';
import { inYaml, refused } from './requests/answers.js';
import { badRequest, noSuchPath } from './api-error.js';
import { authenticate } from './requests/authentication.js';
import { seedObjects } from './builtin-kinds.js';
import type { LocalClient } from './client.js';
import type { Cluster } from './cluster.js';
import { discovery } from './documents/discovery.js';
import type { ApiAnswer, ApiRequest, Exchange } from './exchange.js';
import { Faults } from './faults.js';
import { collectGarbage } from './objects/garbage.js';
import { KindRegistry } from './kind-registry.js';
import { localClient } from './local-client.js';
import { onCollection } from './requests/on-collection.js';
import { onObject } from './requests/on-object.js';
import { openApiV3 } from './documents/openapi.js';
import type { Rendering } from './requests/representation.js';
import { includeObjectOf, representationOf, wantsYaml } from './requests/representation.js';
import { isOfObject, routeOf } from './requests/route.js';
import { Store } from './objects/store.js';
import { create } from './objects/write.js';

export interface KubernetesApi {
  /** Never throws: a refusal is an answer. */
  readonly handle: (request: ApiRequest) => Promise<ApiAnswer>;
  readonly client: LocalClient;
  readonly faults: Faults;
  /** Forgets the history: whoever watches or pages from before now gets a 410. */
  compact(): void;
  stop(): void;
}

export interface KubernetesApiOptions {
  /** The administrator's bearer token. */
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly bookmarkMs?: number;
}

/** Where no API begins. */
const NO_PAGE: ApiAnswer = {
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: '404 page not found\n',
};
const DEFAULT_WATCH_MS = 40 * 60_000;

export function createKubernetesApi({
  token,
  now = Date.now,
  bookmarkMs = 60_000,
}: KubernetesApiOptions): KubernetesApi {
  const store = new Store();
  const cluster: Cluster = { store, registry: new KindRegistry(store), now };
  const faults = new Faults();
  const timing = { bookmarkMs, defaultTimeoutMs: DEFAULT_WATCH_MS };
  seed(cluster);
  const garbage = collectGarbage(cluster);

  const answer = (request: ApiRequest): ApiAnswer => {
    const { path, query } = splitUrl(request.url);
    authenticate(request, path, token);
    const { delayMs, drop } = faults.strike(request.method, request.url);
    if (drop === 'before') return { status: 0, headers: {}, drop: true, delayMs };
    const rendering = renderingOf(request, path, query, now());
    const answered = respond({ request, method: request.method, path, query, rendering });
    const shown = wantsYaml(request.headers['accept']) ? inYaml(answered) : answered;
    return { ...shown, ...(delayMs > 0 && { delayMs }), ...(drop && { drop: true as const }) };
  };

  const respond = (exchange: Exchange): ApiAnswer => {
    const described = describedBy(cluster, exchange);
    if (described) return described;
    if (!isUnderApi(cluster, exchange.path)) return NO_PAGE;
    const route = routeOf(exchange.path, cluster.registry);
    if (!route) throw noSuchPath();
    return isOfObject(route)
      ? onObject(cluster, exchange, route)
      : onCollection(cluster, exchange, route, { timing, end: faults.watchesEnd });
  };

  return {
    handle: (request) => {
      try {
        return Promise.resolve(answer(request));
      } catch (error) {
        return Promise.resolve(refused(error));
      }
    },
    client: localClient(cluster),
    faults,
    compact: () => store.compact(),
    stop: () => {
      garbage.stop();
      faults.dropWatches();
    },
  };
}

/** What the API says of itself: its health, its kinds and their shapes. */
function describedBy({ registry }: Cluster, { method, path, query, request }: Exchange): ApiAnswer | undefined {
  if (/^\/(healthz|livez|readyz)(\/|$)/.test(path)) {
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'ok' };
  }
  if (method !== 'GET') return undefined;
  const kinds = registry.kinds();
  return discovery(kinds, path, request.headers['accept']) ?? openApiV3(kinds, path, query.get('hash') ?? undefined);
}

function isUnderApi({ registry }: Cluster, path: string): boolean {
  return path.startsWith('/api/') || registry.kinds().some(({ group }) => path.startsWith(`/apis/${group}/`));
}

/** Namespaces before what is in them. */
function seed(cluster: Cluster): void {
  for (const object of seedObjects()) {
    const kind = cluster.registry.ofObject(object);
    if (!kind) throw new Error(`no kind for ${textAt(object, 'apiVersion')} ${textAt(object, 'kind')}`);
    const namespace = stringAt(object['metadata'], 'namespace') ?? '';
    create(cluster, { kind, namespace, manager: 'kube-apiserver', dryRun: false }, object);
  }
}

function renderingOf(request: ApiRequest, path: string, query: URLSearchParams, now: number): Rendering {
  const isDescription =
    /^\/(api|apis|version|openapi|healthz|livez|readyz)(\/|$)/.test(path) && !/^\/apis?\/.+\/.+/.test(path);
  return {
    representation:
      isDescription || request.method === 'DELETE' ? 'Object' : representationOf(request.headers['accept']),
    includeObject: includeObjectOf(query),
    now,
  };
}

function splitUrl(url: string): { readonly path: string; readonly query: URLSearchParams } {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  try {
    decodeURIComponent(path);
  } catch {
    throw badRequest(`the path ${JSON.stringify(path)} is not a valid URL path`);
  }
  return { path: path.replace(/(?<=.)\/+$/, ''), query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)) };
}
