// What is sent to Azure? One write of one resource, as data: the plan prints it, `predict` foresees its effect and the
// operator sends it.
import type { ArmId } from '../values/arm-id.js';
import type { SourceRef } from '../values/source-ref.js';
import type { ArmResource } from './arm-resource.js';
import type { Change } from './change.js';

interface OperationBase {
  readonly id: ArmId;
  readonly type: string;
  readonly because: readonly SourceRef[];
  readonly changes: readonly Change[];
  /** Ids under way that will add to this resource: worth a short wait. */
  readonly gathers: readonly ArmId[];
  /** Takes access away: goes before what adds, and before reads. */
  readonly closes: boolean;
}

export interface PutOperation extends OperationBase {
  readonly action: 'Create' | 'Update';
  readonly body: ArmResource;
  /** `If-Match`: what we worked from; undefined on Create. */
  readonly etag?: string;
}

export interface DeleteOperation extends OperationBase {
  readonly action: 'Delete';
  readonly etag?: string;
}

export type Operation = PutOperation | DeleteOperation;

/** What would be sent, etags left out: another etag doesn't make a refused write a better one. */
export function wishOf(operation: Operation): string {
  if (operation.action === 'Delete') return 'Delete';
  return JSON.stringify(operation.body, (name, value: unknown) => (name === 'etag' ? undefined : value));
}
