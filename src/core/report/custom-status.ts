// Must the status of an object of ours be written? Only when it says something else than what is there.
import type { Condition, CustomObject } from '../cluster/cluster-state.js';
import { same } from '../network/change.js';
import type { Json, JsonObject } from '../values/json.js';
import { isObject } from '../values/json.js';
import type { SourceRef } from '../values/source-ref.js';
import { sameConditions } from './conditions.js';
import type { Publication } from './publication.js';

/** `details` replaces the status' other fields of the same names. */
export function customStatus(
  custom: CustomObject,
  object: SourceRef,
  conditions: readonly Condition[],
  details: JsonObject,
): readonly Publication[] {
  const { generation, uid } = custom.meta;
  const next: JsonObject = { ...details, ...(generation !== undefined && { observedGeneration: generation }) };
  const existing = isObject(custom.status) ? custom.status : {};
  const isSame =
    sameConditions(conditions, custom.conditions) && Object.keys(next).every((key) => same(existing[key], next[key]));
  if (isSame) return [];
  return [{ kind: 'CustomStatus', object, uid, status: { ...next, conditions: conditions as unknown as Json } }];
}
