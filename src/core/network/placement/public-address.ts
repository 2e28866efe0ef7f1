// Which public IP is behind a frontend: one that we make for the Service, or one that is there already and that the
// Service names? And may it be used?
//
//   pinned                  observed                                     outcome
//   no                      none                                         it is to come
//   no                      one of that name that isn't ours             Problem NameTaken
//   no                      ours, without address or under way           it is to come, unless its frontend has it already
//   by name or address      none                                         Problem NotFound; unknown while the group can't be read
//   by name or address      of another family, SKU, location, or         Problem AddressConflict
//                           attached to something else
//   any                     otherwise                                    it can be used
import type { LoadBalancerExposure, Pin, PublicFrontend } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { armKey, networkId, parseArmId } from '../../values/arm-id.js';
import { FAMILY_NAMES } from '../../values/ip-address.js';
import { isObject, textOf } from '../../values/json.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { ArmResource } from '../arm-resource.js';
import { TYPES } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { find, ofType } from '../azure-state.js';
import { loadBalancerId, publicIPId } from '../names.js';
import { isOurPublicIP } from '../ownership.js';

export type PublicAddress =
  | { readonly kind: 'There'; readonly id: ArmId; readonly resource: ArmResource; readonly address?: string }
  | { readonly kind: 'ToCome'; readonly id: ArmId }
  | { readonly kind: 'Hidden' }
  | { readonly kind: 'Refused'; readonly problem: Problem };

export function publicAddressOf(
  service: LoadBalancerExposure,
  frontend: PublicFrontend,
  settings: Settings,
  azure: AzureState,
): PublicAddress {
  return frontend.pin
    ? pinned(service, frontend, frontend.pin, settings, azure)
    : own(service, frontend, settings, azure);
}

function own(
  { uid, source }: LoadBalancerExposure,
  { isSecond, resourceGroup, prefixId }: PublicFrontend,
  settings: Settings,
  azure: AzureState,
): PublicAddress {
  const id = publicIPId(settings, { uid, isSecond, resourceGroup, ...(prefixId && { prefixId }) });
  const resource = find(azure, id);
  if (!resource) return isHidden(resourceGroup, settings, azure) ? { kind: 'Hidden' } : { kind: 'ToCome', id };
  if (isOurPublicIP(resource, settings.clusterId, source)) return there(resource);
  const message = `There is a public IP ${resource.name} already, and its tags don't say that it was made for ${source}: it is left alone. Delete or rename it (${resource.id}).`;
  const origin = { object: source, key: 'metadata.uid', reason: 'NameTaken' } as const;
  return { kind: 'Refused', problem: problem(origin, resource.name, message) };
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
      : byAddress(azure).get(`${resourceGroup.toLowerCase()}|${pin.value}`);
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

function there(resource: ArmResource): PublicAddress {
  const address = textOf(resource.properties?.['ipAddress']);
  return { kind: 'There', id: resource.id, resource, ...(address !== '' && { address }) };
}

/** Undefined where it can be used. */
function whyUnfit(resource: ArmResource, { family }: PublicFrontend, settings: Settings): string | undefined {
  const version = textOf(resource.properties?.['publicIPAddressVersion']) || 'IPv4';
  if (version.toLowerCase() !== FAMILY_NAMES[family].toLowerCase())
    return `is an ${version} address, where ${FAMILY_NAMES[family]} is needed. Allowed is one of that family.`;
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

/** Is it unknown which public IPs a resource group has? */
export function isHidden(resourceGroup: string, { subscriptionId }: Settings, { unreadable }: AzureState): boolean {
  const scope = networkId(subscriptionId, resourceGroup, 'publicIPAddresses', '').slice(0, -1);
  const why = unreadable.get(armKey(scope));
  return why !== undefined && why.status !== 404;
}

type ByAddress = ReadonlyMap<string, ArmResource>;

const BY_ADDRESS = new WeakMap<AzureState, ByAddress>();

/** By resource group in lower case and address: `rg-net|20.1.2.3`. */
function byAddress(azure: AzureState): ByAddress {
  let known = BY_ADDRESS.get(azure);
  if (!known) BY_ADDRESS.set(azure, (known = new Map(ofType(azure, TYPES.publicIP).map(keyed))));
  return known;
}

function keyed(resource: ArmResource): [string, ArmResource] {
  const group = parseArmId(resource.id)?.resourceGroup.toLowerCase() ?? '';
  return [`${group}|${textOf(resource.properties?.['ipAddress'])}`, resource];
}
