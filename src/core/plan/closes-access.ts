// Does a write take access away? Such a write goes first and never waits for company. What counts: a load balancing
// rule that goes, a security rule that allows fewer sources, destinations or ports or goes, one that denies more or comes.
import type { ArmResource } from '../network/arm-resource.js';
import { isArray, isObject, textOf } from '../values/json.js';
import type { Json, JsonObject } from '../values/json.js';

export function closesAccess(before: ArmResource, after: ArmResource): boolean {
  return ['loadBalancingRules', 'securityRules'].some((collection) => {
    const kept = new Map(children(after, collection).map((child) => [nameOf(child), child]));
    const had = new Map(children(before, collection).map((child) => [nameOf(child), child]));
    const isLess = [...had].some(([name, child]) => {
      const next = kept.get(name);
      if (isDeny(child)) return false;
      return next === undefined || (collection === 'securityRules' && narrows(child, next));
    });
    return isLess || [...kept].some(([name, child]) => isDeny(child) && deniesMore(had.get(name), child));
  });
}

function isDeny(child: JsonObject): boolean {
  return textOf(propertiesOf(child)['access']).toLowerCase() === 'deny';
}

function deniesMore(before: JsonObject | undefined, after: JsonObject): boolean {
  return before === undefined || !isDeny(before) || narrows(after, before);
}

// Azure has each list in two spellings: one member in the singular property, several in the plural one.
const LISTS = [
  ['sourceAddressPrefix', 'sourceAddressPrefixes'],
  ['destinationAddressPrefix', 'destinationAddressPrefixes'],
  ['destinationPortRange', 'destinationPortRanges'],
] as const;

function narrows(before: JsonObject, after: JsonObject): boolean {
  const old = propertiesOf(before);
  const next = propertiesOf(after);
  return LISTS.some(([one, many]) => {
    const left = new Set(members(next, one, many));
    return members(old, one, many).some((member) => !left.has(member));
  });
}

function members(properties: JsonObject, one: string, many: string): readonly string[] {
  const single = properties[one];
  const several = properties[many];
  return [...(single ? [single] : []), ...(isArray(several) ? several : [])].map((member) =>
    JSON.stringify(member).toLowerCase(),
  );
}

function children(resource: ArmResource, collection: string): readonly JsonObject[] {
  const list = resource.properties?.[collection];
  return isArray(list) ? list.filter((child): child is JsonObject => isObject(child)) : [];
}

function nameOf(child: JsonObject): Json | undefined {
  const name = child['name'];
  return typeof name === 'string' ? name.toLowerCase() : name;
}

function propertiesOf(child: JsonObject): JsonObject {
  const properties = child['properties'];
  return isObject(properties) ? properties : {};
}
