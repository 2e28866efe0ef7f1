// Has somebody else changed a resource? What Azure writes itself doesn't count.
import type { ArmResource } from '../core/network/arm-resource.js';
import { isFilledByAzure } from '../core/network/azure-filled.js';
import type { Change } from '../core/network/change.js';
import { diffJson } from '../core/network/change.js';
import type { ArmId } from '../core/values/arm-id.js';

/** A difference that nobody told us of. */
export interface Drift {
  readonly id: ArmId;
  readonly what: 'Appeared' | 'Changed' | 'Disappeared';
  readonly changes: readonly Change[];
}

/** Undefined where both say the same. */
export function driftBetween(before: ArmResource | undefined, next: ArmResource | undefined): Drift | undefined {
  const either = next ?? before;
  const changes = diffJson(before, next).filter(({ path }) => !isFilledByAzure(path));
  if (!either || changes.length === 0) return undefined;
  const what = before ? (next ? 'Changed' : 'Disappeared') : 'Appeared';
  return { id: either.id, what, changes };
}
