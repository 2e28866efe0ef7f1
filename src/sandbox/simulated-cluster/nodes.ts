// Who plays the nodes? Three register at the start; each node that is there, whoever made it, gets a range for its
// pods and is Ready. What somebody sets by hand (a node that isn't Ready, say) stays.
import type { Cluster, Draft } from './cluster.js';
import { nodeManifest } from '../nodes.js';
import type { Node } from './objects.js';
import { timestamp } from './status.js';

export async function registerNodes(cluster: Cluster, count: number): Promise<void> {
  const manifests = Array.from({ length: count }, (_, index): Draft => nodeManifest(index));
  const missing = manifests.filter(({ metadata }) => !cluster.get('nodes', undefined, metadata.name!));
  await Promise.all(missing.map((manifest) => cluster.create('nodes', manifest)));
}

export async function keepNodesReady(cluster: Cluster): Promise<void> {
  for (const node of cluster.list('nodes')) {
    if (!node.spec?.podCIDR) await cluster.patch('nodes', node, { spec: freeRange(cluster.list('nodes')) });
    if (!node.status?.conditions?.some(({ type }) => type === 'Ready')) {
      await cluster.patch('nodes', node, { status: readyStatus(node) }, 'status');
    }
  }
}

/** A /24 of 10.244.0.0/16 (and on from there) and a /64 beside it. */
function freeRange(nodes: readonly Node[]) {
  const taken = new Set(nodes.map(({ spec }) => spec?.podCIDR));
  for (let index = 0; ; index += 1) {
    const podCIDR = `10.${244 + Math.floor(index / 256)}.${index % 256}.0/24`;
    if (!taken.has(podCIDR)) return { podCIDR, podCIDRs: [podCIDR, `fd00:10:244:${index.toString(16)}::/64`] };
  }
}

const PRESSURES = [
  ['MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
] as const;

const VERSION = 'simulated';

function readyStatus({ metadata: { name }, status }: Node) {
  const now = timestamp();
  const condition = (type: string, isTrue: boolean, reason: string, message: string) => ({
    type,
    status: isTrue ? 'True' : 'False',
    reason,
    message,
    lastHeartbeatTime: now,
    lastTransitionTime: now,
  });
  return {
    conditions: [
      ...PRESSURES.map(([type, reason, message]) => condition(type, false, reason, message)),
      condition('Ready', true, 'KubeletReady', 'kubelet is posting ready status'),
    ],
    ...(!status?.addresses && { addresses: [{ type: 'Hostname', address: name }] }),
    daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
    nodeInfo: {
      architecture: 'amd64',
      bootID: '',
      containerRuntimeVersion: VERSION,
      kernelVersion: VERSION,
      kubeProxyVersion: VERSION,
      kubeletVersion: VERSION,
      machineID: '',
      operatingSystem: 'linux',
      osImage: '',
      systemUUID: '',
    },
  };
}
