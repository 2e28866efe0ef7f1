// How does ARM write a security rule? It has two spellings for each list, one member in the singular property and
// several in the plural one; what says the same in the other spelling is left as it is.
// https://learn.microsoft.com/rest/api/virtualnetwork/network-security-groups/create-or-update
import type { JsonObject } from '../../values/json.js';
import { isArray, isObject } from '../../values/json.js';
import type { PortRange } from '../../values/port-range.js';
import { formatPortRange } from '../../values/port-range.js';
import type { ArmResource } from '../arm-resource.js';
import type { Child, Overlay } from '../overlay.js';
import { addressKey } from '../placement/index.js';
import type { Box } from './compile/index.js';

export { addressKey };

export const SECURITY_GROUP_TYPE = 'Microsoft.Network/networkSecurityGroups';
/** The collection's name, in the body and in ids. */
export const RULES = 'securityRules';

const LISTS = {
  source: ['sourceAddressPrefix', 'sourceAddressPrefixes'],
  destination: ['destinationAddressPrefix', 'destinationAddressPrefixes'],
  ports: ['destinationPortRange', 'destinationPortRanges'],
  sourcePorts: ['sourcePortRange', 'sourcePortRanges'],
} as const;

/** What a rule of ours says, and how it is marked. */
export interface RuleContent {
  readonly box: Box;
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

/** Ranges that can't be read are left out: no port is among them. */
export function portsOf(rule: Child): readonly PortRange[] {
  return members(propertiesOf(rule), LISTS.ports).flatMap((text) => {
    if (text === '*') return [{ from: 0, to: 65535 }];
    const [from, to = from] = text.split('-').map(Number);
    return Number.isInteger(from) && Number.isInteger(to) ? [{ from: from!, to: to! }] : [];
  });
}

export function accessOf(rule: Child): Box['access'] | undefined {
  return { allow: 'Allow' as const, deny: 'Deny' as const }[wordOf(rule, 'access')];
}

/** In lower case; `*` for all. */
export function protocolOf(rule: Child): string {
  return wordOf(rule, 'protocol');
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
  return wordOf(rule, 'direction') === 'inbound';
}

function wordOf(rule: Child, key: string): string {
  const word = propertiesOf(rule)[key];
  return typeof word === 'string' ? word.toLowerCase() : '';
}

/** The properties that make the observed rule say this; none where it already does. */
export function rulePart(observed: Child | undefined, { box, priority, description }: RuleContent): Overlay {
  const properties = observed && propertiesOf(observed);
  const { sources, destinations } = box;
  return {
    properties: {
      ...word(properties, 'access', box.access),
      ...word(properties, 'direction', 'Inbound'),
      ...word(properties, 'protocol', box.protocol),
      priority,
      description,
      ...list(properties, LISTS.source, sources, sources.length === 1),
      ...list(properties, LISTS.destination, destinations, destinations.length === 1),
      ...list(properties, LISTS.ports, box.ports.map(formatPortRange), false),
      ...list(properties, LISTS.sourcePorts, ['*'], true),
      ...withoutGroups(properties),
    },
  };
}

/** Only other destinations; all else as it is. */
export function withDestinations(observed: Child, destinations: readonly string[]): Overlay {
  return { properties: list(propertiesOf(observed), LISTS.destination, destinations, destinations.length === 1) };
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
