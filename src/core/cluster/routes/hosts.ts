// Under which hosts does a listener serve a route? What both allow; of a wildcard and a name below it, the name
// (https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec). A wildcard stands for one label or more.
//
//   route            listener         host
//   www.a.example    –                www.a.example
//   www.a.example    *.example        www.a.example
//   *.example        *.a.example      *.a.example
//   *.example        example          none
//   –                *.a.example      *.a.example
//   –                –                none
import type { NameSource } from '../../settings.js';
import type { Hostname } from '../../values/hostname.js';
import type { Problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { ANNOTATIONS, readAnnotation } from '../annotations/index.js';
import type { Route } from '../cluster-state.js';
import type { WantedHost } from '../names/index.js';
import { hostsOfAnnotation, parseHosts, together, withTemplate } from '../names/index.js';
import type { OpenListener } from './listeners.js';

export interface RouteHosts {
  readonly own: readonly WantedHost[];
  /** It names none, and has those of its listeners. */
  readonly areOfListeners: boolean;
  readonly problems: readonly Problem[];
  /** An Error among them holds the whole route. */
  readonly ofTheWhole: readonly Problem[];
}

export function hostsOfRoute(route: Route, source: NameSource, object: SourceRef): RouteHosts {
  const { kind, meta } = route;
  const { rules, annotation } = source.hostnames;
  const from = readAnnotation(ANNOTATIONS.gatewayHostnameSource, meta, object);
  const takesSpec = rules && from.value !== 'annotation-only';
  const takesAnnotation = annotation && from.value !== 'defined-hosts-only';
  const inSpec = route.hostnames.map((text) => ({ text, key: 'spec.hostnames' }));
  const read = together([
    ...(takesSpec ? [parseHosts(inSpec, object)] : []),
    ...(takesAnnotation ? [hostsOfAnnotation(ANNOTATIONS.hostname, meta, object)] : []),
  ]);
  const { hosts, problems } = withTemplate(read, source, kind, meta, object);
  // Who names none that is right didn't mean all.
  const areOfListeners = takesSpec && route.hostnames.length === 0 && hosts.length === 0 && problems.length === 0;
  return { own: hosts, areOfListeners, problems, ofTheWhole: from.problems };
}

const OF_LISTENER = 'spec.listeners[].hostname';

/** The hosts by which the listener serves the route, with the own host that each comes from. */
export function hostsAt(
  { hostname }: OpenListener,
  { own, areOfListeners }: RouteHosts,
): readonly (readonly [host: WantedHost, from?: WantedHost])[] {
  if (areOfListeners) return hostname === undefined ? [] : [[{ host: hostname, key: OF_LISTENER }]];
  return own.flatMap((wanted) => {
    const host = commonHost(wanted.host, hostname);
    return host === undefined ? [] : [[{ host, key: wanted.key }, wanted] as const];
  });
}

/** The more specific one; undefined: they have none in common. */
function commonHost(host: Hostname, ofListener: Hostname | undefined): Hostname | undefined {
  if (ofListener === undefined || host === ofListener || isBelow(host, ofListener)) return host;
  return isBelow(ofListener, host) ? ofListener : undefined;
}

function isBelow(host: string, wildcard: string): boolean {
  return wildcard.startsWith('*.') && host !== wildcard && host.endsWith(wildcard.slice(1));
}
