// Which listeners of a parent does a route belong to? Those that it names by section and port, that speak its protocol and
// take its kind from its namespace (https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes).
//
//   route                  protocols of listeners, where they name no kinds
//   HTTPRoute, GRPCRoute   HTTP, HTTPS
//   TLSRoute               TLS
//   TCPRoute               TCP, TLS
//   UDPRoute               UDP
import type { Hostname } from '../../values/hostname.js';
import { parseHostname } from '../../values/hostname.js';
import { matches } from '../../values/selector.js';
import type { AllowedNamespaces, Gateway, Listener, ListenerSet, Route, RouteKind } from '../cluster-state.js';
import type { NamesContext } from '../names/index.js';
import { refOf } from '../reading.js';
import type { Parent } from './parents.js';

/** What has listeners of its own. */
export type Place = Gateway | ListenerSet;

export interface OpenListener {
  readonly listener: Listener;
  /** Undefined: any host. */
  readonly hostname: Hostname | undefined;
}

export interface Refusal {
  readonly reason: 'NotFound' | 'HostRefused';
  /** As in "Gateway default/edge …". */
  readonly why: string;
}

const GROUP = 'gateway.networking.k8s.io';

const PROTOCOLS: Readonly<Record<RouteKind, readonly string[]>> = {
  HTTPRoute: ['HTTP', 'HTTPS'],
  GRPCRoute: ['HTTP', 'HTTPS'],
  TLSRoute: ['TLS'],
  TCPRoute: ['TCP', 'TLS'],
  UDPRoute: ['UDP'],
};

/** At least one, or why there is none: the first question that no listener answers. */
export function listenersFor(
  route: Route,
  { ref, listenerSet, gateway }: Parent,
  context: NamesContext,
): readonly OpenListener[] | Refusal {
  const place = listenerSet ?? gateway!;
  const { kind } = route;
  const namespace = route.meta.namespace ?? 'default';
  const { sectionName, port } = ref;
  let left: readonly OpenListener[] = listenersOf(place);
  const narrow = (isFit: (listener: Listener) => boolean): boolean => {
    left = left.filter(({ listener }) => isFit(listener));
    return left.length > 0;
  };
  if (sectionName !== undefined && !narrow(({ name }) => name === sectionName))
    return {
      reason: 'NotFound',
      why: `has no listener ${sectionName} (sectionName). ${allowed(place, ({ name }) => name)}`,
    };
  if (port !== undefined && !narrow((listener) => listener.port === port))
    return {
      reason: 'NotFound',
      why: `has no such listener at port ${port} (port). ${allowed(place, (one) => one.port)}`,
    };
  if (!narrow((listener) => takesKind(listener, kind)))
    return {
      reason: 'HostRefused',
      why: `takes no ${kind} there. Allowed are listeners of ${PROTOCOLS[kind].join(' or ')} whose allowedRoutes.kinds have it, or are empty`,
    };
  if (!narrow(({ allowedNamespaces }) => isAllowed(namespace, allowedNamespaces, place, context)))
    return {
      reason: 'HostRefused',
      why: `takes nothing of namespace ${namespace} there: allowedRoutes.namespaces of its listeners says otherwise`,
    };
  return left;
}

function allowed({ listeners }: Place, what: (listener: Listener) => string | number): string {
  if (listeners.length === 0) return 'It has none at all';
  return `Allowed are ${[...new Set(listeners.map(what))].sort().join(', ')}`;
}

/** Whether objects of the namespace may belong to what `owner` has. */
export function isAllowed(
  namespace: string,
  { from, selector }: AllowedNamespaces,
  owner: Place,
  { labelsOf }: NamesContext,
): boolean {
  switch (from) {
    case 'All':
      return true;
    case 'None':
      return false;
    case 'Same':
      return namespace === owner.meta.namespace;
    case 'Selector':
      return matches(selector, labelsOf(namespace));
  }
}

function takesKind({ protocol, allowedKinds }: Listener, kind: RouteKind): boolean {
  const isListed = allowedKinds.some((one) => one.group === GROUP && one.kind === kind);
  // What goes through a protocol of somebody's own (`example.com/quic`), only its listener knows.
  const isSpoken = protocol.includes('/') ? isListed : PROTOCOLS[kind].includes(protocol);
  return isSpoken && (allowedKinds.length === 0 || isListed);
}

const PARSED = new WeakMap<Place, readonly OpenListener[]>();

// A listener whose host is none, which the API server lets nobody write, has no routes.
function listenersOf(place: Place): readonly OpenListener[] {
  let found = PARSED.get(place);
  if (!found) {
    const origin = { object: refOf(place), key: 'spec.listeners[].hostname', reason: 'InvalidHostname' } as const;
    found = place.listeners.flatMap((listener) => {
      const hostname = listener.hostname === undefined ? undefined : parseHostname(listener.hostname, origin).value;
      return listener.hostname !== undefined && hostname === undefined ? [] : [{ listener, hostname }];
    });
    PARSED.set(place, found);
  }
  return found;
}
