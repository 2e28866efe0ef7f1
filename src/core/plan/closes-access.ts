// Does a write take access away? Such a write goes first and never waits for company. What counts: a load balancing
// rule that goes, a security rule that allows fewer sources, destinations or ports or goes, one that denies more or comes.
import type { ArmResource } from '../network/arm-resource.js';
import { accessOf, destinationsOf, portTextsOf, sourcesOf } from '../network/security-rule.js';
import { isArray, isObject } from '../values/json.js';
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
  return accessOf(child) === 'Deny';
}

function deniesMore(before: JsonObject | undefined, after: JsonObject): boolean {
  return before === undefined || !isDeny(before) || narrows(after, before);
}

const LISTS = [sourcesOf, destinationsOf, portTextsOf];

function narrows(before: JsonObject, after: JsonObject): boolean {
  return LISTS.some((listOf) => {
    const left = new Set(listOf(after).map((member) => member.toLowerCase()));
    return listOf(before).some((member) => !left.has(member.toLowerCase()));
  });
}

function children(resource: ArmResource, collection: string): readonly JsonObject[] {
  const list = resource.properties?.[collection];
  return isArray(list) ? list.filter((child): child is JsonObject => isObject(child)) : [];
}

function nameOf(child: JsonObject): Json | undefined {
  const name = child['name'];
  return typeof name === 'string' ? name.toLowerCase() : name;
}
