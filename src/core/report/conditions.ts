// How does a condition come to be? From what is so now; its transition time moves only when its status does.
import type { Condition } from '../cluster/cluster-state.js';
import type { Problem } from '../values/problem.js';
import type { Reason } from './reasons.js';

export const ACCEPTED = 'azurenetwork.dev/Accepted';
export const PROGRAMMED = 'azurenetwork.dev/Programmed';
export const NAMES_PROGRAMMED = 'azurenetwork.dev/NamesProgrammed';

/** What is found in one pass; the rest of a condition follows from what was there. */
export interface Finding {
  readonly type: string;
  readonly status: Condition['status'];
  readonly reason: Reason;
  readonly message: string;
}

/** Well below the API server's 32,768: people read this in a terminal. */
const LONGEST_MESSAGE = 1000;

export function condition(
  finding: Finding,
  existing: readonly Condition[],
  generation: number | undefined,
  now: number,
): Condition {
  const before = existing.find(({ type }) => type === finding.type);
  const since = before?.status === finding.status ? before.lastTransitionTime : undefined;
  return {
    ...finding,
    // Half a character would come back as another, and the condition be written again for ever.
    message: finding.message.slice(0, LONGEST_MESSAGE).toWellFormed(),
    ...(generation !== undefined && { observedGeneration: generation }),
    lastTransitionTime: since ?? new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
  };
}

/** `Accepted` by what is wrong with the object; a warning is no refusal, but is said. */
export function accepted(problems: readonly Problem[], type = ACCEPTED): Finding {
  const errors = problems.filter(({ severity }) => severity === 'Error');
  const message = problems.map((problem) => problem.message).join(' ');
  if (errors.length > 0) return { type, status: 'False', reason: errors[0]!.reason, message };
  return { type, status: 'True', reason: 'Accepted', message: message || 'Everything that it asks for is understood.' };
}

/** `ours` in place of those of the same type, other people's as they are. */
export function mergeConditions(existing: readonly Condition[], ours: readonly Condition[]): readonly Condition[] {
  const types = new Set(ours.map(({ type }) => type));
  return [...existing.filter(({ type }) => !types.has(type)), ...ours];
}

export function sameConditions(a: readonly Condition[], b: readonly Condition[]): boolean {
  return a.length === b.length && a.every((one) => b.some((other) => isSame(one, other)));
}

export function isSame(a: Condition | undefined, b: Condition): boolean {
  return (
    a?.type === b.type &&
    a.status === b.status &&
    a.reason === b.reason &&
    a.message === b.message &&
    a.observedGeneration === b.observedGeneration
  );
}

/** Of a load balancer that is ours. */
export function isOfLoadBalancer({ type }: Condition): boolean {
  return type === ACCEPTED || type === PROGRAMMED;
}
