// Of what an object has in a zone, what stays whatever is asked for? All of an object that is held; of one that asks for
// something that can't be read, what that may have been:
//
//   what can't be read     of the record sets that it has a part in, these stay
//   the content            at the host: that type, and types that it asks for nothing of
//   the type               at the host: types that it asks for nothing of
//   the host               where it asks for nothing
import type { NamesExposure, RecordType, UnreadName } from '../../exposure.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { Claim } from './asked.js';

export interface Held {
  readonly objects: ReadonlySet<SourceRef>;
  readonly parts: ReadonlyMap<SourceRef, readonly UnreadName[]>;
}

export function heldAmong(names: readonly NamesExposure[]): Held {
  const objects = new Set<SourceRef>();
  const parts = new Map<SourceRef, readonly UnreadName[]>();
  for (const { source, standing, unread } of names) {
    if (standing === 'Held') objects.add(source);
    else if (standing === 'Wanted' && unread) parts.set(source, unread);
  }
  return { objects, parts };
}

export function isNobodyHeld({ objects, parts }: Held): boolean {
  return objects.size === 0 && parts.size === 0;
}

/** Wherever it may be. */
export function isHeld(source: SourceRef, { objects, parts }: Held): boolean {
  return objects.has(source) || parts.has(source);
}

/** `claims`: of all objects, at this host. */
export function isHeldAt(
  source: SourceRef,
  host: string,
  type: RecordType,
  claims: readonly Claim[],
  { objects, parts }: Held,
): boolean {
  if (objects.has(source)) return true;
  const unread = parts.get(source);
  if (!unread) return false;
  const asked = claims.filter((claim) => claim.source === source);
  const asksForType = asked.some((claim) => claim.type === type);
  return unread.some((one) => {
    if (one.host === undefined) return asked.length === 0;
    return one.host === host && (one.type === type || !asksForType);
  });
}
