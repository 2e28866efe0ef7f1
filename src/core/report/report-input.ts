// What is a report made from? All that a pass looked at and came to.
import type { ClusterState } from '../cluster/cluster-state.js';
import type { Exposures } from '../exposure.js';
import type { Memory } from '../memory.js';
import type { AzureState } from '../network/azure-state.js';
import type { NetworkModel } from '../network/network-model.js';
import type { Plan } from '../plan/plan.js';
import type { Settings } from '../settings.js';
import type { Problem } from '../values/problem.js';
import type { Failures } from './failure.js';

export interface ReportInput {
  readonly cluster: ClusterState;
  readonly azure: AzureState;
  readonly settings: Settings;
  readonly settingsProblems: readonly Problem[];
  readonly failures: Failures;
  readonly memory: Memory;
  readonly now: number;
  readonly exposures: Exposures;
  readonly model: NetworkModel;
  readonly plan: Plan;
}
