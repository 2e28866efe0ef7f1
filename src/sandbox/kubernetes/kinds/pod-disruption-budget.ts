// What does the API server do with a PodDisruptionBudget?
import type { JsonObject } from '../../json.js';
import { numberAt, objectAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { AGE, column } from './columns.js';

const amount = (budget: JsonObject, key: string): string => {
  const value = objectAt(budget, 'spec')[key];
  return typeof value === 'number' || typeof value === 'string' ? String(value) : 'N/A';
};

export const POD_DISRUPTION_BUDGET_RULES: KindRules = {
  prepare: (draft, before) => {
    if (!before) draft.status = { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 };
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
