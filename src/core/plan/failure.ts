// What did Azure refuse, and is it worth another try?
import type { ArmKey } from '../values/arm-id.js';

export interface Failure {
  readonly code: string;
  readonly message: string;
  /** Another try of the same write can't help: the wish or Azure must change first. */
  readonly terminal: boolean;
  /** Azure says no to what was asked, rather than failing at it. */
  readonly isRefusal: boolean;
  /** What was sent (`wishOf` of the operation). */
  readonly wish: string;
  /** Milliseconds of Unix time. */
  readonly since: number;
}

/** By the id of the resource whose write failed. */
export type Failures = ReadonlyMap<ArmKey, Failure>;
