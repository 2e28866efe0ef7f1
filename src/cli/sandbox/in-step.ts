// Is everything in step? Nothing is under way, nothing is left to do, and every object has its word: programmed, or
// what is wrong with it.
import type { Operator } from '../../operator/loop.js';
import { objectAt, objectsAt } from '../../sandbox/json.js';
import { UsageError } from '../failure.js';
import type { SandboxCluster } from './cluster.js';

/** Milliseconds: what is still on its way from the cluster has come by then. */
const QUIET = 250;
const LOOK_EVERY = 25;

/** Resolves also when asked to stop. Throws one line that says what is missing when its patience (milliseconds) ends. */
export async function untilInStep(
  operator: Operator,
  cluster: SandboxCluster,
  patience: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + patience;
  // In a cluster of the user's, who knows when an Ingress gets its address.
  const waiting = (): readonly string[] =>
    unsettled(operator).filter((line) => cluster.isOurs || !line.startsWith('Ingress/'));
  let inStepSince: number | undefined;
  while (!signal.aborted) {
    const isSo = isIdle(operator) && waiting().length === 0 && (await arePodsRunning(cluster));
    inStepSince = isSo ? (inStepSince ?? Date.now()) : undefined;
    if (inStepSince !== undefined && Date.now() - inStepSince >= QUIET) return;
    if (Date.now() > deadline) {
      const why = waiting().join('; ') || 'the operator is still at work';
      throw new UsageError(`not in step after ${patience / 1000} s (--timeout): ${why}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}

/** In a cluster of the user's images may never be found: only in ours is this waited for. */
async function arePodsRunning({ client, isOurs }: SandboxCluster): Promise<boolean> {
  if (!isOurs) return true;
  const deployments = await client.list({ apiVersion: 'apps/v1', plural: 'deployments' });
  return deployments.every((deployment) =>
    objectsAt(objectAt(deployment, 'status'), 'conditions').some(
      ({ type, status }) => type === 'Available' && status === 'True',
    ),
  );
}

export function isInStep(operator: Operator): boolean {
  return isIdle(operator) && unsettled(operator).length === 0;
}

function isIdle(operator: Operator): boolean {
  const plan = operator.lastPass()?.plan;
  return operator.isIdle() && plan !== undefined && plan.operations.length + plan.waiting.length === 0;
}

/** The objects that wait, with what they say. */
export function unsettled(operator: Operator): readonly string[] {
  const statuses = operator.lastPass()?.report.statuses ?? [];
  return statuses.flatMap(({ object, conditions }) => {
    if (conditions.some(({ type, status }) => type.endsWith('Accepted') && status === 'False')) return [];
    const waits = conditions.find(({ status }) => status !== 'True');
    return waits ? [`${object}: ${waits.message}`] : [];
  });
}
