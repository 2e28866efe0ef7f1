// What does the API server refuse of an Event? Those with an eventTime must say who reports and what was done.
import type { JsonObject } from '../../json.js';
import { isObject, objectAt, stringAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { checkText } from './checks.js';
import { invalidValue, required } from './field-errors.js';
import { qualifiedNameProblems } from './names.js';

/** In either shape. */
export function validateEvent(event: JsonObject, before: JsonObject | undefined): readonly FieldError[] {
  const isNew = event.apiVersion === 'events.k8s.io/v1';
  const involved = objectAt(event, isNew ? 'regarding' : 'involvedObject');
  const namespace = stringAt(objectAt(event, 'metadata'), 'namespace') ?? '';
  const strict = isNew && before === undefined ? checkStrictly(event) : [];
  return isObjectTimed(event)
    ? [...checkTimed(event, isNew, namespace, stringAt(involved, 'namespace') ?? ''), ...strict]
    : [...checkNamespace(namespace, stringAt(involved, 'namespace') ?? '', ['default']), ...strict];
}

const isObjectTimed = ({ eventTime }: JsonObject): boolean => typeof eventTime === 'string' && eventTime !== '';

function checkNamespace(namespace: string, involved: string, free: readonly string[]): FieldError[] {
  const isRight = involved === '' ? namespace === '' || free.includes(namespace) : involved === namespace;
  return isRight ? [] : [invalidValue('involvedObject.namespace', involved, 'does not match event.namespace')];
}

const LENGTHS = { reportingInstance: 128, action: 128, reason: 128 };

function checkTimed(event: JsonObject, isNew: boolean, namespace: string, involved: string): readonly FieldError[] {
  const reporterKey = isNew ? 'reportingController' : 'reportingComponent';
  const reporter = stringAt(event, reporterKey) ?? '';
  const note = stringAt(event, isNew ? 'note' : 'message') ?? '';
  const texts = Object.entries(LENGTHS).flatMap(([key, length]) => {
    const text = stringAt(event, key) ?? '';
    if (text === '') return [required(key)];
    return text.length > length ? [invalidValue(key, '', `can have at most ${length} characters`)] : [];
  });
  return [
    ...(involved === '' ? checkNamespace(namespace, involved, ['default', 'kube-system']) : []),
    ...(reporter === '' ? [required(reporterKey)] : []),
    ...checkText(reporterKey, reporter, qualifiedNameProblems),
    ...texts,
    ...(note.length > 1024 ? [invalidValue('message', '', 'can have at most 1024 characters')] : []),
  ];
}

function checkStrictly(event: JsonObject): readonly FieldError[] {
  const { type } = event;
  const isTyped = type === 'Normal' || type === 'Warning';
  const old = [
    ['firstTimestamp', typeof event.deprecatedFirstTimestamp === 'string'],
    ['lastTimestamp', typeof event.deprecatedLastTimestamp === 'string'],
    ['count', Boolean(event.deprecatedCount)],
    ['source', isObject(event.deprecatedSource) && Object.keys(event.deprecatedSource).length > 0],
  ] as const;
  return [
    ...(isObjectTimed(event) ? [] : [required('eventTime')]),
    ...(isTyped ? [] : [invalidValue('type', '', `has invalid value: ${stringAt(event, 'type') ?? ''}`)]),
    ...old.filter(([, isSet]) => isSet).map(([key]) => invalidValue(key, '', 'needs to be unset')),
  ];
}
