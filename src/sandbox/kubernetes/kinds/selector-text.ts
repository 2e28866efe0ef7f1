// How is a label selector shown in a table? `a=b,c in (d,e),!f`, sorted by key.
import type { JsonObject } from '../../json.js';
import { objectAt, objectsAt, stringAt, stringsAt } from '../../json.js';

/** A map of labels, as a Service's selector; `<none>` where it is empty. */
export function labelsText(labels: JsonObject): string {
  const keys = Object.keys(labels).sort();
  return keys.length === 0 ? '<none>' : keys.map((key) => `${key}=${stringAt(labels, key) ?? ''}`).join(',');
}

/** `matchLabels` and `matchExpressions`; '' where there are none. */
export function selectorText(selector: JsonObject): string {
  const labels = objectAt(selector, 'matchLabels');
  const equal = Object.keys(labels).map((key) => ({ key, text: `${key}=${stringAt(labels, key) ?? ''}` }));
  const others = objectsAt(selector, 'matchExpressions').map((one) => {
    const key = stringAt(one, 'key') ?? '';
    return { key, text: expression(key, stringAt(one, 'operator') ?? '', stringsAt(one, 'values').sort().join(',')) };
  });
  const all = [...equal, ...others].sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
  return all.map(({ text }) => text).join(',');
}

function expression(key: string, operator: string, values: string): string {
  switch (operator) {
    case 'In':
      return `${key} in (${values})`;
    case 'NotIn':
      return `${key} notin (${values})`;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return key;
  }
}
