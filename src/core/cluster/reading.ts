// What did reading one object give? What it asks for, what is wrong with it, and whether it is held for a reason that
// its user should know.
import type { Exposure, HeldSource } from '../exposure.js';
import type { Problem } from '../values/problem.js';
import type { SourceRef } from '../values/source-ref.js';
import { sourceRef } from '../values/source-ref.js';
import type { ClusterObject } from './cluster-state.js';

export interface Reading<E extends Exposure> {
  readonly exposure: E;
  readonly problems: readonly Problem[];
  readonly held?: HeldReason;
}

/** Whose exposure it is and of which kind, the exposure says. */
export type HeldReason = Omit<HeldSource, 'kind'>;

const REFS = new WeakMap<ClusterObject, SourceRef>();

export function refOf(object: ClusterObject): SourceRef {
  let ref = REFS.get(object);
  if (!ref) REFS.set(object, (ref = sourceRef(object.kind, object.meta.namespace, object.meta.name)));
  return ref;
}

/** Held for the first error among the problems; undefined where there is none. */
export function heldBy(object: SourceRef, problems: readonly Problem[]): HeldReason | undefined {
  const error = problems.find(({ severity }) => severity === 'Error');
  return error && { object, reason: error.reason, message: error.message };
}
