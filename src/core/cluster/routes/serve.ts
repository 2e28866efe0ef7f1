// Which hosts of a route are served, and where do they lead? Each to all Gateways that serve it; those that the same ones
// serve are one group.
import type { NameSource } from '../../settings.js';
import type { Hostname } from '../../values/hostname.js';
import type { Problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { NameGroup, ReadTargets, WantedHost } from '../names/index.js';
import { readTargets, recordsOf } from '../names/index.js';
import type { Verdict } from './acceptance.js';
import { nameOf } from './acceptance.js';
import type { RouteHosts } from './hosts.js';
import { hostsAt } from './hosts.js';
import type { Place } from './listeners.js';
import type { Parent } from './parents.js';

export interface Served {
  readonly groups: readonly NameGroup[];
  /** Hosts of its own that no listener has. */
  readonly unserved: readonly WantedHost[];
  /** Whether some host has no targets. */
  readonly leadsNowhere: boolean;
  readonly withoutAddress: readonly Parent[];
  readonly problems: readonly Problem[];
}

export function serve(verdicts: readonly Verdict[], hosts: RouteHosts, source: NameSource, object: SourceRef): Served {
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
