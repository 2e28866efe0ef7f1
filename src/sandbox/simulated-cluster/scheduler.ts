// On which node does a pod run? One that it fits on, with the fewest pods of the same owner, then the fewest at all.
// It minds readiness, cordons, taints, node selectors, required node affinity and host ports, but no resources.
import type { Cluster } from './cluster.js';
import { tell } from './events.js';
import type { ContainerPort, Node, Pod, Taint, Toleration } from './objects.js';
import { controllerOf, isTerminating } from './owners.js';
import { hasLabels, meets } from './selectors.js';
import { transition, writeStatus } from './status.js';

export async function schedulePods(cluster: Cluster): Promise<void> {
  for (const pod of cluster.list('pods')) {
    if (pod.spec.nodeName || isTerminating(pod)) continue;
    const nodes = cluster.list('nodes');
    const placed = cluster.list('pods').filter(({ spec, status }) => spec.nodeName && status?.phase !== 'Succeeded');
    const refusals = nodes.map((node) => refusal(pod, node, placed));
    const fitting = nodes.filter((_, index) => refusals[index] === undefined);
    const best = fitting.toSorted((a, b) => compare(crowd(pod, a, placed), crowd(pod, b, placed)))[0];
    if (best) await bind(cluster, pod, best);
    else await refuse(cluster, pod, refusals as readonly string[]);
  }
}

async function bind(cluster: Cluster, pod: Pod, { metadata: { name } }: Node): Promise<void> {
  const bound = await cluster.patch('pods', pod, { spec: { nodeName: name } }, 'binding');
  if (!bound) return;
  const message = `Successfully assigned ${pod.metadata.namespace ?? ''}/${pod.metadata.name} to ${name}`;
  await tell(cluster, bound, { component: 'default-scheduler', reason: 'Scheduled', message });
}

/** In the scheduler's words; undefined where it fits. */
function refusal(pod: Pod, node: Node, placed: readonly Pod[]): string | undefined {
  const { spec: { taints = [], unschedulable } = {}, status } = node;
  const isReady = status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
  const repels = ({ effect }: Taint): boolean => effect === 'NoSchedule' || effect === 'NoExecute';
  const { tolerations = [] } = pod.spec;
  if (unschedulable) return 'node(s) were unschedulable';
  if (!isReady || taints.some((taint) => repels(taint) && !tolerations.some((one) => tolerates(one, taint))))
    return 'node(s) had untolerated taint(s)';
  if (!isChosen(pod, node)) return "node(s) didn't match Pod's node affinity/selector";
  const taken = placed.filter(({ spec }) => spec.nodeName === node.metadata.name).flatMap(hostPorts);
  if (hostPorts(pod).some((port) => taken.includes(port)))
    return "node(s) didn't have free ports for the requested pod ports";
  return undefined;
}

function tolerates({ key, operator = 'Equal', value = '', effect }: Toleration, taint: Taint): boolean {
  if (effect && effect !== taint.effect) return false;
  if (operator === 'Exists') return !key || key === taint.key;
  return key === taint.key && value === (taint.value ?? '');
}

function isChosen({ spec: { nodeSelector = {}, affinity } }: Pod, { metadata: { labels = {} } }: Node): boolean {
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const isAsked =
    !terms || terms.some(({ matchExpressions = [] }) => matchExpressions.every((one) => meets(one, labels)));
  return hasLabels(labels, nodeSelector) && isAsked;
}

function hostPorts({ spec: { containers, hostNetwork } }: Pod): readonly string[] {
  const hostPort = (port: ContainerPort) => port.hostPort ?? (hostNetwork ? port.containerPort : undefined);
  return containers
    .flatMap(({ ports = [] }) => ports)
    .filter((port) => hostPort(port))
    .map((port) => `${hostPort(port)}/${port.protocol ?? 'TCP'}`);
}

function crowd(pod: Pod, node: Node, placed: readonly Pod[]): readonly [siblings: number, all: number] {
  const here = placed.filter(({ spec }) => spec.nodeName === node.metadata.name);
  const owner = controllerOf(pod)?.uid;
  return [here.filter((one) => owner !== undefined && controllerOf(one)?.uid === owner).length, here.length];
}

function compare(a: readonly [number, number], b: readonly [number, number]): number {
  return a[0] - b[0] || a[1] - b[1];
}

async function refuse(cluster: Cluster, pod: Pod, refusals: readonly string[]): Promise<void> {
  const counts = [...new Set(refusals)]
    .sort()
    .map((one) => `${refusals.filter((other) => other === one).length} ${one}`);
  const message =
    refusals.length === 0
      ? 'no nodes available to schedule pods'
      : `0/${refusals.length} nodes are available: ${counts.join(', ')}.`;
  const unschedulable = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
  const before = pod.status?.conditions;
  const others = before?.filter(({ type }) => type !== unschedulable.type) ?? [];
  await writeStatus(cluster, 'pods', pod, { conditions: [...others, transition(before, unschedulable)] });
}
