// What may be asked of a collection? To list it, to watch it, to take a new object, to delete what is selected.
import { objectAt } from '../../json.js';
import { json } from './answers.js';
import { methodNotAllowed } from '../api-error.js';
import { bodyIfAny, managerOf, warningsOf } from './asked.js';
import { parsed, understood } from './body.js';
import type { Cluster } from '../cluster.js';
import { deleteOptions, remove } from '../objects/delete.js';
import type { ApiAnswer, Exchange } from '../exchange.js';
import { list } from '../objects/list.js';
import { isTrue, writeOptions } from './query.js';
import { renderList, renderObject } from './representation.js';
import { answerReview, isReview } from './reviews.js';
import type { Route } from './route.js';
import type { WatchTiming } from '../objects/watch.js';
import { watch } from '../objects/watch.js';
import { create } from '../objects/write.js';

export interface Watching {
  readonly timing: WatchTiming;
  /** Aborted when every watch is to end. */
  readonly end: AbortSignal;
}

export function onCollection(cluster: Cluster, exchange: Exchange, route: Route, watching: Watching): ApiAnswer {
  switch (exchange.method) {
    case 'GET':
      if (isReview(route.kind)) throw methodNotAllowed();
      return isTrue(exchange.query.get('watch') ?? 'false')
        ? watched(cluster, exchange, route, watching)
        : listed(cluster, exchange, route);
    case 'POST':
      return created(cluster, exchange, route);
    case 'DELETE':
      return deletedCollection(cluster, exchange, route);
    default:
      throw methodNotAllowed();
  }
}

function watched(cluster: Cluster, { query, rendering }: Exchange, route: Route, { timing, end }: Watching): ApiAnswer {
  const stream = watch(cluster, route, query, rendering, timing, end);
  return { status: 200, headers: { 'content-type': 'application/json' }, stream };
}

function listed(cluster: Cluster, { query, rendering }: Exchange, route: Route): ApiAnswer {
  const { items, metadata } = list(cluster, route, query);
  return json(200, renderList(route.kind, items, metadata, rendering));
}

function created(cluster: Cluster, exchange: Exchange, { kind, namespace }: Route): ApiAnswer {
  const { request, query, rendering } = exchange;
  if (kind.namespaced && namespace === '' && !isReview(kind)) throw methodNotAllowed();
  const options = writeOptions(query, 'CreateOptions');
  const { value, duplicates } = parsed(request.body, request.headers['content-type'], kind);
  const read = understood(kind, value, duplicates, options);
  if (isReview(kind)) return json(201, answerReview(kind, read.value, rendering.now));
  const object = create(cluster, { kind, namespace, manager: managerOf(exchange), dryRun: options.dryRun }, read.value);
  return json(201, renderObject(kind, object, rendering), [...read.warnings, ...warningsOf(kind, object)]);
}

function deletedCollection(cluster: Cluster, { request, query, rendering }: Exchange, route: Route): ApiAnswer {
  const { kind } = route;
  if (!kind.verbs.includes('deletecollection') || (kind.namespaced && route.namespace === '')) throw methodNotAllowed();
  const options = deleteOptions(bodyIfAny(request), query);
  const { items, metadata } = list(cluster, route, query);
  const gone = items.map((object) => {
    const { name, namespace } = objectAt(object, 'metadata');
    return remove(cluster, { kind, namespace: (namespace as string | undefined) ?? '', name: name as string }, options)
      .object;
  });
  return json(200, renderList(kind, gone, metadata, rendering));
}
