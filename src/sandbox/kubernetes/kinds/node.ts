// What does the API server do with a Node? Little: kubelets write them, status included, at creation too.
import type { JsonObject } from '../../json.js';
import { isObject, objectAt, objectsAt, stringAt } from '../../json.js';
import type { KindRules } from '../kind.js';
import { AGE, column, textOr, wideColumn } from './columns.js';
import { fillConditionTimes } from './condition-times.js';
import { shortenQuantities } from './quantities.js';

/** Of a node whose kubelet hasn't spoken yet. */
const INFO = [
  'architecture',
  'bootID',
  'containerRuntimeVersion',
  'kernelVersion',
  'kubeProxyVersion',
  'kubeletVersion',
  'machineID',
  'operatingSystem',
  'osImage',
  'systemUUID',
];

export const NODE_RULES: KindRules = {
  fillDefaults: (draft) => {
    const status = isObject(draft.status) ? draft.status : (draft.status = {});
    shortenQuantities(status.capacity);
    shortenQuantities(status.allocatable);
    if (isObject(status.capacity)) status.allocatable ??= { ...status.capacity };
    fillConditionTimes(draft, 'lastHeartbeatTime', 'lastTransitionTime');
    status.daemonEndpoints ??= { kubeletEndpoint: { Port: 0 } };
    status.nodeInfo ??= Object.fromEntries(INFO.map((key) => [key, '']));
  },
  keepsStatusOnCreate: true,
  hasGeneration: false,
  columns: [
    column('Status', readiness),
    column('Roles', (node) => textOr(roles(node).join(','), '<none>')),
    AGE,
    column('Version', (node) => textAtInfo(node, 'kubeletVersion')),
    wideColumn('Internal-IP', (node) => address(node, 'InternalIP')),
    wideColumn('External-IP', (node) => address(node, 'ExternalIP')),
    wideColumn('OS-Image', (node) => textOr(textAtInfo(node, 'osImage'), '<unknown>')),
    wideColumn('Kernel-Version', kernel),
    wideColumn('Container-Runtime', (node) => textOr(textAtInfo(node, 'containerRuntimeVersion'), '<unknown>')),
  ],
};

const statusOf = (node: JsonObject): JsonObject => objectAt(node, 'status');

function textAtInfo(node: JsonObject, key: string): string {
  return stringAt(objectAt(statusOf(node), 'nodeInfo'), key) ?? '';
}

function readiness(node: JsonObject): string {
  const ready = objectsAt(statusOf(node), 'conditions').find(({ type }) => type === 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return objectAt(node, 'spec').unschedulable === true ? `${word},SchedulingDisabled` : word;
}

const ROLE_PREFIX = 'node-role.kubernetes.io/';

function roles(node: JsonObject): readonly string[] {
  const labels = Object.entries(objectAt(objectAt(node, 'metadata'), 'labels'));
  const found = labels.map(([key, value]) =>
    key.startsWith(ROLE_PREFIX)
      ? key.slice(ROLE_PREFIX.length)
      : key === 'kubernetes.io/role' && typeof value === 'string'
        ? value
        : '',
  );
  return [...new Set(found.filter((role) => role !== ''))].sort();
}

function address(node: JsonObject, type: string): string {
  const found = objectsAt(statusOf(node), 'addresses').find((one) => one.type === type);
  return found ? (stringAt(found, 'address') ?? '') : '<none>';
}

function kernel(node: JsonObject): string {
  const architecture = textAtInfo(node, 'architecture');
  const version = textOr(textAtInfo(node, 'kernelVersion'), '<unknown>');
  return architecture === '' ? version : `${version} (${architecture})`;
}
