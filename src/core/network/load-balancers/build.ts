// How should one load balancer look? Our Services' frontends, rules and probes and the pool of nodes, laid over what
// is there.
import type { Exposures } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { childId } from '../../values/arm-id.js';
import type { Problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { uniqueSources } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import { loadBalancerId, poolName } from '../names.js';
import type { DesiredResource, Removal } from '../network-model.js';
import type { Child, Overlay } from '../overlay.js';
import { overlayChildren } from '../overlay.js';
import { isMarked, marks } from '../ownership.js';
import type { Collection } from './arm.js';
import {
  children,
  COLLECTIONS,
  frontendNameOf,
  frontendPart,
  LOAD_BALANCER_TYPE,
  probeParts,
  referredId,
  rulePart,
} from './arm.js';
import { takenPorts, withoutTaken } from './conflicts.js';
import type { Observed } from './observed.js';
import { prefixKey, referredByOthers } from './observed.js';
import type { Pool } from './pool.js';
import { poolPart } from './pool.js';
import type { Verdict } from './verdicts.js';
import type { Whose } from './whose.js';

export interface Built {
  readonly desired: DesiredResource | undefined;
  readonly problems: readonly Problem[];
}

export function buildLoadBalancer(
  scheme: 'Public' | 'Internal',
  observed: Observed,
  whose: Whose,
  exposures: Exposures,
  settings: Settings,
): Built {
  const id = observed.resource?.id ?? loadBalancerId(settings, scheme);
  const taken = takenPorts(observed, whose.isOurs);
  const checked = whose.build.map(({ service }) =>
    withoutTaken(
      service,
      childId(loadBalancerId(settings, scheme), 'frontendIPConfigurations', frontendNameOf(service)),
      taken,
    ),
  );
  const parts = partsOf(
    checked.map(({ service }) => service),
    settings,
    observed,
  );
  const after = childrenAfter(parts, observed, whose);
  const problems = checked.flatMap((one) => one.problems);
  const isMentioned = after.frontendIPConfigurations.some(({ name }) => whose.isOurs(name));
  const isOurs = isMarked(observed.resource?.tags, settings.clusterId);
  if (!isMentioned && !isOurs && !whose.isLeaving) return { desired: undefined, problems };

  const pool = poolPart(poolOf(observed, settings), exposures.poolNodes, settings);
  const pools = poolsAfter(observed, pool, settings, { isMentioned, isOurs, id, after });
  // Somebody else's pool may have machines in it though no rule sends to it yet.
  const isEmpty = after.frontendIPConfigurations.length === 0 && pools.every(({ name }) => isOurPool(name, settings));
  const body =
    isEmpty && isOurs ? undefined : bodyOf(id, observed.resource, { ...after, backendAddressPools: pools }, settings);
  const because = sourcesOf(observed, after, whose);
  return {
    desired: {
      id,
      type: LOAD_BALANCER_TYPE,
      body,
      because,
      attribution: attributionOf(observed, after, whose, { pool, settings }),
      removals: removalsOf(observed, after, id, whose),
      gathers: whose.awaits,
    },
    problems,
  };
}

type Children = Readonly<Record<Collection, readonly Child[]>>;

function partsOf(
  services: readonly Verdict['service'][],
  settings: Settings,
  { find }: Observed,
): Readonly<Record<Collection, ReadonlyMap<string, Overlay>>> {
  const finder = (collection: Collection) => (name: string) => find(collection, name);
  return {
    frontendIPConfigurations: new Map(
      services.map((service) => frontendPart(service, settings, finder('frontendIPConfigurations'))),
    ),
    loadBalancingRules: new Map(
      services.flatMap((service) =>
        service.ports.map((port) => rulePart(service, port, settings, finder('loadBalancingRules'))),
      ),
    ),
    probes: new Map(services.flatMap((service) => probeParts(service, finder('probes')))),
  };
}

function childrenAfter(parts: ReturnType<typeof partsOf>, { resource }: Observed, whose: Whose): Children {
  const needed = referredByOthers(resource, whose.isOurs);
  const isGone = (child: Child): boolean =>
    whose.goesUnlessBuilt(child.name) && !(typeof child['id'] === 'string' && needed.has(child['id'].toLowerCase()));
  const after = (collection: Collection): readonly Child[] =>
    overlayChildren(resource?.properties?.[collection], parts[collection], isGone);
  return {
    frontendIPConfigurations: after('frontendIPConfigurations'),
    loadBalancingRules: after('loadBalancingRules'),
    probes: after('probes'),
  };
}

function poolOf({ resource }: Observed, settings: Settings): Child | undefined {
  return children(resource, 'backendAddressPools').find(({ name }) => isOurPool(name, settings));
}

function isOurPool(name: string, settings: Settings): boolean {
  return name.toLowerCase() === poolName(settings).toLowerCase();
}

function poolsAfter(
  observed: Observed,
  { part }: Pool,
  settings: Settings,
  now: { readonly isMentioned: boolean; readonly isOurs: boolean; readonly id: ArmId; readonly after: Children },
): readonly Child[] {
  const list = observed.resource?.properties?.['backendAddressPools'];
  const name = poolName(settings);
  if (now.isMentioned || now.isOurs) return overlayChildren(list, new Map([[name, part]]), () => false);
  // We leave a load balancer that isn't ours: the pool goes too, unless somebody's rule needs it.
  const poolId = childId(now.id, 'backendAddressPools', name).toLowerCase();
  const isNeeded =
    now.after.loadBalancingRules.some((rule) => referredId(rule, 'backendAddressPool')?.toLowerCase() === poolId) ||
    referredByOthers(observed.resource, () => true).has(poolId);
  return overlayChildren(list, new Map(), (pool) => pool.name.toLowerCase() === name.toLowerCase() && !isNeeded);
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
  const properties = { ...observed?.properties, ...Object.fromEntries(filled) };
  if (observed) return { ...observed, properties };
  return {
    id,
    name: id.slice(id.lastIndexOf('/') + 1),
    type: LOAD_BALANCER_TYPE,
    location: settings.location,
    tags: marks(settings.clusterId),
    sku: { name: 'Standard' },
    properties,
  };
}

function sourcesOf({ resource }: Observed, after: Children, whose: Whose): readonly SourceRef[] {
  const names = COLLECTIONS.flatMap((collection) => [...children(resource, collection), ...after[collection]]);
  const prefixes = new Set(names.map(({ name }) => prefixKey(name)));
  return uniqueSources([...prefixes].flatMap((prefix) => whose.sourcesOf(prefix)));
}

function attributionOf(
  { resource }: Observed,
  after: Children,
  whose: Whose,
  { pool, settings }: { readonly pool: Pool; readonly settings: Settings },
): ReadonlyMap<string, readonly SourceRef[]> {
  const entries = COLLECTIONS.flatMap((collection) =>
    [...children(resource, collection), ...after[collection]].flatMap(({ name }) => {
      const because = whose.sourcesOf(prefixKey(name));
      return because.length ? [[`/properties/${collection}[${name}]`, because] as const] : [];
    }),
  );
  const existing = children(resource, 'backendAddressPools');
  const name = existing.find((one) => one.name.toLowerCase() === poolName(settings).toLowerCase())?.name;
  return new Map([
    ...entries,
    ...(name !== undefined && pool.because.length
      ? [[`/properties/backendAddressPools[${name}]`, pool.because] as const]
      : []),
  ]);
}

function removalsOf(observed: Observed, after: Children, id: ArmId, whose: Whose): readonly Removal[] {
  const kept = new Set(after.loadBalancingRules.map(({ name }) => name.toLowerCase()));
  return children(observed.resource, 'loadBalancingRules')
    .filter(({ name }) => !kept.has(name.toLowerCase()))
    .map(({ name }) => ({
      kind: 'LoadBalancerRule',
      id: childId(id, 'loadBalancingRules', name),
      because: whose.sourcesOf(prefixKey(name)),
    }));
}
