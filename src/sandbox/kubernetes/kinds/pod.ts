// What does the API server do with a Pod: what it fills in, what admission adds, what may change later?
import type { JsonObject } from '../../json.js';
import { isObject, objectAt, objectsAt, stringAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { validatePod } from './pod-checks.js';
import { fillConditionTimes } from './condition-times.js';
import { POD_COLUMNS } from './pod-columns.js';
import { warnOfPodSpec } from './pod-warnings.js';
import { containersOf, fillPodSpecDefaults } from './pod-spec-defaults.js';

export const POD_RULES: KindRules = {
  fillDefaults: fillPodDefaults,
  prepare: preparePod,
  validate: validatePod,
  warnings: (pod) => warnOfPodSpec('spec', objectAt(pod, 'spec')),
  columns: POD_COLUMNS,
};

function fillPodDefaults(draft: JsonObject): void {
  const spec = isObject(draft.spec) ? draft.spec : (draft.spec = {});
  containersOf(spec).forEach(requestLimits);
  if (Number(spec.terminationGracePeriodSeconds ?? 0) < 0) spec.terminationGracePeriodSeconds = 1;
  alignPodIps(draft);
  fillConditionTimes(draft, 'lastProbeTime', 'lastTransitionTime');
  spec.enableServiceLinks ??= true;
  if (spec.hostNetwork === true) containersOf(spec).forEach(fillHostPorts);
  fillPodSpecDefaults(spec);
}

/** Who sets a limit alone requests as much. */
function requestLimits({ resources }: JsonObject): void {
  if (!isObject(resources) || !isObject(resources.limits)) return;
  resources.requests = { ...resources.limits, ...objectAt(resources, 'requests') };
}

/** The one address is the first of all. */
function alignPodIps({ status }: JsonObject): void {
  if (!isObject(status)) return;
  const address = stringAt(status, 'podIP') ?? '';
  const first = stringAt(objectsAt(status, 'podIPs')[0], 'ip') ?? '';
  if (address !== '' && address !== first) status.podIPs = [{ ip: address }];
  else if (address === '' && first !== '') status.podIP = first;
}

/** On the node's network a port is the node's port. */
function fillHostPorts(container: JsonObject): void {
  for (const port of objectsAt(container, 'ports')) {
    if (port.containerPort !== undefined) port.hostPort ||= port.containerPort;
  }
}

const EVICTION_SECONDS = 300;

function preparePod(draft: JsonObject, before: JsonObject | undefined): void {
  const spec = objectAt(draft, 'spec');
  const old = objectAt(before, 'spec');
  if (!before) draft.status = { phase: 'Pending', qosClass: qualityOfService(spec) };
  addTolerations(spec);
  spec.priority ??= old.priority ?? 0;
  spec.preemptionPolicy ??= old.preemptionPolicy ?? 'PreemptLowerPriority';
}

/** Of the admission plugin DefaultTolerationSeconds, on every write. */
function addTolerations(spec: JsonObject): void {
  const tolerations = objectsAt(spec, 'tolerations');
  for (const key of ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']) {
    const isTolerated = tolerations.some(
      (one) => (one.key === key || !one.key) && (one.effect === 'NoExecute' || !one.effect),
    );
    if (!isTolerated) {
      tolerations.push({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: EVICTION_SECONDS });
    }
  }
  spec.tolerations = tolerations;
}

function qualityOfService(spec: JsonObject): string {
  const resources = containersOf(spec).map((container) => objectAt(container, 'resources'));
  const asked = resources.map((one) => [objectAt(one, 'requests'), objectAt(one, 'limits')] as const);
  const says = (amounts: JsonObject): boolean => ['cpu', 'memory'].some((key) => amounts[key] !== undefined);
  if (!asked.some(([requests, limits]) => says(requests) || says(limits))) return 'BestEffort';
  const isGuaranteed = asked.every(([requests, limits]) =>
    ['cpu', 'memory'].every((key) => limits[key] !== undefined && limits[key] === (requests[key] ?? limits[key])),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}
