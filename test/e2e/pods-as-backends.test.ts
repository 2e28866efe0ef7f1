// `backends: PodIP`: the load balancer leads to ready pods, and a rollout of a hundred of them is few writes.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../contract/describe-on-both.js';
import { eventually } from '../contract/eventually.js';
import { manifestOf } from './services/manifest.js';
import { see } from './services/seen.js';
import type { Item, World } from './world.js';
import { addressOf, startWorld } from './world.js';

const PODS = 100;
const addressOfPod = (n: number): string => `10.224.${100 + Math.floor(n / 200)}.${1 + (n % 200)}`;

describeOnBoth('pods as backends', (server, test) => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld(server(), { settings: { loadBalancer: { backends: 'PodIP' } } });
    await world.apply(sliceOf([]));
    await world.apply(manifestOf('pods', { spec: { selector: null, ports: [{ port: 80, targetPort: 8080 }] } }));
  }, 60_000);
  afterAll(async () => world?.stop(), 60_000);

  const members = async (): Promise<readonly string[]> => {
    const { rules } = await see(world, 'pods');
    const pools = (await world.azure.ofType('loadBalancers')).flatMap(
      ({ properties }) => properties.backendAddressPools as Item[],
    );
    const pool = pools.find(({ name }) => name === rules[0]!.backendAddressPool)!;
    const addresses = (pool.properties.loadBalancerBackendAddresses ?? []) as Item[];
    return addresses.map(({ properties }) => properties.ipAddress as string).sort();
  };

  test('a Service without ready pods has its frontend and its address', async () => {
    await addressOf(world, 'pods');
    expect(await members()).toEqual([]);
  }, 60_000);

  test('a hundred pods, exchanged one by one: few writes, and in the end exactly the ready ones', async () => {
    const slice = (from: number): readonly string[] => Array.from({ length: PODS }, (_, n) => addressOfPod(from + n));
    await world.apply(sliceOf(slice(0)));
    await eventually(async () => expect(await members()).toEqual([...slice(0)].sort()));
    const { rules, security } = await see(world, 'pods');
    expect(rules).toMatchObject([{ frontendPort: 80, backendPort: 8080, enableFloatingIP: false }]);
    expect(security[0]?.ports ?? ['8080']).toEqual(['8080']);
    // A tenth of what such a write takes in Azure.
    await world.azure.fail([{ match: { method: 'PUT' }, fault: { delayMs: 1000 } }]);
    const before = (await world.azure.journal()).at(-1)!.sequence;
    for (let n = 1; n <= PODS; n++) await world.apply(sliceOf(slice(n)));
    await eventually(async () => expect(await members()).toEqual([...slice(PODS)].sort()));
    const writes = (await world.azure.journal(before)).filter(({ method }) => method === 'PUT');
    expect(writes.length).toBeLessThan(PODS / 4);
    await world.azure.fail([]);
  }, 90_000);

  test('no pod is ready any more: the address stays', async () => {
    const ip = await addressOf(world, 'pods');
    await world.apply(sliceOf([]));
    await eventually(async () => expect(await members()).toEqual([]));
    expect(await addressOf(world, 'pods')).toBe(ip);
  }, 60_000);
});

function sliceOf(ready: readonly string[]): string {
  return JSON.stringify({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'pods-1', labels: { 'kubernetes.io/service-name': 'pods' } },
    addressType: 'IPv4',
    ports: [{ name: '', protocol: 'TCP', port: 8080 }],
    endpoints: ready.map((address) => ({ addresses: [address], conditions: { ready: true } })),
  });
}
