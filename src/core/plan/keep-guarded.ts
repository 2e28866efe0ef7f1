// How does a write go on without the deletes that a guard keeps back? Each thing that is to stay is put back into the body,
// with what it hangs on; the rest of the write is as it was. A write that is nothing but such a delete has no rest.
import type { ArmResource } from '../network/arm-resource.js';
import { prefixOf } from '../network/names.js';
import type { DesiredResource, Removal } from '../network/network-model.js';
import type { JsonObject } from '../values/json.js';
import { isArray, isObject, textOf } from '../values/json.js';

/** Undefined where nothing is left to write, or what stays and what is new would be in each other's way. */
export function keepGuarded(
  observed: ArmResource | undefined,
  desired: DesiredResource,
  guarded: readonly Removal[],
): DesiredResource | undefined {
  if (!observed || !desired.body) return undefined;
  const names = guarded.map(({ id }) => textOf(id.split('/').at(-1)).toLowerCase());
  // The parts of one Service on a load balancer bear its prefix: a rule needs its frontend and its probe.
  const prefixes = new Set(names.flatMap((name) => prefixOf(name) ?? []));
  const stays = (name: string): boolean => names.includes(name) || prefixes.has(prefixOf(name) ?? '');
  const properties: Record<string, JsonObject[string]> = { ...desired.body.properties };
  for (const [key, before] of Object.entries(observed.properties ?? {})) {
    const after = properties[key];
    if (!isNamed(before) || !isNamed(after)) continue;
    const kept = new Set(after.map(nameOf));
    const missing = before.filter((child) => stays(nameOf(child)) && !kept.has(nameOf(child)));
    if (missing.length > 0) properties[key] = [...after, ...missing];
  }
  if (hasPriorityTwice(properties['securityRules'])) return undefined;
  const removals = desired.removals.filter((removal) => !guarded.includes(removal));
  return { ...desired, body: { ...desired.body, properties }, removals };
}

function isNamed(value: unknown): value is readonly JsonObject[] {
  return isArray(value) && value.every((child) => isObject(child) && typeof child['name'] === 'string');
}

function nameOf(child: JsonObject): string {
  return textOf(child['name']).toLowerCase();
}

// A new rule may have been given the number of one that was to go.
function hasPriorityTwice(rules: unknown): boolean {
  if (!isNamed(rules)) return false;
  const priorities = rules.map(({ properties: p }) =>
    isObject(p) ? `${textOf(p['direction'])} ${textOf(p['priority'])}` : '',
  );
  return new Set(priorities).size < priorities.length;
}
