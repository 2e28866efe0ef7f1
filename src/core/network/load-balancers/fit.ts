// Which Services still fit on a load balancer? Those that are on it come first, then the oldest; one that doesn't fit
// keeps what it has, and the others go on.
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import { servicePrefix } from '../names.js';
import { children, referredId } from './arm.js';
import { LIMITS } from './limits.js';
import type { Observed } from './observed.js';
import type { Verdict } from './verdicts.js';

interface Room {
  frontends: number;
  rules: number;
  poolRules: number;
}

/** `goes`: is this child, by its name, to go anyway? `build`: the Services to be built here. Gives those that don't fit. */
export function withoutRoom(
  observed: Observed,
  poolId: string,
  build: readonly Verdict[],
  goes: (name: string) => boolean,
): ReadonlyMap<string, Problem> {
  const used = usedNow(observed, poolId, goes);
  const refused = new Map<string, Problem>();
  for (const verdict of [...build].sort(byRight(observed))) {
    const { service } = verdict;
    const prefix = servicePrefix(service.uid);
    const rules = service.ports.length - observed.count('loadBalancingRules', prefix);
    const more = {
      frontends: 1 - Math.min(1, observed.count('frontendIPConfigurations', prefix)),
      rules,
      poolRules: rules,
    };
    const limit = exceeded(used, more);
    if (limit) refused.set(prefix, limitReached(verdict, limit));
    else {
      used.frontends += more.frontends;
      used.rules += more.rules;
      used.poolRules += more.poolRules;
    }
  }
  return refused;
}

function usedNow({ resource }: Observed, poolId: string, goes: (name: string) => boolean): Room {
  const rules = children(resource, 'loadBalancingRules').filter(({ name }) => !goes(name));
  const inPool = rules.filter((rule) => referredId(rule, 'backendAddressPool')?.toLowerCase() === poolId.toLowerCase());
  return {
    frontends: children(resource, 'frontendIPConfigurations').filter(({ name }) => !goes(name)).length,
    rules: rules.length + children(resource, 'inboundNatRules').length,
    poolRules: inPool.length,
  };
}

interface Limit {
  readonly what: string;
  readonly limit: number;
  readonly count: number;
}

function exceeded(used: Room, more: Room): Limit | undefined {
  const limits = [
    { what: 'frontends on a load balancer', limit: LIMITS.frontends, more: more.frontends, count: used.frontends },
    { what: 'rules on a load balancer', limit: LIMITS.rules, more: more.rules, count: used.rules },
    { what: 'rules for one backend pool', limit: LIMITS.rulesPerNic, more: more.poolRules, count: used.poolRules },
  ];
  const full = limits.find((one) => one.more > 0 && one.count + one.more > one.limit);
  return full && { what: full.what, limit: full.limit, count: full.count + full.more };
}

function limitReached({ service }: Verdict, { what, limit, count }: Limit): Problem {
  const message = `Azure allows ${limit} ${what}; with this Service's ${service.ports.length} ports there would be ${count}. What it has stays as it is.`;
  return problem(
    { object: service.source, key: 'spec.ports', reason: 'LimitReached' },
    String(service.ports.length),
    message,
  );
}

function byRight(observed: Observed): (a: Verdict, b: Verdict) => number {
  const isThere = ({ service }: Verdict): number =>
    observed.count('frontendIPConfigurations', servicePrefix(service.uid)) > 0 ? 0 : 1;
  return (a, b) =>
    isThere(a) - isThere(b) || compare(a.service.since, b.service.since) || compare(a.service.source, b.service.source);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
