// What is a report made from? All that a pass looked at and came to.
import type { ClusterState } from '../cluster/cluster-state.js';
import type { Memory } from '../memory.js';
import type { NetworkContext } from '../network/network-context.js';
import type { NetworkModel } from '../network/network-model.js';
import type { Plan } from '../plan/plan.js';
import type { ArmKey } from '../values/arm-id.js';
import type { Problem } from '../values/problem.js';
import type { Failures } from '../plan/failure.js';

export interface ReportInput extends NetworkContext {
  readonly cluster: ClusterState;
  readonly settingsProblems: readonly Problem[];
  readonly failures: Failures;
  /** Resources with a write under way. */
  readonly inFlight: ReadonlySet<ArmKey>;
  readonly memory: Memory;
  /** Writes of record sets that may be sent within the minute, by zone. */
  readonly writesLeft?: ReadonlyMap<ArmKey, number>;
  readonly now: number;
  readonly model: NetworkModel;
  readonly plan: Plan;
}
