// How much memory does a Service take? The heap that is left after a collection with a world of Services in step, less that
// with a world of one: what the cluster says, what Azure has, what a pass remembers. In bytes.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Service } from '../src/core/cluster/cluster-state.js';
import { worldInStep } from './pass.js';

export interface MemoryCost {
  readonly perService: number;
  /** Bytes of all. */
  readonly heap: number;
}

export function measureMemory(one: readonly Service[], make: () => readonly Service[]): MemoryCost {
  const small = heapWith(() => one);
  const large = heapWith(make);
  return { perService: (large.heap - small.heap) / (large.services - small.services), heap: large.heap - small.heap };
}

function heapWith(make: () => readonly Service[]): { readonly heap: number; readonly services: number } {
  const before = heapUsed();
  const world = worldInStep(make());
  const heap = heapUsed() - before;
  // Asked after the measurement, so that the world is still held by then.
  return { heap, services: world.input.cluster.services.length };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heapUsed(): number {
  // What only the first collection frees, the second one does.
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
