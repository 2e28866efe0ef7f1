// How does ARM write a security rule? It has two spellings for each list, one member in the singular property and
// several in the plural one; what says the same in the other spelling is left as it is.
// https://learn.microsoft.com/rest/api/virtualnetwork/network-security-groups/create-or-update
import type { JsonObject } from '../../values/json.js';
import { addressKey } from '../../values/ip-address.js';
import { isArray } from '../../values/json.js';
import { formatPortRange } from '../../values/port-range.js';
import type { Child, Overlay } from '../overlay.js';
import { LISTS, members, propertiesOf } from '../security-rule.js';
import type { Box } from './compile/index.js';

export const SECURITY_GROUP_TYPE = 'Microsoft.Network/networkSecurityGroups';
/** What a rule of ours says, and how it is marked. */
export interface RuleContent {
  readonly box: Box;
  readonly priority: number;
  readonly description: string;
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
