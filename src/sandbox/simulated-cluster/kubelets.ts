// What happens to a pod on its node? It gets addresses and runs at once, ready and for ever; nothing is executed. Once
// it is asked to end, it has ended.
import type { Cluster } from './cluster.js';
import type { Container, Node, Pod } from './objects.js';
import { isTerminating } from './owners.js';
import { timestamp, writeStatus } from './status.js';

export async function runPods(cluster: Cluster): Promise<void> {
  for (const pod of cluster.list('pods')) {
    const { nodeName } = pod.spec;
    if (!nodeName) continue;
    if (isTerminating(pod)) await cluster.delete('pods', pod, 0);
    else if ((pod.status?.phase ?? 'Pending') === 'Pending') {
      const node = cluster.get('nodes', undefined, nodeName);
      if (node?.spec?.podCIDRs) await writeStatus(cluster, 'pods', pod, running(pod, node, cluster.list('pods')));
    }
  }
  await endOrphans(cluster);
}

/** Pods of a node that is gone go with it, as the garbage collector of pods sees to. */
async function endOrphans(cluster: Cluster): Promise<void> {
  for (const pod of cluster.list('pods')) {
    const { nodeName } = pod.spec;
    const hadRun = pod.status?.phase === 'Running' && !isTerminating(pod);
    if (nodeName && hadRun && !cluster.get('nodes', undefined, nodeName)) await cluster.delete('pods', pod, 0);
  }
}

function running(pod: Pod, node: Node, pods: readonly Pod[]) {
  const now = timestamp();
  const hostIPs = (node.status?.addresses ?? [])
    .filter(({ type }) => type === 'InternalIP')
    .map(({ address }) => address);
  const podIPs = pod.spec.hostNetwork ? hostIPs : freeAddresses(node.spec?.podCIDRs ?? [], pods);
  const scheduled = pod.status?.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'True');
  const yes = (type: string) => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime: now });
  return {
    phase: 'Running',
    conditions: [
      ...['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady'].map(yes),
      scheduled ?? yes('PodScheduled'),
    ],
    hostIP: hostIPs[0],
    hostIPs: hostIPs.map((ip) => ({ ip })),
    podIP: podIPs[0],
    podIPs: podIPs.map((ip) => ({ ip })),
    startTime: pod.status?.startTime ?? now,
    ...(pod.spec.initContainers && {
      initContainerStatuses: pod.spec.initContainers.map((one) => initialised(one, now)),
    }),
    containerStatuses: pod.spec.containers.map((one) => containerStatus(one, { running: { startedAt: now } })),
  };
}

/** The next free host of each range; .0 and .1 are the network's and the bridge's. */
function freeAddresses(ranges: readonly string[], pods: readonly Pod[]): readonly string[] {
  const taken = new Set(pods.flatMap(({ status }) => (status?.podIPs ?? []).map(({ ip }) => ip)));
  return ranges.map((range) => {
    const base = range.replace(/\/\d+$/, '');
    for (let host = 2; ; host += 1) {
      const address = base.includes(':') ? `${base}${host.toString(16)}` : base.replace(/\.\d+$/, `.${host}`);
      if (!taken.has(address)) return address;
    }
  });
}

function initialised(container: Container, now: string) {
  if (container.restartPolicy === 'Always') return containerStatus(container, { running: { startedAt: now } });
  const terminated = { exitCode: 0, reason: 'Completed', startedAt: now, finishedAt: now };
  return containerStatus(container, { terminated });
}

function containerStatus({ name, image = '' }: Container, state: object) {
  return { name, image, imageID: '', ready: true, started: true, restartCount: 0, state, lastState: {} };
}
