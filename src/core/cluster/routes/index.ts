// Which names does a route of the Gateway API ask for, leading where? Its hosts, as far as listeners that it belongs to
// have them too, at the addresses of the Gateways behind those; a host that several Gateways serve leads to all of them.
import type { Hostname } from '../../values/hostname.js';
import type { Problem } from '../../values/problem.js';
import { problem, warning } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { NameSource } from '../../settings.js';
import type { Gateway, ListenerSet, Route } from '../cluster-state.js';
import type { Awaited, NameGroup, NamesContext, NamesReading, ReadTargets, WantedHost } from '../names/index.js';
import { namesReading, readSaid, readTargets, recordsOf, sourceOf } from '../names/index.js';
import { refOf } from '../reading.js';
import type { Verdict } from './acceptance.js';
import { judge, nameOf } from './acceptance.js';
import type { RouteHosts } from './hosts.js';
import { hostsAt, hostsOfRoute } from './hosts.js';
import type { Place } from './listeners.js';
import type { GatewayIndex, Parent, Parents } from './parents.js';
import { gatewayRefOf, parentsOf } from './parents.js';

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
  if (
    last?.context === context &&
    last.refersTo.length === refersTo.length &&
    last.refersTo.every((one, at) => one === refersTo[at])
  )
    return last.reading;
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

interface Served {
  readonly groups: readonly NameGroup[];
  /** Hosts of its own that no listener has. */
  readonly unserved: readonly WantedHost[];
  /** Whether some host has no targets. */
  readonly leadsNowhere: boolean;
  readonly withoutAddress: readonly Parent[];
  readonly problems: readonly Problem[];
}

function serve(verdicts: readonly Verdict[], hosts: RouteHosts, source: NameSource, object: SourceRef): Served {
  const targets = new Map<Place, ReadTargets>();
  const places = new Map<Hostname, { readonly wanted: WantedHost; readonly at: Set<Place> }>();
  const withoutAddress: Parent[] = [];
  const unserved = new Set(hosts.own);
  for (const verdict of verdicts) {
    if (verdict.kind !== 'Open') continue;
    const { parent, listeners } = verdict;
    const place = parent.listenerSet ?? parent.gateway!;
    const found = targets.get(place) ?? targetsOf(parent, source, object);
    targets.set(place, found);
    if (found.records.length === 0 && found.problems.length === 0) withoutAddress.push(parent);
    for (const [wanted, from] of listeners.flatMap((listener) => hostsAt(listener, hosts))) {
      if (from) unserved.delete(from);
      const known = places.get(wanted.host) ?? { wanted, at: new Set() };
      places.set(wanted.host, known);
      known.at.add(place);
    }
  }
  const groups = groupsOf([...places.values()], [...targets.keys()], targets, object);
  return {
    groups: groups.map(({ group }) => group),
    unserved: [...unserved],
    leadsNowhere: groups.some(({ group }) => group.records.length === 0),
    withoutAddress,
    problems: [...[...targets.values()], ...groups].flatMap(({ problems }) => problems),
  };
}

/** Hosts that the same places serve are one group, in the order of the first. */
function groupsOf(
  hosts: readonly { readonly wanted: WantedHost; readonly at: ReadonlySet<Place> }[],
  order: readonly Place[],
  targets: ReadonlyMap<Place, ReadTargets>,
  object: SourceRef,
): readonly { readonly group: NameGroup; readonly problems: readonly Problem[] }[] {
  const byPlaces = Map.groupBy(hosts, ({ at }) => order.map((place) => Number(at.has(place))).join(''));
  return [...byPlaces.values()].map((members) => {
    const all = [...members[0]!.at].flatMap((place) => targets.get(place)!.records);
    const texts = all.flatMap((record) => record.targets);
    const { records, problems } = recordsOf(texts, { object, key: 'spec.parentRefs', reason: 'InvalidField' });
    return { group: { hosts: members.map(({ wanted }) => wanted), records }, problems };
  });
}

// Told of the route, whose names they hold; its Gateway may serve thousands of others.
function targetsOf({ ref, listenerSet, gateway }: Parent, source: NameSource, object: SourceRef): ReadTargets {
  const annotated = [...(listenerSet ? [listenerSet] : []), gateway!].map((one) => ({ meta: one.meta, object }));
  const observed = { texts: gateway!.addresses, key: 'status.addresses' };
  const { records, problems } = readTargets(annotated, observed, source, object);
  const name = nameOf(ref);
  return { records, problems: problems.map((one) => ({ ...one, message: `${name}: ${one.message}` })) };
}

interface Faults {
  readonly told: readonly Problem[];
  readonly areOfParents: boolean;
  readonly waitsFor?: Awaited;
}

/**
 * It waits for what may pass if it hasn't got all that it asks for; also where all that it has is there but a parent
 * speaks of an older generation, which served it and will again. Else it goes on with the parents that it has.
 */
function faultsOf(verdicts: readonly Verdict[], served: Served, object: SourceRef): Faults {
  const of = (kind: Exclude<Verdict['kind'], 'Open'>): readonly Problem[] =>
    verdicts.flatMap((verdict) => (verdict.kind === kind ? verdict.problem : []));
  const missing = unique(of('Missing'));
  const undecided = unique([...of('Stale'), ...of('Undecided'), ...withoutAddress(served.withoutAddress, object)]);
  const closed = unique(of('Closed'));
  const areOfParents = missing.length + closed.length > 0;
  const hasAll = served.groups.length > 0 && served.unserved.length === 0 && !served.leadsNowhere;
  const [first] = [...missing, ...undecided];
  if (first && (of('Stale').length > 0 || !hasAll)) {
    const { reason, message } = undecided[0] ?? first;
    return { told: [...missing, ...closed], areOfParents, waitsFor: { reason, message, overdue: undecided } };
  }
  const withOthers = undecided.map((one) => warning({ ...one }, one.value, one.message));
  return { told: [...missing, ...closed, ...withOthers], areOfParents };
}

function withoutAddress(parents: readonly Parent[], object: SourceRef): readonly Problem[] {
  return parents.map((parent) => {
    const name = nameOf(gatewayRefOf(parent)!);
    const message =
      parent.gateway!.addresses.length === 0
        ? `spec.parentRefs: ${name} has no address yet (status.addresses).`
        : `spec.parentRefs: ${name} has no address that spec.dns.sources[].targetCIDRs takes (status.addresses).`;
    return problem({ object, key: 'spec.parentRefs', reason: 'NotFound' }, name, message);
  });
}

/** Two references to one parent have much in common. */
function unique(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((one) => [one.message, one])).values()];
}

// Where another parent may serve them, now or after the wait, nothing is wrong with the host.
function unservedHosts(
  { ours, hasOthers }: Parents,
  { unserved }: Served,
  { areOfParents, waitsFor }: Faults,
  object: SourceRef,
): readonly Problem[] {
  if (hasOthers || areOfParents || waitsFor) return [];
  const names = [...new Set(ours.map(({ ref }) => nameOf(ref)))].join(', ');
  return unserved.map(({ host, key }) => {
    const message = `${key}: ${host} is refused: no listener of ${names} that takes this route has it. Allowed are the hosts of spec.listeners[].hostname there.`;
    return problem({ object, key, reason: 'HostRefused' }, host, message);
  });
}
