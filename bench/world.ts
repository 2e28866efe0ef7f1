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
import type { Count } from './count.js';
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
  readonly count: Count;
  /** Until everything was in step. */
  readonly milliseconds: number;
  /** Codes of writes that failed, `Canceled` among them. */
  readonly failures: readonly string[];
}

export interface World {
  readonly cluster: MemoryCluster;
  readonly azure: FakeAzure;
  /** Names of the first public DNS zone, and of the private one. */
  readonly zone: string;
  readonly privateZone: string;
  /** Makes the change and waits until all is in step. */
  measure(change: () => void): Promise<Measured>;
  /** Changes nothing for so many milliseconds. */
  observe(milliseconds: number): Promise<Measured>;
  stop(): Promise<void>;
}

export async function startWorld(profile: 'instant' | 'realistic'): Promise<World> {
  const azure = await startFakeAzure(profile);
  const zones = (await azure.state()).filter(({ type }) => /^microsoft\.network\/(private)?dnszones$/i.test(type));
  const settings = {
    clusterId: 'bench',
    dns: { zones: zones.map(({ id }) => ({ id })) },
    drift: { interval: DRIFT_INTERVAL },
  };
  const cluster = new MemoryCluster([azureNetwork(settings), ...times(NODES, node)]);
  const failures: string[] = [];
  const operator = await operate(azure, cluster, failures);
  await inStep(operator);

  const measure = async (change: () => void, wait: () => Promise<void>): Promise<Measured> => {
    const since = (await azure.journal(0)).at(-1)?.sequence ?? 0;
    failures.length = 0;
    const began = performance.now();
    change();
    await wait();
    const milliseconds = performance.now() - began;
    return { count: count(await azure.journal(since)), milliseconds, failures: [...failures] };
  };
  return {
    cluster,
    azure,
    zone: zones.find(({ type }) => !isPrivate(type))!.name,
    privateZone: zones.find(({ type }) => isPrivate(type))!.name,
    measure: (change) => measure(change, () => inStep(operator)),
    observe: (milliseconds) =>
      measure(
        () => undefined,
        () => rest(milliseconds),
      ),
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

function isPrivate(type: string): boolean {
  return /private/i.test(type);
}
