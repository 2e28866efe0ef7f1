// Which writes should be sent now, which wait, and which are kept back?
import type { Operation } from '../network/operation.js';
import type { Withheld } from '../network/network-model.js';
import type { SourceRef } from '../values/source-ref.js';
import type { Drifted } from './drift.js';

export interface Plan {
  /** Writes whose preconditions hold now, those that close access first, then by id. */
  readonly operations: readonly Operation[];
  /** Writes that something else in the plan must come before. */
  readonly waiting: readonly Operation[];
  readonly withheld: readonly Withheld[];
  /** Objects for which something is still to be done in Azure, their names left out. */
  readonly unfinished: ReadonlySet<SourceRef>;
  /** The same, of their names. */
  readonly unfinishedNames: ReadonlySet<SourceRef>;
  /** Writes that undo what somebody else changed, sent or not. */
  readonly drifted: readonly Drifted[];
  /** When time alone lets something go that is kept back now; milliseconds of Unix time. */
  readonly wakeAt?: number;
}
