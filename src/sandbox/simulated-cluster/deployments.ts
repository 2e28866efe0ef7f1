// Which ReplicaSets does a Deployment have, and how many replicas each? One for its template as it is now, the older
// ones kept for `kubectl rollout undo`.
import type { Cluster, Draft } from './cluster.js';
import { tell } from './events.js';
import { deploymentStatus } from './deployment-status.js';
import type { Deployment, Labels, ReplicaSet } from './objects.js';
import { isControlledBy, isTerminating, ownedBy } from './owners.js';
import { nextReplicas, surge } from './rolling-update.js';
import { writeStatus } from './status.js';
import { HASH_LABEL, hashOf } from './template-hash.js';

const REVISION = 'deployment.kubernetes.io/revision';
const DESIRED = 'deployment.kubernetes.io/desired-replicas';
const MOST = 'deployment.kubernetes.io/max-replicas';
/** Of the Deployment alone. */
const OWN = new Set(['kubectl.kubernetes.io/last-applied-configuration', REVISION, DESIRED, MOST]);

export async function keepDeployments(cluster: Cluster): Promise<void> {
  for (const deployment of cluster.list('deployments')) {
    if (!isTerminating(deployment)) await progress(cluster, deployment);
    const sets = setsOf(cluster, deployment);
    const current = sets.find((set) => isCurrent(set, deployment));
    await writeStatus(cluster, 'deployments', deployment, deploymentStatus(deployment, sets, current));
  }
}

/** Oldest revision first. */
function setsOf(cluster: Cluster, deployment: Deployment): readonly ReplicaSet[] {
  const { namespace } = deployment.metadata;
  return cluster
    .list('replicasets')
    .filter((set) => set.metadata.namespace === namespace && isControlledBy(set, deployment))
    .sort((a, b) => revisionOf(a) - revisionOf(b));
}

function revisionOf({ metadata: { annotations } }: { readonly metadata: ReplicaSet['metadata'] }): number {
  return Number(annotations?.[REVISION] ?? 0);
}

function isCurrent(set: ReplicaSet, { spec: { template } }: Deployment): boolean {
  return set.metadata.labels?.[HASH_LABEL] === hashOf(template);
}

async function progress(cluster: Cluster, deployment: Deployment): Promise<void> {
  const { paused, revisionHistoryLimit = 10 } = deployment.spec;
  if (!paused) await makeCurrent(cluster, deployment);
  const sets = setsOf(cluster, deployment);
  const current = sets.find((set) => isCurrent(set, deployment));
  const next = nextReplicas(deployment, sets, current);
  for (const set of sets) await scale(cluster, deployment, set, next.get(set) ?? set.spec.replicas ?? 0);
  const idle = sets.filter(
    (set) => set !== current && !set.spec.replicas && !set.status?.replicas && !isTerminating(set),
  );
  for (const set of idle.slice(0, Math.max(0, idle.length - revisionHistoryLimit)))
    await cluster.delete('replicasets', set);
}

/** The set of the template as it is, with the highest revision; the Deployment says the same number. */
async function makeCurrent(cluster: Cluster, deployment: Deployment): Promise<void> {
  const sets = setsOf(cluster, deployment);
  const current = sets.find((set) => isCurrent(set, deployment));
  const others = sets.filter((set) => set !== current);
  const highest = Math.max(0, ...others.map(revisionOf));
  const revision = String(current && revisionOf(current) > highest ? revisionOf(current) : highest + 1);
  if (!current) await cluster.create('replicasets', replicaSetFor(deployment, revision));
  else await annotate(cluster, 'replicasets', current, { ...inherited(deployment), [REVISION]: revision });
  await annotate(cluster, 'deployments', deployment, { [REVISION]: revision });
}

async function annotate(
  cluster: Cluster,
  plural: 'replicasets' | 'deployments',
  object: ReplicaSet | Deployment,
  wanted: Labels,
): Promise<void> {
  const { annotations: before = {} } = object.metadata;
  if (Object.entries(wanted).every(([key, value]) => before[key] === value)) return;
  await cluster.patch(plural, object, { metadata: { annotations: wanted } });
}

function inherited({ metadata: { annotations = {} } }: Deployment): Labels {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !OWN.has(key)));
}

function replicaSetFor(deployment: Deployment, revision: string): Draft {
  const { metadata, spec } = deployment;
  const hash = hashOf(spec.template);
  const labels = { ...spec.template.metadata?.labels, [HASH_LABEL]: hash };
  const { matchLabels, ...rest } = spec.selector;
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${metadata.name}-${hash}`,
      ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
      labels,
      annotations: { ...inherited(deployment), ...sizes(deployment), [REVISION]: revision },
      ownerReferences: [ownedBy('apps/v1', 'Deployment', deployment)],
    } as Draft['metadata'],
    spec: {
      replicas: 0,
      selector: { ...rest, matchLabels: { ...matchLabels, [HASH_LABEL]: hash } },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  };
}

function sizes(deployment: Deployment): Labels {
  const { replicas = 1 } = deployment.spec;
  return { [DESIRED]: String(replicas), [MOST]: String(replicas + surge(deployment)) };
}

async function scale(cluster: Cluster, deployment: Deployment, set: ReplicaSet, replicas: number): Promise<void> {
  const annotations = sizes(deployment);
  const isSame = Object.entries(annotations).every(([key, value]) => set.metadata.annotations?.[key] === value);
  if (set.spec.replicas === replicas && (isSame || replicas === 0)) return;
  const before = set.spec.replicas ?? 0;
  const scaled = await cluster.patch('replicasets', set, { metadata: { annotations }, spec: { replicas } });
  if (!scaled || before === replicas) return;
  const [component, reason] = ['deployment-controller', 'ScalingReplicaSet'];
  const direction = replicas > before ? 'up' : 'down';
  const message = `Scaled ${direction} replica set ${set.metadata.name} from ${before} to ${replicas}`;
  await tell(cluster, deployment, { component, reason, message });
}
