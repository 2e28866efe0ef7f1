// Are there as many pods as a ReplicaSet asks for?
import type { Cluster } from './cluster.js';
import { tell } from './events.js';
import type { Pod, ReplicaSet } from './objects.js';
import { isControlledBy, isTerminating, ownedBy } from './owners.js';
import { hasLabels } from './selectors.js';
import { writeStatus } from './status.js';

const CREATED = { component: 'replicaset-controller', reason: 'SuccessfulCreate' };
const DELETED = { component: 'replicaset-controller', reason: 'SuccessfulDelete' };

export async function keepReplicas(cluster: Cluster): Promise<void> {
  for (const replicaSet of cluster.list('replicasets')) {
    if (!isTerminating(replicaSet)) await adjust(cluster, replicaSet);
    await writeStatus(cluster, 'replicasets', replicaSet, statusOf(cluster, replicaSet));
  }
}

export function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

function podsOf(cluster: Cluster, replicaSet: ReplicaSet): readonly Pod[] {
  return cluster.list('pods').filter((pod) => isControlledBy(pod, replicaSet) && !hasEnded(pod));
}

function hasEnded({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

async function adjust(cluster: Cluster, replicaSet: ReplicaSet): Promise<void> {
  const wanted = replicaSet.spec.replicas ?? 1;
  const pods = podsOf(cluster, replicaSet).filter((pod) => !isTerminating(pod));
  for (let count = pods.length; count < wanted; count += 1) {
    const pod = await cluster.create('pods', podFor(replicaSet));
    if (!pod) return;
    await tell(cluster, replicaSet, { ...CREATED, message: `Created pod: ${pod.metadata.name}` });
  }
  const surplus = pods.toSorted(byWorth).slice(0, Math.max(0, pods.length - wanted));
  for (const pod of surplus) {
    await cluster.delete('pods', pod);
    await tell(cluster, replicaSet, { ...DELETED, message: `Deleted pod: ${pod.metadata.name}` });
  }
}

/** Those that serve nobody go first, then the youngest. */
function byWorth(a: Pod, b: Pod): number {
  const worth = (pod: Pod): number => Number(pod.spec.nodeName !== undefined) + Number(isReady(pod));
  return (
    worth(a) - worth(b) ||
    b.metadata.creationTimestamp.localeCompare(a.metadata.creationTimestamp) ||
    b.metadata.name.localeCompare(a.metadata.name)
  );
}

function podFor(replicaSet: ReplicaSet) {
  const { metadata, spec } = replicaSet;
  const { labels, annotations } = spec.template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${metadata.name}-`,
      ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ownerReferences: [ownedBy('apps/v1', 'ReplicaSet', replicaSet)],
    },
    spec: spec.template.spec,
  };
}

function statusOf(cluster: Cluster, replicaSet: ReplicaSet) {
  const all = podsOf(cluster, replicaSet);
  const pods = all.filter((pod) => !isTerminating(pod));
  const ready = pods.filter(isReady).length;
  const labels = replicaSet.spec.template.metadata?.labels ?? {};
  return {
    replicas: pods.length,
    fullyLabeledReplicas: pods.filter((pod) => hasLabels(pod.metadata.labels, labels)).length || undefined,
    readyReplicas: ready || undefined,
    availableReplicas: ready || undefined,
    terminatingReplicas: all.length - pods.length,
    observedGeneration: replicaSet.metadata.generation,
  };
}
