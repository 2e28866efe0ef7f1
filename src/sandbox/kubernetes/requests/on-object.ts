// What may be asked of one object? To show it, to change it whole or in part, to delete it; and of a pod to be placed.
import { objectAt, stringAt } from '../../json.js';
import { ApiError, badRequest, methodNotAllowed, noSuchPath, notFound } from '../api-error.js';
import { json } from './answers.js';
import { bodyIfAny, targetOf, warningsOf } from './asked.js';
import { parsed, understood } from './body.js';
import type { Cluster } from '../cluster.js';
import { deleteOptions, remove } from '../objects/delete.js';
import type { ApiAnswer, Exchange } from '../exchange.js';
import type { Kind } from '../kind.js';
import { onScale } from './on-scale.js';
import { APPLY, mediaType, patch } from '../objects/patch.js';
import { mustBeReached, versionOf, writeOptions } from './query.js';
import { renderObject } from './representation.js';
import type { ObjectRoute } from './route.js';
import { fromStored } from '../objects/stored.js';
import { update } from '../objects/write.js';

export function onObject(cluster: Cluster, exchange: Exchange, route: ObjectRoute): ApiAnswer {
  const { kind, subresource } = route;
  mustBeServed(kind, subresource);
  if (subresource === 'scale') return onScale(cluster, exchange, route);
  switch (exchange.method) {
    case 'GET':
      return shown(cluster, exchange, route);
    case 'PUT':
      return replaced(cluster, exchange, route);
    case 'PATCH':
      return patched(cluster, exchange, route);
    case 'DELETE':
      if (subresource !== undefined) throw methodNotAllowed();
      return deleted(cluster, exchange, route);
    case 'POST':
      if (subresource === 'binding') return bound(cluster, exchange, route);
      throw methodNotAllowed();
    default:
      throw methodNotAllowed();
  }
}

const NO_PROCESS = 'pods are simulated here: nothing runs in them';

/** What the real API server serves and this one can't; kubectl shows the reason. */
const UNSERVED: Readonly<Record<string, string>> = {
  'pods/attach': NO_PROCESS,
  'pods/exec': NO_PROCESS,
  'pods/log': NO_PROCESS,
  'pods/portforward': NO_PROCESS,
  'pods/proxy': NO_PROCESS,
  'services/proxy': NO_PROCESS,
  'serviceaccounts/token': "there is one user here, whose token is in the sandbox's kubeconfig",
};

/** Throws 404, or 501 with the reason. */
function mustBeServed({ plural, subresources }: Kind, subresource: string | undefined): void {
  if (subresource === undefined) return;
  const why = UNSERVED[`${plural}/${subresource}`];
  if (why !== undefined) throw new ApiError(501, 'NotImplemented', `no ${plural}/${subresource}: ${why}`);
  if (!(subresources as readonly string[]).includes(subresource)) throw noSuchPath();
}

function shown({ store }: Cluster, { query, rendering }: Exchange, { kind, namespace, name }: ObjectRoute): ApiAnswer {
  mustBeReached(versionOf(query.get('resourceVersion')), store.version);
  const kept = store.get(kind.storage, namespace, name);
  if (!kept) throw notFound(kind, name);
  return json(200, renderObject(kind, fromStored(kind, kept), rendering));
}

function replaced(cluster: Cluster, exchange: Exchange, route: ObjectRoute): ApiAnswer {
  const { request, query, rendering } = exchange;
  const { kind, subresource } = route;
  const options = writeOptions(query, 'UpdateOptions');
  const { value, duplicates } = parsed(request.body, request.headers['content-type'], kind);
  const read = understood(kind, value, duplicates, options);
  const object = update(cluster, targetOf(exchange, route, options), () => read.value);
  return json(200, renderObject(kind, object, rendering), [...read.warnings, ...warningsOf(kind, object, subresource)]);
}

function patched(cluster: Cluster, exchange: Exchange, route: ObjectRoute): ApiAnswer {
  const { request, query, rendering } = exchange;
  const { kind, subresource } = route;
  const isApply = mediaType(request.headers['content-type']) === APPLY;
  const options = writeOptions(query, 'PatchOptions', isApply);
  const target = targetOf(exchange, route, options);
  const { object, isNew, warnings } = patch(cluster, target, request.body, request.headers['content-type'], options);
  return json(isNew ? 201 : 200, renderObject(kind, object, rendering), [
    ...warnings,
    ...warningsOf(kind, object, subresource),
  ]);
}

/** A scheduler's word: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/binding-v1/ */
function bound(cluster: Cluster, exchange: Exchange, route: ObjectRoute): ApiAnswer {
  const { request, query } = exchange;
  const { value } = parsed(request.body, request.headers['content-type']);
  const nodeName = stringAt(objectAt(value, 'target'), 'name');
  if (!nodeName) throw badRequest('Binding "" is invalid: target.name: Required value');
  update(cluster, targetOf(exchange, route, writeOptions(query, 'CreateOptions')), (pod) => ({
    ...pod,
    spec: { ...objectAt(pod, 'spec'), nodeName },
  }));
  return json(201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
}

/** Kinds whose deletion is answered with what has gone. */
const RETURNED = new Set(['namespaces', 'pods', 'serviceaccounts', 'services']);

function deleted(cluster: Cluster, { request, query, rendering }: Exchange, route: ObjectRoute): ApiAnswer {
  const { kind, name } = route;
  const { object, isGone } = remove(cluster, route, deleteOptions(bodyIfAny(request), query));
  if (!isGone || RETURNED.has(kind.storage)) return json(200, renderObject(kind, object, rendering));
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
