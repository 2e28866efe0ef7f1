// How is the operator measured? As `run` joins it up, with real SDKs over HTTPS to the fake Azure; only Kubernetes is in
// memory.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  chooseCredential,
  createAzureApi,
  createConnection,
  createCredential,
  readAzureConfig,
  readCloud,
} from '../src/adapters/azure/index.js';
import { isInStep, unsettled } from '../src/cli/sandbox/in-step.js';
import type { ClusterObject } from '../src/core/cluster/cluster-state.js';
import { settingsDefaults } from '../src/cli/settings-defaults.js';
import { readSettings } from '../src/core/settings/index.js';
import { systemClock } from '../src/operator/clock.js';
import type { Log } from '../src/operator/log.js';
import { SILENT } from '../src/operator/log.js';
import type { Operator } from '../src/operator/loop.js';
import { startOperator } from '../src/operator/loop.js';
import type { AzureApi } from '../src/operator/ports.js';
import { Throttle } from '../src/operator/throttle.js';
import { reconcile } from '../src/reconcile.js';
import type { Count, Entry } from './count.js';
import { count } from './count.js';
import type { FakeAzure } from './fake-azure.js';
import { startFakeAzure } from './fake-azure.js';
import { MemoryCluster } from './memory-cluster.js';
import { azureNetwork, node, times } from './objects.js';

/** Longer than anything that is measured: no drift check comes between. */
const DRIFT_INTERVAL = '24h';
const NODES = 10;
const PATIENCE = 180_000;

export interface Measured {
  readonly entries: readonly Entry[];
  readonly count: Count;
  /** Until everything was in step. */
  readonly milliseconds: number;
  /** Codes of writes that failed, `Canceled` among them. */
  readonly failures: readonly string[];
}

export interface World {
  readonly cluster: MemoryCluster;
  readonly azure: FakeAzure;
  /** Names of the public DNS zones, and of the private one that the fake Azure begins with. */
  readonly zones: readonly string[];
  readonly privateZone: string | undefined;
  /** Makes the change and waits until all is in step. */
  measure(change: () => void): Promise<Measured>;
  /** Changes nothing for so many milliseconds. */
  observe(milliseconds: number): Promise<Measured>;
  /** Another operator in the place of this one, which starts with nothing in memory. */
  restart(): Promise<Measured>;
  stop(): Promise<void>;
}

export interface RecordSet {
  /** Within its zone: `A/www`. */
  readonly id: string;
  readonly properties: object;
}

export interface WorldOptions {
  readonly profile: 'instant' | 'realistic';
  /** Public zones in place of those that the fake Azure begins with, empty but for these record sets. */
  readonly zones?: readonly { readonly name: string; readonly recordSets: readonly RecordSet[] }[];
  /** In the cluster before the operator starts. */
  readonly objects?: readonly ClusterObject[];
  readonly driftInterval?: string;
}

export const CLUSTER_ID = 'bench';

export async function startWorld(options: WorldOptions): Promise<World> {
  const { profile, zones: asked = [], objects = [], driftInterval } = options;
  const azure = await startFakeAzure(profile);
  const there = (await azure.state()).filter(({ type }) => /^microsoft\.network\/(private)?dnszones$/i.test(type));
  const group = there[0]!.id.slice(0, there[0]!.id.lastIndexOf('/providers/'));
  const made = asked.map(({ name }) => ({ id: `${group}/providers/Microsoft.Network/dnszones/${name}`, name }));
  for (const [index, { id }] of made.entries()) {
    await azure.place([{ id, location: 'global' }]);
    await azure.place(asked[index]!.recordSets.map((one) => ({ ...one, id: `${id}/${one.id}` })));
  }
  const zones = made.length > 0 ? made : there;
  const settings = {
    clusterId: CLUSTER_ID,
    dns: { zones: zones.map(({ id }) => ({ id })) },
    drift: { interval: driftInterval ?? DRIFT_INTERVAL },
  };
  const cluster = new MemoryCluster([azureNetwork(settings), ...times(NODES, node), ...objects]);
  const failures: string[] = [];
  let operator = await operate(azure, cluster, failures);
  await inStep(operator);

  const measure = async (change: () => void, wait: () => Promise<void>): Promise<Measured> => {
    const since = (await azure.journal(0)).at(-1)?.sequence ?? 0;
    failures.length = 0;
    const began = performance.now();
    change();
    await wait();
    const milliseconds = performance.now() - began;
    const entries = await azure.journal(since);
    return { entries, count: count(entries), milliseconds, failures: [...failures] };
  };
  return {
    cluster,
    azure,
    zones: zones.filter(({ id }) => !isPrivate(id)).map(({ name }) => name),
    privateZone: zones.find(({ id }) => isPrivate(id))?.name,
    measure: (change) => measure(change, () => inStep(operator)),
    observe: (milliseconds) =>
      measure(
        () => undefined,
        () => rest(milliseconds),
      ),
    restart: async () => {
      await operator.stop();
      const again = async (): Promise<void> => {
        operator = await operate(azure, cluster, failures);
        await inStep(operator);
      };
      return measure(() => undefined, again);
    },
    stop: async () => {
      await operator.stop();
      await azure.stop();
    },
  };
}

async function operate(azure: FakeAzure, cluster: MemoryCluster, failures: string[]): Promise<Operator> {
  const { directory, environment, certificateAuthority: ca } = azure;
  const config = readAzureConfig(join(directory, 'azure.json'));
  const cloud = readCloud(config, environment, (path) => readFileSync(path, 'utf8'));
  const connection = createConnection({ ca });
  const credential = await createCredential(chooseCredential(config, environment), cloud, connection);
  const throttle = new Throttle(systemClock);
  const { admit, observe } = throttle;
  const api: AzureApi = await createAzureApi({ cloud, credential, connection, admit, observe });
  const defaults = settingsDefaults(config);
  return startOperator({
    kubernetes: cluster,
    azure: api,
    throttle,
    reconcile,
    log: listening(failures),
    readSettings: ({ azureNetworks }) => {
      const { value, problems } = readSettings(azureNetworks, defaults);
      return { settings: value, problems };
    },
  });
}

function listening(failures: string[]): Log {
  const hear = (fields: object): void => {
    if ('action' in fields && 'code' in fields) failures.push(String(fields.code));
  };
  return { ...SILENT, warn: hear, error: (fields) => console.error(fields) };
}

async function inStep(operator: Operator): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  // A change needs a moment to be told of.
  await rest(50);
  while (!isInStep(operator)) {
    if (Date.now() > deadline) throw new Error(`not in step in time: ${unsettled(operator).slice(0, 3).join('; ')}`);
    await rest(5);
  }
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

function isPrivate(id: string): boolean {
  return /\/privatednszones\//i.test(id);
}
