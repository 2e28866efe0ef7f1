// How should one load balancer look? What we write, laid over what is there, less what goes. What goes is told from the
// rules backwards: a frontend, probe or pool of ours stays as long as a rule that stays needs it.
import { childId } from '../../values/arm-id.js';
import type { ArmId } from '../../values/arm-id.js';
import type { JsonObject } from '../../values/json.js';
import type { SourceRef } from '../../values/source-ref.js';
import { uniqueSources } from '../../values/source-ref.js';
import type { Settings } from '../../settings.js';
import type { Family } from '../../values/ip-address.js';
import type { ArmResource } from '../arm-resource.js';
import { find } from '../azure-state.js';
import { loadBalancerId, poolName, SHARED_PROBE } from '../names.js';
import type { NetworkContext } from '../network-context.js';
import type { DesiredResource, Removal } from '../network-model.js';
import type { Child, Overlay } from '../overlay.js';
import { overlayChildren } from '../overlay.js';
import { isMarked, marks } from '../ownership.js';
import type { Scheme } from '../placement/index.js';
import { servedOn } from '../placement/index.js';
import { children, LOAD_BALANCER_TYPE } from './arm.js';
import { childFinder, referencesOf } from './observed.js';
import type { Pool } from './pool.js';
import { nodePoolPart } from './pool.js';
import type { Standing } from './standing.js';
import type { Written } from './written.js';
import { writeParts } from './written.js';

const FAMILIES: readonly Family[] = [4, 6];

export function buildLoadBalancer(
  scheme: Scheme,
  standing: Standing,
  context: NetworkContext,
): DesiredResource | undefined {
  const { settings, azure, transition, exposures } = context;
  const observed = find(azure, loadBalancerId(settings, scheme));
  const id = observed?.id ?? loadBalancerId(settings, scheme);
  const served = servedOn(scheme, settings, azure);
  const finder = childFinder(observed);
  const written = writeParts(standing.here, {
    id,
    settings,
    served,
    transition,
    find: finder,
    isOurs: standing.isOurs,
  });
  const after = childrenAfter(id, observed, written, standing);
  const isOurs = isMarked(observed?.tags, settings.clusterId);
  if (!isOurs && !isAnyOurs(standing, after) && !isAnyOurs(standing, observedChildren(observed))) return undefined;
  const pools = new Map(
    FAMILIES.map((family) => {
      const name = poolName(settings, family);
      return [name, nodePoolPart(finder('backendAddressPools', name), exposures.poolNodes, family, settings)] as const;
    }),
  );
  const withPools = {
    ...after,
    backendAddressPools: poolsAfter(id, observed, after, { pools, written, standing, isOurs }),
  };
  const isEmpty =
    after.frontendIPConfigurations.length === 0 &&
    withPools.backendAddressPools.every(({ name }) => pools.has(nameIn(pools, name)));
  const body = isEmpty && isOurs ? undefined : bodyOf(id, observed, withPools, settings);
  const changed = COLLECTIONS.flatMap((collection) => [...children(observed, collection), ...after[collection]]);
  const attribution = attributionOf(observed, withPools, standing, written, pools);
  return {
    id,
    type: LOAD_BALANCER_TYPE,
    body,
    because: uniqueSources(changed.flatMap(({ name }) => standing.sourcesOf(name))),
    attribution,
    removals: removalsOf(observed, after, id, standing),
    gathers: standing.awaits,
  };
}

const COLLECTIONS = ['frontendIPConfigurations', 'loadBalancingRules', 'probes'] as const;
type Collection = (typeof COLLECTIONS)[number];
type Children = Readonly<Record<Collection, readonly Child[]>>;

function observedChildren(observed: ArmResource | undefined): Children {
  return {
    frontendIPConfigurations: children(observed, 'frontendIPConfigurations'),
    loadBalancingRules: children(observed, 'loadBalancingRules'),
    probes: children(observed, 'probes'),
  };
}

function isAnyOurs({ isOurs }: Standing, all: Children): boolean {
  return COLLECTIONS.some((collection) => all[collection].some(({ name }) => isOurs(name)));
}

function childrenAfter(id: ArmId, observed: ArmResource | undefined, written: Written, standing: Standing): Children {
  const list = (collection: string) => observed?.properties?.[collection];
  const loadBalancingRules = overlayChildren(
    list('loadBalancingRules'),
    written.loadBalancingRules,
    ({ name }) => standing.goes(name) && !written.waiting.has(name.toLowerCase()),
  );
  const needed = referencesOf(observed, loadBalancingRules);
  const isNeeded = (collection: string, name: string): boolean =>
    needed.has(childId(id, collection, name).toLowerCase());
  return {
    frontendIPConfigurations: overlayChildren(
      list('frontendIPConfigurations'),
      written.frontendIPConfigurations,
      ({ name }) => standing.goes(name) && !isNeeded('frontendIPConfigurations', name),
    ),
    loadBalancingRules,
    probes: overlayChildren(
      list('probes'),
      written.probes,
      ({ name }) => (standing.goes(name) || name === SHARED_PROBE) && !isNeeded('probes', name),
    ),
  };
}

interface Pools {
  /** Of nodes, by name. */
  readonly pools: ReadonlyMap<string, Pool>;
  readonly written: Written;
  readonly standing: Standing;
  /** We made the load balancer. */
  readonly isOurs: boolean;
}

function poolsAfter(
  id: ArmId,
  observed: ArmResource | undefined,
  after: Children,
  { pools, written, standing, isOurs }: Pools,
): readonly Child[] {
  const needed = referencesOf(observed, after.loadBalancingRules);
  const isNeeded = (name: string): boolean => needed.has(childId(id, 'backendAddressPools', name).toLowerCase());
  const [first] = pools.keys();
  const isMentioned = after.frontendIPConfigurations.some(({ name }) => standing.isOurs(name));
  const parts = new Map<string, Overlay>(written.backendAddressPools);
  for (const [name, { part }] of pools) {
    // The first is there as long as anything of ours is: nodes that come and go find it.
    if (isNeeded(name) || (name === first && (isOurs || isMentioned))) parts.set(name, part);
  }
  return overlayChildren(
    observed?.properties?.['backendAddressPools'],
    parts,
    ({ name }) => (standing.goes(name) || pools.has(nameIn(pools, name))) && !isNeeded(name),
  );
}

/** The key that is this name in any case. */
function nameIn(pools: ReadonlyMap<string, unknown>, name: string): string {
  return [...pools.keys()].find((one) => one.toLowerCase() === name.toLowerCase()) ?? '';
}

function bodyOf(
  id: ArmId,
  observed: ArmResource | undefined,
  collections: Readonly<Record<string, readonly Child[]>>,
  settings: Settings,
): ArmResource {
  const filled = Object.entries(collections).filter(
    ([collection, list]) => list.length > 0 || observed?.properties?.[collection] !== undefined,
  );
  const properties: JsonObject = { ...observed?.properties, ...Object.fromEntries(filled) };
  if (observed) return { ...observed, properties };
  return {
    id,
    name: id.slice(id.lastIndexOf('/') + 1),
    type: LOAD_BALANCER_TYPE,
    location: settings.location,
    tags: { ...settings.loadBalancer.tags, ...marks(settings.clusterId) },
    sku: { name: 'Standard' },
    properties,
  };
}

function attributionOf(
  observed: ArmResource | undefined,
  after: Readonly<Record<string, readonly Child[]>>,
  standing: Standing,
  { sharers }: Written,
  pools: ReadonlyMap<string, Pool>,
): ReadonlyMap<string, readonly SourceRef[]> {
  const result = new Map<string, readonly SourceRef[]>();
  for (const [collection, list] of Object.entries(after)) {
    for (const { name } of [...children(observed, collection), ...list]) {
      const shared = collection === 'frontendIPConfigurations' ? sharers.get(name.toLowerCase()) : undefined;
      const nodes = collection === 'backendAddressPools' ? pools.get(nameIn(pools, name))?.because : undefined;
      // A new pool is for whom the load balancer is; only later are nodes the reason.
      const isThere = nodes !== undefined && children(observed, collection).some((one) => one.name === name);
      const because = isThere ? nodes : (shared ?? standing.sourcesOf(name));
      if (because.length > 0) result.set(`/properties/${collection}[${name}]`, uniqueSources(because));
    }
  }
  return result;
}

function removalsOf(
  observed: ArmResource | undefined,
  after: Children,
  id: ArmId,
  standing: Standing,
): readonly Removal[] {
  const kept = new Set(after.loadBalancingRules.map(({ name }) => name.toLowerCase()));
  return children(observed, 'loadBalancingRules')
    .filter(({ name }) => !kept.has(name.toLowerCase()))
    .map(({ name }) => ({
      kind: 'LoadBalancerRule',
      id: childId(id, 'loadBalancingRules', name),
      because: standing.sourcesOf(name),
    }));
}
