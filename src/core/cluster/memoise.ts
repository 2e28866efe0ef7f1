// Has this been worked out before? Cut-down objects are replaced, never changed, so a result is good for as long as the
// very same object and settings are there; with 10,000 Services and one changed, one is read.
import { sameItems } from '../values/same-items.js';

/** `read` must be pure. Results live as long as both of their keys. */
export function memoise<S extends object, T extends object, R>(read: (object: T, settings: S) => R): typeof read {
  const bySettings = new WeakMap<S, WeakMap<T, { readonly result: R }>>();
  return (object, settings) => {
    let results = bySettings.get(settings);
    if (!results) bySettings.set(settings, (results = new WeakMap()));
    let found = results.get(object);
    if (!found) results.set(object, (found = { result: read(object, settings) }));
    return found.result;
  };
}

/** As `memoise`, for a third key that is a list: the last result is good for as long as the very same things are in it. */
export function memoiseWithList<S extends object, T extends object, P, R>(
  read: (object: T, settings: S, parts: readonly P[]) => R,
): typeof read {
  const lasts = new WeakMap<T, { readonly settings: S; readonly parts: readonly P[]; readonly result: R }>();
  return (object, settings, parts) => {
    const last = lasts.get(object);
    if (last?.settings === settings && sameItems(last.parts, parts)) return last.result;
    const result = read(object, settings, parts);
    lasts.set(object, { settings, parts, result });
    return result;
  };
}
