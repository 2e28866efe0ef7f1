// How does ARM write a load balancer? Only what we read or set; all else stays as it comes.
// https://learn.microsoft.com/rest/api/load-balancer/load-balancers/create-or-update
import type { ArmId } from '../../values/arm-id.js';
import type { JsonObject } from '../../values/json.js';
import { isArray, isObject } from '../../values/json.js';
import type { ArmResource } from '../arm-resource.js';
import { TYPES } from '../arm-resource.js';
import { isNicPool } from '../nic-pool.js';
import type { Child } from '../overlay.js';

export const LOAD_BALANCER_TYPE = 'Microsoft.Network/loadBalancers';

/** Children that bear a Service's name. */
export const COLLECTIONS = ['frontendIPConfigurations', 'loadBalancingRules', 'probes'] as const;
export type Collection = (typeof COLLECTIONS)[number];

export interface Reference extends JsonObject {
  readonly id: ArmId;
}

export function children(resource: ArmResource | undefined, collection: string): readonly Child[] {
  const list = resource?.properties?.[collection];
  return isArray(list) ? (list as readonly Child[]) : [];
}

/** A property that is a text, else the empty text. */
export function textOf(child: JsonObject, key: string): string {
  const value = propertiesOf(child)[key];
  return typeof value === 'string' ? value : '';
}

export function propertiesOf(child: JsonObject | undefined): JsonObject {
  const properties = child?.['properties'];
  return isObject(properties) ? properties : {};
}

/** The id that a child refers to under this key. */
export function referredId(child: JsonObject | undefined, key: string): string | undefined {
  const reference = propertiesOf(child)[key];
  return isObject(reference) && typeof reference['id'] === 'string' ? reference['id'] : undefined;
}

/**
 * What may be sent of a body. The members of a pool whose members are NICs are listed by Azure itself; sent back they are
 * refused (DuplicateIpConfigurationReferenceOnBackendAddressPool). Without the list the members stay: they are written
 * on the NICs. Bodies are compared whole; this is for the request alone.
 */
export function sendable(body: ArmResource): ArmResource {
  const pools = children(body, 'backendAddressPools');
  if (body.type.toLowerCase() !== TYPES.loadBalancer || !pools.some(isNicPool)) return body;
  const sent = pools.map((pool) => (isNicPool(pool) ? withoutMembers(pool) : pool));
  return { ...body, properties: { ...body.properties, backendAddressPools: sent } };
}

function withoutMembers(pool: Child): Child {
  return { ...pool, properties: { ...propertiesOf(pool), loadBalancerBackendAddresses: undefined } };
}
