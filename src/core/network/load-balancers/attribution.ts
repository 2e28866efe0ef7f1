// For whom is each part of a load balancer changed? An object is told that it is done when nothing is left to change for it,
// so nobody may be named for what is somebody else's.
//
//   part                            because of
//   rule, probe, pool of pods       the Service that it is named after
//   frontend                        all who share it
//   pool of nodes                   the nodes that join or leave
//   …that comes or goes whole       the Services whose rules lead there, after or before
import type { SourceRef } from '../../values/source-ref.js';
import { uniqueSources } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import type { Child } from '../overlay.js';
import { lastName } from '../../values/arm-id.js';
import { children, referredId } from './arm.js';
import type { PoolContext } from './node-pools.js';

type Lists = Readonly<Record<string, readonly Child[]>>;

export function attributionOf(
  observed: ArmResource | undefined,
  after: Lists,
  { standing, written, nodes }: Omit<PoolContext, 'isMade'>,
): ReadonlyMap<string, readonly SourceRef[]> {
  const users = poolUsers([...children(observed, 'loadBalancingRules'), ...(after['loadBalancingRules'] ?? [])]);
  const becauseOf = (collection: string, name: string, isChanged: boolean): readonly SourceRef[] => {
    const key = name.toLowerCase();
    if (collection === 'frontendIPConfigurations') return written.sharers.get(key) ?? standing.sourcesOf(name);
    const pool = collection === 'backendAddressPools' ? nodes.get(key) : undefined;
    if (!pool) return standing.sourcesOf(name);
    return isChanged ? pool.because : (users.get(key) ?? []).flatMap(standing.sourcesOf);
  };
  const result = new Map<string, readonly SourceRef[]>();
  for (const [collection, list] of Object.entries(after)) {
    const before = children(observed, collection);
    const left = new Set(list.map(({ name }) => name.toLowerCase()));
    const there = new Set(before.map(({ name }) => name.toLowerCase()));
    for (const { name } of [...before, ...list]) {
      const key = name.toLowerCase();
      const because = becauseOf(collection, name, there.has(key) && left.has(key));
      if (because.length > 0) result.set(`/properties/${collection}[${name}]`, uniqueSources(because));
    }
  }
  return result;
}

/** By pool name in lower case: names of the rules that lead there. */
function poolUsers(rules: readonly Child[]): ReadonlyMap<string, readonly string[]> {
  const named = rules.map((rule) => ({
    rule: rule.name,
    pool: lastName(referredId(rule, 'backendAddressPool') ?? '').toLowerCase(),
  }));
  const byPool = Map.groupBy(named, ({ pool }) => pool);
  return new Map([...byPool].map(([pool, some]) => [pool, some.map(({ rule }) => rule)]));
}
