// What is said of a pass? The status of each object, the problems, what is held and withheld; and which of that must be
// written to Kubernetes because it isn't there yet.
import type { ClusterState, Condition, LoadBalancerIngress } from '../cluster/cluster-state.js';
import type { Exposures, HeldSource } from '../exposure.js';
import type { AzureState } from '../network/azure-state.js';
import type { NetworkModel, Withheld } from '../network/network-model.js';
import type { Plan } from '../plan/plan.js';
import type { Settings } from '../settings.js';
import type { JsonObject } from '../values/json.js';
import type { Problem } from '../values/problem.js';
import type { SourceRef } from '../values/source-ref.js';
import type { Failures } from './failure.js';
import type { Publication } from './publication.js';

export interface ObjectStatus {
  readonly object: SourceRef;
  /** For Services. */
  readonly loadBalancer?: { readonly ingress: readonly LoadBalancerIngress[] };
  readonly conditions: readonly Condition[];
  /** The rest of the status of our own kinds. */
  readonly details?: JsonObject;
}

export interface Report {
  readonly statuses: readonly ObjectStatus[];
  readonly problems: readonly Problem[];
  readonly held: readonly HeldSource[];
  readonly withheld: readonly Withheld[];
  readonly publications: readonly Publication[];
}

export interface ReportInput {
  readonly cluster: ClusterState;
  readonly azure: AzureState;
  readonly settings: Settings;
  readonly settingsProblems: readonly Problem[];
  readonly failures: Failures;
  readonly now: number;
  readonly exposures: Exposures;
  readonly model: NetworkModel;
  readonly plan: Plan;
}

export function buildReport(_input: ReportInput): Report {
  throw new Error('being written');
}
