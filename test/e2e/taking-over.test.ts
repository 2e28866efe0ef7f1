// A cluster that moves from Azure's cloud controller while packets flow: what carries them isn't written, our security rules
// come beside its own, and its own go only on request, when ours are there.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../contract/describe-on-both.js';
import { eventually } from '../contract/eventually.js';
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
