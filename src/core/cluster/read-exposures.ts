// What does the cluster ask for? Every source is read in its room; here they are put together, sorted.
import type { Exposure, Exposures, HeldSource } from '../exposure.js';
import type { Memory } from '../memory.js';
import type { Settings } from '../settings.js';
import type { Problem } from '../values/problem.js';
import { compareProblems } from '../values/problem.js';
import type { ClusterState } from './cluster-state.js';
import { objectsIn } from './objects-in.js';
import { readPoolNodes } from './nodes/index.js';
import { readOpenPorts } from './open-ports/index.js';
import { narrowedBySettings, readNames } from './read-names.js';
import type { Reading } from './reading.js';
import type { ServiceReading } from './services/index.js';
import { readService } from './services/index.js';

export interface ReadContext {
  /** Milliseconds of Unix time. */
  readonly now: number;
  readonly memory: Memory;
  /** True in a plan: nothing waits for a finalizer that nobody will set. */
  readonly assumeFinalizers: boolean;
}

export interface ReadResult extends Exposures {
  readonly memory: Memory;
  /** When time alone will change what is asked for; milliseconds of Unix time. */
  readonly wakeAt?: number;
}

export function readExposures(cluster: ClusterState, settings: Settings, context: ReadContext): ReadResult {
  const poolNodes = readPoolNodes(cluster.nodes, settings);
  const services = readServices(cluster, settings, context.assumeFinalizers);
  const openPorts = readOpenPorts(cluster, poolNodes, context.assumeFinalizers);
  const names = readNames(cluster, settings, context.memory, context.now);
  const readings: readonly Reading<Exposure>[] = [...services.readings, ...openPorts.readings, ...names.readings];
  return {
    loadBalancers: services.readings.map(({ exposure }) => exposure).sort(bySource),
    openPorts: openPorts.readings.map(({ exposure }) => exposure).sort(bySource),
    names: names.readings.map(({ exposure }) => exposure).sort(bySource),
    poolNodes,
    problems: [...problemsOf(readings), ...openPorts.policyProblems].sort(compareProblems),
    held: heldOf(readings),
    foreignServiceUids: services.foreignUids,
    isPresent: (source) => objectsIn(cluster).of(source) !== undefined,
    isNarrowed: narrowedBySettings(cluster, settings),
    memory: { ...context.memory, emptySince: names.emptySince },
    ...(names.wakeAt !== undefined && { wakeAt: names.wakeAt }),
  };
}

function readServices(cluster: ClusterState, settings: Settings, assumeFinalizers: boolean) {
  const readings: ServiceReading[] = [];
  const foreignUids = new Set<string>();
  for (const service of cluster.services) {
    const reading = readService(service, settings, assumeFinalizers, cluster.endpointSlices);
    if (reading === 'Foreign') foreignUids.add(service.meta.uid);
    else if (reading !== undefined) readings.push(reading);
  }
  return { readings, foreignUids };
}

function problemsOf(readings: readonly Reading<Exposure>[]): readonly Problem[] {
  return readings.flatMap(({ problems }) => problems);
}

function heldOf(readings: readonly Reading<Exposure>[]): readonly HeldSource[] {
  return readings
    .flatMap(({ exposure: { kind }, held }) => (held ? { ...held, kind } : []))
    .sort((a, b) => (a.object < b.object ? -1 : 1));
}

function bySource(a: Exposure, b: Exposure): number {
  return a.source < b.source ? -1 : a.source > b.source ? 1 : 0;
}
