// May this operation be sent now? Rooms already leave out of their wish what can't exist yet; what is left for the gate is
// the order in which things of different kinds go away.
//
//   operation               waits until, in the mirror
//   delete a public IP      no frontend of our load balancers names it, none is being written that might, and no rule of
//                           ours opens its address: so a released address, which Azure may give to somebody else, is
//                           never still open here; nor does a record set of ours stand for it, which would dangle
//   anything else           goes at once
import type { AzureState } from '../network/azure-state.js';
import { find, ofType } from '../network/azure-state.js';
import type { Operation } from '../network/operation.js';
import { TYPES } from '../network/arm-resource.js';
import { loadBalancerId } from '../network/names.js';
import { SCHEMES } from '../network/placement/index.js';
import { isAliased } from '../network/dns-zones/index.js';
import { isAddressOpen } from '../network/security-groups/index.js';
import type { Settings } from '../settings.js';
import type { ArmKey } from '../values/arm-id.js';
import { armKey, sameArmId } from '../values/arm-id.js';
import { isArray } from '../values/json.js';

/** `inFlight`: resources with a write under way. */
export function isReady(
  operation: Operation,
  azure: AzureState,
  settings: Settings,
  inFlight: ReadonlySet<ArmKey>,
): boolean {
  if (operation.action !== 'Delete' || operation.type.toLowerCase() !== TYPES.publicIP) return true;
  if (SCHEMES.some((scheme) => inFlight.has(armKey(loadBalancerId(settings, scheme))))) return false;
  if (isAliased(azure, operation.id, settings.clusterId)) return false;
  const address = find(azure, operation.id)?.properties?.['ipAddress'];
  return !isReferred(operation.id, azure) && !(typeof address === 'string' && isAddressOpen(azure, settings, address));
}

function isReferred(publicIP: string, azure: AzureState): boolean {
  return ofType(azure, TYPES.loadBalancer).some((loadBalancer) => {
    const frontends = loadBalancer.properties?.['frontendIPConfigurations'];
    return (
      isArray(frontends) &&
      (frontends as readonly WireFrontend[]).some((frontend) =>
        sameArmId(frontend.properties?.publicIPAddress?.id, publicIP),
      )
    );
  });
}

interface WireFrontend {
  readonly properties?: { readonly publicIPAddress?: { readonly id?: string } };
}
