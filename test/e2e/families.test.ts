// IPv4 and IPv6, end to end: one or both, public and inside, and a family that comes or goes while the Service runs, of which
// the other must not notice.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../contract/describe-on-both.js';
import { eventually } from '../contract/eventually.js';
import { manifestOf, PREFIX } from './services/manifest.js';
import type { Seen } from './services/seen.js';
import { see } from './services/seen.js';
import type { Item, World } from './world.js';
import { startWorld } from './world.js';

const NODE = { name: 'both-families', addresses: ['10.224.0.44', 'fd00:224::44'] };
const BOTH = { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv4', 'IPv6'] };
const V4 = expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/);
const V6 = expect.stringMatching(/:/);

describeOnBoth('IP families of a Service', (server, test) => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld(server());
    await widenNetwork(world);
    await world.apply(JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name: NODE.name } }));
    // What makes it Ready writes its whole status, and would take away addresses that stood there before.
    await eventually(async () => {
      const conditions = ((await world.cluster.get('nodes', NODE.name)).status.conditions ?? []) as readonly Item[];
      expect(conditions.find(({ type }) => type === 'Ready')?.status).toBe('True');
    }, 30_000);
    const addresses = NODE.addresses.map((address) => ({ type: 'InternalIP', address }));
    await world.cluster.patch('nodes', NODE.name, { status: { addresses } }, 'status');
  }, 60_000);
  afterAll(async () => world?.stop(), 60_000);

  const shows = (name: string, check: (seen: Seen) => void): Promise<Seen> =>
    eventually(async () => {
      const seen = await see(world, name);
      check(seen);
      return seen;
    }, 30_000);

  test('both: an address, a frontend, rules and a pool of each, and each let in', async () => {
    await world.apply(manifestOf('both', { spec: BOTH }));
    const { rules, security, publicIPs } = await shows('both', ({ addresses, conditions }) => {
      expect(addresses).toEqual([V4, V6]);
      expect(conditions['Programmed']).toMatchObject({ status: 'True' });
    });
    expect(publicIPs.map(({ properties }) => properties.publicIPAddressVersion as string).sort()).toEqual([
      'IPv4',
      'IPv6',
    ]);
    expect(rules.map(({ name }) => name as string).sort()).toEqual([
      expect.stringMatching(/-TCP-80$/),
      expect.stringMatching(/-TCP-80-IPv6$/),
    ]);
    expect(security.flatMap(({ destinations }) => destinations)).toEqual(expect.arrayContaining([V4, V6]));
    const [balancer] = await world.azure.ofType('loadBalancers');
    const members = (balancer!.properties.backendAddressPools as Item[]).flatMap(({ properties }) =>
      (properties.loadBalancerBackendAddresses as Item[]).map((one) => one.properties.ipAddress as string),
    );
    expect(members).toEqual(expect.arrayContaining(NODE.addresses));
  }, 60_000);

  test('both, inside: an address of the subnet of each', async () => {
    const annotations = {
      'azure-load-balancer-internal': 'true',
      'azure-load-balancer-internal-subnet': 'both',
    };
    await world.apply(manifestOf('inside', { annotations, spec: BOTH }));
    await shows('inside', ({ addresses, loadBalancers }) => {
      expect(addresses).toEqual([expect.stringMatching(/^10\.226\./), expect.stringMatching(/^fd00:226:/)]);
      expect(loadBalancers).toEqual(['e2e-internal']);
    });
  }, 60_000);

  test('IPv6 alone', async () => {
    await world.apply(manifestOf('six', { spec: { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv6'] } }));
    const { publicIPs } = await shows('six', ({ addresses }) => expect(addresses).toEqual([V6]));
    expect(publicIPs).toMatchObject([{ properties: { publicIPAddressVersion: 'IPv6' } }]);
  }, 60_000);

  test('one that comes and goes while it runs: the other keeps its address, its frontend and its rules', async () => {
    await world.apply(manifestOf('grows', { spec: { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv4'] } }));
    const before = await shows('grows', ({ addresses }) => expect(addresses).toEqual([V4]));
    await world.cluster.patch('services', 'grows', { spec: BOTH });
    const grown = await shows('grows', ({ addresses }) => expect(addresses).toEqual([before.addresses[0], V6]));
    const ofIPv4 = ({ rules, frontends, publicIPs }: Seen): unknown => ({
      rules: rules.filter(({ name }) => !String(name).endsWith('-IPv6')),
      frontends: frontends.filter(({ name }) => !String(name).endsWith('-IPv6')),
      publicIPs: publicIPs.filter(({ properties }) => properties.publicIPAddressVersion === 'IPv4').map(({ id }) => id),
    });
    expect(ofIPv4(grown)).toEqual(ofIPv4(before));
    const sixth = grown.publicIPs.find(({ properties }) => properties.publicIPAddressVersion === 'IPv6')!;
    const { spec } = grown.service;
    await world.cluster.patch('services', 'grows', {
      spec: { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv4'], clusterIPs: [spec.clusterIPs[0]] },
    });
    const shrunk = await shows('grows', ({ addresses, rules }) => {
      expect([addresses, rules.length]).toEqual([before.addresses, 1]);
    });
    expect(ofIPv4(shrunk)).toEqual(ofIPv4(before));
    await eventually(async () => {
      const left = await world.azure.ofType('publicIPAddresses');
      expect(left.map(({ id }) => id)).not.toContain(sixth.id);
    }, 30_000);
  }, 120_000);

  test('a public IP of the other family is refused for one, and the Service keeps what it has', async () => {
    const { publicIPs, addresses } = await see(world, 'six');
    await world.cluster.patch('services', 'grows', {
      metadata: { annotations: { [`${PREFIX}azure-pip-name`]: publicIPs[0]!.name } },
    });
    const before = (await see(world, 'grows')).addresses;
    await shows('grows', ({ conditions, addresses: now }) => {
      expect(conditions['Accepted']).toMatchObject({ status: 'False' });
      expect(conditions['Accepted']!.message).toContain('IPv6 address, where IPv4 is needed');
      expect(now).toEqual(before);
    });
    expect((await see(world, 'six')).addresses).toEqual(addresses);
  }, 60_000);
});

/** A subnet of both families, and IPv6 in that of the nodes. */
async function widenNetwork({ azure }: World): Promise<void> {
  const [network] = await azure.ofType('virtualNetworks');
  const { properties } = network!;
  await azure.put({
    ...network!,
    properties: {
      ...properties,
      addressSpace: { addressPrefixes: [...properties.addressSpace.addressPrefixes, 'fd00:224::/48', 'fd00:226::/48'] },
      subnets: [
        ...properties.subnets,
        { name: 'both', properties: { addressPrefixes: ['10.226.0.0/24', 'fd00:226::/64'] } },
      ],
    },
  });
}
