// Are the members of a backend pool network interfaces, which join of themselves? A pool is of one kind: interfaces, each
// written on the interface, or addresses, listed in the pool
// (https://learn.microsoft.com/azure/load-balancer/backend-pool-management).
//
//   backendIPConfigurations   a member                    the pool is of
//   filled                    –                           interfaces (Azure's cloud controller asks the same)
//   empty                     names an interface, and     interfaces
//                             has no address
//   empty                     otherwise                   addresses; Azure adds whose interface an address is
import type { JsonObject } from '../values/json.js';
import { objectOf, objectsOf, textOf } from '../values/json.js';

/** `pool`: as ARM has it. */
export function isNicPool(pool: JsonObject): boolean {
  const properties = objectOf(pool['properties']);
  if (objectsOf(properties['backendIPConfigurations']).length > 0) return true;
  return objectsOf(properties['loadBalancerBackendAddresses']).some((member) => {
    const { ipAddress, networkInterfaceIPConfiguration } = objectOf(member['properties']);
    return networkInterfaceIPConfiguration !== undefined && textOf(ipAddress) === '';
  });
}
