// How is a scale read and written through its object?
import type { JsonObject } from '../../json.js';
import { methodNotAllowed, noSuchPath, notFound } from '../api-error.js';
import { json } from './answers.js';
import { targetOf } from './asked.js';
import { parsed } from './body.js';
import type { Cluster } from '../cluster.js';
import type { ApiAnswer, ApiRequest, Exchange } from '../exchange.js';
import { changeOf, mediaType } from '../objects/patch.js';
import { scaleOf, withScale } from '../objects/scale.js';
import { writeOptions } from './query.js';
import type { ObjectRoute } from './route.js';
import { fromStored } from '../objects/stored.js';
import { update } from '../objects/write.js';

export function onScale(cluster: Cluster, exchange: Exchange, route: ObjectRoute): ApiAnswer {
  const { request, method, query } = exchange;
  const { kind, namespace, name } = route;
  const { scale: paths } = kind;
  const kept = cluster.store.get(kind.storage, namespace, name);
  if (!paths) throw noSuchPath();
  if (!kept) throw notFound(kind, name);
  if (method === 'GET') return json(200, scaleOf(fromStored(kind, kept), paths));
  const wish = wishOf(request, method);
  const target = targetOf(exchange, route, writeOptions(query, method === 'PUT' ? 'UpdateOptions' : 'PatchOptions'));
  const scaled = update(cluster, target, (before) => withScale(before, wish(scaleOf(before, paths)), paths));
  return json(200, scaleOf(scaled, paths));
}

/** Throws 405 for another method. */
function wishOf({ body, headers }: ApiRequest, method: string): (scale: JsonObject) => JsonObject {
  const type = headers['content-type'];
  switch (method) {
    case 'PUT': {
      const { value } = parsed(body, type);
      return () => value;
    }
    case 'PATCH':
      return changeOf(mediaType(type), body, { isCustom: false, schema: {} });
    default:
      throw methodNotAllowed();
  }
}
