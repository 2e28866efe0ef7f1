// Everything at once: a Kubernetes API with our CRDs, the fake Azure over HTTPS and the operator, a process of its own.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect } from '@jest/globals';
import type { ControlPlane } from '../../src/sandbox/control-plane/start-control-plane.js';
import { eventually } from '../contract/eventually.js';
import type { Cluster, Item, Server } from './cluster.js';
import { connectCluster } from './cluster.js';
import type { FakeAzure } from './fake-azure.js';
import { startFakeAzure } from './fake-azure.js';
import type { Program } from './program.js';
import { startProgram } from './program.js';

const CRDS = resolve(import.meta.dirname, '../../crds');

export interface World {
  readonly azure: FakeAzure;
  readonly cluster: Cluster;
  apply(yaml: string): Promise<void>;
  /** Must succeed; returns what it printed. For suites of a server that comes with a kubectl. */
  kubectl(...args: readonly string[]): Promise<string>;
  get(...args: readonly string[]): Promise<Item>;
  operator(): Program;
  startOperator(...args: readonly string[]): void;
  stop(): Promise<void>;
}

export interface WorldServer extends Server {
  readonly kubeconfig: string;
  readonly kubectl?: ControlPlane['kubectl'];
}

export type { Item };

export interface WorldOptions {
  readonly fake?: readonly string[];
  /** Fields of AzureNetwork.spec besides those that the fake's azure.json gives. */
  readonly settings?: object;
  /** How the operator is started: as a process of this machine, unless told otherwise. */
  readonly start?: typeof startProgram;
}

export async function startWorld(server: WorldServer, options: WorldOptions = {}): Promise<World> {
  const directory = await mkdtemp(join(tmpdir(), 'world-'));
  const azure = await startFakeAzure(join(directory, 'azure'), ...(options.fake ?? []));
  const start = options.start ?? startProgram;
  let program: Program | undefined;

  const cluster = connectCluster(server);
  const kubectl = async (...args: readonly string[]): Promise<string> => {
    if (!server.kubectl) throw new Error('this server comes without a kubectl');
    return succeed(await server.kubectl(args), args);
  };
  const startOperator = (...args: readonly string[]): void => {
    const fixed = ['run', '--kubeconfig', server.kubeconfig, '--azure-config', join(directory, 'azure', 'azure.json')];
    const quiet = ['--health-address', '127.0.0.1:0', '--metrics-address', '127.0.0.1:0'];
    program = start([...fixed, ...quiet, ...args], azure.environment);
  };

  for (const file of (await readdir(CRDS)).filter((name) => name.startsWith('azurenetwork.dev_')))
    await cluster.apply(await readFile(join(CRDS, file), 'utf8'));
  const zones = (await azure.ofType('dnsZones')).map(({ id }) => ({ id }));
  const spec = { clusterId: 'e2e', dns: { zones }, ...options.settings };
  // Right after its definition a kind is not served yet.
  await eventually(() =>
    cluster.apply(
      JSON.stringify({
        apiVersion: 'azurenetwork.dev/v1alpha1',
        kind: 'AzureNetwork',
        metadata: { name: 'default' },
        spec,
      }),
    ),
  );
  startOperator();

  return {
    azure,
    cluster,
    apply: (yaml) => cluster.apply(yaml),
    kubectl,
    get: async (...args) => JSON.parse(await kubectl('get', ...args, '-o', 'json')),
    operator: () => program!,
    startOperator,
    stop: async () => {
      await program?.kill();
      await cluster.close();
      await azure.stop();
      await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function succeed(result: { stdout: string; stderr: string; code: number }, args: readonly string[]): string {
  if (result.code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${result.stderr}`);
  return result.stdout;
}

/** The Service's address, once it has one. */
export async function addressOf(world: World, name: string): Promise<string> {
  return eventually(async () => {
    const service = await world.cluster.get('services', name);
    const ip = service.status.loadBalancer.ingress?.[0]?.ip as string | undefined;
    expect(ip).toBeDefined();
    return ip!;
  });
}

/** What a comparison of two moments of Azure may leave out: etags change with each write. */
export function essence(state: readonly { readonly id: string }[]): string {
  const strip = (key: string, value: unknown): unknown =>
    key === 'etag' || key === 'resourceGuid' ? undefined : value;
  return JSON.stringify(
    [...state].sort((a, b) => (a.id.toLowerCase() < b.id.toLowerCase() ? -1 : 1)),
    strip,
    1,
  );
}
