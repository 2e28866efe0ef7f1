// Who has which port of a shared frontend? A port that one serves and still wants stays with it; else the oldest gets
// it. Whoever goes without is told by whom, and takes over when that one goes.
//
//   the port on this frontend is                      outcome for the one that asks
//   taken by a rule that isn't ours                   Problem naming the rule
//   served for a Service that is held                 Problem naming the Service
//   wanted by another who serves it now               Problem naming the other
//   wanted by an older one that gets it               Problem naming the other
//   otherwise                                         its own
import type { LoadBalancerExposure, LoadBalancerPort } from '../../exposure.js';
import { byAge } from '../../exposure.js';
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
    const taken: Taken[] = [];
    for (const { site, index, claim, taker } of claimsOf(group, rules, context)) {
      const { service } = site;
      const by = taker ?? taken.find((one) => one.service !== service && overlaps(one.claim, claim))?.taker;
      if (by) problems.push(conflict(service, index, by));
      else taken.push({ service, index, claim, taker: { kind: 'Service', source: service.source } });
    }
    for (const site of group) {
      const has = new Set(taken.flatMap(({ service, index }) => (service === site.service ? [index] : [])));
      portsOf.set(
        site,
        site.service.ports.filter((_, index) => has.has(index)),
      );
    }
  }
  return { portsOf: (site) => portsOf.get(site) ?? site.service.ports, problems };
}

type Taker =
  { readonly kind: 'Service'; readonly source: SourceRef } | { readonly kind: 'Rule'; readonly name: string };

interface Claim {
  readonly protocol: string;
  readonly port: number;
}

interface Taken {
  readonly service: LoadBalancerExposure;
  readonly index: number;
  readonly claim: Claim;
  readonly taker: Taker;
}

/** Who comes first has the first word: those served already, then the older. A claim that is refused is in nobody's way. */
function claimsOf(group: readonly Site[], rules: readonly ServedRule[], context: ShareContext) {
  return group
    .flatMap((site) => {
      const prefix = servicePrefix(site.service.uid);
      return site.service.ports.map((port, index) => {
        const claim = claimOf(site.service, port);
        const there = rules.filter((rule) => overlaps(rule, claim));
        const isServed = there.some((rule) => rule.prefix === prefix && covers(rule, claim));
        const others = there.filter((rule) => rule.prefix !== prefix);
        return { site, index, claim, isServed, taker: takerOf(others, context) };
      });
    })
    .sort((a, b) => Number(b.isServed) - Number(a.isServed) || byAge(a.site.service, b.site.service));
}

/** Who has one of these rules, and keeps it whatever others want? */
function takerOf(rules: readonly ServedRule[], { serviceOf, isFixed, isVanished }: ShareContext): Taker | undefined {
  for (const { name, prefix, scheme } of rules) {
    const holder = prefix === undefined ? undefined : serviceOf(prefix);
    if (holder && isFixed(holder)) return { kind: 'Service', source: holder.source };
    if (!holder && (prefix === undefined || !isVanished(scheme, prefix))) return { kind: 'Rule', name };
  }
  return undefined;
}

function covers(rule: ServedRule, claim: Claim): boolean {
  return (rule.port === 0 || rule.port === claim.port) && (rule.protocol === 'all' || rule.protocol === claim.protocol);
}

function claimOf({ allPorts }: LoadBalancerExposure, port: LoadBalancerPort): Claim {
  return allPorts ? { protocol: 'all', port: 0 } : { protocol: portProtocol(port), port: port.port };
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
