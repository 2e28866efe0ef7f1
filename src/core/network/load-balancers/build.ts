// How should one load balancer look? What we write, laid over what is there, less what goes. What goes is told from the
// rules backwards: a frontend, probe or pool of ours stays as long as a rule that stays needs it.
import type { ArmId } from '../../values/arm-id.js';
import { childId, lastName } from '../../values/arm-id.js';
import type { JsonObject } from '../../values/json.js';
import { uniqueSources } from '../../values/source-ref.js';
import type { Settings } from '../../settings.js';
import type { ArmResource } from '../arm-resource.js';
import { find } from '../azure-state.js';
import { loadBalancerId } from '../names.js';
import type { NetworkContext } from '../network-context.js';
import type { DesiredResource, Removal } from '../network-model.js';
import type { Child } from '../overlay.js';
import { isMarked, marks } from '../ownership.js';
import type { Scheme } from '../placement/index.js';
import { servedOn } from '../placement/index.js';
import { children, COLLECTIONS, LOAD_BALANCER_TYPE } from './arm.js';
import { attributionOf } from './attribution.js';
import type { Children } from './children-after.js';
import { childrenAfter, observedChildren } from './children-after.js';
import { nodePools, poolsAfter } from './node-pools.js';
import { childFinder, OTHERS } from './observed.js';
import type { Standing } from './standing.js';
import { writeParts } from './written.js';

export function buildLoadBalancer(
  scheme: Scheme,
  standing: Standing,
  context: NetworkContext,
): DesiredResource | undefined {
  const { settings, azure, transition } = context;
  const observed = find(azure, loadBalancerId(settings, scheme));
  const id = observed?.id ?? loadBalancerId(settings, scheme);
  const served = servedOn(scheme, settings, azure);
  const { isOurs } = standing;
  const written = writeParts(standing.here, { id, settings, served, transition, find: childFinder(observed), isOurs });
  const before = observedChildren(observed);
  const after = childrenAfter(id, observed, written, standing);
  const isMade = isMarked(observed?.tags, settings.clusterId);
  if (!isMade && !isAnyOurs(standing, after) && !isAnyOurs(standing, before)) return undefined;
  const nodes = nodePools(observed, context);
  const pools = poolsAfter(id, observed, after, { nodes, written, standing, isMade });
  const all = { ...after, backendAddressPools: pools };
  const isEmpty =
    COLLECTIONS.every((collection) => after[collection].length === 0) &&
    OTHERS.every((collection) => children(observed, collection).length === 0) &&
    pools.every(({ name }) => nodes.has(name.toLowerCase()));
  return {
    id,
    type: LOAD_BALANCER_TYPE,
    body: isEmpty && isMade ? undefined : bodyOf(id, observed, all, settings),
    because: uniqueSources(
      [before, after]
        .flatMap((some) => COLLECTIONS.flatMap((one) => some[one]))
        .flatMap(({ name }) => standing.sourcesOf(name)),
    ),
    attribution: attributionOf(observed, all, { standing, written, nodes }),
    removals: removalsOf(before, after, id, standing),
    gathers: standing.awaits,
  };
}

function isAnyOurs({ isOurs }: Standing, all: Children): boolean {
  return COLLECTIONS.some((collection) => all[collection].some(({ name }) => isOurs(name)));
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
    name: lastName(id),
    type: LOAD_BALANCER_TYPE,
    location: settings.location,
    tags: { ...settings.loadBalancer.tags, ...marks(settings.clusterId) },
    sku: { name: 'Standard' },
    properties,
  };
}

function removalsOf(before: Children, after: Children, id: ArmId, standing: Standing): readonly Removal[] {
  const kept = new Set(after.loadBalancingRules.map(({ name }) => name.toLowerCase()));
  return before.loadBalancingRules
    .filter(({ name }) => !kept.has(name.toLowerCase()))
    .map(({ name }) => ({
      kind: 'LoadBalancerRule',
      id: childId(id, 'loadBalancingRules', name),
      because: standing.sourcesOf(name),
    }));
}
