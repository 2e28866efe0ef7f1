// Which Services still fit on the load balancers? Those that are on them come first, then the oldest; one that doesn't fit
// keeps what it has, and the others go on.
import type { LoadBalancerExposure } from '../../exposure.js';
import { byAge } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import { servicePrefix } from '../names.js';
import { LIMITS } from './limits.js';
import { nodePoolNames } from './node-pools.js';
import type { Scheme, Served, ServedRule } from './served.js';
import { SCHEMES } from './served.js';
import type { Site } from './sites.js';

export interface RoomContext {
  readonly served: Readonly<Record<Scheme, Served>>;
  readonly settings: Settings;
  /** Is this rule there whatever we do: somebody else's, or of a Service that stays as it is? */
  readonly isFixed: (rule: ServedRule) => boolean;
}

/** `wanted`: the sites of each Service. Gives a Problem, by UID, for those that don't fit. */
export function withoutRoom(wanted: readonly (readonly Site[])[], context: RoomContext): ReadonlyMap<string, Problem> {
  const { served, settings } = context;
  const used = usedByOthers(context);
  const refused = new Map<string, Problem>();
  const hadBy = ({ uid }: LoadBalancerExposure): readonly ServedRule[] =>
    SCHEMES.flatMap((scheme) => served[scheme].ofPrefix.get(servicePrefix(uid)) ?? []);
  const inOrder = wanted
    .filter((sites) => sites.length > 0)
    .map((sites) => ({ sites, service: sites[0]!.service, had: hadBy(sites[0]!.service) }))
    .sort((a, b) => Number(a.had.length === 0) - Number(b.had.length === 0) || byAge(a.service, b.service));
  for (const { sites, service, had } of inOrder) {
    const need = needOf(service, sites, used);
    const limit = exceeded(used, need, had, settings);
    if (limit) refused.set(service.uid, limitReached(service, limit));
    for (const scheme of SCHEMES) {
      const rules = limit ? had.filter((rule) => rule.scheme === scheme).length : need.rules[scheme];
      used.rules[scheme] += rules;
    }
    used.inPool += limit ? had.length : need.inPool;
    if (!limit) for (const { key, frontend } of sites) used.frontends[frontend.scheme].add(key);
  }
  return refused;
}

interface Used {
  readonly frontends: Record<Scheme, Set<string>>;
  readonly rules: Record<Scheme, number>;
  /** Rules that lead to a node: every node is in the pools. */
  inPool: number;
}

function usedByOthers({ served, settings, isFixed }: RoomContext): Used {
  const pools = nodePoolNames(settings);
  const used: Used = {
    frontends: { Public: new Set(), Internal: new Set() },
    rules: { Public: 0, Internal: 0 },
    inPool: 0,
  };
  for (const scheme of SCHEMES) {
    for (const [frontend, rules] of served[scheme].onFrontend) {
      const fixed = rules.filter(isFixed);
      if (fixed.length > 0) used.frontends[scheme].add(siteKey(scheme, frontend, served[scheme]));
      used.rules[scheme] += fixed.length;
      used.inPool += fixed.filter(({ pool }) => pool !== undefined && pools.has(pool)).length;
    }
    for (const [name] of served[scheme].frontends) {
      const isForeign = !/^a[0-9a-f]{31}(-|$)/.test(name);
      if (isForeign) used.frontends[scheme].add(siteKey(scheme, name, served[scheme]));
    }
  }
  return used;
}

/** As sites.ts makes it. */
function siteKey(scheme: Scheme, name: string, { frontends }: Served): string {
  return frontends.get(name)?.publicIP ?? `${scheme}|${name}`;
}

interface Need {
  readonly frontends: Readonly<Record<Scheme, number>>;
  readonly rules: Readonly<Record<Scheme, number>>;
  readonly inPool: number;
}

function needOf(service: LoadBalancerExposure, sites: readonly Site[], used: Used): Need {
  const rules = service.allPorts ? Math.min(1, service.ports.length) : service.ports.length;
  const inPool = service.ports.some(({ pods }) => pods) ? 0 : rules;
  const on = (scheme: Scheme): readonly Site[] => sites.filter(({ frontend }) => frontend.scheme === scheme);
  const fresh = (scheme: Scheme): number => on(scheme).filter(({ key }) => !used.frontends[scheme].has(key)).length;
  return {
    frontends: { Public: fresh('Public'), Internal: fresh('Internal') },
    rules: { Public: on('Public').length * rules, Internal: on('Internal').length * rules },
    inPool: sites.length * inPool,
  };
}

interface Limit {
  readonly what: string;
  readonly limit: number;
  readonly count: number;
}

function exceeded(used: Used, need: Need, had: readonly ServedRule[], settings: Settings): Limit | undefined {
  const { maxRulesPerBackend } = settings.loadBalancer;
  const of = (scheme: Scheme): number => had.filter((rule) => rule.scheme === scheme).length;
  const limits = [
    ...SCHEMES.flatMap((scheme) => [
      {
        what: `frontends on a load balancer`,
        limit: LIMITS.frontends,
        need: need.frontends[scheme],
        before: Math.min(of(scheme), need.frontends[scheme]),
        used: used.frontends[scheme].size,
      },
      {
        what: 'rules on a load balancer',
        limit: LIMITS.rules,
        need: need.rules[scheme],
        before: of(scheme),
        used: used.rules[scheme],
      },
    ]),
    {
      what: 'rules for one backend (spec.loadBalancer.maxRulesPerBackend)',
      limit: maxRulesPerBackend,
      need: need.inPool,
      before: had.length,
      used: used.inPool,
    },
  ];
  // Who is in place needs no more than it had, so is never refused.
  const full = limits.find((one) => one.need > one.before && one.used + one.need > one.limit);
  return full && { what: full.what, limit: full.limit, count: full.used + full.need };
}

function limitReached({ source, ports }: LoadBalancerExposure, { what, limit, count }: Limit): Problem {
  const message = `${limit} ${what} are allowed; with this Service's ${ports.length} ports there would be ${count}. What it has stays as it is.`;
  return problem({ object: source, key: 'spec.ports', reason: 'LimitReached' }, String(ports.length), message);
}
