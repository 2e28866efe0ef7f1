// A cluster that moves from Azure's cloud controller while packets flow: what carries them isn't written, our security rules
// come beside its own, and its own go only on request, when ours are there.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../contract/describe-on-both.js';
import { eventually } from '../contract/eventually.js';
import type { Resource } from './fake-azure.js';
import { manifestOf } from './services/manifest.js';
import type { Item, World } from './world.js';
import { addressOf, startWorld } from './world.js';

describeOnBoth('taking over from the cloud controller', (server, test) => {
  let world: World;
  let ip: string;
  const peersRule = (): Item => ({
    name: 'k8s-azure-lb_allow_IPv4_556f7044ec033071ec0dfcf7cd85bc93',
    properties: {
      ...{ access: 'Allow', direction: 'Inbound', priority: 500, protocol: 'Tcp', sourcePortRange: '*' },
      ...{ sourceAddressPrefix: 'Internet', destinationAddressPrefixes: [ip], destinationPortRanges: ['80'] },
    },
  });

  // Our parts bear the cloud controller's names: without our marks, and with its own, they are its.
  beforeAll(async () => {
    world = await startWorld(server());
    await world.apply(manifestOf('web', {}));
    ip = await addressOf(world, 'web');
    await world.operator().kill('SIGKILL');
    const [balancer] = await world.azure.ofType('loadBalancers');
    await world.azure.put({ ...balancer!, tags: {} });
    const [address] = await world.azure.ofType('publicIPAddresses');
    await world.azure.put({ ...address!, tags: { 'k8s-azure-service': 'default/web', 'k8s-azure-cluster-name': 'k' } });
    const [group] = await world.azure.ofType('networkSecurityGroups');
    const foreign = group!.properties.securityRules.filter(({ name }: Item) => !name.startsWith('azurenetwork_'));
    await world.azure.put({
      ...group!,
      properties: { ...group!.properties, securityRules: [...foreign, peersRule()] },
    });
  }, 90_000);
  afterAll(async () => world?.stop(), 60_000);

  const rules = async (): Promise<readonly string[]> => {
    const [group] = await world.azure.ofType('networkSecurityGroups');
    return group!.properties.securityRules.map(({ name }: Item) => name.replace(/_[0-9a-f]{6,}$/, '') as string);
  };
  const PEERS = 'k8s-azure-lb_allow_IPv4';

  test('nothing that carries packets is written, and our rules stand beside its own', async () => {
    const before = (await world.azure.journal()).at(-1)!.sequence;
    world.startOperator();
    await eventually(async () => expect(await rules()).toContain('azurenetwork_e2e'), 30_000);
    expect(await rules()).toContain(PEERS);
    await eventually(async () => {
      const { status } = await world.cluster.get('services', 'web');
      const programmed = status.conditions.find(({ type }: Item) => type === 'azurenetwork.dev/Programmed');
      expect(programmed).toMatchObject({ status: 'True' });
      expect(status.loadBalancer.ingress).toMatchObject([{ ip }]);
    });
    const writes = (await world.azure.journal(before)).filter(({ method }) => ['PUT', 'DELETE'].includes(method));
    expect(writes.map(({ path }) => path.replace(/.*\/providers\/Microsoft.Network\/|\?.*/g, ''))).toEqual([
      expect.stringMatching(/^networkSecurityGroups\//),
    ]);
  }, 60_000);

  test('its rules go on request', async () => {
    await world.cluster.patch('azurenetworks', 'default', {
      spec: { loadBalancer: { adopt: { removePeerRules: true } } },
    });
    await eventually(async () => expect(await rules()).not.toContain(PEERS), 30_000);
    expect(await rules()).toContain('azurenetwork_e2e');
  }, 60_000);
});

// As the cloud controller wrote it, down to its names: test/adoption has the state, here it gets this Service's UID and node ports.
const PEERS_STATE = resolve(import.meta.dirname, '../adoption/network-interfaces/azure.json');
const ITS_UID = 'a5f0c1d2e7a314b8e9c440001a1b2c3d';

describeOnBoth("the cloud controller's own state, with pools of network interfaces", (server, test) => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld(server(), { settings: { loadBalancer: { name: 'kubernetes', claim: 'All' } } });
    await world.operator().kill('SIGKILL');
    const ports = [
      { name: 'http', port: 80 },
      { name: 'https', port: 443 },
      { name: 'dns', port: 53, protocol: 'UDP' },
    ];
    await world.apply(manifestOf('web', { spec: { ports, loadBalancerClass: undefined } }));
    const { metadata, spec } = await world.cluster.get('services', 'web');
    const nodePort = (port: number): string =>
      String(spec.ports.find((one: Item) => one.port === port)!.nodePort as number);
    const text = (await readFile(PEERS_STATE, 'utf8'))
      .replaceAll(ITS_UID, `a${(metadata.uid as string).replaceAll('-', '')}`.slice(0, 32))
      .replaceAll('rg-cluster', 'rg-sandbox')
      .replaceAll('31080', nodePort(80))
      .replaceAll('31443', nodePort(443));
    for (const resource of JSON.parse(text) as readonly Resource[])
      if (/loadBalancers$|publicIPAddresses$/.test(resource.type)) await world.azure.put(resource);
  }, 90_000);
  afterAll(async () => world?.stop(), 60_000);

  const writes = async (after: number): Promise<readonly string[]> => {
    const sent = (await world.azure.journal(after)).filter(({ method }) => ['PUT', 'DELETE'].includes(method));
    return sent.map(({ path }) => path.replace(/.*\/providers\/Microsoft.Network\/|\?.*/g, ''));
  };
  const lastEntry = async (): Promise<number> => (await world.azure.journal()).at(-1)?.sequence ?? 0;

  test('is served as it is: nothing that carries packets is written, and what is left is said', async () => {
    const before = await lastEntry();
    world.startOperator();
    await eventually(async () => {
      const { status } = await world.cluster.get('services', 'web');
      expect(status.loadBalancer.ingress).toMatchObject([{ ip: '20.50.0.11' }]);
      const network = await world.cluster.get('azurenetworks', 'default');
      expect(JSON.stringify(network.status)).toContain('spec.loadBalancer.adopt.replaceNicPools: true');
    }, 30_000);
    expect(await writes(before)).toEqual([expect.stringMatching(/^networkSecurityGroups\//)]);
  }, 60_000);

  test('on request its pool becomes one of addresses, in one write, and the address stays', async () => {
    const before = await lastEntry();
    await world.cluster.patch('azurenetworks', 'default', {
      spec: { loadBalancer: { adopt: { replaceNicPools: true } } },
    });
    await eventually(async () => {
      const [balancer] = await world.azure.ofType('loadBalancers');
      const led = (balancer!.properties.loadBalancingRules as Item[]).map(
        ({ properties }) => properties.backendAddressPool.id,
      );
      expect(led).toHaveLength(3);
      for (const id of led) expect(id).toMatch(/kubernetes-addresses$/);
    }, 30_000);
    expect(await writes(before)).toEqual(['loadBalancers/kubernetes']);
    const { status } = await world.cluster.get('services', 'web');
    expect(status.loadBalancer.ingress).toMatchObject([{ ip: '20.50.0.11' }]);
  }, 60_000);
});
