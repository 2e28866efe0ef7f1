// Who is to be let in where? What each LoadBalancer Service asks of the security groups, worked out from where its
// frontends are and what the load balancers serve now; the security groups' room makes the rules of it.
import type { LoadBalancerExposure, PoolNode } from '../exposure.js';
import type { Family } from '../values/ip-address.js';
import { familyOf } from '../values/ip-address.js';
import type { PortRange, Protocol } from '../values/port-range.js';
import { mergePorts } from '../values/port-range.js';
import type { SourceRef } from '../values/source-ref.js';
import type { NetworkContext } from './network-context.js';
import { commonSources } from './placement/index.js';
import type { Arrival, Place, Point, ServedRule, WantedRule } from './placement/index.js';
import {
  arrivalsOf,
  arrivalsOfServed,
  familyIn,
  isShut,
  letIn,
  networkRanges,
  portsLetIn,
  servedFor,
  sourcesAt,
  sourcesOfFamily,
} from './placement/index.js';
import type { Standpoint } from './standpoints.js';
import { isForAllPorts, standpointsOf } from './standpoints.js';

/** A box: every one of the sources may reach (or may not reach) every port of every destination. */
export interface Opening {
  readonly access: 'Allow' | 'Deny';
  readonly family: Family;
  readonly protocol: Protocol;
  /** Service tags (`Internet`, `AzureLoadBalancer`…) and CIDRs of the family; `*` alone in a Deny. Never empty. */
  readonly sources: readonly string[];
  /** Sorted, merged. */
  readonly ports: readonly PortRange[];
  /** Canonical addresses, or texts that say `(known after apply)`; of a node's subnet CIDRs where the settings allow it. */
  readonly destinations: readonly string[];
}

export interface ServiceOpenings {
  readonly source: SourceRef;
  readonly since: string;
  /** Undefined: what it has stays as it is, for it is held or its address isn't known yet. */
  readonly wanted: readonly Opening[] | undefined;
  /** Where it is now: what rules of ours say there is its. */
  readonly has: readonly Standpoint[];
}

/** Sorted by source, as the exposures are. */
export function readOpenings(context: NetworkContext): readonly ServiceOpenings[] {
  return context.exposures.loadBalancers.map((service) => ({
    source: service.source,
    since: service.since,
    wanted: wantedOf(service, context),
    has: standpointsOf(service, context),
  }));
}

function wantedOf(service: LoadBalancerExposure, context: NetworkContext): readonly Opening[] | undefined {
  switch (service.standing) {
    case 'Gone':
      return boxesOf(stillDenied(service, context));
    case 'Held':
      return undefined;
    case 'Wanted':
      return context.places.isKept(service.uid) ? undefined : openingsOf(service, context);
  }
}

/** Who is let in goes at once; who is shut out stays so as long as the load balancer leads there: Azure's default rule would let the network in. */
function stillDenied(service: LoadBalancerExposure, { exposures, settings, azure }: NetworkContext): readonly Way[] {
  return servedFor(service.uid, settings, azure).flatMap((rule) =>
    arrivalsOfServed(rule, exposures.poolNodes, settings, azure).map(({ protocol, port, addresses }) => ({
      ...{ protocol, port },
      addresses: addresses.filter((address) => isShut(azure, settings, { address, protocol, port })),
      ...{ sources: [], isDenied: true, isProbed: !rule.floatingIP, isEveryPort: isForAllPorts(rule) },
    })),
  );
}

interface Way extends Arrival {
  readonly sources: readonly string[];
  readonly isDenied: boolean;
  /** The packets arrive at machines, whose probes come the same way. */
  readonly isProbed: boolean;
  /** One rule brings all ports here, the listed ones and all others. */
  readonly isEveryPort: boolean;
}

function openingsOf(service: LoadBalancerExposure, context: NetworkContext): readonly Opening[] {
  const { exposures, settings, azure, places, transition } = context;
  const nodes = exposures.poolNodes;
  const wanted = places
    .of(service.uid)
    .flatMap((place) => place.rules.flatMap((rule) => waysOf(place, rule, nodes, context)));
  const staying = transition.leads(service.uid).flatMap(({ rule, half }) =>
    listedArrivals(rule, half, context).flatMap(({ protocol, port, addresses }) =>
      addresses.map((address): Way => {
        // Of those who come that way now, only who may still come; nobody new on an old way.
        const point = { address, protocol, port };
        const coming = service.denyOthers ? comingTo(point, rule, context) : letIn(azure, settings, point);
        const sources = commonSources(sourcesAt(half), coming);
        const [isDenied, isProbed, isEveryPort] = [service.denyOthers, !rule.floatingIP, isForAllPorts(rule)];
        return { protocol, port, addresses: [address], sources, isDenied, isProbed, isEveryPort };
      }),
    ),
  );
  // The way that nobody is let in by any more, but which the load balancer still has.
  const leaving = service.denyOthers ? stillDenied(service, context) : [];
  return boxesOf([...wanted, ...staying, ...leaving]);
}

/** With all ports, those of the Service and those that are let in still: the others never were by a rule of ours. */
function listedArrivals(
  rule: ServedRule,
  { ports }: Place,
  { exposures, settings, azure }: NetworkContext,
): readonly Arrival[] {
  const there = arrivalsOfServed(rule, exposures.poolNodes, settings, azure);
  if (!isForAllPorts(rule)) return there;
  return there.flatMap(({ protocol, addresses }) =>
    addresses.flatMap((address) => {
      const own = ports.filter((one) => one.protocol === protocol).map(({ port }) => port);
      const known = new Set([...own, ...portsLetIn(azure, settings, { address, protocol })]);
      return [...known].map((port) => ({ protocol, port, addresses: [address] }));
    }),
  );
}

/** Who comes there now whom a deny would shut out? To an internal address also who is within the network, by Azure's default rule, unless a rule of ours shuts him out. */
function comingTo(point: Point, { scheme }: ServedRule, { settings, azure }: NetworkContext): readonly string[] {
  const listed = letIn(azure, settings, point);
  if (scheme === 'Public' || isShut(azure, settings, point)) return listed;
  const family = familyOf(point.address);
  return [...listed, 'VirtualNetwork', ...networkRanges(azure).filter((range) => familyOf(range) === family)];
}

function waysOf(
  place: Place,
  rule: WantedRule,
  nodes: readonly PoolNode[],
  { places, transition }: NetworkContext,
): readonly Way[] {
  const holders = transition.holders(place, rule).flatMap(({ prefix }) => (prefix === undefined ? [] : [prefix]));
  const others = holders.map((prefix) => places.serviceOf(prefix));
  const { family } = place.frontend;
  // While another's packets still come to that port, only those who may come to both.
  const sourcesIn = (family: Family): readonly string[] =>
    others.reduce<readonly string[]>(
      (left, other) => commonSources(left, other?.standing === 'Wanted' ? sourcesOfFamily(other, family) : []),
      sourcesOfFamily(place.service, family),
    );
  const isDenied = place.service.denyOthers || others.some((other) => other?.denyOthers);
  const [isProbed, isEveryPort] = [!rule.floatingIP, isForAllPorts(rule)];
  const apart = { isDenied, isProbed, isEveryPort };
  const sources = sourcesIn(family);
  const elsewhere = otherFamily(place);
  return arrivalsOf(place, rule, nodes).flatMap((arrival): Way[] => {
    const own = { ...arrival, ...apart, sources };
    return elsewhere.length === 0
      ? [own]
      : [own, { ...own, addresses: elsewhere, sources: sourcesIn(family === 4 ? 6 : 4) }];
  });
}

/** Addresses of others lead here in both families, whether or not the Service itself has both; of one that has, each half takes its own. */
function otherFamily({ service, frontend }: Place): readonly string[] {
  if (service.frontends.length > 1) return [];
  return service.additionalAddresses.filter((one) => familyOf(one) !== frontend.family);
}

function boxesOf(ways: readonly Way[]): readonly Opening[] {
  const reaching = ways.filter(({ addresses }) => addresses.length > 0);
  const allowed = reaching.filter(({ sources }) => sources.length > 0);
  const denied = reaching.filter(({ isDenied }) => isDenied).flatMap(deniedWays);
  // A deny by node address would shut out the probes too (https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16).
  const probed = denied.filter(({ isProbed }) => isProbed).map((way) => ({ ...way, sources: ['AzureLoadBalancer'] }));
  return [...boxes('Allow', [...allowed, ...probed]), ...boxes('Deny', denied)];
}

/** To deny what the Service lists would leave its other ports to the network's default rule. */
function deniedWays(way: Way): readonly Way[] {
  const denied = { ...way, sources: ['*'] };
  return way.isEveryPort ? (['Tcp', 'Udp'] as const).map((protocol) => ({ ...denied, protocol })) : [denied];
}

const EVERY_PORT: PortRange = { from: 0, to: 65535 };

function boxes(access: Opening['access'], ways: readonly Way[]): readonly Opening[] {
  const alike = Map.groupBy(
    ways,
    ({ protocol, sources, addresses }) => `${protocol}|${sources.join()}|${addresses.join()}`,
  );
  return [...alike.values()].map((group) => {
    const { protocol, sources, addresses } = group[0]!;
    const destinations = [...new Set(addresses)].sort();
    const family = familyIn(destinations[0]!);
    return {
      access,
      family,
      protocol,
      sources,
      ports:
        access === 'Deny' && group.some((way) => way.isEveryPort)
          ? [EVERY_PORT]
          : mergePorts(group.map(({ port }) => ({ from: port, to: port }))),
      destinations,
    };
  });
}
