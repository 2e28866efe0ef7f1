// How are two values told apart whose keys may come in another order? By their JSON with sorted keys.
import type { Json } from '../../json.js';
import { isObject } from '../../json.js';

export function sortedJson(value: Json | undefined): string {
  return JSON.stringify(value, (_, inner: Json) =>
    isObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
