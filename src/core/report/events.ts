// Which events does an object get? One for each problem when it appears, one when Azure refuses or a guard keeps
// something back, one when all is in place. What its conditions already say is not said again.
import type { Condition, Meta } from '../cluster/cluster-state.js';
import type { SourceRef } from '../values/source-ref.js';
import type { Problem } from '../values/problem.js';
import { ACCEPTED, isSame, PROGRAMMED } from './conditions.js';
import type { Facts } from './facts.js';
import type { EventPublication } from './publication.js';
import type { Reason } from './reasons.js';

interface WithConditions {
  readonly meta: Meta;
  readonly conditions: readonly Condition[];
}

export function transitionEvents(
  object: SourceRef,
  { meta, conditions }: WithConditions,
  next: readonly Condition[],
  facts: Facts,
): readonly EventPublication[] {
  const before = new Map(conditions.map((one) => [one.type, one]));
  return next
    .filter((one) => !isSame(before.get(one.type), one))
    .flatMap((one) => eventsOf(object, meta, one, before.get(one.type), facts));
}

const TROUBLES = ['AzureError', 'Withheld', 'Held'] as const;

function eventsOf(
  object: SourceRef,
  meta: Meta,
  now: Condition,
  before: Condition | undefined,
  facts: Facts,
): readonly EventPublication[] {
  if (now.type === ACCEPTED) {
    if (before && before.message === now.message) return [];
    return facts.problemsOf(object).map((problem) => problemEvent(problem, meta.uid));
  }
  if (now.type !== PROGRAMMED || (before?.reason === now.reason && before.message === now.message)) return [];
  if (now.status === 'True' && now.reason === 'Programmed')
    return [event(object, meta.uid, 'Normal', 'Programmed', now.message)];
  const trouble = TROUBLES.find((one) => one === now.reason);
  if (trouble) return [event(object, meta.uid, 'Warning', trouble, now.message)];
  return now.reason === 'Deleting' ? [event(object, meta.uid, 'Normal', 'Deleting', now.message)] : [];
}

export function problemEvent({ object, reason, message }: Problem, uid: string): EventPublication {
  return event(object, uid, 'Warning', reason, message);
}

export function event(
  object: SourceRef,
  uid: string,
  type: EventPublication['type'],
  reason: Reason,
  message: string,
): EventPublication {
  const action = reason === 'Deleting' ? 'Deleting' : 'Reconciling';
  return { kind: 'Event', object, uid, type, reason, action, message };
}
