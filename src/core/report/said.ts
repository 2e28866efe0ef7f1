// What is said of one object: its status as it should be, and what must be written for that.
import type { Condition, LoadBalancerIngress } from '../cluster/cluster-state.js';
import type { JsonObject } from '../values/json.js';
import type { SourceRef } from '../values/source-ref.js';
import type { NameResult } from './name-results.js';
import type { Publication } from './publication.js';

export interface ObjectStatus {
  readonly object: SourceRef;
  /** For Services. */
  readonly loadBalancer?: { readonly ingress: readonly LoadBalancerIngress[] };
  readonly conditions: readonly Condition[];
  /** The rest of the status of our own kinds. */
  readonly details?: JsonObject;
  /** Each name that it asks for. */
  readonly names?: readonly NameResult[];
}

export interface Said {
  readonly status: ObjectStatus;
  readonly publications: readonly Publication[];
}
