// What of the Gateway API's objects do we keep? Fields that may be left out get the API's defaults
// (https://gateway-api.sigs.k8s.io/reference/spec/).
import type { Json, JsonObject } from '../../values/json.js';
import { isObject, objectOf, objectsOf } from '../../values/json.js';
import type { LabelSelector } from '../../values/selector.js';
import type {
  AllowedNamespaces,
  Gateway,
  Listener,
  ListenerSet,
  Meta,
  ParentRef,
  Route,
  RouteKind,
} from '../cluster-state.js';
import { conditionsOf, numberOf, textOf, texts, textsByKey, textsOf } from './fields.js';

const GROUP = 'gateway.networking.k8s.io';

export function projectGateway(meta: Meta, spec: JsonObject, status: JsonObject): Gateway {
  return {
    kind: 'Gateway',
    meta,
    listeners: objectsOf(spec['listeners']).map(listenerOf),
    listenerSets: namespacesOf(objectOf(spec['allowedListeners'])['namespaces'], 'None'),
    addresses: objectsOf(status['addresses']).flatMap(({ value }) => textOf(value) ?? []),
  };
}

export function projectListenerSet(meta: Meta, spec: JsonObject, status: JsonObject): ListenerSet {
  return {
    kind: 'ListenerSet',
    meta,
    parent: parentRefOf(objectOf(spec['parentRef']), meta),
    listeners: objectsOf(spec['listeners']).map(listenerOf),
    conditions: conditionsOf(status),
  };
}

export function projectRoute(kind: RouteKind, meta: Meta, spec: JsonObject, status: JsonObject): Route {
  return {
    kind,
    meta,
    hostnames: textsOf(spec['hostnames']),
    parentRefs: objectsOf(spec['parentRefs']).map((ref) => parentRefOf(ref, meta)),
    parents: objectsOf(status['parents']).map((parent) => ({
      ref: parentRefOf(objectOf(parent['parentRef']), meta),
      conditions: conditionsOf(parent),
    })),
  };
}

function listenerOf(raw: JsonObject): Listener {
  const allowed = objectOf(raw['allowedRoutes']);
  return {
    name: textOf(raw['name']) ?? '',
    ...texts(raw, ['hostname']),
    port: numberOf(raw['port']) ?? 0,
    protocol: textOf(raw['protocol']) ?? '',
    allowedKinds: objectsOf(allowed['kinds']).map((one) => ({
      group: textOf(one['group']) ?? GROUP,
      kind: textOf(one['kind']) ?? '',
    })),
    allowedNamespaces: namespacesOf(allowed['namespaces'], 'Same'),
  };
}

function namespacesOf(raw: Json | undefined, byDefault: 'Same' | 'None'): AllowedNamespaces {
  const { from, selector } = objectOf(raw);
  switch (from) {
    case 'Same':
    case 'All':
    case 'None':
      return { from };
    case 'Selector':
      // An empty one chooses all; one that is missing was not meant to.
      return isObject(selector) ? { from, selector: selectorOf(selector) } : { from };
    default:
      return { from: byDefault };
  }
}

function selectorOf(raw: JsonObject): LabelSelector {
  return {
    matchLabels: textsByKey(raw['matchLabels']),
    matchExpressions: objectsOf(raw['matchExpressions']).map((one) => ({
      key: textOf(one['key']) ?? '',
      operator: textOf(one['operator']) ?? '',
      values: textsOf(one['values']),
    })),
  };
}

function parentRefOf(raw: JsonObject, meta: Meta): ParentRef {
  const port = numberOf(raw['port']);
  return {
    // An empty text is the core group.
    group: typeof raw['group'] === 'string' ? raw['group'] : GROUP,
    kind: textOf(raw['kind']) ?? 'Gateway',
    namespace: textOf(raw['namespace']) ?? meta.namespace ?? 'default',
    name: textOf(raw['name']) ?? '',
    ...texts(raw, ['sectionName']),
    ...(port !== undefined && { port }),
  };
}
