// Which public IP has a Service that names none: one that we make, or made, for it? What Azure can't change of one that is
// there needs another beside it, of another name, and with it another address: only with the user's word.
//
//   asked for                              on its frontend now          outcome
//   –                                      none                         one of its name: there, or to come
//   –                                      one of its name              stays
//   IP tags                                with other IP tags           a successor, with the word; else Problem
//   a prefix, by the Service               of another prefix, or none   the one of that name, with the word; else Problem
//   a prefix, by the settings, or none     of another prefix, or none   the one of that name, with the word; else it stays
//   a resource group                       in another one               one there, with the word; else Problem
import type { LoadBalancerExposure, PublicFrontend } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmId, ArmKey } from '../../values/arm-id.js';
import { armKey, parseArmId, sameArmId } from '../../values/arm-id.js';
import { digest } from '../../values/digest.js';
import { FAMILY_NAMES } from '../../values/ip-address.js';
import { isArray, isObject, textOf } from '../../values/json.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { find } from '../azure-state.js';
import { isNameOf, publicIPId } from '../names.js';
import { isOurPublicIP } from '../ownership.js';
import type { PublicAddress } from './found-address.js';
import { familyOfPublicIP, isHidden, there } from './found-address.js';
import type { Named } from './halves.js';

/** `current`: the public IP on the frontend of its name now. */
export function ownPublicIP(
  service: LoadBalancerExposure,
  frontend: Named<PublicFrontend>,
  settings: Settings,
  azure: AzureState,
  current: ArmKey | undefined,
): PublicAddress {
  const { source, mayChangeAddress } = service;
  const { family, ipTags } = frontend;
  const named = namedFor(service, frontend, settings, azure);
  const isFit = (one: ArmResource | undefined): one is ArmResource =>
    isOurs(one, service, settings) && familyOfPublicIP(one) === family && hasIPTags(one, ipTags);
  const fit = [named.base, named.successor].find(isFit);
  const has = current === undefined ? undefined : hadBy(service, frontend, find(azure, current), settings);
  if (has && has !== fit) {
    const fixed = whyAnother(has, frontend, settings);
    if (!fixed) return there(has);
    if (!mayChangeAddress) return fixed.problem ? refused(fixed.problem(source)) : there(has);
  }
  if (fit) return there(fit);
  if (!named.base && isHidden(frontend.resourceGroup, settings, azure)) return { kind: 'Hidden' };
  return noPrefix(service, frontend, azure) ?? toCome(service, frontend, settings, named);
}

interface NamedIPs {
  readonly first: ArmId;
  readonly base: ArmResource | undefined;
  readonly second: ArmId;
  /** Beside the base, where that is another in what can't be changed. */
  readonly successor: ArmResource | undefined;
}

function namedFor(
  { uid }: LoadBalancerExposure,
  { suffix, resourceGroup, prefix, ipTags = [] }: Named<PublicFrontend>,
  settings: Settings,
  azure: AzureState,
): NamedIPs {
  const half = { uid, suffix, resourceGroup, ...(prefix && { prefixId: prefix.id }) };
  const first = publicIPId(settings, half);
  const second = publicIPId(settings, { ...half, variant: digest(formatIPTags(ipTags), 6) });
  return { first, base: find(azure, first), second, successor: find(azure, second) };
}

/** Where none is there that is as it should be. */
function toCome(
  service: LoadBalancerExposure,
  { family, ipTags }: PublicFrontend,
  settings: Settings,
  { first, base, second, successor }: NamedIPs,
): PublicAddress {
  const { source, mayChangeAddress } = service;
  if (!base) return { kind: 'ToCome', id: first };
  if (!isOurs(base, service, settings)) return refused(nameTaken(source, base));
  // One of another family is of the Service's other half, from when that was alone: no address changes for this one.
  const isOfHalf = familyOfPublicIP(base) === family;
  if (isOfHalf && !mayChangeAddress) return refused(ipTagsFixed(source, base, ipTags ?? []));
  if (!successor) return { kind: 'ToCome', id: second };
  const isOther = !isOurs(successor, service, settings);
  return refused(isOther ? nameTaken(source, successor) : ipTagsFixed(source, successor, ipTags ?? []));
}

function isOurs(
  one: ArmResource | undefined,
  { source }: LoadBalancerExposure,
  { clusterId }: Settings,
): one is ArmResource {
  return one !== undefined && isOurPublicIP(one, clusterId, source);
}

function refused(problem: Problem): PublicAddress {
  return { kind: 'Refused', problem };
}

/** The public IP that its frontend has now, if it is one of ours made for this half. */
function hadBy(
  service: LoadBalancerExposure,
  { family }: PublicFrontend,
  now: ArmResource | undefined,
  settings: Settings,
): ArmResource | undefined {
  if (!isOurs(now, service, settings) || familyOfPublicIP(now) !== family) return undefined;
  return isNameOf(service.uid, now.name.slice(settings.loadBalancer.name.length + 1)) ? now : undefined;
}

interface Fixed {
  /** Undefined where the settings ask for it, not the Service itself. */
  readonly problem?: (object: SourceRef) => Problem;
}

// What Azure can't change of a public IP that is there: where it is, which prefix it is of, its IP tags.
function whyAnother(has: ArmResource, frontend: PublicFrontend, { loadBalancer }: Settings): Fixed | undefined {
  const { family, resourceGroup, prefix, ipTags } = frontend;
  if (!hasIPTags(has, ipTags)) return { problem: (object) => ipTagsFixed(object, has, ipTags ?? []) };
  const observed = has.properties?.['publicIPPrefix'];
  const prefixNow = isObject(observed) ? textOf(observed['id']) : '';
  if (armKey(prefixNow) !== armKey(prefix?.id ?? '')) {
    if (!prefix || sameArmId(prefix.id, loadBalancer.publicIPPrefixes[family])) return {};
    const { id, key } = prefix;
    const now = prefixNow === '' ? 'of no prefix' : `of ${prefixNow}`;
    return { problem: (object) => needsAnother(object, key, id, `${has.name} is ${now}`) };
  }
  const group = parseArmId(has.id)?.resourceGroup ?? resourceGroup;
  if (group.toLowerCase() === resourceGroup.toLowerCase()) return undefined;
  const now = `${has.name} is in ${group}`;
  return { problem: (object) => needsAnother(object, RESOURCE_GROUP, resourceGroup, now) };
}

const RESOURCE_GROUP = 'service.beta.kubernetes.io/azure-load-balancer-resource-group';

function needsAnother(object: SourceRef, key: string, value: string, now: string): Problem {
  const message = `${key}: ${now}, and Azure can't move it. "${value}" needs a new public IP, with another address: allowed with the annotation ${ALLOW_CHANGE}: "true".`;
  return problem({ object, key, reason: 'AddressConflict' }, value, message);
}

/** Can the prefix give an address? Undefined where nothing speaks against it: whether it is full only Azure knows. */
function noPrefix(
  { source }: LoadBalancerExposure,
  { family, prefix: choice }: PublicFrontend,
  azure: AzureState,
): PublicAddress | undefined {
  if (choice === undefined) return undefined;
  const { id, key } = choice;
  const prefix = find(azure, id);
  if (!prefix) {
    if (azure.unreadable.get(armKey(id))?.status !== 404) return undefined;
    const message = `${key}: there is no public IP prefix ${id}. Allowed is one that exists.`;
    return refused(problem({ object: source, key, reason: 'NotFound' }, id, message));
  }
  const ofPrefix = familyOfPublicIP(prefix);
  if (ofPrefix === family) return undefined;
  const message = `${key}: public IP prefix ${id} is of ${FAMILY_NAMES[ofPrefix]}, where ${FAMILY_NAMES[family]} is needed. Allowed is one of that family.`;
  return refused(problem({ object: source, key, reason: 'AddressConflict' }, id, message));
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
  return needsAnother(object, IP_TAGS, text, `public IP ${observed.name} has the IP tags ${now}`);
}

const IP_TAGS = 'service.beta.kubernetes.io/azure-pip-ip-tags';
const ALLOW_CHANGE = 'azurenetwork.dev/allow-address-change';

function hasIPTags(one: ArmResource, wanted: IPTags | undefined): boolean {
  return wanted === undefined || formatIPTags(ipTagsOf(one)) === formatIPTags(wanted);
}

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
