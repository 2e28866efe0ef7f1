// How is our part of a resource laid over what is there? Properties that we set take our value, those that we don't
// mention stay as they came, whatever they are: Azure's own, other people's, ones that no SDK knows yet. What already
// says the same (ids in another case, a list in another order) keeps its spelling, so that it makes no difference.
import { sameArmId } from '../values/arm-id.js';
import type { Json, JsonObject } from '../values/json.js';
import { isArray, isObject } from '../values/json.js';

/** A part of a body: undefined takes a property away. */
export interface Overlay {
  readonly [key: string]: Overlay | readonly Overlay[] | Json | undefined;
}

/** The observed object with our properties over it. */
export function overlay(observed: JsonObject | undefined, ours: Overlay): JsonObject {
  const result: Record<string, Json | undefined> = { ...observed };
  for (const [key, value] of Object.entries(ours)) {
    const merged = overlayValue(result[key], value);
    if (merged === undefined) delete result[key];
    else result[key] = merged;
  }
  return result;
}

function overlayValue(observed: Json | undefined, ours: Json | undefined): Json | undefined {
  if (isObject(ours)) return overlay(isObject(observed) ? observed : undefined, ours);
  if (isArray(ours) && isArray(observed)) return sameSet(observed, ours) ? observed : ours;
  if (typeof ours === 'string' && typeof observed === 'string' && ours.startsWith('/subscriptions/')) {
    return sameArmId(ours, observed) ? observed : ours;
  }
  return ours;
}

/** Lists of texts and numbers in Azure are sets: `["80","443"]` is `["443","80"]`. */
function sameSet(a: readonly Json[], b: readonly Json[]): boolean {
  if (a.length !== b.length) return false;
  const texts = new Set(a.map((member) => JSON.stringify(member).toLowerCase()));
  return b.every((member) => texts.has(JSON.stringify(member).toLowerCase()));
}

/** A member of an array of named children, such as a rule of a load balancer. */
export type Child = JsonObject & { readonly name: string };

/**
 * The children as they should be: `ours` laid over those of the same name, new ones at the end (sorted by name),
 * those in `gone` left out, all others as they are and where they are.
 */
export function overlayChildren(
  observed: Json | undefined,
  ours: ReadonlyMap<string, Overlay>,
  gone: (child: Child) => boolean,
): readonly Child[] {
  const wanted = new Map([...ours].map(([name, part]) => [name.toLowerCase(), { name, part }]));
  const result: Child[] = [];
  for (const child of isArray(observed) ? (observed as readonly Child[]) : []) {
    const wish = wanted.get(child.name.toLowerCase());
    wanted.delete(child.name.toLowerCase());
    if (wish) result.push(overlay(child, wish.part) as Child);
    else if (!gone(child)) result.push(child);
  }
  const fresh = [...wanted.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...result, ...fresh.map(({ name, part }) => overlay({ name }, part) as Child)];
}
