// What does the API server do with a Deployment? Its Pods and its revision are a controller's work.
import type { JsonObject } from '../../json.js';
import { isObject, objectAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { AGE, column } from './columns.js';
import { fillConditionTimes } from './condition-times.js';
import { fillPodSpecDefaults } from './pod-spec-defaults.js';
import { warnOfPodSpec } from './pod-warnings.js';
import { checkDeployment } from './workload-checks.js';
import { specNumber, statusNumber, WORKLOAD_COLUMNS } from './workload-columns.js';

export const DEPLOYMENT_RULES: KindRules = {
  fillDefaults: (draft) => {
    const { spec } = draft;
    fillConditionTimes(draft, 'lastTransitionTime', 'lastUpdateTime');
    if (!isObject(spec)) return;
    spec.replicas ??= 1;
    fillStrategy(spec);
    spec.revisionHistoryLimit ??= 10;
    spec.progressDeadlineSeconds ??= 600;
    fillTemplate(spec);
  },
  prepare: (draft, before) => {
    if (!before) draft.status = {};
  },
  validate: checkDeployment,
  warnings: warnOfTemplate,
  columns: [
    column('Ready', (one) => `${statusNumber(one, 'readyReplicas')}/${specNumber(one, 'replicas')}`),
    column('Up-to-date', (one) => statusNumber(one, 'updatedReplicas')),
    column('Available', (one) => statusNumber(one, 'availableReplicas')),
    AGE,
    ...WORKLOAD_COLUMNS,
  ],
};

export function fillTemplate(spec: JsonObject): void {
  const { template } = spec;
  if (isObject(template) && isObject(template.spec)) fillPodSpecDefaults(template.spec);
}

export function warnOfTemplate(object: JsonObject): readonly string[] {
  const template = objectAt(objectAt(object, 'spec'), 'template');
  return warnOfPodSpec('spec.template.spec', objectAt(template, 'spec'));
}

function fillStrategy(spec: JsonObject): void {
  const strategy = isObject(spec.strategy) ? spec.strategy : (spec.strategy = {});
  strategy.type ||= 'RollingUpdate';
  if (strategy.type !== 'RollingUpdate') return;
  strategy.rollingUpdate = { maxUnavailable: '25%', maxSurge: '25%', ...objectAt(strategy, 'rollingUpdate') };
}
