// What will have happened when all is done? Pass after pass over a foreseen Azure, until nothing is left to do: the
// steps of `plan`, and the ground on which tests prove that every road ends at the model.
import type { Operation } from './core/network/operation.js';
import type { AzureState } from './core/network/azure-state.js';
import { predict } from './core/plan/predict.js';
import type { Pass, PassInput } from './reconcile.js';
import { reconcile } from './reconcile.js';

export interface Foreseen {
  /** Operations of one step may go at once; a later step needs what an earlier one gives. */
  readonly steps: readonly (readonly Operation[])[];
  readonly first: Pass;
  readonly last: Pass;
  readonly azure: AzureState;
}

/** More steps than any road has; a plan that is longer goes in a circle, which is a defect of ours. */
const MOST_STEPS = 20;

export function foresee(input: PassInput): Foreseen {
  const first = reconcile(input);
  const steps: (readonly Operation[])[] = [];
  let { azure } = input;
  let last = first;
  while (last.plan.operations.length > 0) {
    if (steps.length === MOST_STEPS) throw new Error(`the plan doesn't end: ${last.plan.operations[0]!.id} again`);
    steps.push(last.plan.operations);
    azure = last.plan.operations.reduce((state, operation) => predict(operation, state), azure);
    last = reconcile({ ...input, azure });
  }
  return { steps, first, last, azure };
}
