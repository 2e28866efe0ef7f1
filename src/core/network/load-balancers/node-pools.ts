// Which pools are on a load balancer when it is written, and who is in those of nodes?
//
//   pool                              on the load balancer
//   of nodes, a rule leads there      its members are the nodes; one of interfaces stays as it is
//   of nodes, no rule leads there     goes from a load balancer of ours, or with our last frontend; else stays as it is
//   of pods                           is there with its rule
//   of somebody else                  stays as it is
import type { ArmId } from '../../values/arm-id.js';
import { childId } from '../../values/arm-id.js';
import type { Family } from '../../values/ip-address.js';
import type { ArmResource } from '../arm-resource.js';
import { besidePoolName, poolName } from '../names.js';
import type { NetworkContext } from '../network-context.js';
import { isNicPool } from '../nic-pool.js';
import type { Child, Overlay } from '../overlay.js';
import { overlayChildren } from '../overlay.js';
import { children } from './arm.js';
import type { Children } from './children-after.js';
import { childFinder, referencesOf } from './observed.js';
import type { Pool } from './pool.js';
import { nodePoolPart } from './pool.js';
import type { Standing } from './standing.js';
import type { Written } from './written.js';

const FAMILIES: readonly Family[] = [4, 6];

export interface NodePool extends Pool {
  /** As it is to be called. */
  readonly name: string;
}

/** By name in lower case. */
export function nodePools(
  observed: ArmResource | undefined,
  { exposures, settings }: NetworkContext,
): ReadonlyMap<string, NodePool> {
  const find = childFinder(observed);
  return new Map(
    FAMILIES.flatMap((family) =>
      [poolName(settings, family), besidePoolName(settings, family)].map((name) => {
        const pool = nodePoolPart(find('backendAddressPools', name), exposures.poolNodes, family, settings);
        return [name.toLowerCase(), { name, ...pool }] as const;
      }),
    ),
  );
}

export interface PoolContext {
  readonly nodes: ReadonlyMap<string, NodePool>;
  readonly written: Written;
  readonly standing: Standing;
  /** We made the load balancer. */
  readonly isMade: boolean;
}

export function poolsAfter(
  id: ArmId,
  observed: ArmResource | undefined,
  after: Children,
  { nodes, written, standing, isMade }: PoolContext,
): readonly Child[] {
  const needed = referencesOf(observed, after.loadBalancingRules);
  const isNeeded = (name: string): boolean => needed.has(childId(id, 'backendAddressPools', name).toLowerCase());
  const parts = new Map<string, Overlay>(written.backendAddressPools);
  for (const { name, part } of nodes.values()) if (isNeeded(name)) parts.set(name, part);
  const isLeft = isMade || !after.frontendIPConfigurations.some(({ name }) => standing.isOurs(name));
  const goes = (pool: Child): boolean =>
    // Azure refuses to delete a pool as long as interfaces name it.
    nodes.has(pool.name.toLowerCase()) ? isLeft && !isNicPool(pool) : standing.goes(pool.name);
  return overlayChildren(
    children(observed, 'backendAddressPools'),
    parts,
    (pool) => goes(pool) && !isNeeded(pool.name),
  );
}
