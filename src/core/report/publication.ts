// What is written to Kubernetes? Patches of single objects and events, as data; only what differs.
import type { Condition, LoadBalancerIngress } from '../cluster/cluster-state.js';
import type { JsonObject } from '../values/json.js';
import type { SourceRef } from '../values/source-ref.js';
import type { Reason } from './reasons.js';

/** JSON merge patches, except conditions of a Service, which are merged by type into what is there. */
export type Publication =
  | {
      readonly kind: 'Finalizers';
      readonly object: SourceRef;
      readonly uid: string;
      /** The whole list as it should be; sent with the resourceVersion it was worked out from. */
      readonly finalizers: readonly string[];
      readonly resourceVersion: string;
    }
  | {
      readonly kind: 'ServiceStatus';
      readonly object: SourceRef;
      readonly uid: string;
      /** Undefined: leave it. */
      readonly ingress?: readonly LoadBalancerIngress[];
      /** The whole list as it should be, other people's conditions included; undefined: leave it. */
      readonly conditions?: readonly Condition[];
      readonly resourceVersion: string;
    }
  | {
      readonly kind: 'CustomStatus';
      readonly object: SourceRef;
      readonly uid: string;
      readonly status: JsonObject;
    }
  | EventPublication;

export interface EventPublication {
  readonly kind: 'Event';
  readonly object: SourceRef;
  readonly uid: string;
  readonly type: 'Normal' | 'Warning';
  readonly reason: Reason;
  /** What was being done: `Reconciling`, `Deleting`. */
  readonly action: string;
  readonly message: string;
}
