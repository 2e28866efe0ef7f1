// What must one pass tell the next? Only what neither cluster nor Azure remembers. It is lost at a restart, and the
// worst that follows is patience: a grace period that starts anew.
import type { SourceRef } from './values/source-ref.js';

export interface Memory {
  /** Since when has this object's status been empty? Milliseconds of Unix time. */
  readonly emptySince: ReadonlyMap<SourceRef, number>;
  /** Objects for which something was still to be done: when they leave this set, they are told so. */
  readonly unfinished: ReadonlySet<SourceRef>;
}

export const NO_MEMORY: Memory = { emptySince: new Map(), unfinished: new Set() };
