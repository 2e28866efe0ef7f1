// What does the API server do with a PodDisruptionBudget?
import type { JsonObject } from '../../json.js';
import { numberAt, objectAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { checkSelector } from './checks.js';
import { AGE, column } from './columns.js';
import { invalidValue } from './field-errors.js';
import { checkAmount, checkAtMostAll } from './workload-checks.js';

const amount = (budget: JsonObject, key: string): string => {
  const value = objectAt(budget, 'spec')[key];
  return typeof value === 'number' || typeof value === 'string' ? String(value) : 'N/A';
};

/** As the API server prints its own type. */
const asGo = (spec: JsonObject): JsonObject => ({
  MinAvailable: spec.minAvailable ?? null,
  Selector: spec.selector ?? null,
  MaxUnavailable: spec.maxUnavailable ?? null,
  UnhealthyPodEvictionPolicy: spec.unhealthyPodEvictionPolicy ?? null,
});

export const POD_DISRUPTION_BUDGET_RULES: KindRules = {
  prepare: (draft, before) => {
    if (!before) draft.status = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
  },
  validate: (budget) => {
    const spec = objectAt(budget, 'spec');
    const keys = ['minAvailable', 'maxUnavailable'].filter((key) => spec[key] !== undefined);
    const both = 'minAvailable and maxUnavailable cannot be both set';
    return [
      ...(keys.length === 2 ? [invalidValue('spec', asGo(spec), both)] : []),
      ...keys.flatMap((key) => [...checkAmount(`spec.${key}`, spec[key]), ...checkAtMostAll(`spec.${key}`, spec[key])]),
      ...checkSelector('spec.selector', objectAt(spec, 'selector')),
    ];
  },
  columns: [
    column('Min Available', (budget) => amount(budget, 'minAvailable')),
    column('Max Unavailable', (budget) => amount(budget, 'maxUnavailable')),
    column('Allowed Disruptions', (budget) => numberAt(objectAt(budget, 'status'), 'disruptionsAllowed') ?? 0, {
      type: 'integer',
    }),
    AGE,
  ],
};
