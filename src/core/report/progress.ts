// How far is one object in Azure? The same order of questions for every kind; the first that has an answer gives the
// reason.
//
//   question                                reason         status
//   did Azure refuse a write for it?         AzureError     False
//   does a guard keep something back?        Withheld       False
//   is it held?                              Held           as it was
//   is something still to be written?        Pending        False
//   is all of it there?                      Programmed     True
//   is something of it not accepted?         NotAccepted    False
//   otherwise                                Pending, or what its kind says of it
import type { Condition } from '../cluster/cluster-state.js';
import type { SourceRef } from '../values/source-ref.js';
import type { Finding } from './conditions.js';
import type { PartFacts } from './facts.js';
import type { Reason } from './reasons.js';

export interface Progress {
  /** What it asked for is in Azure, as far as can be seen there. */
  readonly isThere: boolean;
  readonly message: string;
  /** The key, with its value, that asks for what Azure refuses, where that is known. */
  readonly ledBy?: string;
  /** What is still to be written, where that is known. */
  readonly pending?: string;
  /** Why it isn't there although nothing is to be written and nothing is wrong. */
  readonly otherwise?: { readonly reason: Reason; readonly message: string };
}

export function progress(
  type: string,
  object: SourceRef,
  facts: PartFacts,
  existing: readonly Condition[],
  { isThere, message, ledBy, pending = PENDING.message, otherwise = PENDING }: Progress,
): Finding {
  const found = (status: Finding['status'], reason: Reason, text: string): Finding => ({
    type,
    status,
    reason,
    message: text,
  });
  const failure = facts.failureOf(object);
  if (failure) {
    const refusal = `${failure.code}: ${failure.message} (${failure.id})`;
    return found('False', 'AzureError', ledBy === undefined ? refusal : `${ledBy} is refused by Azure: ${refusal}`);
  }
  const withheld = facts.withheldOf(object);
  if (withheld) return found('False', 'Withheld', withheld.message);
  const held = facts.heldOf(object);
  const before = existing.find((one) => one.type === type)?.status ?? 'False';
  if (held) return found(before, 'Held', `${held.message} What it already has in Azure stays as it is.`);
  if (facts.isUnfinished(object)) return found('False', PENDING.reason, pending);
  if (isThere) return found('True', 'Programmed', message);
  const errors = facts.problemsOf(object).filter(({ severity }) => severity === 'Error');
  if (errors.length > 0) return found('False', 'NotAccepted', errors[0]!.message);
  return found('False', otherwise.reason, otherwise.message);
}

const PENDING = { reason: 'Pending', message: 'Azure is being brought in step with it.' } as const;
