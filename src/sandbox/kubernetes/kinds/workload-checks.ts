// What does the API server refuse of Deployments and ReplicaSets? Above all a selector that misses its own Pods.
import type { Json, JsonObject } from '../../json.js';
import { isObject, numberAt, objectAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { checkLabels, checkSelector, isEmptySelector, selects } from './checks.js';
import { forbiddenField, invalidValue, notSupported, required } from './field-errors.js';
import { checkPodSpec } from './pod-spec-checks.js';
import { isSame } from './service-carry-over.js';

export function checkDeployment(object: JsonObject, before: JsonObject | undefined): readonly FieldError[] {
  const spec = objectAt(object, 'spec');
  return [
    ...checkNotNegative('spec.replicas', spec.replicas),
    ...checkTemplate(spec),
    ...checkStrategy(objectAt(spec, 'strategy')),
    ...checkNotNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...checkNotNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit),
    ...checkDeadline(spec),
    ...checkSelectorStays(spec, before),
  ];
}

export function checkReplicaSet(object: JsonObject, before: JsonObject | undefined): readonly FieldError[] {
  const spec = objectAt(object, 'spec');
  return [
    ...checkNotNegative('spec.replicas', spec.replicas),
    ...checkNotNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...checkTemplate(spec),
    ...checkSelectorStays(spec, before),
  ];
}

export function checkNotNegative(field: string, value: Json | undefined): readonly FieldError[] {
  return typeof value === 'number' && value < 0
    ? [invalidValue(field, value, 'must be greater than or equal to 0')]
    : [];
}

function checkTemplate(spec: JsonObject): readonly FieldError[] {
  const template = objectAt(spec, 'template');
  const podSpec = objectAt(template, 'spec');
  const given = objectAt(template, 'metadata').labels;
  const labels = isObject(given) ? given : {};
  const selector = isObject(spec.selector) ? spec.selector : undefined;
  const wrong = selector ? checkSelector('spec.selector', selector) : [required('spec.selector')];
  const isEmpty = selector !== undefined && isEmptySelector(selector);
  const misses = selector === undefined || (!isEmpty && wrong.length === 0 && !selects(selector, labels));
  return [
    ...wrong,
    ...(isEmpty ? [invalidValue('spec.selector', selector, 'empty selector is invalid for deployment')] : []),
    ...(misses
      ? [invalidValue('spec.template.metadata.labels', given, '`selector` does not match template `labels`')]
      : []),
    ...checkLabels('spec.template.labels', labels),
    ...checkPodSpec('spec.template.spec', podSpec),
    ...(podSpec.restartPolicy === undefined || podSpec.restartPolicy === 'Always'
      ? []
      : [notSupported('spec.template.spec.restartPolicy', podSpec.restartPolicy, ['Always'])]),
  ];
}

function checkSelectorStays(spec: JsonObject, before: JsonObject | undefined): readonly FieldError[] {
  if (!before || isSame(spec, objectAt(before, 'spec'), 'selector')) return [];
  return [invalidValue('spec.selector', spec.selector, 'field is immutable')];
}

function checkStrategy(strategy: JsonObject): readonly FieldError[] {
  const field = 'spec.strategy';
  switch (strategy.type) {
    case 'Recreate': {
      const detail = "may not be specified when strategy `type` is 'Recreate'";
      return isObject(strategy.rollingUpdate) ? [forbiddenField(`${field}.rollingUpdate`, detail)] : [];
    }
    case 'RollingUpdate': {
      const { maxSurge, maxUnavailable } = objectAt(strategy, 'rollingUpdate');
      return checkRolling(`${field}.rollingUpdate`, maxSurge, maxUnavailable);
    }
    default:
      return [notSupported(field, { Type: strategy.type ?? '', RollingUpdate: null }, ['Recreate', 'RollingUpdate'])];
  }
}

function checkRolling(field: string, surge: Json | undefined, unavailable: Json | undefined): readonly FieldError[] {
  const isStill = [surge, unavailable].every(
    (amount) => amount === 0 || (typeof amount === 'string' && /^0+%$/.test(amount)),
  );
  return [
    ...checkAmount(`${field}.maxUnavailable`, unavailable),
    ...checkAmount(`${field}.maxSurge`, surge),
    ...(isStill ? [invalidValue(`${field}.maxUnavailable`, unavailable, 'may not be 0 when `maxSurge` is 0')] : []),
    ...checkAtMostAll(`${field}.maxUnavailable`, unavailable),
  ];
}

/** A number of Pods or a share of them. */
export function checkAmount(field: string, amount: Json | undefined): readonly FieldError[] {
  if (typeof amount === 'number') return checkNotNegative(field, amount);
  if (typeof amount !== 'string' || /^[0-9]+%$/.test(amount)) return [];
  const rule = "a valid percent string must be a numeric string followed by an ending '%'";
  return [invalidValue(field, amount, `${rule} (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')`)];
}

export function checkAtMostAll(field: string, amount: Json | undefined): readonly FieldError[] {
  if (typeof amount !== 'string' || !/^[0-9]+%$/.test(amount) || Number.parseInt(amount) <= 100) return [];
  return [invalidValue(field, amount, 'must not be greater than 100%')];
}

function checkDeadline(spec: JsonObject): readonly FieldError[] {
  const field = 'spec.progressDeadlineSeconds';
  const deadline = numberAt(spec, 'progressDeadlineSeconds');
  if (deadline === undefined) return [];
  const isLate = deadline <= (numberAt(spec, 'minReadySeconds') ?? 0);
  return [
    ...checkNotNegative(field, deadline),
    ...(isLate ? [invalidValue(field, deadline, 'must be greater than minReadySeconds')] : []),
  ];
}
