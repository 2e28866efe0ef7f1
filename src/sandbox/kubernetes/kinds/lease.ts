// What does the API server do with a Lease?
import { objectAt, stringAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { AGE, column } from './columns.js';

export const LEASE_RULES: KindRules = {
  hasGeneration: false,
  columns: [column('Holder', (lease) => stringAt(objectAt(lease, 'spec'), 'holderIdentity') ?? ''), AGE],
};
