// Which of its names does a CustomResourceDefinition get? Those that no other of its group has.
import type { Json, JsonObject } from '../../json.js';
import { copy, stringAt, stringsAt } from '../../json.js';

export interface Acceptance {
  readonly names: JsonObject;
  /** `NoConflicts`, or the last conflict found: `PluralConflict`. */
  readonly reason: string;
  readonly message: string;
}

/** `others`: what the other definitions of the group have been granted. */
export function acceptNames(asked: JsonObject, granted: JsonObject, others: readonly JsonObject[]): Acceptance {
  const resources = new Set(
    others.flatMap((one) => [stringAt(one, 'plural'), stringAt(one, 'singular'), ...stringsAt(one, 'shortNames')]),
  );
  const kinds = new Set(others.flatMap((one) => [stringAt(one, 'kind'), stringAt(one, 'listKind')]));
  const names = copy(granted);
  const conflicts: { readonly reason: string; readonly message: string }[] = [];
  const grant = (
    key: string,
    reason: string,
    wanted: readonly string[],
    taken: ReadonlySet<string | undefined>,
  ): void => {
    const had = [stringAt(granted, key), ...stringsAt(granted, key)];
    const lost = wanted.filter((name) => !had.includes(name) && taken.has(name));
    if (lost.length > 0)
      conflicts.push({ reason, message: together(lost.map((name) => `"${name}" is already in use`)) });
    else if (asked[key] === undefined) delete names[key];
    else names[key] = copy<Json>(asked[key]);
  };
  const one = (key: string): string[] => [stringAt(asked, key) ?? ''];
  grant('plural', 'PluralConflict', one('plural'), resources);
  grant('singular', 'SingularConflict', one('singular'), resources);
  grant('shortNames', 'ShortNamesConflict', stringsAt(asked, 'shortNames'), resources);
  grant('kind', 'KindConflict', one('kind'), kinds);
  grant('listKind', 'ListKindConflict', one('listKind'), kinds);
  grant('categories', '', [], new Set());
  return { names, ...(conflicts.at(-1) ?? { reason: 'NoConflicts', message: 'no conflicts found' }) };
}

function together(messages: readonly string[]): string {
  return messages.length === 1 ? messages[0]! : `[${messages.join(', ')}]`;
}
