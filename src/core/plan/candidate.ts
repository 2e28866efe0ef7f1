// A write that a difference calls for, and the wish that it comes from: guards judge the one by the other.
import type { DesiredResource } from '../network/network-model.js';
import type { Operation } from '../network/operation.js';

export interface Candidate {
  readonly desired: DesiredResource;
  readonly operation: Operation;
}
