// What goes wrong around it, and whom it concerns: an outage heals, a refusal is told where it belongs, others go on.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../contract/describe-on-both.js';
import { eventually } from '../contract/eventually.js';
import type { World } from './world.js';
import { addressOf, startWorld } from './world.js';

describeOnBoth('troubles', (server, test) => {
  let world: World;
  let group: string;

  beforeAll(async () => {
    world = await startWorld(server(), { settings: { drift: { interval: '10s' } } });
    group = (await world.azure.ofType('dnsZones'))[0]!.id.split('/providers/')[0]!;
  }, 60_000);
  afterAll(async () => world?.stop(), 60_000);

  const conditionOf = async (plural: string, name: string, type: string): Promise<Record<string, string>> => {
    const { status } = await world.cluster.get(plural, name);
    return status.conditions?.find((one: { type: string }) => one.type === type) ?? {};
  };

  test('the API server goes away and comes back: what changed meanwhile is done', async () => {
    await world.apply(service('before', 8001));
    await addressOf(world, 'before');
    await server().stopApiServer();
    await server().startApiServer();
    await world.apply(service('after', 8002));
    await addressOf(world, 'after');
    expect(world.operator().process.exitCode).toBeNull();
    expect(await world.azure.ofType('publicIPAddresses')).toHaveLength(2);
  }, 120_000);

  test('Azure drops every connection for a while: the Service gets its address when it is back', async () => {
    await world.azure.fail([{ match: { times: 25 }, fault: { dropBefore: true } }]);
    await world.apply(service('patient', 8003));
    await addressOf(world, 'patient');
  }, 120_000);

  test('an answer lost after the write is no second resource', async () => {
    await world.azure.fail([{ match: { method: 'PUT', times: 3 }, fault: { dropAfterCommit: true } }]);
    await world.apply(service('lost', 8004));
    await addressOf(world, 'lost');
    expect(await world.azure.ofType('publicIPAddresses')).toHaveLength(4);
    await world.azure.fail([]);
  }, 120_000);

  test('a failed operation is told on the Service, and tried again', async () => {
    await world.azure.fail([
      {
        match: { method: 'PUT', path: '**/publicIPAddresses/*', times: 4 },
        fault: { failOperation: { code: 'PublicIPCountLimitReached', message: 'No more public IPs.' } },
      },
    ]);
    await world.apply(service('unlucky', 8005));
    await eventually(async () => {
      expect(await conditionOf('services', 'unlucky', 'azurenetwork.dev/Programmed')).toMatchObject({
        reason: 'AzureError',
        message: expect.stringContaining('PublicIPCountLimitReached') as unknown,
      });
    });
    await world.azure.fail([]);
    await addressOf(world, 'unlucky');
  }, 120_000);

  test('no permission on one zone: the other zone and everything else go on', async () => {
    const forbidden = `${group}/providers/Microsoft.Network/dnsZones/forbidden.test`;
    await world.azure.put({
      id: forbidden,
      name: 'forbidden.test',
      type: 'Microsoft.Network/dnszones',
      location: 'global',
      properties: {},
    });
    await world.azure.fail([
      { match: { path: '**/dnsZones/forbidden.test/**' }, fault: { status: 403, code: 'AuthorizationFailed' } },
    ]);
    const zones = [...(await world.cluster.get('azurenetworks', 'default')).spec.dns.zones, { id: forbidden }];
    await world.cluster.patch('azurenetworks', 'default', { spec: { dns: { zones } } });
    await world.apply(ingress('one', 'one.forbidden.test') + '---\n' + ingress('two', 'two.example.com'));
    await eventually(async () => {
      expect((await world.azure.ofType('dnszones/A')).map(({ name }) => name)).toEqual(['two']);
      expect(await conditionOf('azurenetworks', 'default', 'Accepted')).toMatchObject({
        status: 'False',
        message: expect.stringContaining('forbidden.test') as unknown,
      });
    });
    await world.apply(service('meanwhile', 8006));
    await addressOf(world, 'meanwhile');
  }, 120_000);

  test('with the permission the record comes', async () => {
    await world.azure.fail([]);
    await eventually(async () => {
      expect((await world.azure.ofType('dnszones/A')).map(({ name }) => name).sort()).toEqual(['one', 'two']);
    }, 60_000);
  }, 120_000);

  test('settings that name a security group which is not there: told, nothing lost, and nobody is called open', async () => {
    const before = (await world.azure.ofType('networkSecurityGroups'))[0]!;
    const missing = before.id.replace(/[^/]+$/, 'nsg-missing');
    await world.cluster.patch('azurenetworks', 'default', {
      spec: { securityGroups: [{ id: before.id }, { id: missing }] },
    });
    await eventually(async () => {
      expect(await conditionOf('azurenetworks', 'default', 'Accepted')).toMatchObject({
        status: 'False',
        message: expect.stringContaining('nsg-missing') as unknown,
      });
    });
    await world.apply(service('late', 8007));
    await eventually(async () => {
      const rules = (await world.azure.ofType('networkSecurityGroups'))[0]!.properties.securityRules as {
        properties: { destinationPortRanges?: string[] };
      }[];
      expect(rules.some(({ properties }) => properties.destinationPortRanges?.includes('8007'))).toBe(true);
    });
    expect((await world.cluster.get('services', 'late')).status.loadBalancer).toEqual({});
    await world.cluster.patch('azurenetworks', 'default', { spec: { securityGroups: [{ id: before.id }] } });
    await addressOf(world, 'late');
  }, 120_000);

  test('wrong credentials are told on the settings, and nothing else happens until they are right', async () => {
    await world.operator().kill();
    await world.azure.fail([{ match: { path: '**oauth2**' }, fault: { status: 401, code: 'invalid_client' } }]);
    world.startOperator();
    await eventually(async () => {
      expect(await conditionOf('azurenetworks', 'default', 'Ready')).toMatchObject({
        status: 'False',
        reason: 'AzureUnreachable',
      });
    });
    expect(world.operator().process.exitCode).toBeNull();
    await world.azure.fail([]);
    await eventually(async () => {
      expect(await conditionOf('azurenetworks', 'default', 'Ready')).toMatchObject({ status: 'True' });
    }, 90_000);
  }, 150_000);
});

function service(name: string, port: number): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ${name} }
spec:
  type: LoadBalancer
  loadBalancerClass: azurenetwork.dev/azure
  selector: { app: ${name} }
  ports: [{ port: ${port} }]
`;
}

function ingress(name: string, host: string): string {
  return `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, annotations: { azurenetwork.dev/target: 203.0.113.5 } }
spec:
  rules: [{ host: ${host}, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }]
`;
}
