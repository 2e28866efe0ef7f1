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
import type { Failure, Failures } from '../plan/failure.js';
import type { ReportInput } from './report-input.js';

/** `id`: of the resource that was to be written. */
export type Refused = Failure & { readonly id: string };

/** What of an object is in question: its names, or all the rest. One object may have both. */
export interface PartFacts {
  readonly problemsOf: (object: SourceRef) => readonly Problem[];
  readonly heldOf: (object: SourceRef) => HeldSource | undefined;
  readonly failureOf: (object: SourceRef) => Refused | undefined;
  /** Kept back by a guard; what merely no policy grants isn't among them. */
  readonly withheldOf: (object: SourceRef) => Withheld | undefined;
  readonly isUnfinished: (object: SourceRef) => boolean;
}

/** Its own fields are of all but names. */
export interface Facts extends PartFacts {
  readonly problems: readonly Problem[];
  readonly names: PartFacts;
}

export function gatherFacts(input: ReportInput): Facts {
  const { exposures, model, plan, settingsProblems } = input;
  const problems = [
    ...settingsProblems,
    ...exposures.problems,
    ...wishesOf(model).flatMap((wish) => wish.problems),
  ].sort(compareProblems);
  const byObject = Map.groupBy(problems, ({ object }) => object);
  const problemsOf = (object: SourceRef): readonly Problem[] => byObject.get(object) ?? [];
  return {
    problems,
    ...partFacts(
      problemsOf,
      plan.unfinished,
      (kind) => kind !== 'Names',
      (id) => !isRecordSetId(id),
      input,
    ),
    names: partFacts(problemsOf, plan.unfinishedNames, (kind) => kind === 'Names', isRecordSetId, input),
  };
}

function partFacts(
  problemsOf: PartFacts['problemsOf'],
  unfinished: ReadonlySet<SourceRef>,
  isOfPart: (kind: HeldSource['kind']) => boolean,
  isPart: (id: string) => boolean,
  { exposures, plan, failures }: ReportInput,
): PartFacts {
  const held = new Map(exposures.held.filter(({ kind }) => isOfPart(kind)).map((one) => [one.object, one]));
  const guarded = plan.withheld.filter(
    ({ id, reason }) => isPart(id) && reason !== 'NoPolicy' && reason !== 'PlanMode',
  );
  const withheld = new Map(guarded.flatMap((one) => one.because.map((source) => [source, one] as const)));
  const writes = failures.size === 0 ? [] : [...plan.operations, ...plan.waiting].filter(({ id }) => isPart(id));
  const failed = new Map(
    writes.flatMap((operation): [SourceRef, Refused][] => {
      const failure = failureFor(operation, failures);
      return failure ? operation.because.map((source) => [source, { ...failure, id: operation.id }]) : [];
    }),
  );
  return {
    problemsOf,
    heldOf: (object) => held.get(object),
    failureOf: (object) => failed.get(object),
    withheldOf: (object) => withheld.get(object),
    isUnfinished: (object) => unfinished.has(object),
  };
}

/** How its last try ended, where this is still the same write. */
export function failureFor(operation: Operation, failures: Failures): Failure | undefined {
  const failure = failures.get(armKey(operation.id));
  // What is planned now is another write than the one that was refused: without the demand that was to blame.
  return failure?.isRefusal && failure.wish !== wishOf(operation) ? undefined : failure;
}

function isRecordSetId(id: string): boolean {
  return /\/(private)?dnszones\//i.test(id);
}
