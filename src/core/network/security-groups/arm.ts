// How does ARM write a security rule? It has two spellings for each list, one member in the singular property and
// several in the plural one; what says the same in the other spelling is left as it is.
// https://learn.microsoft.com/rest/api/virtualnetwork/network-security-groups/create-or-update
import type { JsonObject } from '../../values/json.js';
import { isArray, isObject } from '../../values/json.js';
import { parseIPAddress } from '../../values/ip-address.js';
import type { Protocol } from '../../values/port-range.js';
import type { ArmResource } from '../arm-resource.js';
import type { Child, Overlay } from '../overlay.js';

export const SECURITY_GROUP_TYPE = 'Microsoft.Network/networkSecurityGroups';
/** The collection's name, in the body and in ids. */
export const RULES = 'securityRules';

const LISTS = {
  source: ['sourceAddressPrefix', 'sourceAddressPrefixes'],
  destination: ['destinationAddressPrefix', 'destinationAddressPrefixes'],
  ports: ['destinationPortRange', 'destinationPortRanges'],
  sourcePorts: ['sourcePortRange', 'sourcePortRanges'],
} as const;

/** What a rule of ours says: whoever is in `sources` may reach `ports` of `destinations`. */
export interface RuleContent {
  readonly protocol: Protocol;
  /** `Internet` alone, or CIDRs that don't overlap. */
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  readonly ports: readonly string[];
  readonly priority: number;
  readonly description: string;
}

export function rulesIn(resource: ArmResource): readonly Child[] {
  const rules = resource.properties?.[RULES];
  return isArray(rules) ? (rules as readonly Child[]) : [];
}

export function sourcesOf(rule: Child): readonly string[] {
  return members(propertiesOf(rule), LISTS.source);
}

export function destinationsOf(rule: Child): readonly string[] {
  return members(propertiesOf(rule), LISTS.destination);
}

export function descriptionOf(rule: Child): string {
  const { description } = propertiesOf(rule);
  return typeof description === 'string' ? description : '';
}

export function priorityOf(rule: Child): number | undefined {
  const { priority } = propertiesOf(rule);
  return typeof priority === 'number' ? priority : undefined;
}

export function isInbound(rule: Child): boolean {
  const { direction } = propertiesOf(rule);
  return typeof direction === 'string' && direction.toLowerCase() === 'inbound';
}

/** One host may be written with or without its prefix length; letters in any case. */
export function addressKey(text: string): string {
  // Asked for every address several times a pass; IPv4 has but one spelling.
  if (IPV4_HOST.test(text)) return text.endsWith('/32') ? text.slice(0, -3) : text;
  const host = text.toLowerCase().replace(/^([0-9a-f:.]+)\/128$/, '$1');
  return parseIPAddress(host) ?? host;
}

const IPV4_HOST = /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+(?:\/32)?$/;

/** The properties that make the observed rule say this; none where it already does. */
export function rulePart(observed: Child | undefined, content: RuleContent): Overlay {
  const properties = observed && propertiesOf(observed);
  return {
    properties: {
      ...word(properties, 'access', 'Allow'),
      ...word(properties, 'direction', 'Inbound'),
      ...word(properties, 'protocol', content.protocol),
      priority: content.priority,
      description: content.description,
      ...list(properties, LISTS.source, content.sources, content.sources.length === 1),
      ...list(properties, LISTS.destination, content.destinations, content.destinations.length === 1),
      ...list(properties, LISTS.ports, content.ports, false),
      ...list(properties, LISTS.sourcePorts, ['*'], true),
      ...withoutGroups(properties),
    },
  };
}

/** Only other destinations; all else as it is. */
export function destinationsPart(observed: Child, destinations: readonly string[], description: string): Overlay {
  const part = list(propertiesOf(observed), LISTS.destination, destinations, destinations.length === 1);
  return { properties: { ...part, description } };
}

function word(observed: JsonObject | undefined, key: string, wanted: string): Overlay {
  const now = observed?.[key];
  return typeof now === 'string' && now.toLowerCase() === wanted.toLowerCase() ? {} : { [key]: wanted };
}

function list(
  observed: JsonObject | undefined,
  [singular, plural]: readonly [string, string],
  wanted: readonly string[],
  inSingular: boolean,
): Overlay {
  if (observed && sameMembers(members(observed, [singular, plural]), wanted)) return {};
  const hadPlural = isArray(observed?.[plural]);
  if (inSingular) return { [singular]: wanted[0], ...(hadPlural && { [plural]: [] }) };
  return { [plural]: wanted, ...(observed?.[singular] ? { [singular]: undefined } : {}) };
}

// Application security groups in place of addresses would make another rule of it.
function withoutGroups(observed: JsonObject | undefined): Overlay {
  const keys = ['sourceApplicationSecurityGroups', 'destinationApplicationSecurityGroups'];
  const present = keys.filter((key) => isArray(observed?.[key]) && observed[key].length > 0);
  return Object.fromEntries(present.map((key) => [key, []]));
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  const keys = new Set(a.map(addressKey));
  return keys.size === b.length && b.every((member) => keys.has(addressKey(member)));
}

// Azure answers with empty texts and empty lists where there is nothing.
function members(properties: JsonObject, [singular, plural]: readonly [string, string]): readonly string[] {
  const one = properties[singular];
  const many = properties[plural];
  const all = [one, ...(isArray(many) ? many : [])];
  return all.filter((member): member is string => typeof member === 'string' && member !== '');
}

function propertiesOf(rule: Child): JsonObject {
  const { properties } = rule;
  return isObject(properties) ? properties : {};
}
