// What does `kubectl get pods` show? Mostly: in which word can the state of all its containers be said?
import type { JsonObject } from '../../json.js';
import { isObject, numberAt, objectAt, objectsAt, stringAt } from '../../json.js';
import type { Column } from '../kind.js';
import { age } from './age.js';
import { AGE, column, textOr, wideColumn } from './columns.js';

const statusOf = (pod: JsonObject): JsonObject => objectAt(pod, 'status');
const specOf = (pod: JsonObject): JsonObject => objectAt(pod, 'spec');

export const POD_COLUMNS: readonly Column[] = [
  column('Ready', (pod) => `${summary(pod).ready}/${summary(pod).total}`),
  column('Status', (pod) => summary(pod).word),
  column('Restarts', restartsText),
  AGE,
  wideColumn('IP', (pod) => textOr(stringAt(objectsAt(statusOf(pod), 'podIPs')[0], 'ip'), '<none>')),
  wideColumn('Node', (pod) => textOr(stringAt(specOf(pod), 'nodeName'), '<none>')),
  wideColumn('Nominated Node', (pod) => textOr(stringAt(statusOf(pod), 'nominatedNodeName'), '<none>')),
  wideColumn('Readiness Gates', readinessGates),
];

interface Summary {
  word: string;
  ready: number;
  readonly total: number;
  restarts: number;
  /** RFC 3339 in UTC, so that texts compare as times do. */
  lastRestart: string;
}

function restartsText(pod: JsonObject, now: number): string {
  const { restarts, lastRestart } = summary(pod);
  return restarts === 0 || lastRestart === '' ? String(restarts) : `${restarts} (${age(lastRestart, now)} ago)`;
}

function readinessGates(pod: JsonObject): string {
  const gates = objectsAt(specOf(pod), 'readinessGates').map((gate) => stringAt(gate, 'conditionType') ?? '');
  return gates.length === 0 ? '<none>' : `${gates.filter((gate) => isTrue(pod, gate)).length}/${gates.length}`;
}

function isTrue(pod: JsonObject, type: string): boolean {
  const condition = objectsAt(statusOf(pod), 'conditions').find((one) => one.type === type);
  return condition?.status === 'True';
}

function summary(pod: JsonObject): Summary {
  const status = statusOf(pod);
  const sidecars = objectsAt(specOf(pod), 'initContainers').filter((one) => one.restartPolicy === 'Always');
  const found: Summary = {
    word: textOr(stringAt(status, 'reason'), stringAt(status, 'phase') ?? ''),
    ready: 0,
    total: objectsAt(specOf(pod), 'containers').length + sidecars.length,
    restarts: 0,
    lastRestart: '',
  };
  const scheduled = objectsAt(status, 'conditions').find((one) => one.type === 'PodScheduled');
  if (scheduled?.reason === 'SchedulingGated') found.word = 'SchedulingGated';
  const sidecarNames = new Set(sidecars.map((one) => stringAt(one, 'name')));
  if (!isInitializing(pod, found, sidecarNames) || isTrue(pod, 'Initialized')) addContainers(pod, found, sidecarNames);
  if (objectAt(pod, 'metadata').deletionTimestamp === undefined) return found;
  if (status.reason === 'NodeLost') found.word = 'Unknown';
  else if (status.phase !== 'Succeeded' && status.phase !== 'Failed') found.word = 'Terminating';
  return found;
}

function isInitializing(pod: JsonObject, found: Summary, sidecars: ReadonlySet<string | undefined>): boolean {
  for (const [index, container] of objectsAt(statusOf(pod), 'initContainerStatuses').entries()) {
    addRestarts(found, container);
    const { terminated, waiting } = objectAt(container, 'state');
    if (isObject(terminated) && !terminated.exitCode) continue;
    if (sidecars.has(stringAt(container, 'name')) && container.started === true) {
      if (container.ready === true) found.ready += 1;
      continue;
    }
    const wait = stringAt(waiting, 'reason');
    if (isObject(terminated)) found.word = `Init:${endText(terminated)}`;
    else if (wait && wait !== 'PodInitializing') found.word = `Init:${wait}`;
    else found.word = `Init:${index}/${objectsAt(specOf(pod), 'initContainers').length}`;
    return true;
  }
  return false;
}

function addContainers(pod: JsonObject, found: Summary, sidecars: ReadonlySet<string | undefined>): void {
  found.restarts = 0;
  found.lastRestart = '';
  const initialized = objectsAt(statusOf(pod), 'initContainerStatuses');
  initialized.filter((one) => sidecars.has(stringAt(one, 'name'))).forEach((one) => addRestarts(found, one));
  let isRunning = false;
  let failure = '';
  for (const container of objectsAt(statusOf(pod), 'containerStatuses').reverse()) {
    addRestarts(found, container);
    const { waiting, terminated, running } = objectAt(container, 'state');
    const wait = stringAt(waiting, 'reason');
    if (wait) found.word = wait;
    else if (isObject(terminated)) {
      found.word = endText(terminated);
      if (terminated.exitCode) failure = found.word;
    } else if (container.ready === true && isObject(running)) {
      isRunning = true;
      found.ready += 1;
    }
  }
  if (found.word !== 'Completed') return;
  if (isRunning && isTrue(pod, 'Ready')) found.word = 'Running';
  else if (failure !== '') found.word = failure;
  else if (isRunning) found.word = 'NotReady';
}

function addRestarts(found: Summary, container: JsonObject): void {
  found.restarts += numberAt(container, 'restartCount') ?? 0;
  const end = stringAt(objectAt(objectAt(container, 'lastState'), 'terminated'), 'finishedAt') ?? '';
  if (end > found.lastRestart) found.lastRestart = end;
}

function endText(terminated: JsonObject): string {
  const signal = numberAt(terminated, 'signal');
  const code = signal ? `Signal:${signal}` : `ExitCode:${numberAt(terminated, 'exitCode') ?? 0}`;
  return textOr(stringAt(terminated, 'reason'), code);
}
