// What does the API server do with a ReplicaSet?
import { isObject } from '../../json.js';
import type { KindRules } from '../kind.js';
import { AGE, column } from './columns.js';
import { fillConditionTimes } from './condition-times.js';
import { fillTemplate, warnOfTemplate } from './deployment.js';
import { checkReplicaSet } from './workload-checks.js';
import { specNumber, statusNumber, WORKLOAD_COLUMNS } from './workload-columns.js';

export const REPLICA_SET_RULES: KindRules = {
  fillDefaults: (draft) => {
    const { spec } = draft;
    fillConditionTimes(draft, 'lastTransitionTime');
    if (!isObject(spec)) return;
    spec.replicas ??= 1;
    fillTemplate(spec);
  },
  prepare: (draft, before) => {
    if (!before) draft.status = { replicas: 0 };
  },
  validate: checkReplicaSet,
  warnings: warnOfTemplate,
  columns: [
    column('Desired', (one) => specNumber(one, 'replicas'), { type: 'integer' }),
    column('Current', (one) => statusNumber(one, 'replicas'), { type: 'integer' }),
    column('Ready', (one) => statusNumber(one, 'readyReplicas'), { type: 'integer' }),
    AGE,
    ...WORKLOAD_COLUMNS,
  ],
};
