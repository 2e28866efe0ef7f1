// Who has which port of a shared frontend? A port that one serves and still wants stays with it; else the oldest gets
// it. Whoever goes without is told by whom, and takes over when that one goes.
//
//   the port on this frontend is                      outcome for the one that asks
//   taken by a rule that isn't ours                   Problem naming the rule
//   served for a Service that is held                 Problem naming the Service
//   wanted by another who serves it now               Problem naming the other
//   wanted by another who is older, served by neither Problem naming the other
//   otherwise                                         its own
import type { LoadBalancerExposure, LoadBalancerPort } from '../../exposure.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { servicePrefix } from '../names.js';
import type { Scheme, Served, ServedRule } from './served.js';
import { overlaps } from './served.js';
import type { Site } from './sites.js';
import { portProtocol } from './wanted-rules.js';

export interface Shared {
  readonly portsOf: (site: Site) => readonly LoadBalancerPort[];
  readonly problems: readonly Problem[];
}

export interface ShareContext {
  /** By site key. */
  readonly names: ReadonlyMap<string, string>;
  readonly served: Readonly<Record<Scheme, Served>>;
  readonly serviceOf: (prefix: string) => LoadBalancerExposure | undefined;
  /** Has this Service what it has, and nothing else? */
  readonly isFixed: (service: LoadBalancerExposure) => boolean;
  /** Is a rule with this prefix, of no Service that we know, left over from one of ours? */
  readonly isVanished: (scheme: Scheme, prefix: string) => boolean;
}

export function sharePorts(sites: readonly Site[], context: ShareContext): Shared {
  const portsOf = new Map<Site, readonly LoadBalancerPort[]>();
  const problems: Problem[] = [];
  for (const [key, group] of Map.groupBy(sites, (site) => site.key)) {
    const { scheme } = group[0]!.frontend;
    const rules = context.served[scheme].onFrontend.get(context.names.get(key)!.toLowerCase()) ?? [];
    if (group.length === 1 && rules.every(({ prefix }) => prefix === servicePrefix(group[0]!.service.uid))) continue;
    for (const site of group) {
      const takers = site.service.ports.map((port) => takerOf(port, site, group, rules, context));
      portsOf.set(
        site,
        site.service.ports.filter((_, index) => takers[index] === undefined),
      );
      takers.forEach((taker, index) => {
        if (taker !== undefined) problems.push(conflict(site.service, index, taker));
      });
    }
  }
  return { portsOf: (site) => portsOf.get(site) ?? site.service.ports, problems };
}

type Taker =
  { readonly kind: 'Service'; readonly source: SourceRef } | { readonly kind: 'Rule'; readonly name: string };

function takerOf(
  port: LoadBalancerPort,
  { service }: Site,
  group: readonly Site[],
  rules: readonly ServedRule[],
  { serviceOf, isFixed, isVanished }: ShareContext,
): Taker | undefined {
  const claim = claimOf(service, port);
  const inTheWay = rules.filter((rule) => overlaps(rule, claim) && rule.prefix !== servicePrefix(service.uid));
  for (const { name, prefix, scheme } of inTheWay) {
    const holder = prefix === undefined ? undefined : serviceOf(prefix);
    if (holder && isFixed(holder)) return { kind: 'Service', source: holder.source };
    if (!holder && (prefix === undefined || !isVanished(scheme, prefix))) return { kind: 'Rule', name };
  }
  const serves = (one: LoadBalancerExposure): boolean =>
    rules.some((rule) => rule.prefix === servicePrefix(one.uid) && overlaps(rule, claim));
  const rival = group
    .filter((one) => one.service !== service)
    .filter((one) => one.service.ports.some((other) => overlaps(claimOf(one.service, other), claim)))
    .find((one) => serves(one.service) || (!serves(service) && isOlder(one.service, service)));
  return rival && { kind: 'Service', source: rival.service.source };
}

function claimOf({ allPorts }: LoadBalancerExposure, port: LoadBalancerPort) {
  return allPorts ? { protocol: 'all', port: 0 } : { protocol: portProtocol(port), port: port.port };
}

function isOlder(a: LoadBalancerExposure, b: LoadBalancerExposure): boolean {
  return a.since === b.since ? a.source < b.source : a.since < b.since;
}

function conflict({ source, ports }: LoadBalancerExposure, index: number, taker: Taker): Problem {
  const { protocol, port } = ports[index]!;
  const what = `${protocol.toUpperCase()} port ${port} of this Service's address`;
  const who =
    taker.kind === 'Service'
      ? `${what} is ${taker.source}'s. It is taken over when that one no longer has it.`
      : `${what} is taken by rule ${taker.name}, which isn't ours.`;
  return problem({ object: source, key: `spec.ports[${index}].port`, reason: 'PortConflict' }, String(port), who);
}
