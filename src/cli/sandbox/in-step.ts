// Is everything in step? Nothing is under way, nothing is left to do, and every object has its word: programmed, or
// what is wrong with it.
import type { Operator } from '../../operator/loop.js';

export function isInStep(operator: Operator): boolean {
  const plan = operator.lastPass()?.plan;
  return (
    operator.isIdle() &&
    plan !== undefined &&
    plan.operations.length + plan.waiting.length === 0 &&
    unsettled(operator).length === 0
  );
}

/** The objects that wait, with what they say. */
export function unsettled(operator: Operator): readonly string[] {
  const statuses = operator.lastPass()?.report.statuses ?? [];
  return statuses.flatMap(({ object, conditions }) => {
    if (conditions.some(({ type, status }) => type.endsWith('Accepted') && status === 'False')) return [];
    const waits = conditions.find(({ status }) => status !== 'True');
    return waits ? [`${object}: ${waits.message}`] : [];
  });
}
