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
    return problemEvents(facts.problemsOf(object), meta.uid);
  }
  if (now.type !== PROGRAMMED || (before?.reason === now.reason && before.message === now.message)) return [];
  if (now.status === 'True' && now.reason === 'Programmed')
    return [event(object, meta.uid, 'Normal', 'Programmed', now.message)];
  const trouble = TROUBLES.find((one) => one === now.reason);
  if (trouble) return [event(object, meta.uid, 'Warning', trouble, now.message)];
  return now.reason === 'Deleting' ? [event(object, meta.uid, 'Normal', 'Deleting', now.message)] : [];
}

/** One for each reason: 300 hosts without a zone are one thing to mend. All of them stand in the object's condition or plan. */
export function problemEvents(problems: readonly Problem[], uid: string): readonly EventPublication[] {
  return [...Map.groupBy(problems, ({ object, reason }) => `${object} ${reason}`).values()].map((group) => {
    const { object, reason } = group[0]!;
    return event(object, uid, 'Warning', reason, together(group));
  });
}

/** Well below the 1,024 that a note may have (https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/). */
const LONGEST_TOGETHER = 600;

function together(problems: readonly Problem[]): string {
  let text = '';
  for (const [index, { message }] of problems.entries()) {
    if (index > 0 && text.length + message.length > LONGEST_TOGETHER)
      return `${text} And ${problems.length - index} more like ${index === 1 ? 'it' : 'them'}.`;
    text += (index > 0 ? ' ' : '') + message;
  }
  return text;
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
