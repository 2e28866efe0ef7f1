// Services that share, move, leave and come back, end to end: what each step must lead to in Azure and in the status. What is
// promised between the steps, test/laws/changes.test.ts asks at every instant.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../contract/describe-on-both.js';
import { eventually } from '../contract/eventually.js';
import { manifestOf, PREFIX } from './services/manifest.js';
import type { Wished } from './services/manifest.js';
import type { Seen } from './services/seen.js';
import { see } from './services/seen.js';
import { ADDRESSES, placeSurroundings } from './services/surroundings.js';
import type { Resource } from './fake-azure.js';
import type { Item, World } from './world.js';
import { addressOf, startWorld } from './world.js';

const WORD = 'azurenetwork.dev/allow-address-change';

describeOnBoth('Services that change', (server, test) => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld(server());
    await placeSurroundings(world);
  }, 60_000);
  afterAll(async () => world?.stop(), 60_000);

  const apply = (name: string, wished: Wished = {}): Promise<void> => world.apply(manifestOf(name, wished));
  const annotate = (name: string, annotations: Readonly<Record<string, string | null>>): Promise<void> =>
    world.cluster.patch('services', name, { metadata: { annotations } });
  const shows = (name: string, check: (seen: Seen) => void): Promise<void> =>
    eventually(async () => check(await see(world, name)), 30_000);
  const publicIP = async (name: string): Promise<Resource | undefined> =>
    (await world.azure.ofType('publicIPAddresses')).find((one) => one.name === name);

  test('three on one address: each its own port, the older has the one that two want, and it is taken over', async () => {
    const pin = { 'azure-load-balancer-ipv4': ADDRESSES.byAddress };
    await apply('older', { annotations: pin });
    await addressOf(world, 'older');
    await apply('other', { annotations: pin, spec: { ports: [{ port: 443 }] } });
    await addressOf(world, 'other');
    await apply('younger', { annotations: pin });
    await shows('younger', ({ conditions, rules }) => {
      expect(conditions['Accepted']!.message).toContain("is Service/default/older's");
      expect(rules).toEqual([]);
    });
    const frontendsOf = async (name: string): Promise<unknown> =>
      (await see(world, name)).rules.map((rule) => rule.frontendIPConfiguration as unknown);
    expect(await frontendsOf('other')).toEqual(await frontendsOf('older'));
    await world.cluster.remove('services', 'older');
    await shows('younger', ({ rules, addresses }) => {
      expect([rules.length, addresses]).toEqual([1, [ADDRESSES.byAddress]]);
    });
    await shows('other', ({ addresses }) => expect(addresses).toEqual([ADDRESSES.byAddress]));
    await world.cluster.remove('services', 'other', 'younger');
    await eventually(async () => {
      const used = (await world.azure.ofType('loadBalancers')).flatMap(
        ({ properties }) => properties.frontendIPConfigurations as Item[],
      );
      const ids = used.map(({ properties }) => properties.publicIPAddress?.id.split('/').at(-1) as string);
      expect(ids).not.toContain('byAddress');
    });
    expect((await publicIP('byAddress'))?.tags).toEqual({ team: 'edge' });
  }, 120_000);

  test('two exchange their addresses', async () => {
    await apply('left', { annotations: { 'azure-pip-name': 'byField' } });
    await apply('right', { annotations: { 'azure-pip-name': 'byName' } });
    expect(await addressOf(world, 'left')).toBe(ADDRESSES.byField);
    expect(await addressOf(world, 'right')).toBe(ADDRESSES.byName);
    await annotate('left', { [`${PREFIX}azure-pip-name`]: 'byName' });
    await annotate('right', { [`${PREFIX}azure-pip-name`]: 'byField' });
    await shows('left', ({ addresses }) => expect(addresses).toEqual([ADDRESSES.byName]));
    await shows('right', ({ addresses }) => expect(addresses).toEqual([ADDRESSES.byField]));
    await world.cluster.remove('services', 'left', 'right');
  }, 120_000);

  test('an address that is pinned, another one, and none: each time that one, and the first stays as it was', async () => {
    await apply('pinned-later');
    const own = await addressOf(world, 'pinned-later');
    const pin = (address: string | null): Promise<void> =>
      annotate('pinned-later', { [`${PREFIX}azure-load-balancer-ipv4`]: address, [WORD]: 'true' });
    for (const address of [ADDRESSES.byAddress, ADDRESSES.byField]) {
      await pin(address);
      await shows('pinned-later', ({ addresses, publicIPs, security }) => {
        expect([addresses, publicIPs.length]).toEqual([[address], 1]);
        expect(security.flatMap(({ destinations }) => destinations)).toEqual([address]);
      });
    }
    await eventually(async () => {
      const all = await world.azure.ofType('publicIPAddresses');
      expect(all.map(({ properties }) => properties.ipAddress as string)).not.toContain(own);
    });
    await pin(null);
    await shows('pinned-later', ({ addresses, publicIPs }) => {
      expect(Object.values(ADDRESSES)).not.toContain(addresses[0]);
      expect(publicIPs).toMatchObject([{ tags: { 'azurenetwork-cluster': 'e2e' } }]);
    });
    for (const name of ['byAddress', 'byField']) expect((await publicIP(name))?.tags).toEqual({ team: 'edge' });
    await world.cluster.remove('services', 'pinned-later');
  }, 120_000);

  test('public, inside, and public again', async () => {
    await apply('mover');
    const first = await addressOf(world, 'mover');
    await annotate('mover', { [`${PREFIX}azure-load-balancer-internal`]: 'true' });
    await shows('mover', ({ addresses, loadBalancers, security }) => {
      expect(addresses).toEqual([expect.stringMatching(/^10\.224\./)]);
      expect([loadBalancers, security]).toEqual([['e2e-internal'], []]);
    });
    await annotate('mover', { [`${PREFIX}azure-load-balancer-internal`]: null });
    await shows('mover', ({ addresses, loadBalancers }) => {
      expect([addresses.length, loadBalancers]).toEqual([1, ['e2e']]);
      expect(addresses[0]).not.toMatch(/^10\./);
    });
    expect(first).not.toMatch(/^10\./);
  }, 120_000);

  test('another port, another protocol, another type and back: each time what is asked, and nothing else', async () => {
    const portsOf = ({ rules }: Seen): unknown[] => rules.map(({ protocol, frontendPort }) => [protocol, frontendPort]);
    const setPorts = (ports: readonly object[]): Promise<void> =>
      world.cluster.patch('services', 'mover', { spec: { ports } });
    await setPorts([{ port: 8080, protocol: 'TCP' }]);
    await shows('mover', (seen) => expect(portsOf(seen)).toEqual([['Tcp', 8080]]));
    await setPorts([{ port: 8080, protocol: 'UDP' }]);
    await shows('mover', (seen) => {
      expect(portsOf(seen)).toEqual([['Udp', 8080]]);
      expect(seen.security).toMatchObject([{ protocol: 'Udp', ports: ['8080'] }]);
    });
    await world.cluster.patch('services', 'mover', { spec: { type: 'ClusterIP', loadBalancerClass: null } });
    await shows('mover', ({ rules, service }) => {
      expect([rules, service.metadata.finalizers ?? [], service.status.conditions ?? []]).toEqual([[], [], []]);
    });
    await world.cluster.patch('services', 'mover', {
      spec: { type: 'LoadBalancer', loadBalancerClass: 'azurenetwork.dev/azure' },
    });
    await shows('mover', (seen) => expect([portsOf(seen), seen.addresses.length]).toEqual([[['Udp', 8080]], 1]));
    await world.cluster.remove('services', 'mover');
  }, 120_000);

  // The API server lets the class change only on the way through another type.
  test('a class cannot be taken away alone; with the type it can, and with another class it is no longer ours', async () => {
    await apply('leaver');
    await addressOf(world, 'leaver');
    const patch = (spec: object): Promise<void> => world.cluster.patch('services', 'leaver', { spec });
    for (const loadBalancerClass of [null, 'example.com/other'])
      await expect(patch({ loadBalancerClass })).rejects.toThrow('may not change once set');
    expect(await addressOf(world, 'leaver')).toMatch(/^\d/);
    await patch({ type: 'ClusterIP', loadBalancerClass: null });
    await patch({ type: 'LoadBalancer', loadBalancerClass: 'example.com/other' });
    await shows('leaver', ({ rules, security, publicIPs, addresses, service }) => {
      expect({ rules, security, publicIPs, addresses }).toEqual({
        rules: [],
        security: [],
        publicIPs: [],
        addresses: [],
      });
      expect([service.metadata.finalizers ?? [], service.status.conditions ?? []]).toEqual([[], []]);
    });
    await world.cluster.remove('services', 'leaver');
  }, 120_000);

  test('deleted while it is being made, and made again under its name', async () => {
    await apply('again');
    await eventually(async () => expect((await see(world, 'again')).service.metadata.finalizers).toHaveLength(1));
    const { uid } = (await see(world, 'again')).service.metadata;
    await world.cluster.remove('services', 'again');
    await apply('again');
    await addressOf(world, 'again');
    const ofTheFirst = (uid as string).replaceAll('-', '').slice(0, 20);
    await eventually(async () => {
      const all = await world.azure.ofType('publicIPAddresses');
      expect(all.filter(({ name }) => name.includes(ofTheFirst))).toEqual([]);
    });
    await world.cluster.remove('services', 'again');
  }, 120_000);

  test('a DNS label belongs to who has it', async () => {
    const label = { 'azure-dns-label-name': 'front', 'azure-pip-name': 'byField' };
    await apply('named', { annotations: label });
    await addressOf(world, 'named');
    await apply('copycat', { annotations: label, spec: { ports: [{ port: 443 }] } });
    await apply('jealous', {
      annotations: { ...label, 'azure-dns-label-name': 'mine' },
      spec: { ports: [{ port: 8443 }] },
    });
    await shows('jealous', ({ conditions, events }) => {
      expect([conditions['Accepted']!.message, ...events].join('\n')).toContain('azure-dns-label-name');
    });
    expect((await publicIP('byField'))!.properties.dnsSettings).toMatchObject({ domainNameLabel: 'front' });
    await world.cluster.remove('services', 'named', 'copycat', 'jealous');
  }, 120_000);

  test('IP tags need another address: only with the word', async () => {
    await apply('tagged');
    const before = await addressOf(world, 'tagged');
    await annotate('tagged', { [`${PREFIX}azure-pip-ip-tags`]: 'RoutingPreference=Internet' });
    await shows('tagged', ({ conditions, addresses }) => {
      expect(conditions['Accepted']).toMatchObject({ status: 'False', reason: 'AddressConflict' });
      expect(conditions['Accepted']!.message).toContain(WORD);
      expect(addresses).toEqual([before]);
    });
    await annotate('tagged', { [WORD]: 'true' });
    await shows('tagged', ({ addresses, publicIPs }) => {
      expect(addresses).not.toEqual([before]);
      expect(publicIPs).toMatchObject([{ properties: { ipTags: [{ tag: 'Internet' }] } }]);
    });
    await eventually(async () => {
      const all = await world.azure.ofType('publicIPAddresses');
      expect(all.map(({ properties }) => properties.ipAddress as string)).not.toContain(before);
    });
    await world.cluster.remove('services', 'tagged');
  }, 120_000);

  test('a public IP that cannot be deleted yet is not forgotten', async () => {
    await apply('clinging');
    const ip = await addressOf(world, 'clinging');
    const fault = { status: 400, code: 'PublicIPAddressCannotBeDeleted' };
    await world.azure.fail([{ match: { method: 'DELETE', path: '**/publicIPAddresses/*', times: 3 }, fault }]);
    await world.cluster.remove('services', 'clinging');
    await eventually(async () => {
      const all = await world.azure.ofType('publicIPAddresses');
      expect(all.map(({ properties }) => properties.ipAddress as string)).not.toContain(ip);
    }, 60_000);
    await world.azure.fail([]);
  }, 120_000);

  test('what Azure refuses holds the newest, and the others go on', async () => {
    await apply('settled');
    const ip = await addressOf(world, 'settled');
    const fault = { status: 400, code: 'LimitOfItsOwn' };
    await world.azure.fail([{ match: { method: 'PUT', path: '**/loadBalancers/*', times: 1 }, fault }]);
    await apply('newest');
    await shows('newest', ({ conditions, rules }) => {
      expect(conditions['Accepted']).toMatchObject({ status: 'False', reason: 'AzureError' });
      expect(conditions['Accepted']!.message).toContain('LimitOfItsOwn');
      expect(rules).toEqual([]);
    });
    const { events } = await see(world, 'settled');
    expect(events.filter((one) => one.includes('LimitOfItsOwn'))).toEqual([]);
    await annotate('settled', { [`${PREFIX}azure-load-balancer-tcp-idle-timeout`]: '9' });
    await shows('settled', ({ rules, addresses }) => {
      expect([rules, addresses]).toMatchObject([[{ idleTimeoutInMinutes: 9 }], [ip]]);
    });
    await world.cluster.remove('services', 'newest', 'settled');
  }, 120_000);

  test('and in the end Azure is as it was', async () => {
    await eventually(async () => {
      expect(await world.azure.ofType('loadBalancers')).toMatchObject([{ name: 'somebody-elses' }]);
      const left = await world.azure.ofType('publicIPAddresses');
      expect(left.map(({ name }) => name).sort()).toEqual(Object.keys(ADDRESSES).sort());
      const [group] = await world.azure.ofType('networkSecurityGroups');
      expect(group!.properties.securityRules.filter(({ name }: Item) => name.startsWith('azurenetwork_'))).toEqual([]);
    }, 60_000);
  }, 90_000);
});
