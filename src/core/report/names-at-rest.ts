// What was said of an object when all of its names were there, and nothing was wrong? As long as it asks for the same and its
// record sets are the very same ones, that is so still: a pass over 20,000 names says it anew of the few that moved.
import type { NamesExposure } from '../exposure.js';
import type { ArmResource } from '../network/arm-resource.js';
import type { AzureState } from '../network/azure-state.js';
import type { ArmKey } from '../values/arm-id.js';
import { armKey } from '../values/arm-id.js';
import type { SourceRef } from '../values/source-ref.js';
import type { Facts } from './facts.js';
import { recordSetKey } from './name-results.js';
import type { NamesFinding } from './names-status.js';
import type { ReportInput } from './report-input.js';
import type { Said } from './said.js';

export interface AtRest {
  readonly found: NamesFinding;
  /** Undefined for a Service: other things are said of it too. */
  readonly said: Said | undefined;
}

export interface RestingNames {
  /** What was found and said in an earlier pass; undefined where it has to be found out. */
  readonly before: (exposure: NamesExposure) => AtRest | undefined;
  /** Only what would be found again in the next pass is kept. */
  readonly keep: (exposure: NamesExposure, now: AtRest) => void;
}

interface Known extends AtRest {
  readonly clusterId: string;
  readonly keys: readonly ArmKey[];
  /** One for each key. */
  readonly resources: readonly ArmResource[];
  /** Where they were seen last. */
  seenIn: AzureState;
}

// What is asked for is read from one object, so the same wish is of the same object.
const KNOWN = new WeakMap<NamesExposure, Known>();

export function restingNames(facts: Facts, input: ReportInput): RestingNames {
  const { azure, settings } = input;
  const objects = objectsInQuestion(facts, input);
  const recordSets = recordSetsInQuestion(input);
  const isInQuestion = ({ keys }: Known): boolean => recordSets.size > 0 && keys.some((key) => recordSets.has(key));
  return {
    before: (exposure) => {
      const known = KNOWN.get(exposure);
      if (known?.clusterId !== settings.clusterId || objects.has(exposure.source) || isInQuestion(known))
        return undefined;
      if (known.seenIn !== azure) {
        if (!known.keys.every((key, index) => azure.resources.get(key) === known.resources[index])) return undefined;
        known.seenIn = azure;
      }
      return known;
    },
    keep: (exposure, now) => {
      if (now.found.finding.status !== 'True' || objects.has(exposure.source)) return;
      const keys = exposure.names.flatMap((name) => recordSetKey(name) ?? []);
      const resources = keys.flatMap((key) => azure.resources.get(key) ?? []);
      if (resources.length < exposure.names.length) return;
      KNOWN.set(exposure, { ...now, clusterId: settings.clusterId, keys, resources, seenIn: azure });
    },
  };
}

function objectsInQuestion({ problems }: Facts, { exposures, plan, memory }: ReportInput): ReadonlySet<SourceRef> {
  return new Set([
    ...problems.map(({ object }) => object),
    ...exposures.held.map(({ object }) => object),
    ...plan.withheld.flatMap(({ because }) => because),
    ...plan.unfinishedNames,
    ...memory.namesTold.keys(),
  ]);
}

function recordSetsInQuestion({ plan, inFlight }: ReportInput): ReadonlySet<ArmKey> {
  const writes = [...plan.operations, ...plan.waiting, ...plan.withheld].map(({ id }) => armKey(id));
  return new Set([...writes, ...inFlight]);
}
