// What does a security rule say? It has two spellings for each list, one member in the singular property and several in the
// plural one; Azure answers with empty texts and empty lists where there is nothing.
// https://learn.microsoft.com/rest/api/virtualnetwork/network-security-groups/create-or-update
import type { JsonObject } from '../values/json.js';
import { isArray, isObject } from '../values/json.js';
import type { PortRange } from '../values/port-range.js';
import type { ArmResource } from './arm-resource.js';
import type { Child } from './overlay.js';
import { isOurRule } from './ownership.js';

/** The collection's name, in the body and in ids. */
export const RULES = 'securityRules';

export const LISTS = {
  source: ['sourceAddressPrefix', 'sourceAddressPrefixes'],
  destination: ['destinationAddressPrefix', 'destinationAddressPrefixes'],
  ports: ['destinationPortRange', 'destinationPortRanges'],
  sourcePorts: ['sourcePortRange', 'sourcePortRanges'],
} as const;

export function rulesIn(resource: ArmResource): readonly Child[] {
  const rules = resource.properties?.[RULES];
  return isArray(rules) ? (rules as readonly Child[]) : [];
}

export function sourcesOf(rule: JsonObject): readonly string[] {
  return members(propertiesOf(rule), LISTS.source);
}

export function destinationsOf(rule: JsonObject): readonly string[] {
  return members(propertiesOf(rule), LISTS.destination);
}

/** As Azure writes them: `80`, `80-90`, `*`. */
export function portTextsOf(rule: JsonObject): readonly string[] {
  return members(propertiesOf(rule), LISTS.ports);
}

/** Ranges that can't be read are left out: no port is among them. */
export function portsOf(rule: JsonObject): readonly PortRange[] {
  return portTextsOf(rule).flatMap((text) => {
    if (text === '*') return [{ from: 0, to: 65535 }];
    const [from, to = from] = text.split('-').map(Number);
    return Number.isInteger(from) && Number.isInteger(to) ? [{ from: from!, to: to! }] : [];
  });
}

export function accessOf(rule: JsonObject): 'Allow' | 'Deny' | undefined {
  return { allow: 'Allow' as const, deny: 'Deny' as const }[wordOf(rule, 'access')];
}

/** In lower case; `*` for all. */
export function protocolOf(rule: JsonObject): string {
  return wordOf(rule, 'protocol');
}

export function descriptionOf(rule: JsonObject): string {
  const { description } = propertiesOf(rule);
  return typeof description === 'string' ? description : '';
}

export function priorityOf(rule: JsonObject): number | undefined {
  const { priority } = propertiesOf(rule);
  return typeof priority === 'number' ? priority : undefined;
}

export function isInbound(rule: JsonObject): boolean {
  return wordOf(rule, 'direction') === 'inbound';
}

function wordOf(rule: JsonObject, key: string): string {
  const word = propertiesOf(rule)[key];
  return typeof word === 'string' ? word.toLowerCase() : '';
}

export function isOurs(rule: Child, clusterId: string): boolean {
  return isOurRule({ name: rule.name, description: descriptionOf(rule) }, clusterId);
}

export function members(properties: JsonObject, [singular, plural]: readonly [string, string]): readonly string[] {
  const one = properties[singular];
  const many = properties[plural];
  const all = [one, ...(isArray(many) ? many : [])];
  return all.filter((member): member is string => typeof member === 'string' && member !== '');
}

export function propertiesOf(rule: JsonObject): JsonObject {
  const { properties } = rule;
  return isObject(properties) ? properties : {};
}
