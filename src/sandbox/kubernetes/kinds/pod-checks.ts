// What does the API server refuse of a Pod? Once made, hardly anything but its images may change.
import type { JsonObject } from '../../json.js';
import { copy, objectAt, objectsAt } from '../../json.js';
import type { FieldError } from '../api-error.js';
import { isEqual } from './checks.js';
import { forbiddenField } from './field-errors.js';
import { checkPodSpec } from './pod-spec-checks.js';

const CHANGEABLE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
];

export function validatePod(pod: JsonObject, before: JsonObject | undefined): readonly FieldError[] {
  const spec = objectAt(pod, 'spec');
  return [...checkPodSpec('spec', spec), ...(before ? checkChange(spec, objectAt(before, 'spec')) : [])];
}

function checkChange(spec: JsonObject, old: JsonObject): readonly FieldError[] {
  for (const key of ['containers', 'initContainers']) {
    const isFewer = objectsAt(spec, key).length !== objectsAt(old, key).length;
    if (isFewer) return [forbiddenField(`spec.${key}`, 'pod updates may not add or remove containers')];
  }
  const tolerations = objectsAt(spec, 'tolerations');
  const isLost = objectsAt(old, 'tolerations').some((one) => !tolerations.some((other) => isEqual(one, other)));
  const lost = isLost
    ? [forbiddenField('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')]
    : [];
  if (isEqual(fixedPart(spec), fixedPart(old))) return lost;
  // The API server adds how the two differ, as Go prints it.
  return [...lost, forbiddenField('spec', `pod updates may not change fields other than ${CHANGEABLE.join(',')}\n`)];
}

/** A binding sets the node; that comes from the scheduler alone. */
function fixedPart(spec: JsonObject): JsonObject {
  const part = copy(spec);
  for (const container of [...objectsAt(part, 'containers'), ...objectsAt(part, 'initContainers')])
    delete container.image;
  for (const key of ['activeDeadlineSeconds', 'tolerations', 'schedulingGates']) delete part[key];
  return part;
}
