// What goes wrong between the operator and the Kubernetes API, made to go wrong in the embedded one: whatever it is, the
// Services that came meanwhile have their addresses in the end, and nothing is made twice.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StartedKubernetesApi } from '../../src/sandbox/kubernetes/index.js';
import { startKubernetesApi } from '../../src/sandbox/kubernetes/index.js';
import type { Simulation } from '../../src/sandbox/simulated-cluster/index.js';
import { startSimulatedCluster } from '../../src/sandbox/simulated-cluster/index.js';
import { eventually } from '../contract/eventually.js';
import type { World } from './world.js';
import { addressOf, essence, startWorld } from './world.js';

describe('between the operator and the Kubernetes API', () => {
  let directory: string;
  let started: StartedKubernetesApi;
  let simulation: Simulation;
  let world: World;
  let untouched: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kubernetes-troubles-'));
    started = await startKubernetesApi({ directory });
    simulation = await startSimulatedCluster(started.api.client, { ingressController: false });
    world = await startWorld(started, { settings: { safety: { maxDeletePercent: 100 } } });
    untouched = essence(await world.azure.state());
  }, 60_000);
  afterEach(() => started.api.faults.clear());
  afterAll(async () => {
    await world?.stop();
    await simulation?.stop();
    await started?.stop();
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }, 60_000);

  const OPERATORS = /watch=true|status|limit=500/;

  test('every watch is dropped again and again while Services come', async () => {
    for (const port of [8001, 8002, 8003, 8004, 8005]) {
      await world.apply(service(port));
      started.api.faults.dropWatches();
    }
    for (const port of [8001, 8002, 8003, 8004, 8005]) await addressOf(world, `s${port}`);
    expect(await world.azure.ofType('publicIPAddresses')).toHaveLength(5);
  }, 60_000);

  test('the history is forgotten, and every watcher is told so', async () => {
    await world.apply(service(8006));
    started.api.compact();
    started.api.faults.dropWatches({ gone: true });
    await world.cluster.remove('services', 's8001');
    await addressOf(world, 's8006');
    await eventually(async () => expect(await world.azure.ofType('publicIPAddresses')).toHaveLength(5));
  }, 60_000);

  test.each([
    { because: 'too many requests', port: 8010, effect: { status: 429, retryAfterSeconds: 1 } as const, share: 0.3 },
    { because: 'a third of all requests fails', port: 8011, effect: { status: 500 } as const, share: 0.3 },
    { because: 'lists and watches are too old', port: 8012, effect: { status: 410 } as const, share: 0.3 },
    { because: 'connections break before the answer', port: 8013, effect: { drop: 'before' } as const, share: 0.3 },
    { because: 'answers are lost after the write', port: 8014, effect: { drop: 'after-commit' } as const, share: 0.3 },
    { because: 'every answer takes its time', port: 8015, effect: { delayMs: 300 }, share: 1 },
  ])(
    '$because',
    async ({ port, effect, share }) => {
      const before = (await world.azure.ofType('publicIPAddresses')).length;
      started.api.faults.set([{ path: OPERATORS, share, effect }]);
      started.api.faults.dropWatches();
      await world.apply(service(port));
      started.api.faults.dropWatches();
      await addressOf(world, `s${port}`);
      started.api.faults.clear();
      expect(await world.azure.ofType('publicIPAddresses')).toHaveLength(before + 1);
      expect(world.operator().process.exitCode).toBeNull();
    },
    60_000,
  );

  test('when all is well again, nothing is left over', async () => {
    const names = (await world.cluster.list('services', 'suite=troubles')).map(
      ({ metadata }) => metadata.name as string,
    );
    await world.cluster.remove('services', ...names);
    await eventually(async () => expect(essence(await world.azure.state())).toBe(untouched));
  }, 60_000);
});

function service(port: number): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: s${port}, labels: { suite: troubles } }
spec:
  type: LoadBalancer
  loadBalancerClass: azurenetwork.dev/azure
  selector: { app: s${port} }
  ports: [{ port: ${port} }]
`;
}
