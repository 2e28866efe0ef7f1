// What differs between a resource as it is and as it should be? Changes are data: the plan shows them, guards count
// them, events name them. They are found by comparing whole bodies, not fields that somebody thought of.
import type { Json, JsonObject } from '../values/json.js';
import { isArray, isObject } from '../values/json.js';
import type { SourceRef } from '../values/source-ref.js';

export interface Change {
  /** `/properties/securityRules[name]/properties/access`: members of an array of named objects go by their name. */
  readonly path: string;
  /** Null where there was nothing. */
  readonly before: Json;
  /** Null where nothing will be. */
  readonly after: Json;
  /** Where it differs from the operation's. */
  readonly because?: readonly SourceRef[];
}

/** The differences between two JSON values, in a stable order; none where they say the same. */
export function diffJson(before: Json | undefined, after: Json | undefined, path = ''): readonly Change[] {
  if (same(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    return keysOf(before, after).flatMap((key) => diffJson(before[key], after[key], `${path}/${escape(key)}`));
  }
  if (isNamedArray(before) && isNamedArray(after)) return diffNamed(before, after, path);
  return [{ path: path || '/', before: before ?? null, after: after ?? null }];
}

type Named = JsonObject & { readonly name: string };

function diffNamed(before: readonly Named[], after: readonly Named[], path: string): readonly Change[] {
  const old = new Map(before.map((member) => [member.name.toLowerCase(), member]));
  const next = new Map(after.map((member) => [member.name.toLowerCase(), member]));
  const names = [...new Set([...old.keys(), ...next.keys()])].sort();
  return names.flatMap((name) => {
    const shown = (next.get(name) ?? old.get(name))!.name;
    return diffJson(old.get(name), next.get(name), `${path}[${shown}]`);
  });
}

/** Deep equality; members of named arrays in any order; an absent key is the same as undefined. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (isArray(a) && isArray(b)) {
    if (a.length !== b.length) return false;
    if (isNamedArray(a) && isNamedArray(b)) {
      const others = new Map(b.map((member) => [member.name.toLowerCase(), member]));
      return a.every((member) => same(member, others.get(member.name.toLowerCase())));
    }
    return a.every((member, index) => same(member, b[index]));
  }
  return isObject(a) && isObject(b) && keysOf(a, b).every((key) => same(a[key], b[key]));
}

function keysOf(a: JsonObject, b: JsonObject): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}

function isNamedArray(value: Json | undefined): value is readonly Named[] {
  return isArray(value) && value.every((member) => isObject(member) && typeof member['name'] === 'string');
}

// JSON pointer's escapes (https://www.rfc-editor.org/rfc/rfc6901#section-3)
function escape(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
