// Which public IP is behind a frontend: one that is there already and that the Service names, or one that we make
// (own-public-ip.ts)? And may it be used?
//
//   pinned                  observed                                     outcome
//   no                      –                                            its own
//   by name or address      none                                         Problem NotFound; unknown while the group can't be read
//   by name or address      of another family, SKU, location, or         Problem AddressConflict
//                           attached to something else
//   by name or address      otherwise                                    it can be used
import type { LoadBalancerExposure, Pin, PublicFrontend } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmKey } from '../../values/arm-id.js';
import { armKey, networkId, parseArmId } from '../../values/arm-id.js';
import { FAMILY_NAMES } from '../../values/ip-address.js';
import { isObject, textOf } from '../../values/json.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { ArmResource } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { find } from '../azure-state.js';
import { loadBalancerId } from '../names.js';
import type { PublicAddress } from './found-address.js';
import { familyOfPublicIP, isHidden, there } from './found-address.js';
import type { Named } from './halves.js';
import { ownPublicIP } from './own-public-ip.js';
import { publicIPsAt } from './public-ips-of.js';

/** `current`: the public IP on the frontend of its name now. */
export function publicAddressOf(
  service: LoadBalancerExposure,
  frontend: Named<PublicFrontend>,
  settings: Settings,
  azure: AzureState,
  current: ArmKey | undefined,
): PublicAddress {
  return frontend.pin
    ? pinned(service, frontend, frontend.pin, settings, azure)
    : ownPublicIP(service, frontend, settings, azure, current);
}

function pinned(
  { source }: LoadBalancerExposure,
  frontend: PublicFrontend,
  pin: Pin,
  settings: Settings,
  azure: AzureState,
): PublicAddress {
  const { resourceGroup } = frontend;
  const resource =
    pin.by === 'Name'
      ? find(azure, networkId(settings.subscriptionId, resourceGroup, 'publicIPAddresses', pin.value))
      : publicIPsAt(pin.value, azure).find(({ id }) => isIn(resourceGroup, id));
  const refuse = (reason: Problem['reason'], what: string): PublicAddress => ({
    kind: 'Refused',
    problem: problem({ object: source, key: pin.key, reason }, pin.value, `${pin.key}: ${what}`),
  });
  if (!resource) {
    if (isHidden(resourceGroup, settings, azure)) return { kind: 'Hidden' };
    const what = pin.by === 'Name' ? `of that name` : `with the address ${pin.value}`;
    return refuse(
      'NotFound',
      `there is no public IP ${what} in resource group ${resourceGroup} of subscription ${settings.subscriptionId}. ` +
        'Allowed is one that exists there.',
    );
  }
  const unfit = whyUnfit(resource, frontend, settings);
  return unfit ? refuse('AddressConflict', `public IP ${resource.name} (${resource.id}) ${unfit}`) : there(resource);
}

/** Undefined where it can be used. */
function whyUnfit(resource: ArmResource, { family }: PublicFrontend, settings: Settings): string | undefined {
  const has = familyOfPublicIP(resource);
  if (has !== family)
    return `is an ${FAMILY_NAMES[has]} address, where ${FAMILY_NAMES[family]} is needed. Allowed is one of that family.`;
  const sku = isObject(resource['sku']) ? textOf(resource['sku']['name']) : 'Basic';
  if (!/^standard/i.test(sku))
    return `is of the SKU ${sku || 'Basic'}, which a Standard load balancer can't use. Allowed is Standard.`;
  const location = textOf(resource.location);
  if (location !== '' && squeezed(location) !== squeezed(settings.location))
    return `is in ${location}, the load balancer in ${settings.location}. Allowed is one in ${settings.location}.`;
  const user = userOf(resource);
  const ours = `${armKey(loadBalancerId(settings, 'Public'))}/`;
  return user === undefined || armKey(user).startsWith(ours)
    ? undefined
    : `is used by ${user} already. Allowed is one that nothing else uses.`;
}

function userOf({ properties = {} }: ArmResource): string | undefined {
  const users = [properties['ipConfiguration'], properties['natGateway']].filter(isObject);
  return users.map(({ id }) => textOf(id)).find((id) => id !== '');
}

/** `West Europe` and `westeurope` are one place. */
function squeezed(location: string): string {
  return location.replaceAll(' ', '').toLowerCase();
}

function isIn(resourceGroup: string, id: string): boolean {
  return parseArmId(id)?.resourceGroup.toLowerCase() === resourceGroup.toLowerCase();
}
