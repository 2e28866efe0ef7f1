// How is a field of Kubernetes' JSON read that may be missing, or of another type? What isn't as it should be isn't there.
import type { Json, JsonObject } from '../../values/json.js';
import { isArray, objectOf, objectsOf } from '../../values/json.js';
import type { Condition } from '../cluster-state.js';

export function conditionsOf(status: JsonObject): readonly Condition[] {
  return objectsOf(status['conditions']).map((raw) => {
    const observedGeneration = numberOf(raw['observedGeneration']);
    const state = raw['status'];
    return {
      type: textOf(raw['type']) ?? '',
      status: state === 'True' || state === 'False' ? state : 'Unknown',
      reason: textOf(raw['reason']) ?? '',
      message: textOf(raw['message']) ?? '',
      ...(observedGeneration !== undefined && { observedGeneration }),
      ...texts(raw, ['lastTransitionTime']),
    };
  });
}

/** Those of the keys that hold a text that isn't empty. */
export function texts<K extends string>(raw: JsonObject, keys: readonly K[]): { readonly [P in K]?: string } {
  return Object.fromEntries(keys.flatMap((key) => (textOf(raw[key]) === undefined ? [] : [[key, raw[key]]]))) as {
    readonly [P in K]?: string;
  };
}

// An empty text is how Go's JSON writes "unset" for some fields.
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function textsOf(value: Json | undefined): readonly string[] {
  return isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

// What narrows access is never left out for its shape: as a text that is no range it is told, and nothing opens.
export function allAsTexts(value: Json | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!isArray(value)) return [JSON.stringify(value)];
  return value.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
}

export function textsByKey(value: Json | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(objectOf(value)).map(([key, one]) => [key, typeof one === 'string' ? one : JSON.stringify(one)]),
  );
}
