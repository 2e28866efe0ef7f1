// Which names does a route of the Gateway API ask for, leading where? Its hosts, as far as listeners that it belongs to
// have them too, at the addresses of the Gateways behind those; a host that several Gateways serve leads to all of them.
import type { NameSource } from '../../settings.js';
import { sameItems } from '../../values/same-items.js';
import type { Gateway, ListenerSet, Route } from '../cluster-state.js';
import type { NamesContext, NamesReading } from '../names/index.js';
import { namesReading, readSaid, sourceOf } from '../names/index.js';
import { refOf } from '../reading.js';
import { judge } from './acceptance.js';
import { faultsOf, unservedHosts } from './faults.js';
import type { RouteHosts } from './hosts.js';
import { hostsOfRoute } from './hosts.js';
import type { GatewayIndex, Parent, Parents } from './parents.js';
import { parentsOf } from './parents.js';
import { serve } from './serve.js';

export type { GatewayIndex } from './parents.js';
export { gatewayIndex } from './parents.js';

interface Last {
  readonly context: NamesContext;
  readonly refersTo: readonly (Gateway | ListenerSet | undefined)[];
  readonly reading: NamesReading | undefined;
}

const LAST = new WeakMap<Route, Last>();

/** Undefined: it asks for no name, or leaves them to others. Good for as long as what it refers to is the very same. */
export function readRoute(route: Route, index: GatewayIndex, context: NamesContext): NamesReading | undefined {
  const source = sourceOf(route.kind, route.meta, context);
  if (!source) return undefined;
  const parents = parentsOf(route, source, index);
  const refersTo = parents.ours.flatMap(({ listenerSet, gateway }) => [listenerSet, gateway]);
  const last = LAST.get(route);
  if (last?.context === context && sameItems(last.refersTo, refersTo)) return last.reading;
  const reading = parents.ours.length === 0 ? undefined : read(route, parents, source, context);
  LAST.set(route, { context, refersTo, reading });
  return reading;
}

function read(route: Route, parents: Parents, source: NameSource, context: NamesContext): NamesReading | undefined {
  const { meta } = route;
  const object = refOf(route);
  const said = readSaid(meta, object, source, context.settings);
  const hosts = hostsOfRoute(route, source, object);
  if (!mayHaveHosts(hosts, parents.ours))
    return namesReading({ object, meta, source, said }, [], hosts.ofTheWhole, hosts.problems, context);
  const verdicts = parents.ours.map((parent) => judge(route, parent, context));
  const served = serve(verdicts, hosts, source, object);
  const faults = faultsOf(verdicts, served, object);
  return namesReading(
    { object, meta, source, said },
    served.groups,
    [...hosts.ofTheWhole, ...served.problems],
    [...hosts.problems, ...faults.told, ...unservedHosts(parents, served, faults, object)],
    context,
    faults.waitsFor,
  );
}

// Most routes of TCP and UDP ask for no name: nothing that befalls their parents is a matter of names.
function mayHaveHosts({ own, areOfListeners }: RouteHosts, parents: readonly Parent[]): boolean {
  const hasHost = ({ listenerSet, gateway }: Parent): boolean =>
    (listenerSet ?? gateway)?.listeners.some(({ hostname }) => hostname !== undefined) ?? true;
  return own.length > 0 || (areOfListeners && parents.some(hasHost));
}
