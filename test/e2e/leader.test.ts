// Two operators, one lease: who writes when the leader dies, sleeps or is asked to stop? Each process has a client id of
// its own, so that the fake Azure's journal is the witness of who wrote, and a token of its own, for the API server's.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeOnControlPlane } from '../contract/describe-on-control-plane.js';
import { eventually } from '../contract/eventually.js';
import type { JournalEntry, Resource } from './fake-azure.js';
import { auditOfOperator, install, kubeconfigOfOperator, NAMESPACE, withFlags } from './in-cluster.js';
import type { Program } from './program.js';
import { startProgram } from './program.js';
import type { World } from './world.js';
import { addressOf, essence, startWorld } from './world.js';

/** Seconds. */
const LEASE = 4;
const FLAGS = [
  ...['--leader-elect', '--leader-election-namespace', NAMESPACE],
  ...['--leader-election-lease-duration', `${LEASE}s`],
  ...['--leader-election-renew-deadline', '3s', '--leader-election-retry-period', '1s'],
];
const KILLS = 10;

interface Replica {
  readonly name: string;
  readonly kubeconfig: string;
  readonly program: Program;
}

describeOnControlPlane(
  'two operators',
  (controlPlane) => {
    let world: World;
    let untouched: string;
    let replicas: Replica[] = [];
    let started = 0;
    let commandLine: { args: readonly string[]; env: Readonly<Record<string, string>> };

    beforeAll(async () => {
      await install(controlPlane());
      // The world's own operator is one that ends at once; what it was told is how ours are started.
      const start: typeof startProgram = (args, env = {}) => {
        commandLine = { args, env };
        return startProgram(['--version']);
      };
      world = await startWorld(controlPlane(), { start, settings: { safety: { maxDeletePercent: 100 } } });
      untouched = essence(await world.azure.state());
    }, 60_000);
    afterAll(async () => {
      await Promise.all(replicas.map(({ program }) => (program.process.kill('SIGCONT'), program.kill('SIGKILL'))));
      await world?.stop();
    }, 60_000);

    async function startReplica(): Promise<Replica> {
      const name = `replica-${++started}`;
      const kubeconfig = await kubeconfigOfOperator(controlPlane(), name);
      const azureConfig = join(world.azure.directory, `${name}.json`);
      const config = JSON.parse(await readFile(join(world.azure.directory, 'azure.json'), 'utf8')) as object;
      await writeFile(azureConfig, JSON.stringify({ ...config, aadClientId: name }));
      const args = withFlags(commandLine.args, { '--kubeconfig': kubeconfig, '--azure-config': azureConfig });
      const replica = { name, kubeconfig, program: startProgram([...args, ...FLAGS], commandLine.env) };
      replicas.push(replica);
      return replica;
    }

    const says = (replica: Replica, message: string): boolean =>
      replica.program.output().includes(`"msg":"${message}"`);
    const leaderOf = (): Promise<Replica> =>
      eventually(() => {
        const leading = replicas
          .filter(({ program }) => program.process.exitCode === null)
          .filter((one) => says(one, 'leading'));
        expect(leading).toHaveLength(1);
        return leading[0]!;
      });
    const standsBy = (replica: Replica): Promise<void> =>
      eventually(() => expect(says(replica, 'standing by')).toBe(true));
    const end = async (replica: Replica, signal: NodeJS.Signals): Promise<number | string> => {
      replicas = replicas.filter((one) => one !== replica);
      return replica.program.kill(signal);
    };
    const last = async (): Promise<number> => (await world.azure.journal()).at(-1)?.sequence ?? 0;
    const writes = async (after = 0): Promise<JournalEntry[]> =>
      (await world.azure.journal(after)).filter(({ method }) => method !== 'GET');
    const writers = async (after = 0): Promise<(string | undefined)[]> => [
      ...new Set((await writes(after)).map(({ caller }) => caller)),
    ];

    test('one writes, the other reads Azure and is ready, but writes nothing anywhere', async () => {
      const leader = await startReplica();
      await leaderOf();
      const standby = await startReplica();
      await standsBy(standby);
      await world.apply(service('web', 8000));
      await addressOf(world, 'web');
      expect(await writers()).toEqual([leader.name]);
      await eventually(async () => {
        const callers = new Set((await world.azure.journal()).map(({ caller }) => caller));
        expect(callers).toContain(standby.name);
      });
      // The lease alone may be written by both, and even that the standby only reads.
      const byCredential = new Map<string, Set<string>>();
      for (const { verb, user, objectRef } of await auditOfOperator(controlPlane())) {
        const credential = user.extra?.['authentication.kubernetes.io/credential-id']?.[0] ?? '';
        if (!objectRef || ['get', 'list', 'watch'].includes(verb)) continue;
        byCredential.set(credential, (byCredential.get(credential) ?? new Set()).add(objectRef.resource));
      }
      expect([...byCredential.values()].map((resources) => [...resources].sort())).toEqual([
        ['azurenetworks', 'events', 'leases', 'services'],
      ]);
    }, 60_000);

    test('the leader is killed: the other takes over when the lease is over, and takes up its work', async () => {
      const leader = await leaderOf();
      const before = await last();
      await end(leader, 'SIGKILL');
      const killed = Date.now();
      await world.apply(service('orphan', 8001));
      const next = await leaderOf();
      // The lease since it was last seen to be renewed, and what a busy machine takes for a process to be heard.
      expect(Date.now() - killed).toBeLessThan((LEASE + 3) * 1000);
      await addressOf(world, 'orphan');
      expect(await writers(before)).toEqual([next.name]);
    }, 60_000);

    test('the leader is asked to stop: it gives the lease back, and the other leads long before it would be over', async () => {
      const leader = await leaderOf();
      const standby = await startReplica();
      await standsBy(standby);
      expect(await end(leader, 'SIGTERM')).toBe(0);
      const stopped = Date.now();
      expect(await leaderOf()).toBe(standby);
      expect(Date.now() - stopped).toBeLessThan((LEASE - 1) * 1000);
    }, 60_000);

    test('a leader that was stopped for longer than its lease writes nothing when it wakes, and ends with 2', async () => {
      const sleeper = await leaderOf();
      const standby = await startReplica();
      await standsBy(standby);
      // In the middle of its work.
      const before = await last();
      for (const port of [8010, 8011, 8012, 8013]) await world.apply(service(`busy-${port}`, port));
      await eventually(async () => expect((await writes(before)).length).toBeGreaterThan(0), 20_000, 5);
      sleeper.program.process.kill('SIGSTOP');
      await eventually(() => expect(says(standby, 'leading')).toBe(true));
      for (const port of [8010, 8011, 8012, 8013]) await addressOf(world, `busy-${port}`);
      const after = await last();
      // Work that the sleeper would do if it believed that it still leads.
      await world.apply(service('later', 8014));
      replicas = replicas.filter((one) => one !== sleeper);
      sleeper.program.process.kill('SIGCONT');
      expect(await sleeper.program.ended).toBe(2);
      expect(sleeper.program.output()).toContain('the lease is lost');
      await addressOf(world, 'later');
      // A request whose first half had left when it was stopped is no decision of one who woke; etags guard what it says.
      const decided = (await writes(after)).filter(({ arrivalMs }) => arrivalMs === undefined);
      expect([...new Set(decided.map(({ caller }) => caller))]).toEqual([standby.name]);
    }, 90_000);

    test(`${KILLS} leaders are killed in a row while Services come and go: all is in step in the end, nothing twice`, async () => {
      await world.kubectl('delete', 'service', '-l', 'suite=leader', '--timeout=60s');
      await startReplica();
      for (let round = 1; round <= KILLS; round++) {
        const before = await last();
        await world.apply(service(`s${round}`, 8100 + round));
        if (round > 3) await world.kubectl('delete', 'service', `s${round - 3}`, '--wait=false');
        await eventually(async () => expect((await writes(before)).length).toBeGreaterThan(round % 3), 30_000, 5);
        await end(await leaderOf(), 'SIGKILL');
        await startReplica();
      }
      const wanted = [KILLS - 2, KILLS - 1, KILLS].map((round) => `s${round}`);
      await eventually(async () => {
        const items = (await world.get('services', '-l', 'suite=leader')).items as Item[];
        expect(items.map(({ metadata }) => metadata.name).sort()).toEqual([...wanted].sort());
        const addresses = items.map(({ status }) => status.loadBalancer.ingress?.[0]?.ip).sort();
        const publicIPs = await world.azure.ofType('publicIPAddresses');
        expect(publicIPs.map(({ properties }) => properties.ipAddress as string).sort()).toEqual(addresses);
        const { properties } = (await world.azure.ofType('loadBalancers'))[0]!;
        expect(properties.frontendIPConfigurations).toHaveLength(3);
        expect(properties.loadBalancingRules).toHaveLength(3);
        expect((await openAddresses()).sort()).toEqual(addresses);
      }, 60_000);
    }, 240_000);

    test('and everything goes away again', async () => {
      await world.kubectl('delete', 'service', '-l', 'suite=leader', '--timeout=60s');
      await eventually(async () => expect(essence(await world.azure.state())).toBe(untouched));
    }, 90_000);

    async function openAddresses(): Promise<string[]> {
      const rules = (await world.azure.ofType('networkSecurityGroups'))[0]!.properties.securityRules as Resource[];
      return rules.flatMap(({ properties: p }) => [
        ...((p.destinationAddressPrefixes ?? []) as string[]),
        ...(p.destinationAddressPrefix ? [p.destinationAddressPrefix as string] : []),
      ]);
    }
  },
  { audit: true },
);

interface Item {
  readonly metadata: { readonly name: string };
  readonly status: { readonly loadBalancer: { readonly ingress?: readonly { readonly ip: string }[] } };
}

function service(name: string, port: number): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ${name}, labels: { suite: leader } }
spec:
  type: LoadBalancer
  loadBalancerClass: azurenetwork.dev/azure
  selector: { app: ${name} }
  ports: [{ port: ${port} }]
`;
}
