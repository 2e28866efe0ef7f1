// What does a Deployment say of itself? Its counts, and whether it is available and how it gets on.
import type { Condition, Deployment, ReplicaSet } from './objects.js';
import { unavailable } from './rolling-update.js';
import { timestamp, transition } from './status.js';

export function deploymentStatus(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  current: ReplicaSet | undefined,
): Readonly<Record<string, unknown>> {
  const { replicas: wanted = 1 } = deployment.spec;
  const count = (field: 'replicas' | 'readyReplicas' | 'availableReplicas' | 'terminatingReplicas'): number =>
    sets.reduce((sum, { status }) => sum + (status?.[field] ?? 0), 0);
  const available = count('availableReplicas');
  const asked = sets.reduce((sum, { spec }) => sum + (spec.replicas ?? 0), 0);
  const updated = current?.status?.replicas ?? 0;
  const isComplete = updated === wanted && count('replicas') === wanted && available >= wanted;
  const before = deployment.status?.conditions;
  const conditions = [
    transition(before, availability(available >= wanted - unavailable(deployment))),
    ...progressing(before, deployment, current, isComplete),
  ];
  return {
    observedGeneration: deployment.metadata.generation,
    replicas: count('replicas') || undefined,
    updatedReplicas: updated || undefined,
    readyReplicas: count('readyReplicas') || undefined,
    availableReplicas: available || undefined,
    unavailableReplicas: Math.max(0, asked - available) || undefined,
    terminatingReplicas: count('terminatingReplicas'),
    conditions: conditions.map((condition) => ({
      ...condition,
      lastUpdateTime: (before?.includes(condition) && condition.lastUpdateTime) || timestamp(),
    })),
  };
}

function availability(isAvailable: boolean): Condition {
  return isAvailable
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
}

function progressing(
  before: readonly Condition[] | undefined,
  { spec: { paused } }: Deployment,
  current: ReplicaSet | undefined,
  isComplete: boolean,
): readonly Condition[] {
  const type = 'Progressing';
  if (paused) {
    const message = 'Deployment is paused';
    return [transition(before, { type, status: 'Unknown', reason: 'DeploymentPaused', message })];
  }
  if (!current) return [];
  const [reason, verb] = isComplete
    ? ['NewReplicaSetAvailable', 'has successfully progressed']
    : ['ReplicaSetUpdated', 'is progressing'];
  return [
    transition(before, { type, status: 'True', reason, message: `ReplicaSet "${current.metadata.name}" ${verb}.` }),
  ];
}
