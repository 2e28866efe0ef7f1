// Has somebody else changed a resource? What Azure writes itself doesn't count.
import type { ArmResource } from '../core/network/arm-resource.js';
import { isFilledByAzure } from '../core/network/azure-filled.js';
import type { Change } from '../core/network/change.js';
import { diffJson } from '../core/network/change.js';
import type { DriftRecord, DriftRecords } from '../core/plan/drift.js';
import { isForgotten, recordDrift } from '../core/plan/drift.js';
import type { ArmId, ArmKey } from '../core/values/arm-id.js';
import { armKey } from '../core/values/arm-id.js';

/** A difference that nobody told us of. */
export interface Drift {
  readonly id: ArmId;
  readonly what: 'Appeared' | 'Changed' | 'Disappeared';
  readonly changes: readonly Change[];
  /** When our copy was last known to be right; milliseconds of Unix time. */
  readonly rightUntil: number;
}

/** Undefined where both say the same. */
export function driftBetween(
  before: ArmResource | undefined,
  next: ArmResource | undefined,
  rightUntil: number,
): Drift | undefined {
  const either = next ?? before;
  const changes = diffJson(before, next).filter(({ path }) => !isFilledByAzure(path));
  if (!either || changes.length === 0) return undefined;
  const what = before ? (next ? 'Changed' : 'Disappeared') : 'Appeared';
  return { id: either.id, what, changes, rightUntil };
}

/** What others have changed, as far as it isn't put right yet, and how often they did. */
export class DriftLog {
  private readonly byKey = new Map<ArmKey, DriftRecord>();

  /** `interval`: between looks at Azure, in milliseconds. */
  found({ id, changes, rightUntil }: Drift, interval: number, now: number): void {
    const key = armKey(id);
    this.byKey.set(key, recordDrift(this.byKey.get(key), changes, rightUntil, interval, now));
  }

  /** We wrote the resource: it is as we know it. */
  written(id: ArmId): void {
    const record = this.byKey.get(armKey(id));
    if (record) this.byKey.set(armKey(id), { ...record, changes: [] });
  }

  /** Drops what can't matter any more: of resources that are neither there nor to be made, and what is put right and long ago. */
  forget(matters: (key: ArmKey) => boolean, now: number): void {
    for (const [key, record] of this.byKey) if (!matters(key) || isForgotten(record, now)) this.byKey.delete(key);
  }

  records(): DriftRecords {
    return this.byKey;
  }
}
