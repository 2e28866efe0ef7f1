// How much of each limit of the load balancers does something take: rules that are there, or those that are wanted?
import type { LoadBalancerExposure } from '../../exposure.js';
import { familyOf } from '../../values/ip-address.js';
import type { Scheme, Served, ServedRule } from './served.js';
import { SCHEMES } from './served.js';
import type { Site } from './sites.js';

export interface Load {
  /** Keys of sites, by load balancer; the same one of several loads counts once. */
  readonly frontends: Readonly<Record<Scheme, ReadonlySet<string>>>;
  readonly rules: Readonly<Record<Scheme, number>>;
  /** Rules that lead to one backend: all nodes are `NODES`, pods go by their address. */
  readonly ofBackend: ReadonlyMap<string, number>;
  /** Pods in all pools that a frontend leads to, by its key. */
  readonly podsBehind: ReadonlyMap<string, number>;
  /** Pods in the biggest pool. */
  readonly inPool: number;
}

/** Every node is in the same pools. */
export const NODES = 'nodes';

/** Of Azure's parts that are there. `nodePools`: names in lower case. */
export function loadOfRules(
  rules: readonly ServedRule[],
  served: Readonly<Record<Scheme, Served>>,
  nodePools: ReadonlySet<string>,
  bareFrontends: readonly { readonly scheme: Scheme; readonly name: string }[] = [],
): Load {
  const load = emptyLoad();
  for (const { scheme, name } of bareFrontends) load.frontends[scheme].add(siteKey(scheme, name, served[scheme]));
  const pools = new Set<string>();
  for (const { scheme, frontend, pool } of rules) {
    const key = siteKey(scheme, frontend, served[scheme]);
    load.frontends[scheme].add(key);
    load.rules[scheme]++;
    if (pool === undefined) continue;
    if (nodePools.has(pool)) {
      count(load.ofBackend, NODES, 1);
      continue;
    }
    const members = served[scheme].inPool.get(pool) ?? [];
    for (const address of members) count(load.ofBackend, address, 1);
    load.inPool = Math.max(load.inPool, members.length);
    if (!pools.has(`${key}|${pool}`)) count(load.podsBehind, key, members.length);
    pools.add(`${key}|${pool}`);
  }
  return load;
}

/** Of one Service's sites once all is there. */
export function loadOfSites({ allPorts, ports }: LoadBalancerExposure, sites: readonly Site[]): Load {
  const load = emptyLoad();
  const toNodes = ports.filter(({ pods }) => !pods).length;
  const rules = allPorts ? Math.min(1, ports.length) : ports.length;
  for (const { key, frontend } of sites) {
    load.frontends[frontend.scheme].add(key);
    load.rules[frontend.scheme] += rules;
    count(load.ofBackend, NODES, Math.min(rules, toNodes));
    for (const { pods } of toNodes < ports.length ? ports : []) {
      const members = pods?.addresses.filter((address) => familyOf(address) === frontend.family) ?? [];
      for (const address of members) count(load.ofBackend, address, 1);
      load.inPool = Math.max(load.inPool, members.length);
      count(load.podsBehind, key, members.length);
    }
  }
  return load;
}

/** Both at once: `add` for loads side by side, `Math.max` for one that takes the place of the other. */
export function together(a: Load, b: Load, combine: (a: number, b: number) => number = add): Load {
  const union = (scheme: Scheme): ReadonlySet<string> => a.frontends[scheme].union(b.frontends[scheme]);
  return {
    frontends: { Public: union('Public'), Internal: union('Internal') },
    rules: {
      Public: combine(a.rules.Public, b.rules.Public),
      Internal: combine(a.rules.Internal, b.rules.Internal),
    },
    ofBackend: combined(a.ofBackend, b.ofBackend, combine),
    podsBehind: combined(a.podsBehind, b.podsBehind, combine),
    inPool: Math.max(a.inPool, b.inPool),
  };
}

/** What several loads take together, from which one can be taken away again. */
export class Tally {
  private readonly users: Readonly<Record<Scheme, Map<string, number>>> = { Public: new Map(), Internal: new Map() };
  private readonly rules: Record<Scheme, number> = { Public: 0, Internal: 0 };
  private readonly ofBackend = new Map<string, number>();
  private readonly podsBehind = new Map<string, number>();

  change(load: Load, step: 1 | -1): void {
    for (const scheme of SCHEMES) {
      for (const key of load.frontends[scheme]) {
        count(this.users[scheme], key, step);
        if (this.users[scheme].get(key) === 0) this.users[scheme].delete(key);
      }
      this.rules[scheme] += step * load.rules[scheme];
    }
    for (const [backend, many] of load.ofBackend) count(this.ofBackend, backend, step * many);
    for (const [key, many] of load.podsBehind) count(this.podsBehind, key, step * many);
  }

  frontendsOn(scheme: Scheme): number {
    return this.users[scheme].size;
  }

  /** Frontends of the load that nothing here has. */
  fresh(load: Load, scheme: Scheme): number {
    let fresh = 0;
    for (const key of load.frontends[scheme]) if (!this.users[scheme].has(key)) fresh++;
    return fresh;
  }

  rulesOn(scheme: Scheme): number {
    return this.rules[scheme];
  }

  rulesTo(backend: string): number {
    return this.ofBackend.get(backend) ?? 0;
  }

  podsOf(key: string): number {
    return this.podsBehind.get(key) ?? 0;
  }
}

/** As sites.ts makes it. */
function siteKey(scheme: Scheme, name: string, { frontends }: Served): string {
  return frontends.get(name)?.publicIP ?? `${scheme}|${name}`;
}

function emptyLoad() {
  return {
    frontends: { Public: new Set<string>(), Internal: new Set<string>() },
    rules: { Public: 0, Internal: 0 },
    ofBackend: new Map<string, number>(),
    podsBehind: new Map<string, number>(),
    inPool: 0,
  };
}

function combined(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
  combine: (a: number, b: number) => number,
): ReadonlyMap<string, number> {
  if (b.size === 0) return a;
  return new Map([...a.keys(), ...b.keys()].map((key) => [key, combine(a.get(key) ?? 0, b.get(key) ?? 0)]));
}

function count(counts: Map<string, number>, key: string, step: number): void {
  if (step !== 0) counts.set(key, (counts.get(key) ?? 0) + step);
}

function add(a: number, b: number): number {
  return a + b;
}
