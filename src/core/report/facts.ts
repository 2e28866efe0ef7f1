// What does a pass know about each object? Problems, failures and delays, gathered once by object, so that each kind's
// status is a few look-ups.
import type { HeldSource } from '../exposure.js';
import type { Withheld } from '../network/network-model.js';
import { wishesOf } from '../network/network-model.js';
import type { Operation } from '../network/operation.js';
import { wishOf } from '../network/operation.js';
import { armKey } from '../values/arm-id.js';
import type { Problem } from '../values/problem.js';
import { compareProblems } from '../values/problem.js';
import type { SourceRef } from '../values/source-ref.js';
import type { Failure } from '../plan/failure.js';
import type { ReportInput } from './report-input.js';

export interface Facts {
  readonly problems: readonly Problem[];
  readonly problemsOf: (object: SourceRef) => readonly Problem[];
  readonly heldOf: (object: SourceRef) => HeldSource | undefined;
  readonly failureOf: (object: SourceRef) => (Failure & { readonly id: string }) | undefined;
  /** Kept back by a guard; what merely no policy grants isn't among them. */
  readonly withheldOf: (object: SourceRef) => Withheld | undefined;
  readonly isUnfinished: (object: SourceRef) => boolean;
}

export function gatherFacts(input: ReportInput): Facts {
  const { exposures, model, plan, settingsProblems, failures } = input;
  const problems = [
    ...settingsProblems,
    ...exposures.problems,
    ...wishesOf(model).flatMap((wish) => wish.problems),
  ].sort(compareProblems);
  const byObject = Map.groupBy(problems, ({ object }) => object);
  // What a Service's load balancer does has nothing to do with its names.
  const isOfLoadBalancer = new Set(exposures.loadBalancers.map(({ source }) => source));
  const held = new Map(
    exposures.held
      .filter(({ object, isOfNames }) => !isOfNames || !isOfLoadBalancer.has(object))
      .map((one) => [one.object, one]),
  );
  const guarded = plan.withheld.filter(({ reason }) => reason !== 'NoPolicy' && reason !== 'PlanMode');
  const withheld = new Map(guarded.flatMap((one) => one.because.map((source) => [source, one] as const)));
  const failed = new Map(
    [...plan.operations, ...plan.waiting].flatMap((operation) => failedSources(operation, failures)),
  );
  return {
    problems,
    problemsOf: (object) => byObject.get(object) ?? [],
    heldOf: (object) => held.get(object),
    failureOf: (object) => failed.get(object),
    withheldOf: (object) => withheld.get(object),
    isUnfinished: (object) => plan.unfinished.has(object),
  };
}

function failedSources(
  operation: Operation,
  failures: ReportInput['failures'],
): [SourceRef, Failure & { id: string }][] {
  const failure = failures.get(armKey(operation.id));
  // What is planned now is another write than the one that was refused: without the demand that was to blame.
  if (!failure || (failure.isRefusal && failure.wish !== wishOf(operation))) return [];
  return operation.because.map((source) => [source, { ...failure, id: operation.id }]);
}
