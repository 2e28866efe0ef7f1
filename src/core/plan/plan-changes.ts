// From what should be to what is sent: every difference becomes an operation, and each operation goes, waits or is
// kept back.
import type { Exposures } from '../exposure.js';
import { isRecordSet } from '../network/arm-resource.js';
import type { AzureState } from '../network/azure-state.js';
import type { NetworkModel } from '../network/network-model.js';
import { wishesOf } from '../network/network-model.js';
import type { Operation } from '../network/operation.js';
import type { Settings } from '../settings.js';
import type { ArmKey } from '../values/arm-id.js';
import type { SourceRef } from '../values/source-ref.js';
import type { Candidate } from './candidate.js';
import type { DriftRecords } from './drift.js';
import { holdDrift } from './drift.js';
import { isReady } from './gate.js';
import { operationFor } from './operation-for.js';
import type { Plan } from './plan.js';
import { withholdDeletes } from './withhold.js';

export interface PlanInput {
  readonly model: NetworkModel;
  readonly exposures: Exposures;
  readonly settings: Settings;
  readonly azure: AzureState;
  readonly seenDeleted: ReadonlySet<SourceRef>;
  readonly inFlight: ReadonlySet<ArmKey>;
  readonly drift: DriftRecords;
  /** Milliseconds of Unix time. */
  readonly now: number;
}

export function planChanges({ model, exposures, settings, azure, seenDeleted, inFlight, drift, now }: PlanInput): Plan {
  const wishes = wishesOf(model);
  const wanted: Candidate[] = [];
  for (const { resources } of wishes)
    for (const desired of resources) {
      const operation = operationFor(desired, azure);
      if (operation) wanted.push({ desired, operation });
    }
  const guard = withholdDeletes(wanted, model, exposures, settings, azure, seenDeleted);
  const { allowed, withheld, drifted, wakeAt } = holdDrift(guard.allowed, drift, settings, now);
  const ready = allowed.filter(({ operation }) => isReady(operation, azure, settings, inFlight));
  const waiting = allowed.filter(({ operation }) => !isReady(operation, azure, settings, inFlight));
  const keptBack = [...guard.withheld, ...withheld, ...wishes.flatMap((wish) => wish.withheld)];
  return {
    operations: ready.map(({ operation }) => operation).sort(byUrgency),
    waiting: waiting.map(({ operation }) => operation).sort(byUrgency),
    withheld: keptBack.sort((a, b) => (a.id < b.id ? -1 : 1)),
    unfinished: becauseOf(wanted.filter(({ operation }) => !isRecordSet(operation))),
    unfinishedNames: becauseOf(wanted.filter(({ operation }) => isRecordSet(operation))),
    drifted,
    ...(wakeAt !== undefined && { wakeAt }),
  };
}

function becauseOf(candidates: readonly Candidate[]): ReadonlySet<SourceRef> {
  return new Set(candidates.flatMap(({ operation }) => operation.because));
}

function byUrgency(a: Operation, b: Operation): number {
  if (a.closes !== b.closes) return a.closes ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
