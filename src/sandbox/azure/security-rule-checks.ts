// Which security rules does Azure refuse? Required members, ranges, prefixes with host bits, words inside lists, equal
// priorities, and the limits of the whole group.
import { Address4, Address6 } from 'ip-address';
import { propertiesOf } from './children.js';
import type { JsonObject } from '../json.js';
import { numberAt, objectsAt, stringAt, stringsAt, textAt } from '../json.js';
import { invalid } from './refusal.js';

const MAX_RULES = 1000;
const MAX_PREFIXES = 4000;
const PROTOCOLS = ['tcp', 'udp', 'icmp', 'esp', 'ah', '*'];
// Service tags are many and change; a word of this form is taken for one.
const TAG = /^[A-Z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)*$/;

export function checkSecurityRules(groupId: string, rules: readonly JsonObject[]): void {
  if (rules.length > MAX_RULES) {
    throw invalid(
      'SecurityRuleCountLimitReached',
      `Security group ${groupId} has ${rules.length} rules; the limit is ${MAX_RULES}.`,
    );
  }
  for (const rule of rules) checkRule(rule);
  checkPriorities(rules);
  for (const side of ['source', 'destination']) checkPrefixCount(groupId, rules, side);
}

function checkRule(rule: JsonObject): void {
  const properties = propertiesOf(rule);
  const id = textAt(rule, 'id');
  for (const key of ['protocol', 'access', 'direction', 'priority']) {
    if (properties[key] === undefined) {
      const message = `Required security rule parameters are missing for security rule with Id: ${id}. Security rule must specify ${key}.`;
      throw invalid('SecurityRuleInvalidParameters', message);
    }
  }
  checkWord(id, 'protocol', properties, PROTOCOLS);
  checkWord(id, 'access', properties, ['allow', 'deny']);
  checkWord(id, 'direction', properties, ['inbound', 'outbound']);
  const priority = numberAt(properties, 'priority') ?? 0;
  if (!Number.isInteger(priority) || priority < 100 || priority > 4096) {
    throw invalid(
      'SecurityRuleInvalidPriority',
      `Security rule ${id} has priority ${priority}; 100 to 4096 is allowed.`,
    );
  }
  const description = stringAt(properties, 'description') ?? '';
  if (description.length > 140) {
    const message = `Description of security rule ${id} is longer than 140 characters.`;
    throw invalid('SecurityRuleInvalidDescription', message);
  }
  for (const side of ['source', 'destination']) {
    checkAddresses(id, properties, side);
    checkPorts(id, properties, side);
  }
}

function checkWord(id: string, key: string, properties: JsonObject, allowed: readonly string[]): void {
  if (allowed.includes(textAt(properties, key).toLowerCase())) return;
  const message = `Security rule ${id} has ${key} ${textAt(properties, key)}; allowed are ${allowed.join(', ')}.`;
  throw invalid('SecurityRuleInvalidParameters', message);
}

function checkAddresses(id: string, properties: JsonObject, side: string): void {
  const one = stringAt(properties, `${side}AddressPrefix`) ?? '';
  const many = stringsAt(properties, `${side}AddressPrefixes`);
  const groups = objectsAt(properties, `${side}ApplicationSecurityGroups`);
  oneOf(id, `${side}AddressPrefix`, [one !== '', many.length > 0, groups.length > 0]);
  if (one !== '' && one !== '*' && !TAG.test(one)) checkPrefix(id, one);
  for (const prefix of many) {
    if (prefix === '*' || TAG.test(prefix)) {
      const message = `Security rule parameter ${side}AddressPrefixes with value ${prefix} of rule ${id} is not supported in a list.`;
      throw invalid('SecurityRuleParameterContainsUnsupportedValue', message);
    }
    checkPrefix(id, prefix);
  }
}

function checkPrefix(id: string, prefix: string): void {
  if (isNetwork(prefix)) return;
  const message = `Security rule has invalid Address prefix. Value provided: ${prefix}. Rule: ${id}.`;
  throw invalid('SecurityRuleInvalidAddressPrefix', message);
}

function isNetwork(prefix: string): boolean {
  if (Address4.isValid(prefix)) return isStart(new Address4(prefix));
  return Address6.isValid(prefix) && isStart(new Address6(prefix));
}

function isStart(address: Address4 | Address6): boolean {
  return address.startAddress().correctForm() === address.correctForm();
}

function checkPorts(id: string, properties: JsonObject, side: string): void {
  const one = stringAt(properties, `${side}PortRange`) ?? '';
  const many = stringsAt(properties, `${side}PortRanges`);
  oneOf(id, `${side}PortRange`, [one !== '', many.length > 0, false]);
  if (one !== '' && one !== '*' && !isRange(one)) {
    const message = `Security rule has invalid port range. Value provided: ${one}. Rule: ${id}.`;
    throw invalid('SecurityRuleInvalidPortRange', message);
  }
  const wrong = many.find((range) => !isRange(range));
  if (wrong !== undefined) {
    const message = `Security rule parameter ${side}PortRanges of rule ${id} contains invalid port range ${wrong}.`;
    throw invalid('SecurityRuleParameterContainsInvalidPortRanges', message);
  }
}

function isRange(text: string): boolean {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (match === null) return false;
  const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
  return from <= to && to <= 65535;
}

function oneOf(id: string, what: string, given: readonly boolean[]): void {
  const count = given.filter(Boolean).length;
  if (count === 1) return;
  const code = count === 0 ? 'SecurityRuleInvalidParameters' : 'SecurityRuleParametersConflict';
  throw invalid(code, `Security rule ${id} must specify exactly one of ${what} and its plural.`);
}

function checkPriorities(rules: readonly JsonObject[]): void {
  const seen = new Map<string, JsonObject>();
  for (const rule of rules) {
    const properties = propertiesOf(rule);
    const key = `${textAt(properties, 'direction').toLowerCase()} ${textAt(properties, 'priority')}`;
    const other = seen.get(key);
    if (other !== undefined) {
      const message =
        `Security rule ${textAt(rule, 'name')} conflicts with rule ${textAt(other, 'name')}. ` +
        `Rules cannot have the same Priority and Direction.`;
      throw invalid('SecurityRuleConflict', message);
    }
    seen.set(key, rule);
  }
}

function checkPrefixCount(groupId: string, rules: readonly JsonObject[], side: string): void {
  const count = rules
    .map(({ properties }) => stringsAt(properties, `${side}AddressPrefixes`).length || 1)
    .reduce((sum, one) => sum + one, 0);
  if (count <= MAX_PREFIXES) return;
  const message = `Security group ${groupId} has ${count} ${side} address prefixes; the limit is ${MAX_PREFIXES}.`;
  throw invalid('SecurityRuleAddressesOrPortsPerSecurityGroupLimitReached', message);
}
