// Which addresses does a Service get, and what is said of them in Azure?
import type { ArmId } from '../../values/arm-id.js';
import { parseArmId } from '../../values/arm-id.js';
import { parseAzureName } from '../../values/azure-name.js';
import { tagFault } from '../../values/azure-tag.js';
import { parseBoolean } from '../../values/boolean.js';
import type { Family, IPAddress } from '../../values/ip-address.js';
import { FAMILY_NAMES, familyOf, isUnusable, parseIPAddress } from '../../values/ip-address.js';
import { parseKeyValues } from '../../values/key-values.js';
import { parseList } from '../../values/list.js';
import type { Origin, Parsed } from '../../values/problem.js';
import { problem, quoted } from '../../values/problem.js';
import type { Annotation } from './annotation.js';
import { azure, unlessEmpty } from './annotation.js';

export type KeyValues = readonly (readonly [name: string, value: string])[];

export const ADDRESSES = {
  ipv4: address(4, '203.0.113.7'),
  ipv6: address(6, '2001:db8::7'),
  pipName: {
    keys: azure('azure-pip-name'),
    appliesTo: 'Service',
    values: 'name of a public IP',
    default: 'one is made',
    example: 'web-address',
    help: 'A public IP that is there already; it is never changed or deleted. Of a dual-stack Service, the IPv4 one.',
    parse: unlessEmpty((text: string, origin: Origin) => parseAzureName(text, origin, 'publicIP')),
  } satisfies Annotation<string | null>,
  pipNameIPv6: {
    keys: azure('azure-pip-name-ipv6'),
    appliesTo: 'Service',
    values: 'name of a public IP',
    default: 'one is made',
    example: 'web-address-v6',
    help: 'As azure-pip-name, for the IPv6 address.',
    peer: 'Reads it on dual-stack Services only.',
    parse: unlessEmpty((text: string, origin: Origin) => parseAzureName(text, origin, 'publicIP')),
  } satisfies Annotation<string | null>,
  prefixId: {
    keys: azure('azure-pip-prefix-id'),
    appliesTo: 'Service',
    values: 'id of a public IP prefix',
    default: 'spec.loadBalancer.publicIPPrefixId of the settings',
    example: prefixExample('prefix'),
    help: 'Where the public IP that is made gets its address from. Of a dual-stack Service, the IPv4 one.',
    peer: 'Has no setting for all Services.',
    parse: unlessEmpty(parsePrefixId),
  } satisfies Annotation<ArmId | null>,
  prefixIdIPv6: {
    keys: azure('azure-pip-prefix-id-ipv6'),
    appliesTo: 'Service',
    values: 'id of a public IP prefix',
    default: 'spec.loadBalancer.publicIPPrefixIdIPv6 of the settings',
    example: prefixExample('prefix-v6'),
    help: 'As azure-pip-prefix-id, for the IPv6 address.',
    peer: 'Reads it on dual-stack Services only; has no setting for all Services.',
    parse: unlessEmpty(parsePrefixId),
  } satisfies Annotation<ArmId | null>,
  dnsLabel: {
    keys: azure('azure-dns-label-name'),
    appliesTo: 'Service',
    values: '3 to 63 lower-case letters, digits and -; empty takes the label away',
    default: 'left as it is',
    example: 'shop-prod',
    help: 'The name before `.<region>.cloudapp.azure.com` of its public IPs.',
    peer: 'Leaves it to Azure to refuse a bad label.',
    parse: parseDnsLabel,
  } satisfies Annotation<string>,
  pipTags: {
    keys: azure('azure-pip-tags'),
    appliesTo: 'Service',
    values: 'pairs like name=value, separated by commas',
    default: 'tags and publicIPTags of the settings',
    example: 'team=shop,stage=prod',
    help: 'Tags of the public IPs that are made for it, over those of the settings.',
    peer: 'Passes over malformed pairs.',
    parse: (text: string, origin: Origin) => parseKeyValues(text, origin, tagFault),
  } satisfies Annotation<KeyValues>,
  ipTags: {
    keys: azure('azure-pip-ip-tags'),
    appliesTo: 'Service',
    values: 'pairs like type=tag, separated by commas',
    default: 'left as they are',
    example: 'RoutingPreference=Internet',
    help: 'IP tags of the public IPs that are made for it. Azure gives them to new addresses only: see azurenetwork.dev/allow-address-change.',
    peer: 'Passes over malformed pairs; changed IP tags change the address without being asked.',
    parse: (text: string, origin: Origin) => parseKeyValues(text, origin, emptyValue),
  } satisfies Annotation<KeyValues>,
  allowAddressChange: {
    keys: ['azurenetwork.dev/allow-address-change'],
    appliesTo: 'Service',
    values: 'true, false',
    default: 'false',
    example: 'true',
    help: 'What can only be had with another address gets one: its public IP may be deleted and made anew.',
    peer: 'Has no such word, and changes the address.',
    parse: parseBoolean,
  } satisfies Annotation<boolean>,
  additionalPublicIPs: {
    keys: azure('azure-additional-public-ips'),
    appliesTo: 'Service',
    values: 'addresses, separated by commas',
    default: 'none',
    example: '203.0.113.10,203.0.113.11',
    help: 'Addresses of somebody else’s that lead here (another load balancer, Traffic Manager): they are shown in the status, and let in as destinations.',
    parse: (text: string, origin: Origin) => parseList(text, (one) => parseAddress(one, origin)),
  } satisfies Annotation<readonly IPAddress[]>,
} as const;

function address(family: Family, example: string): Annotation<IPAddress | null> {
  const name = FAMILY_NAMES[family];
  return {
    keys: azure(`azure-load-balancer-${name.toLowerCase()}`),
    appliesTo: 'Service',
    values: `an ${name} address`,
    default: 'spec.loadBalancerIP; without it any address',
    example,
    help: `Its ${name} address: of a public IP that is there already, or free in the subnet of an internal Service. Services that name the same one share its frontend.`,
    parse: unlessEmpty((text, origin) => parseAddress(text.trim(), origin, family)),
  };
}

/** As annotations and spec.loadBalancerIP have it: one that a machine can have. */
export function parseAddress(text: string, origin: Origin, family?: Family): Parsed<IPAddress> {
  const value = parseIPAddress(text);
  const name = family && FAMILY_NAMES[family];
  const refuse = (what: string): Parsed<IPAddress> => {
    const message = `${origin.key}: ${quoted(text)} ${what}. Allowed is one ${name ? `${name} ` : ''}address.`;
    return { value: undefined, problems: [problem(origin, text, message)] };
  };
  if (value === undefined) return refuse('is no address');
  if (family !== undefined && familyOf(value) !== family)
    return refuse(`is ${FAMILY_NAMES[familyOf(value)]}, where only ${name} has a meaning`);
  return isUnusable(value) ? refuse('is an address that no machine has for others') : { value, problems: [] };
}

function prefixExample(name: string): string {
  return `/subscriptions/…/resourceGroups/…/providers/Microsoft.Network/publicIPPrefixes/${name}`;
}

function parsePrefixId(text: string, origin: Origin): Parsed<ArmId> {
  const id = text.trim();
  if (parseArmId(id)?.type.toLowerCase() === 'microsoft.network/publicipprefixes')
    return { value: id as ArmId, problems: [] };
  const message = `${origin.key}: ${quoted(text)} is no id of a public IP prefix. Allowed is one like ${prefixExample('…')}.`;
  return { value: undefined, problems: [problem(origin, text, message)] };
}

// Empty has a meaning of its own: the label goes.
function parseDnsLabel(text: string, origin: Origin): Parsed<string> {
  return text.trim() === '' ? { value: '', problems: [] } : parseAzureName(text, origin, 'dnsLabel');
}

function emptyValue(_name: string, value: string): string | undefined {
  return value === '' ? 'has no value' : undefined;
}
