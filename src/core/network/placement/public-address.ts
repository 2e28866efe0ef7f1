// Which public IP is behind a frontend: one that we make for the Service, or one that is there already and that the
// Service names? And may it be used?
//
//   pinned                  observed                                     outcome
//   no                      none                                         it is to come
//   no                      one of that name that isn't ours             Problem NameTaken
//   no                      ours, with other IP tags than wanted         its successor, with the user's word; else Problem
//   no                      ours, without address or under way           it is to come, unless its frontend has it already
//   by name or address      none                                         Problem NotFound; unknown while the group can't be read
//   by name or address      of another family, SKU, location, or         Problem AddressConflict
//                           attached to something else
//   any                     otherwise                                    it can be used
import type { LoadBalancerExposure, Pin, PublicFrontend } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmId, ArmKey } from '../../values/arm-id.js';
import { armKey, networkId, parseArmId } from '../../values/arm-id.js';
import { digest } from '../../values/digest.js';
import { FAMILY_NAMES } from '../../values/ip-address.js';
import { isArray, isObject, textOf } from '../../values/json.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
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

/** `current`: the public IP on the frontend of its name now. */
export function publicAddressOf(
  service: LoadBalancerExposure,
  frontend: PublicFrontend,
  settings: Settings,
  azure: AzureState,
  current: ArmKey | undefined,
): PublicAddress {
  return frontend.pin
    ? pinned(service, frontend, frontend.pin, settings, azure)
    : own(service, frontend, settings, azure, current);
}

function own(
  { uid, source, mayChangeAddress }: LoadBalancerExposure,
  { isSecond, resourceGroup, prefixId, ipTags }: PublicFrontend,
  settings: Settings,
  azure: AzureState,
  current: ArmKey | undefined,
): PublicAddress {
  const named = { uid, isSecond, resourceGroup, ...(prefixId && { prefixId }) };
  const variant = digest(formatIPTags(ipTags ?? []), 6);
  const [first, second] = [publicIPId(settings, named), publicIPId(settings, { ...named, variant })];
  const isFit = (one: ArmResource | undefined): one is ArmResource =>
    one !== undefined &&
    isOurPublicIP(one, settings.clusterId, source) &&
    (ipTags === undefined || formatIPTags(ipTagsOf(one)) === formatIPTags(ipTags));
  const [base, successor] = [find(azure, first), find(azure, second)];
  if (isFit(base)) return there(base);
  if (ipTags !== undefined && isFit(successor)) return there(successor);
  if (!base && isHidden(resourceGroup, settings, azure)) return { kind: 'Hidden' };
  if (!base) {
    const before = current?.startsWith(`${armKey(first)}-`) ? find(azure, current) : undefined;
    return before && !mayChangeAddress
      ? { kind: 'Refused', problem: ipTagsFixed(source, before, ipTags ?? []) }
      : { kind: 'ToCome', id: first };
  }
  if (!isOurPublicIP(base, settings.clusterId, source)) return { kind: 'Refused', problem: nameTaken(source, base) };
  if (mayChangeAddress && !successor) return { kind: 'ToCome', id: second };
  return { kind: 'Refused', problem: ipTagsFixed(source, base, ipTags ?? []) };
}

function nameTaken(object: SourceRef, { id, name }: ArmResource): Problem {
  const message = `There is a public IP ${name} already, and its tags don't say that it was made for ${object}: it is left alone. Delete or rename it (${id}).`;
  return problem({ object, key: 'metadata.uid', reason: 'NameTaken' }, name, message);
}

type IPTags = NonNullable<PublicFrontend['ipTags']>;

// https://learn.microsoft.com/azure/virtual-network/ip-services/routing-preference-overview#limitations
function ipTagsFixed(object: SourceRef, observed: ArmResource, wanted: IPTags): Problem {
  const now = formatIPTags(ipTagsOf(observed)) || 'none';
  const text = formatIPTags(wanted);
  const message =
    `${IP_TAGS}: Azure can't change the IP tags of a public IP, and ${observed.name} has ${now}. ` +
    `"${text}" needs a new one, with another address: allowed with the annotation ${ALLOW_CHANGE}: "true".`;
  return problem({ object, key: IP_TAGS, reason: 'AddressConflict' }, text, message);
}

const IP_TAGS = 'service.beta.kubernetes.io/azure-pip-ip-tags';
const ALLOW_CHANGE = 'azurenetwork.dev/allow-address-change';

function ipTagsOf({ properties = {} }: ArmResource): IPTags {
  const tags = properties['ipTags'];
  return (isArray(tags) ? tags.filter(isObject) : []).map((one) => ({
    type: textOf(one['ipTagType']),
    tag: textOf(one['tag']),
  }));
}

function formatIPTags(tags: IPTags): string {
  return tags
    .map(({ type, tag }) => `${type}=${tag}`)
    .sort()
    .join(',');
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
