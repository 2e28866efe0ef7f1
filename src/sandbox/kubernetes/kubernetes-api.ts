// What does the API answer? One function from request to response; everything it remembers is in its store.
import type { Json, JsonObject } from '../json.js';
import { objectAt, stringAt, textAt } from '../json.js';
import { ApiError, badRequest, methodNotAllowed, noSuchPath } from './api-error.js';
import { authenticate } from './authentication.js';
import { parsed, understood } from './body.js';
import { seedObjects } from './builtin-kinds.js';
import type { LocalClient } from './client.js';
import type { Cluster } from './cluster.js';
import { deleteOptions, remove } from './delete.js';
import { discovery } from './discovery.js';
import type { ApiAnswer, ApiRequest } from './exchange.js';
import { Faults } from './faults.js';
import { collectGarbage } from './garbage.js';
import { KindRegistry } from './kind-registry.js';
import { list } from './list.js';
import { localClient } from './local-client.js';
import { openApiV3 } from './openapi.js';
import { changeOf, mediaType, patch } from './patch.js';
import { isTrue, writeOptions } from './query.js';
import type { Rendering } from './representation.js';
import { includeObjectOf, renderList, renderObject, representationOf } from './representation.js';
import { notFound } from './api-error.js';
import { answerReview, isReview } from './reviews.js';
import type { Route } from './route.js';
import { routeOf } from './route.js';
import { scaleOf, scalePathsOf, withScale } from './scale.js';
import { Store } from './store.js';
import { fromStored } from './stored.js';
import { watch } from './watch.js';
import type { WriteTarget } from './write.js';
import { create, update } from './write.js';

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

const DEFAULT_WATCH_MS = 40 * 60_000;

interface Exchange {
  readonly request: ApiRequest;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly rendering: Rendering;
}

export function createKubernetesApi({
  token,
  now = Date.now,
  bookmarkMs = 60_000,
}: KubernetesApiOptions): KubernetesApi {
  const store = new Store();
  const cluster: Cluster = { store, registry: new KindRegistry(store), now };
  const faults = new Faults();
  seed(cluster);
  const garbage = collectGarbage(cluster);

  const answer = (request: ApiRequest): ApiAnswer => {
    const { path, query } = splitUrl(request.url);
    authenticate(request, path, token);
    const { delayMs, drop } = faults.strike(request.method, request.url);
    if (drop === 'before') return { status: 0, headers: {}, drop: true, delayMs };
    const answered = respond({
      request,
      method: request.method,
      path,
      query,
      rendering: renderingOf(request, path, query, now()),
    });
    return { ...answered, ...(delayMs > 0 && { delayMs }), ...(drop && { drop: true as const }) };
  };

  const respond = (exchange: Exchange): ApiAnswer => {
    const { path, method, request } = exchange;
    if (/^\/(healthz|livez|readyz)(\/|$)/.test(path)) {
      return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'ok' };
    }
    const kinds = cluster.registry.kinds();
    const described = method === 'GET' && (discovery(kinds, path, request.headers['accept']) ?? openApiV3(kinds, path));
    if (described) return described;
    const route = routeOf(path, cluster.registry);
    if (!route) throw noSuchPath();
    return route.name === undefined
      ? onCollection(cluster, exchange, route)
      : onObject(cluster, exchange, { ...route, name: route.name });
  };

  const onCollection = (at: Cluster, exchange: Exchange, route: Route): ApiAnswer => {
    switch (exchange.method) {
      case 'GET':
        if (isReview(route.kind)) throw methodNotAllowed();
        if (isTrue(exchange.query.get('watch') ?? 'false')) {
          const timing = { bookmarkMs, defaultTimeoutMs: DEFAULT_WATCH_MS };
          const { query, rendering } = exchange;
          const stream = watch(at, route, query, rendering, timing, faults.watchesEnd);
          return { status: 200, headers: { 'content-type': 'application/json' }, stream };
        }
        return listed(at, exchange, route);
      case 'POST':
        return created(at, exchange, route);
      case 'DELETE':
        return deletedCollection(at, exchange, route);
      default:
        throw methodNotAllowed();
    }
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

/** Namespaces before what is in them. */
function seed(cluster: Cluster): void {
  for (const object of seedObjects()) {
    const kind = cluster.registry.ofObject(object);
    if (!kind) throw new Error(`no kind for ${textAt(object, 'apiVersion')} ${textAt(object, 'kind')}`);
    const namespace = stringAt(object['metadata'], 'namespace') ?? '';
    create(cluster, { kind, namespace, manager: 'kube-apiserver', dryRun: false }, object);
  }
}

function listed(cluster: Cluster, { query, rendering }: Exchange, route: Route): ApiAnswer {
  const { items, metadata } = list(cluster, route, query);
  return json(200, renderList(route.kind, items, metadata, rendering));
}

function created(cluster: Cluster, exchange: Exchange, { kind, namespace }: Route): ApiAnswer {
  const { request, query, rendering } = exchange;
  if (kind.namespaced && namespace === '' && !isReview(kind)) throw methodNotAllowed();
  const options = writeOptions(query);
  const { value, duplicates } = parsed(request.body, request.headers['content-type']);
  const read = understood(kind, value, duplicates, options);
  if (isReview(kind)) return json(201, answerReview(kind, read.value, rendering.now));
  const object = create(cluster, { kind, namespace, manager: managerOf(exchange), dryRun: options.dryRun }, read.value);
  return json(201, renderObject(kind, object, rendering), [...read.warnings, ...warningsOf(kind, object)]);
}

function deletedCollection(cluster: Cluster, { request, query, rendering }: Exchange, route: Route): ApiAnswer {
  const { kind } = route;
  if (!kind.verbs.includes('deletecollection')) throw methodNotAllowed();
  const options = deleteOptions(bodyIfAny(request), query);
  const { items, metadata } = list(cluster, route, query);
  const gone = items.map((object) => {
    const { name, namespace } = objectAt(object, 'metadata');
    return remove(cluster, { kind, namespace: (namespace as string | undefined) ?? '', name: name as string }, options)
      .object;
  });
  return json(200, renderList(kind, gone, metadata, rendering));
}

function onObject(cluster: Cluster, exchange: Exchange, route: Route & { readonly name: string }): ApiAnswer {
  const { request, method, query, rendering } = exchange;
  const { kind, namespace, name, subresource } = route;
  if (subresource !== undefined && !(kind.subresources as readonly string[]).includes(subresource)) throw noSuchPath();
  if (subresource === 'scale') return onScale(cluster, exchange, route);
  switch (method) {
    case 'GET': {
      const kept = cluster.store.get(kind.storage, namespace, name);
      if (!kept) throw notFound(kind, name);
      return json(200, renderObject(kind, fromStored(kind, kept), rendering));
    }
    case 'PUT': {
      const options = writeOptions(query);
      const { value, duplicates } = parsed(request.body, request.headers['content-type']);
      const read = understood(kind, value, duplicates, options);
      const object = update(cluster, targetOf(exchange, route, options.dryRun), () => read.value);
      return json(200, renderObject(kind, object, rendering), [...read.warnings, ...warningsOf(kind, object)]);
    }
    case 'PATCH': {
      const options = writeOptions(query);
      const target = targetOf(exchange, route, options.dryRun);
      const patched = patch(cluster, target, request.body, request.headers['content-type'], options);
      const warnings = [...patched.warnings, ...warningsOf(kind, patched.object)];
      return json(patched.isNew ? 201 : 200, renderObject(kind, patched.object, rendering), warnings);
    }
    case 'DELETE':
      return deleted(cluster, exchange, route);
    case 'POST':
      if (subresource === 'binding') return bound(cluster, exchange, route);
      throw methodNotAllowed();
    default:
      throw methodNotAllowed();
  }
}

/** A scheduler's word: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/binding-v1/ */
function bound(cluster: Cluster, exchange: Exchange, route: Route & { readonly name: string }): ApiAnswer {
  const { request, query } = exchange;
  const { value } = parsed(request.body, request.headers['content-type']);
  const nodeName = stringAt(objectAt(value, 'target'), 'name');
  if (!nodeName) throw badRequest('Binding "" is invalid: target.name: Required value');
  update(cluster, targetOf(exchange, route, writeOptions(query).dryRun), (pod) => ({
    ...pod,
    spec: { ...objectAt(pod, 'spec'), nodeName },
  }));
  return json(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
}

function deleted(
  cluster: Cluster,
  { request, query, rendering }: Exchange,
  route: Route & { readonly name: string },
): ApiAnswer {
  const { kind, name } = route;
  const { object, isGone } = remove(cluster, route, deleteOptions(bodyIfAny(request), query));
  if (!isGone) return json(200, renderObject(kind, object, rendering));
  return json(200, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name,
      ...(kind.group !== '' && { group: kind.group }),
      kind: kind.plural,
      uid: stringAt(object['metadata'], 'uid'),
    },
  });
}

function onScale(cluster: Cluster, exchange: Exchange, route: Route & { readonly name: string }): ApiAnswer {
  const { request, method, query } = exchange;
  const { kind, namespace, name } = route;
  const paths = scalePathsOf(kind);
  const kept = cluster.store.get(kind.storage, namespace, name);
  if (!paths) throw noSuchPath();
  if (!kept) throw notFound(kind, name);
  if (method === 'GET') return json(200, scaleOf(fromStored(kind, kept), paths));
  const { dryRun } = writeOptions(query);
  const target: WriteTarget & { name: string } = { ...targetOf(exchange, route, dryRun), subresource: 'scale' };
  if (method === 'PUT') {
    const { value } = parsed(request.body, request.headers['content-type']);
    return json(
      200,
      scaleOf(
        update(cluster, target, (before) => withScale(before, value, paths)),
        paths,
      ),
    );
  }
  if (method !== 'PATCH') throw methodNotAllowed();
  const type = mediaType(request.headers['content-type']);
  const change = changeOf(type, request.body, { isCustom: false, schema: {} });
  return json(
    200,
    scaleOf(
      update(cluster, target, (before) => withScale(before, change(scaleOf(before, paths)), paths)),
      paths,
    ),
  );
}

function targetOf(exchange: Exchange, route: Route & { readonly name: string }, dryRun: boolean) {
  const { kind, namespace, name, subresource } = route;
  return { kind, namespace, name, subresource, manager: managerOf(exchange), dryRun };
}

/** The first part of the user agent names whoever doesn't name itself. */
function managerOf({ query, request }: Exchange): string {
  return query.get('fieldManager') || (request.headers['user-agent'] ?? 'unknown').split('/')[0]!.slice(0, 128);
}

function warningsOf(kind: Route['kind'], object: JsonObject): readonly string[] {
  return kind.rules.warnings?.(object) ?? [];
}

function bodyIfAny(request: ApiRequest): Json | undefined {
  return request.body.length === 0 ? undefined : parsed(request.body, request.headers['content-type']).value;
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

function json(status: number, body: Json, warnings: readonly string[] = []): ApiAnswer {
  const quoted = warnings.map((text) => `299 - ${JSON.stringify(text)}`);
  return {
    status,
    headers: { 'content-type': 'application/json', ...(quoted.length > 0 && { warning: quoted.join(', ') }) },
    body,
  };
}

function refused(error: unknown): ApiAnswer {
  const known = error instanceof ApiError ? error : unforeseen(error);
  const seconds = known.details?.retryAfterSeconds;
  return {
    status: known.code,
    headers: { 'content-type': 'application/json', ...(seconds !== undefined && { 'retry-after': String(seconds) }) },
    body: known.status,
  };
}

function unforeseen(error: unknown): ApiError {
  return new ApiError(
    500,
    'InternalError',
    `Internal error occurred: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
}
