// Words for tests of the load balancers' room: what a load balancer says of one of its parts, and what is wished for.
import type { Exposures, LoadBalancerExposure } from '../../../../src/core/exposure.js';
import type { AzureState } from '../../../../src/core/network/azure-state.js';
import { find } from '../../../../src/core/network/azure-state.js';
import type { Wish } from '../../../../src/core/network/network-model.js';
import type { Settings } from '../../../../src/core/settings.js';
import type { JsonObject } from '../../../../src/core/values/json.js';
import { exposures, LB, loadBalancersFor, namesOf, SETTINGS } from '../world.js';

export const FRONTENDS = 'frontendIPConfigurations';
export const RULES = 'loadBalancingRules';
export const PROBES = 'probes';
export const POOLS = 'backendAddressPools';

export function wishFor(
  services: readonly LoadBalancerExposure[],
  azure: AzureState,
  change: Partial<Exposures> = {},
  settings: Settings = SETTINGS,
): Wish {
  return loadBalancersFor(exposures(services, change), azure, settings);
}

export function balancing(change: Partial<Settings['loadBalancer']>): Settings {
  return { ...SETTINGS, loadBalancer: { ...SETTINGS.loadBalancer, ...change } };
}

/** The properties of a child of a load balancer; fails where it isn't there. */
export function childOf(azure: AzureState, collection: string, name: string, id: string = LB): JsonObject {
  const list = find(azure, id)?.properties?.[collection] as readonly (JsonObject & { name: string })[] | undefined;
  const child = list?.find((one) => one.name === name);
  if (!child) throw new Error(`no ${name} among ${namesOf(azure, id, collection).join(', ')}`);
  return child['properties'] as JsonObject;
}

/** Addresses in a pool. */
export function membersOf(azure: AzureState, pool: string, id: string = LB): readonly string[] {
  return poolMembers(azure, pool, id).map(({ properties }) => properties.ipAddress);
}

/** What its members are called. */
export function memberNamesOf(azure: AzureState, pool: string, id: string = LB): readonly string[] {
  return poolMembers(azure, pool, id).map(({ name }) => name);
}

interface PoolMember {
  readonly name: string;
  readonly properties: { readonly ipAddress: string };
}

function poolMembers(azure: AzureState, pool: string, id: string): readonly PoolMember[] {
  return childOf(azure, POOLS, pool, id)['loadBalancerBackendAddresses'] as unknown as readonly PoolMember[];
}

/** The last name of the resource that a child refers to. */
export function referred(child: JsonObject, key: string): string | undefined {
  const reference = child[key] as { readonly id: string } | undefined;
  return reference?.id.slice(reference.id.lastIndexOf('/') + 1);
}
