// What does one pass cost when one of 20,000 names has changed? Plain `reconcile` in this process, in a world that is in
// step; CPU time, not time on the wall, so that the machine's other work doesn't count.
import type { ClusterState } from '../src/core/cluster/cluster-state.js';
import { EMPTY_CLUSTER } from '../src/core/cluster/cluster-state.js';
import type { AzureState } from '../src/core/network/azure-state.js';
import { azureState } from '../src/core/network/azure-state.js';
import type { Operation } from '../src/core/network/operation.js';
import { NO_MEMORY } from '../src/core/memory.js';
import { exampleSettings } from '../src/core/settings/index.js';
import { armKey } from '../src/core/values/arm-id.js';
import type { Pass, PassInput } from '../src/reconcile.js';
import { reconcile } from '../src/reconcile.js';
import { median } from './median.js';
import { ingress, times } from './objects.js';

export interface ZonesPassCost {
  /** Milliseconds of CPU: half of the passes took less. */
  readonly changed: number;
  readonly unchanged: number;
  /** The pass that sees one of the changed names written. */
  readonly written: number;
}

const TRIES = 21;
const ZONES = ['example.com', 'example.org'];

/** Half of the names in each of two zones; checked: a world that isn't in step would be measured at something else. */
export function measureZonesPass(names: number): ZonesPassCost {
  let { input, pass } = worldInStep(names);
  const cost = (next: PassInput): number => {
    const before = process.cpuUsage();
    pass = reconcile(next);
    const { user, system } = process.cpuUsage(before);
    input = { ...next, memory: pass.memory };
    return (user + system) / 1000;
  };
  const unchanged = median(times(TRIES, () => cost(input)));
  const changed = median(times(TRIES, (index) => cost({ ...input, cluster: withOneChanged(input.cluster, index) })));
  const { operations } = pass.plan;
  if (operations.length !== TRIES) throw new Error(`${operations.length} names are to be written`);
  const written = median(operations.map((one) => cost({ ...input, azure: withOneWritten(input.azure, one) })));
  if (pass.plan.operations.length > 0) throw new Error('the world is not in step again');
  return { changed, unchanged, written };
}

function worldInStep(names: number): { input: PassInput; pass: Pass } {
  const start: PassInput = {
    cluster: { ...EMPTY_CLUSTER, ingresses: times(names, (index) => ingress(index, ZONES[index % ZONES.length]!)) },
    azure: azureState([]),
    settings: exampleSettings(ZONES),
    settingsProblems: [],
    memory: NO_MEMORY,
    now: Date.UTC(2026, 0, 1),
    seenDeleted: new Set(),
    failures: new Map(),
    inFlight: new Set(),
    drift: new Map(),
    assumeFinalizers: false,
  };
  const { plan, memory } = reconcile(start);
  const bodies = plan.operations.flatMap((operation) => (operation.action === 'Delete' ? [] : [operation.body]));
  const input = { ...start, azure: azureState(bodies), memory };
  const pass = reconcile(input);
  if (bodies.length !== names || pass.plan.operations.length > 0) throw new Error('the world is not in step');
  return { input, pass };
}

// One Ingress after the other gets another address.
function withOneChanged(cluster: ClusterState, index: number): ClusterState {
  const changed = { ...cluster.ingresses[index]!, addresses: [{ ip: '198.51.100.11' }] };
  return { ...cluster, ingresses: cluster.ingresses.with(index, changed) };
}

function withOneWritten(azure: AzureState, operation: Operation): AzureState {
  if (operation.action === 'Delete') throw new Error(`${operation.id} is to go`);
  return { ...azure, resources: new Map(azure.resources).set(armKey(operation.id), operation.body) };
}
