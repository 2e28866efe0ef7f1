// What must one pass tell the next? Only what neither cluster nor Azure remembers. It is lost at a restart, and the
// worst that follows is patience: a grace period, or the life of an old answer, that starts anew.
import type { ArmKey } from './values/arm-id.js';
import type { SourceRef } from './values/source-ref.js';

export interface Memory {
  /** Since when has this object's status been empty? Milliseconds of Unix time. */
  readonly emptySince: ReadonlyMap<SourceRef, number>;
  /** What was said last of the names of an object, in short, until all of them are there. */
  readonly namesTold: ReadonlyMap<SourceRef, string>;
  /** Objects whose demand Azure refused in a write that others share. */
  readonly refused: ReadonlyMap<SourceRef, Refusal>;
  /** Record sets whose TTL was lowered before they change their type: since when? Milliseconds of Unix time. */
  readonly loweredSince: ReadonlyMap<ArmKey, number>;
  /** Which drift has been told: when it was found, by resource. */
  readonly driftTold: ReadonlyMap<ArmKey, number>;
}

export interface Refusal {
  /** What was asked for, as a text to compare. */
  readonly wish: string;
  /** Azure's. */
  readonly code: string;
  readonly message: string;
  /** Of the resource that was written. */
  readonly id: string;
  /** Milliseconds of Unix time. */
  readonly since: number;
  readonly attempts: number;
}

export const NO_MEMORY: Memory = {
  emptySince: new Map(),
  namesTold: new Map(),
  refused: new Map(),
  loweredSince: new Map(),
  driftTold: new Map(),
};
