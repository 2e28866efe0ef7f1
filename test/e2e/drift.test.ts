// What somebody else changes behind its back: ours is put right at the next check, everything else stays as it is.
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Case } from '../contract/describe-on-both.js';
import { describeOnBoth } from '../contract/describe-on-both.js';
import { eventually } from '../contract/eventually.js';
import type { Resource } from './fake-azure.js';
import type { World } from './world.js';
import { addressOf, startWorld } from './world.js';

const FOREIGN_RULE = {
  name: 'somebody-else',
  properties: {
    access: 'Allow',
    direction: 'Inbound',
    priority: 200,
    protocol: 'Tcp',
    sourceAddressPrefix: '192.0.2.0/24',
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: '22',
    laterProperty: { unknown: ['to', 'every', 'SDK'] },
  },
};

describeOnBoth('drift', (server, test, isReal) => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld(server(), { settings: { drift: { interval: '10s' } } });
    await world.apply(MANIFESTS);
    await addressOf(world, 'web');
    await eventually(async () => expect(await world.azure.ofType('dnszones/A')).toHaveLength(1));
  }, 60_000);
  afterAll(async () => world?.stop(), 60_000);

  const only = async (type: string): Promise<Resource> => {
    const found = await world.azure.ofType(type);
    expect(found).toHaveLength(1);
    return found[0]!;
  };
  const isOurs = ({ name }: Resource): boolean => name.startsWith('azurenetwork_');

  test('a deleted rule comes back, and what others put there stays, to the last unknown property', async () => {
    const group = await only('networkSecurityGroups');
    const foreign = group.properties.securityRules.filter((rule: Resource) => !isOurs(rule));
    await world.azure.put({
      ...group,
      tags: { ...group.tags, team: 'security' },
      properties: { ...group.properties, securityRules: [...foreign, FOREIGN_RULE], laterProperty: { a: 1 } },
    });
    await eventually(async () => {
      const { tags, properties } = await only('networkSecurityGroups');
      expect(properties.securityRules.filter(isOurs)).toHaveLength(1);
      expect(tags).toMatchObject({ team: 'security' });
      expect(properties.laterProperty).toEqual({ a: 1 });
      const kept = properties.securityRules.find(({ name }: Resource) => name === 'somebody-else');
      expect(kept.properties).toMatchObject(FOREIGN_RULE.properties);
    });
  }, 60_000);

  test('a changed rule of the load balancer is put right; unknown properties in it and around it stay', async () => {
    const balancer = await only('loadBalancers');
    const [rule] = balancer.properties.loadBalancingRules as Resource[];
    await world.azure.put({
      ...balancer,
      properties: {
        ...balancer.properties,
        laterProperty: 'kept',
        loadBalancingRules: [
          { ...rule, properties: { ...rule!.properties, idleTimeoutInMinutes: 30, laterProperty: { b: 2 } } },
        ],
      },
    });
    await eventually(async () => {
      const { properties } = await only('loadBalancers');
      expect(properties.laterProperty).toBe('kept');
      expect(properties.loadBalancingRules[0].properties).toMatchObject({
        idleTimeoutInMinutes: 4,
        laterProperty: { b: 2 },
      });
    });
  }, 60_000);

  test('what was found, and since when, is told on the Service and on the settings', async () => {
    const told = async (name: string): Promise<readonly string[]> =>
      (await world.cluster.list('events'))
        .filter(({ regarding, reason }) => regarding.name === name && reason === 'DriftRepaired')
        .map(({ note }) => note as string);
    await eventually(async () => {
      for (const name of ['web', 'default']) {
        const notes = (await told(name)).join('\n');
        expect(notes).toContain('idleTimeoutInMinutes');
        expect(notes).toMatch(/\d{4}-\d\d-\d\dT\d\d:\d\d/);
      }
    });
  }, 30_000);

  // It takes several checks of ten seconds each, and the API server has no part in it.
  const onEmbedded: Case = (...one) => void (isReal || test(...one));
  onEmbedded(
    'who keeps changing it is told of, and left alone for a while',
    async () => {
      const count = 30;
      const flapping = async (): Promise<boolean> =>
        (await world.cluster.list('events')).some(({ reason }) => reason === 'DriftFlapping');
      for (let n = 0; n < count && !(await flapping()); n++) {
        const balancer = await only('loadBalancers');
        const [rule] = balancer.properties.loadBalancingRules as Resource[];
        const changed = { ...rule, properties: { ...rule!.properties, idleTimeoutInMinutes: 20 + n } };
        await world.azure.put({
          ...balancer,
          properties: { ...balancer.properties, loadBalancingRules: [changed] },
        });
        await eventually(async () => {
          const { properties } = await only('loadBalancers');
          const isRepaired = properties.loadBalancingRules[0].properties.idleTimeoutInMinutes === 4;
          expect(isRepaired || (await flapping())).toBe(true);
        }, 30_000);
      }
      expect(await flapping()).toBe(true);
    },
    120_000,
  );

  test('an overwritten record is put right; one of somebody else stays', async () => {
    const record = await only('dnszones/A');
    const foreign = {
      ...record,
      id: record.id.replace(/[^/]+$/, 'somebody-else'),
      name: 'somebody-else',
      properties: { TTL: 60, ARecords: [{ ipv4Address: '192.0.2.77' }] },
    };
    await world.azure.put({
      ...record,
      properties: { ...record.properties, ARecords: [{ ipv4Address: '192.0.2.66' }] },
    });
    await world.azure.put(foreign);
    await eventually(async () => {
      const records = await world.azure.ofType('dnszones/A');
      expect(records.map(({ name, properties }) => [name, properties.ARecords[0].ipv4Address]).sort()).toEqual([
        ['shop', '198.51.100.9'],
        ['somebody-else', '192.0.2.77'],
      ]);
    });
  }, 60_000);

  test('a foreign record at a wanted name is named as a problem and not touched', async () => {
    await world.cluster.patch('ingresses', 'shop', { spec: { rules: [{ host: 'somebody-else.example.com' }] } });
    await eventually(async () => {
      expect((await world.cluster.list('events')).map(({ reason }) => reason as string)).toContain('NameTaken');
    });
    const records = await world.azure.ofType('dnszones/A');
    expect(records.find(({ name }) => name === 'somebody-else')!.properties.ARecords).toEqual([
      { ipv4Address: '192.0.2.77' },
    ]);
  }, 60_000);
});

const MANIFESTS = `
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  type: LoadBalancer
  loadBalancerClass: azurenetwork.dev/azure
  selector: { app: web }
  ports: [{ port: 80 }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, annotations: { external-dns.alpha.kubernetes.io/target: 198.51.100.9 } }
spec:
  rules: [{ host: shop.example.com, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }]
`;
