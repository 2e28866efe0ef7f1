// Which Services still fit on the load balancers? Those that are on them come first, then the oldest; one that doesn't fit
// keeps what it has, and the others go on.
//
//   Services in place                        what they have is counted before anybody else's wish
//   a change that fits beside what it was    both are counted until the old is gone
//   one that fits, but not beside it         yields: old and new are exchanged in one write
//   one that doesn't fit                     refused: what it has is counted
import type { LoadBalancerExposure } from '../../exposure.js';
import { byAge } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import { prefixOf, ruleName, servicePrefix } from '../names.js';
import { LIMITS } from './limits.js';
import type { Load } from './load.js';
import { loadOfRules, loadOfSites, Tally, together } from './load.js';
import { nodePoolNames } from './node-pools.js';
import type { Scheme, Served, ServedRule } from './served.js';
import { SCHEMES } from './served.js';
import type { Site } from './sites.js';
import { halfOf } from './wanted-rules.js';

export interface RoomContext {
  readonly served: Readonly<Record<Scheme, Served>>;
  readonly settings: Settings;
  /** Is a part with this prefix there whatever we do: somebody else's, or of a Service that stays as it is? */
  readonly isFixed: (part: Pick<ServedRule, 'prefix' | 'scheme'>) => boolean;
}

export interface Room {
  /** By UID: Services that don't fit. */
  readonly refused: ReadonlyMap<string, Problem>;
  /** UIDs of Services of which there is no room for old and new side by side. */
  readonly yielding: ReadonlySet<string>;
}

interface Claim {
  readonly service: LoadBalancerExposure;
  readonly sites: readonly Site[];
  readonly rules: readonly ServedRule[];
  readonly had: Load;
}

/** `wanted`: the sites of each Service. */
export function roomFor(wanted: readonly (readonly Site[])[], context: RoomContext): Room {
  const { served, settings } = context;
  const nodePools = nodePoolNames(settings);
  const refused = new Map<string, Problem>();
  const yielding = new Set<string>();
  const claims = wanted.filter((sites) => sites.length > 0).map((sites) => claimOf(sites, served, nodePools));
  const isNew = ({ rules }: Claim): number => Number(rules.length === 0);
  claims.sort((a, b) => isNew(a) - isNew(b) || byAge(a.service, b.service));
  const used = new Tally();
  used.change(fixedLoad(context, nodePools), 1);
  for (const { had } of claims) used.change(had, 1);
  for (const { service, sites, rules, had } of claims) {
    used.change(had, -1);
    const need = loadOfSites(service, sites);
    const limit = exceeded(used, need, had, settings);
    if (limit) {
      refused.set(service.uid, limitReached(service, limit));
      used.change(had, 1);
      continue;
    }
    const left = leftovers(service, sites, rules);
    const peak = left.length === 0 ? need : together(need, loadOfRules(left, served, nodePools));
    const isTight = left.length > 0 && exceeded(used, peak, had, settings) !== undefined;
    if (isTight) yielding.add(service.uid);
    used.change(isTight ? together(need, had, Math.max) : peak, 1);
  }
  return { refused, yielding };
}

function claimOf(
  sites: readonly Site[],
  served: Readonly<Record<Scheme, Served>>,
  nodePools: ReadonlySet<string>,
): Claim {
  const { service } = sites[0]!;
  const prefix = servicePrefix(service.uid);
  const rules = SCHEMES.flatMap((scheme) => served[scheme].ofPrefix.get(prefix) ?? []);
  const own = SCHEMES.flatMap((scheme) =>
    (served[scheme].frontendsOfPrefix.get(prefix) ?? []).map(({ name }) => ({ scheme, name: name.toLowerCase() })),
  );
  return { service, sites, rules, had: loadOfRules(rules, served, nodePools, own) };
}

/** Rules that the wanted ones don't overwrite. */
function leftovers(
  service: LoadBalancerExposure,
  sites: readonly Site[],
  rules: readonly ServedRule[],
): readonly ServedRule[] {
  if (rules.length === 0) return [];
  const ports = service.allPorts ? service.ports.slice(0, 1) : service.ports;
  const names = new Set(
    sites.flatMap(({ frontend }) =>
      ports.map(({ protocol, port }) => {
        const name = ruleName(halfOf(service, frontend), protocol, port);
        return `${frontend.scheme}|${name.toLowerCase()}`;
      }),
    ),
  );
  return rules.filter(({ scheme, name }) => !names.has(`${scheme}|${name.toLowerCase()}`));
}

function fixedLoad({ served, isFixed }: RoomContext, nodePools: ReadonlySet<string>): Load {
  const rules = SCHEMES.flatMap((scheme) => [...served[scheme].onFrontend.values()].flat()).filter(isFixed);
  const frontends = SCHEMES.flatMap((scheme) =>
    [...served[scheme].frontends.keys()].map((name) => ({ scheme, name, prefix: prefixOf(name) })),
  );
  const fixed = frontends.filter(({ scheme, prefix }) => isFixed({ scheme, ...(prefix !== undefined && { prefix }) }));
  return loadOfRules(rules, served, nodePools, fixed);
}

interface Limit {
  readonly what: string;
  readonly limit: number;
  readonly count: number;
  /** Too many pods, or too many ports? */
  readonly of: 'ports' | 'pods';
}

interface Demand extends Limit {
  readonly need: number;
  readonly before: number;
}

/** `used`: by all others. Who needs no more than it had is never refused. */
function exceeded(used: Tally, load: Load, had: Load, settings: Settings): Limit | undefined {
  for (const one of demandsOf(used, load, had, settings)) {
    if (one.need > one.before && one.count > one.limit) return one;
  }
  return undefined;
}

function* demandsOf(used: Tally, load: Load, had: Load, settings: Settings): Iterable<Demand> {
  const { maxRulesPerBackend } = settings.loadBalancer;
  for (const scheme of SCHEMES) {
    const fresh = used.fresh(load, scheme);
    const frontends = used.frontendsOn(scheme) + fresh;
    const before = used.fresh(had, scheme);
    yield { ...LIMITED.frontends, limit: LIMITS.frontends, count: frontends, need: fresh, before };
    const need = load.rules[scheme];
    const rules = used.rulesOn(scheme) + need;
    yield { ...LIMITED.rules, limit: LIMITS.rules, count: rules, need, before: had.rules[scheme] };
  }
  for (const [backend, need] of load.ofBackend) {
    const count = used.rulesTo(backend) + need;
    const before = had.ofBackend.get(backend) ?? 0;
    yield { ...LIMITED.toBackend, limit: maxRulesPerBackend, count, need, before };
  }
  const { inPool: need } = load;
  yield { ...LIMITED.inPool, limit: LIMITS.poolMembers, count: need, need, before: had.inPool };
  for (const [key, pods] of load.podsBehind) {
    const before = had.podsBehind.get(key) ?? 0;
    yield { ...LIMITED.behind, limit: LIMITS.backendsOfFrontend, count: used.podsOf(key) + pods, need: pods, before };
  }
}

const PER_BACKEND = 'rules for one backend (spec.loadBalancer.maxRulesPerBackend)';

const LIMITED = {
  frontends: { what: 'frontends on a load balancer', of: 'ports' },
  rules: { what: 'rules on a load balancer', of: 'ports' },
  toBackend: { what: PER_BACKEND, of: 'ports' },
  inPool: { what: 'members of a backend pool', of: 'pods' },
  behind: { what: 'members of the pools behind a frontend', of: 'pods' },
} as const;

function limitReached({ source, ports }: LoadBalancerExposure, { what, limit, count, of }: Limit): Problem {
  const many = of === 'ports' ? ports.length : Math.max(0, ...ports.map(({ pods }) => pods?.addresses.length ?? 0));
  const message = `${limit} ${what} are allowed; with this Service's ${many} ${of} there would be ${count}. What it has stays as it is.`;
  const key = of === 'ports' ? 'spec.ports' : 'spec.selector';
  return problem({ object: source, key, reason: 'LimitReached' }, String(many), message);
}
