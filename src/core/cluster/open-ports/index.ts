// What do the PortExposures ask to have open, and how much of it is granted? Their standing:
//
//   being deleted   spec is wrong   finalizer or assumed   standing
//   yes             –               –                      Gone
//   no              yes             –                      Held, and its user is told why
//   no              no              no                     Held in silence, until its finalizer is set
//   no              no              yes                    Wanted: the grants; what is refused is only shown
//
// `spec.ports` are what is opened on the node: the host port, the container port of a hostNetwork pod, the node port. A
// range is opened as a whole as soon as something answers in it. What nothing answers on isn't opened.
import type { OpenPortExposure, PoolNode } from '../../exposure.js';
import type { Problem } from '../../values/problem.js';
import { matches } from '../../values/selector.js';
import type { ClusterState, CustomObject, Namespace } from '../cluster-state.js';
import { CLEANUP_FINALIZER } from '../finalizers.js';
import { memoise } from '../memoise.js';
import type { Reading } from '../reading.js';
import { heldBy, refOf } from '../reading.js';
import type { Surroundings } from './destinations.js';
import { findDestinations, surroundings } from './destinations.js';
import { judge, refuseAll } from './grants.js';
import { readPolicy, readPortExposure } from './read-specs.js';
import type { Policy, PortExposureWish } from './specs.js';

/** Set by the API server on every namespace; a manifest may lack it. */
const NAME_LABEL = 'kubernetes.io/metadata.name';

export interface ReadOpenPorts {
  readonly readings: readonly Reading<OpenPortExposure>[];
  readonly policyProblems: readonly Problem[];
}

// Specs depend on nothing but themselves.
const ALWAYS = {};
const readSpec = memoise((custom: CustomObject, _always: object) => readPortExposure(custom));
const readPolicySpec = memoise((custom: CustomObject, _always: object) => readPolicy(custom));

export function readOpenPorts(
  cluster: ClusterState,
  poolNodes: readonly PoolNode[],
  assumeFinalizers: boolean,
): ReadOpenPorts {
  const read = cluster.exposurePolicies.map((policy) => readPolicySpec(policy, ALWAYS));
  const policyProblems = read.flatMap(({ problems }) => problems);
  if (cluster.portExposures.length === 0) return { readings: [], policyProblems };
  const policies = read.flatMap(({ value }) => value ?? []);
  const around = surroundings(cluster, poolNodes);
  const readings = cluster.portExposures.map((custom) => readOne(custom, policies, around, assumeFinalizers));
  return { readings, policyProblems };
}

function readOne(
  custom: CustomObject,
  policies: readonly Policy[],
  around: Surroundings,
  assumeFinalizers: boolean,
): Reading<OpenPortExposure> {
  const object = refOf(custom);
  const { value: wish, problems } = readSpec(custom, ALWAYS);
  const closed: OpenPortExposure = {
    kind: 'OpenPort',
    source: object,
    standing: 'Gone',
    since: custom.meta.creationTimestamp,
    path: wish?.path ?? 'HostPort',
    mode: wish?.isPlanOnly ? 'Plan' : 'Enforce',
    grants: [],
    refused: [],
  };
  if (custom.meta.deletionTimestamp !== undefined) return { exposure: closed, problems: [] };
  const held = heldBy(object, problems);
  if (wish === undefined || held) return { exposure: { ...closed, standing: 'Held' }, problems, ...(held && { held }) };
  const isAnchored = assumeFinalizers || custom.meta.finalizers.includes(CLEANUP_FINALIZER);
  const opened = open(wish, custom, policies, around);
  return {
    exposure: { ...closed, ...opened.parts, standing: isAnchored ? 'Wanted' : 'Held' },
    problems: [...problems, ...opened.problems],
  };
}

function open(wish: PortExposureWish, custom: CustomObject, policies: readonly Policy[], around: Surroundings) {
  const object = refOf(custom);
  const namespace = custom.meta.namespace ?? '';
  const { ports, problems } = findDestinations(wish, namespace, around, object);
  const parts = { path: wish.path };
  if (wish.isPlanOnly) return { parts: { ...parts, grants: [], refused: refuseAll(ports, wish.cidrs) }, problems };
  const labels = labelsOf(namespace, around.cluster.namespaces);
  const theirs = policies.filter(({ namespaceSelector }) => matches(namespaceSelector, labels));
  // Refusals are said of all that was asked for, whether or not a pod is there yet.
  const { refused, problems: refusals } = judge(wish.path, ports, wish.cidrs, theirs, object);
  const answered = ports.filter(({ addresses }) => addresses.length > 0);
  const { grants } = judge(wish.path, answered, wish.cidrs, theirs, object);
  return { parts: { ...parts, grants, refused }, problems: [...problems, ...refusals] };
}

function labelsOf(namespace: string, namespaces: readonly Namespace[]): Readonly<Record<string, string>> {
  const found = namespaces.find(({ meta }) => meta.name === namespace);
  return { [NAME_LABEL]: namespace, ...found?.meta.labels };
}
