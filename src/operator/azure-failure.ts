// What does Azure's no mean for us: wait, look again, or let it be until something changes?
//
//   what came back                                 kind        next try                       look again first
//   429 with a lock's code, 409 in progress        Lock        this lane, after its backoff   409 only
//   429 otherwise                                  Quota       when the throttle lets it      no
//   412                                            Stale       the next pass                  yes
//   401, 408, 5xx, no answer, operation failed     Passing     this lane, after its backoff   where it may have happened
//   400 in use, or all given away                  Passing     this lane, after its backoff   no
//   any other 4xx                                  Terminal    when the wish changes          404 only
import { AzureError } from './ports.js';

export type FailureKind = 'Lock' | 'Quota' | 'Stale' | 'Passing' | 'Terminal';

export interface JudgedFailure {
  readonly kind: FailureKind;
  readonly code: string;
  readonly message: string;
  /** Milliseconds. */
  readonly retryAfter?: number;
  /** Azure says no to what was asked, rather than failing at it. */
  readonly isRefusal: boolean;
  /** The mirror may be wrong about the resource. */
  readonly mustReread: boolean;
}

/** https://learn.microsoft.com/azure/azure-resource-manager/management/async-operations and the codes seen on the network provider. */
const LOCK =
  /^(retryableerror|referencedresourcenotprovisioned|retryableerrorduetoanotheroperation|anotheroperationinprogress)$/i;
/** 400s that pass when another resource has let go, or an address of a full prefix or quota comes free. */
const IN_USE = /cannotbedeleted|inuse|notprovisioned|inprogress|noavailableip|publicipcountlimit/i;

export function isLock(code: string | undefined, detailCodes: readonly string[] | undefined): boolean {
  return [code ?? '', ...(detailCodes ?? [])].some((one) => LOCK.test(one));
}

export function judgeFailure(error: unknown): JudgedFailure {
  if (!(error instanceof AzureError)) {
    return { kind: 'Passing', code: 'Unexpected', message: String(error), isRefusal: false, mustReread: true };
  }
  const { status, code, message, retryAfter, uncertain } = error.info;
  const kind = kindOf(error.info);
  const isLookNeeded = status === 412 || status === 404 || status === 409 || status === 0 || status >= 500;
  return {
    kind,
    code,
    message,
    isRefusal: kind === 'Terminal' || (kind === 'Passing' && status === 400),
    mustReread: uncertain || isLookNeeded,
    ...(retryAfter !== undefined && { retryAfter: retryAfter * 1000 }),
  };
}

function kindOf({ status, code, detailCodes }: AzureError['info']): FailureKind {
  if (status === 412) return 'Stale';
  if (isLock(code, detailCodes)) return 'Lock';
  if (status === 429) return 'Quota';
  if (status === 0 || status >= 500 || status === 401 || status === 408 || status === 409) return 'Passing';
  return [code, ...detailCodes].some((one) => IN_USE.test(one)) ? 'Passing' : 'Terminal';
}
