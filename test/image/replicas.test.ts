// Two containers of the image under the ServiceAccount of the manifests: their leader is killed again and again, and the
// work goes on. Who wrote, the fake Azure's journal says: each container has a client id of its own.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../contract/eventually.js';
import { install, kubeconfigOfOperator, NAMESPACE, withFlags } from '../e2e/in-cluster.js';
import { startProgram } from '../e2e/program.js';
import type { World } from '../e2e/world.js';
import { addressOf, essence, startWorld } from '../e2e/world.js';
import type { Container } from './containers.js';
import { buildImage, describeInContainers, startContainer } from './containers.js';

const KILLS = 10;
const ELECTION = [
  ...['--leader-elect', '--leader-election-namespace', NAMESPACE, '--leader-election-lease-duration', '4s'],
  ...['--leader-election-renew-deadline', '3s', '--leader-election-retry-period', '1s'],
];

describeInContainers('two containers of the image', (controlPlane) => {
  let world: World;
  let untouched: string;
  let replicas: readonly Replica[] = [];
  let started = 0;
  let commandLine: { args: readonly string[]; environment: Readonly<Record<string, string>> };

  beforeAll(async () => {
    buildImage();
    await install(controlPlane());
    // The world's own operator ends at once; what it was told is how ours are started.
    const start: typeof startProgram = (args, environment = {}) => {
      commandLine = { args, environment };
      return startProgram(['--version']);
    };
    world = await startWorld(controlPlane(), { start, settings: { safety: { maxDeletePercent: 100 } } });
    untouched = essence(await world.azure.state());
    await startReplica();
    await leader();
    await startReplica();
  }, 120_000);
  afterAll(async () => {
    await Promise.all(replicas.map(({ container }) => container.kill('SIGKILL')));
    await world?.stop();
  }, 60_000);

  async function startReplica(): Promise<void> {
    const name = `replica-${++started}`;
    const kubeconfig = await kubeconfigOfOperator(controlPlane(), name);
    const azureConfig = join(world.azure.directory, `${name}.json`);
    const config = JSON.parse(await readFile(join(world.azure.directory, 'azure.json'), 'utf8')) as object;
    await writeFile(azureConfig, JSON.stringify({ ...config, aadClientId: name }));
    const args = withFlags(commandLine.args, { '--kubeconfig': kubeconfig, '--azure-config': azureConfig });
    const container = startContainer([...args, ...ELECTION], commandLine.environment);
    replicas = [...replicas, { name, container }];
  }

  const leader = (): Promise<Replica> =>
    eventually(() => {
      const leading = replicas.filter(({ container }) => container.output().includes('"msg":"leading"'));
      expect(leading).toHaveLength(1);
      return leading[0]!;
    });
  const lastRequest = async (): Promise<number> => (await world.azure.journal()).at(-1)?.sequence ?? 0;
  const writersSince = async (sequence: number): Promise<readonly (string | undefined)[]> => {
    const writes = (await world.azure.journal(sequence)).filter(({ method }) => method !== 'GET');
    return [...new Set(writes.map(({ caller }) => caller))];
  };

  test(`go on after each of ${KILLS} deaths of their leader, and only the one that leads writes`, async () => {
    for (let round = 1; round <= KILLS; round++) {
      const dying = await leader();
      replicas = replicas.filter((one) => one !== dying);
      expect(await dying.container.kill('SIGKILL')).toBe(137);
      const killed = await lastRequest();
      await world.apply(service(round));
      if (round > 2) await world.cluster.mark('services', `s${round - 2}`);
      await startReplica();
      await addressOf(world, `s${round}`);
      expect(await writersSince(killed)).toEqual([(await leader()).name]);
    }
  }, 300_000);

  test('have left what is wanted, and nothing twice', async () => {
    await eventually(async () => {
      const services = await world.cluster.list('services', 'suite=replicas');
      expect(services.map(({ metadata }) => metadata.name as string).sort()).toEqual(
        [`s${KILLS}`, `s${KILLS - 1}`].sort(),
      );
      const addresses = services.map(({ status }) => status.loadBalancer.ingress?.[0]?.ip as string).sort();
      const publicIPs = await world.azure.ofType('publicIPAddresses');
      expect(publicIPs.map(({ properties }) => properties.ipAddress as string).sort()).toEqual(addresses);
      const [balancer] = await world.azure.ofType('loadBalancers');
      expect(balancer!.properties.loadBalancingRules).toHaveLength(2);
    });
  }, 60_000);

  test('take it all away again', async () => {
    await world.cluster.remove('services', `s${KILLS}`, `s${KILLS - 1}`);
    await eventually(async () => expect(essence(await world.azure.state())).toBe(untouched));
  }, 90_000);
});

interface Replica {
  readonly name: string;
  readonly container: Container;
}

function service(round: number): string {
  const spec = {
    type: 'LoadBalancer',
    loadBalancerClass: 'azurenetwork.dev/azure',
    selector: { app: 'web' },
    ports: [{ port: 8000 + round }],
  };
  const metadata = { name: `s${round}`, namespace: 'default', labels: { suite: 'replicas' } };
  return JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata, spec });
}
