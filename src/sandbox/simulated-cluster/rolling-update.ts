// How many replicas next? Never more than the surge allows, never fewer available than the strategy allows.
// https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment
import type { Deployment, ReplicaSet } from './objects.js';

export function nextReplicas(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  current: ReplicaSet | undefined,
): ReadonlyMap<ReplicaSet, number> {
  const { replicas: wanted = 1, strategy } = deployment.spec;
  const old = sets.filter((set) => set !== current);
  if (!current) return pausedBeforeItsSet(sets, wanted);
  if (strategy?.type === 'Recreate') {
    const isClear = old.every(({ status }) => !status?.replicas && !status?.terminatingReplicas);
    return new Map([...old.map((set) => [set, 0] as const), [current, isClear ? wanted : sizeOf(current)]]);
  }
  if (deployment.spec.paused && old.some((set) => sizeOf(set) > 0)) return new Map();
  const total = sum(sets.map(sizeOf));
  const room = Math.max(0, wanted + surge(deployment) - total);
  const next = Math.min(wanted, sizeOf(current) + room);
  return new Map([[current, next], ...shrink(deployment, old, current)]);
}

/** A paused Deployment whose template has changed still scales: what runs, runs on. */
function pausedBeforeItsSet(sets: readonly ReplicaSet[], wanted: number): ReadonlyMap<ReplicaSet, number> {
  const active = sets.filter((set) => sizeOf(set) > 0);
  return active.length === 1 ? new Map([[active[0]!, wanted]]) : new Map();
}

/** What isn't available goes first; of the rest as many as are too many, oldest first. */
function shrink(deployment: Deployment, old: readonly ReplicaSet[], current: ReplicaSet) {
  const least = (deployment.spec.replicas ?? 1) - unavailable(deployment);
  const waiting = Math.max(0, sizeOf(current) - availableOf(current));
  let removable = Math.max(0, sum([current, ...old].map(sizeOf)) - least - waiting);
  let spare = Math.max(0, sum([current, ...old].map(availableOf)) - least);
  return old.map((set): readonly [ReplicaSet, number] => {
    const idle = Math.min(Math.max(0, sizeOf(set) - availableOf(set)), removable);
    removable -= idle;
    const serving = Math.min(sizeOf(set) - idle, spare, removable);
    removable -= serving;
    spare -= serving;
    return [set, sizeOf(set) - idle - serving];
  });
}

export function surge(deployment: Deployment): number {
  return limits(deployment).maxSurge;
}

export function unavailable(deployment: Deployment): number {
  return limits(deployment).maxUnavailable;
}

function limits({ spec: { replicas = 1, strategy } }: Deployment) {
  if (strategy?.type === 'Recreate') return { maxSurge: 0, maxUnavailable: 0 };
  const { maxSurge = '25%', maxUnavailable = '25%' } = strategy?.rollingUpdate ?? {};
  const most = share(maxSurge, replicas, Math.ceil);
  const fewer = Math.min(replicas, share(maxUnavailable, replicas, Math.floor));
  // Both 0 would never move.
  return { maxSurge: most, maxUnavailable: most === 0 && fewer === 0 ? Math.min(1, replicas) : fewer };
}

function share(value: number | string, of: number, round: (value: number) => number): number {
  return typeof value === 'number' ? value : round((Number(value.replace('%', '')) * of) / 100);
}

function sizeOf({ spec }: ReplicaSet): number {
  return spec.replicas ?? 1;
}

function availableOf({ status }: ReplicaSet): number {
  return status?.availableReplicas ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
