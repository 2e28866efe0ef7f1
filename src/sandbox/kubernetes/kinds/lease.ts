// What does the API server do with a Lease?
import { numberAt, objectAt, stringAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { AGE, column } from './columns.js';
import { invalidValue } from './field-errors.js';
import { checkNotNegative } from './workload-checks.js';

export const LEASE_RULES: KindRules = {
  validate: (lease) => {
    const spec = objectAt(lease, 'spec');
    const seconds = numberAt(spec, 'leaseDurationSeconds') ?? 1;
    return [
      ...(seconds > 0 ? [] : [invalidValue('spec.leaseDurationSeconds', seconds, 'must be greater than 0')]),
      ...checkNotNegative('spec.leaseTransitions', spec.leaseTransitions),
    ];
  },
  hasGeneration: false,
  columns: [column('Holder', (lease) => stringAt(objectAt(lease, 'spec'), 'holderIdentity') ?? ''), AGE],
};
