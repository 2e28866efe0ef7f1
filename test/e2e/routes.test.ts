// Names of routes, end to end. The Gateway API comes to a cluster that had none of it while the operator runs; the part of
// the gateway controller is played here: it says in the statuses what it accepts, and where it listens.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test as jestTest } from '@jest/globals';
import { describeOnBoth } from '../contract/describe-on-both.js';
import { eventually } from '../contract/eventually.js';
import { ask } from '../dns-client.js';
import type { World } from './world.js';
import { startWorld } from './world.js';

const FOLDER = process.env['CRDS_FOLDER'];
if (FOLDER) describeOnBoth('routes, end to end', (server, test) => suite(FOLDER, server, test));
else {
  process.stderr.write('SKIPPED routes, end to end: CRDS_FOLDER is not set\n');
  describe('routes, end to end', () => jestTest.skip('CRDS_FOLDER is not set', () => undefined));
}

type Declare = Parameters<typeof describeOnBoth>[1];

function suite(folder: string, server: Parameters<Declare>[0], test: Parameters<Declare>[1]): void {
  let world: World;
  beforeAll(async () => {
    world = await startWorld(server());
  }, 60_000);
  afterAll(async () => world?.stop(), 60_000);

  /** Of the A record sets: `shop 198.51.100.9`. */
  const records = async (): Promise<readonly string[]> =>
    (await world.azure.ofType('dnszones/A'))
      .map(({ name, properties }) => [name, ...addressesOf(properties.ARecords)].join(' '))
      .sort();
  const writes = async (): Promise<number> =>
    (await world.azure.journal()).filter(({ method, path }) => method !== 'GET' && /\/dnszones\//i.test(path)).length;
  const accept = async (plural: 'httproutes' | 'listenersets', name: string, refs: readonly object[] = []) => {
    const { generation } = (await world.cluster.get(plural, name)).metadata;
    const conditions = [accepted(generation as number)];
    const parents = refs.map((parentRef) => ({ parentRef, controllerName: 'example.net/edge', conditions }));
    await world.cluster.patch(
      plural,
      name,
      { status: plural === 'httproutes' ? { parents } : { conditions } },
      'status',
    );
  };
  const listenAt = (gateway: string, ...addresses: readonly string[]) =>
    world.cluster.patch(
      'gateways',
      gateway,
      { status: { addresses: addresses.map((value) => ({ type: 'IPAddress', value })) } },
      'status',
    );

  test('a cluster without the Gateway API has its other names', async () => {
    await world.apply(INGRESS);
    const status = { loadBalancer: { ingress: [{ ip: '198.51.100.9' }] } };
    await world.cluster.patch('ingresses', 'old', { status }, 'status');
    await eventually(async () => expect(await records()).toEqual(['old 198.51.100.9']));
  }, 60_000);

  test('one that gets it later has those of its routes, once the Gateway accepts them and has an address', async () => {
    for (const definition of await definitionsIn(join(folder, 'gateway-api'))) await world.apply(definition);
    await eventually(() => world.apply(EDGE + SHOP));
    await accept('httproutes', 'shop', [{ name: 'edge' }]);
    await listenAt('edge', '198.51.100.20');
    // Kinds that weren't there are asked for every 10 to 15 seconds.
    await eventually(async () => expect(await records()).toEqual(['old 198.51.100.9', 'shop 198.51.100.20']), 60_000);
    expect((await ask(world.azure.dnsPort, 'shop.example.com')).answers).toEqual(['198.51.100.20']);
  }, 90_000);

  test('a route that changes keeps its names until its Gateway has seen the change', async () => {
    await world.cluster.patch('httproutes', 'shop', { spec: { hostnames: ['store.example.com', 'blog.example.com'] } });
    await world.cluster.patch('ingresses', 'old', {
      spec: { rules: [{ ...RULE, host: 'older.example.com' }] },
    });
    // What comes later has been done, so this would have been.
    await eventually(async () => expect(await records()).toEqual(['older 198.51.100.9', 'shop 198.51.100.20']));
    await accept('httproutes', 'shop', [{ name: 'edge' }]);
    await eventually(async () =>
      expect(await records()).toEqual(['blog 198.51.100.20', 'older 198.51.100.9', 'store 198.51.100.20']),
    );
  }, 60_000);

  test('a Gateway that moves takes its names along, one write each', async () => {
    const before = await writes();
    await listenAt('edge', '198.51.100.21');
    await eventually(async () =>
      expect(await records()).toEqual(['blog 198.51.100.21', 'older 198.51.100.9', 'store 198.51.100.21']),
    );
    expect((await writes()) - before).toBe(2);
  }, 60_000);

  test('a Gateway without an address for a moment loses none', async () => {
    const before = await writes();
    await listenAt('edge');
    await world.apply(SECOND);
    await accept('httproutes', 'second', [{ name: 'second' }]);
    await listenAt('second', '198.51.100.30');
    await eventually(async () =>
      expect(await records()).toEqual([
        'blog 198.51.100.21',
        'older 198.51.100.9',
        'second 198.51.100.30',
        'store 198.51.100.21',
      ]),
    );
    expect((await writes()) - before).toBe(1);
    await listenAt('edge', '198.51.100.21');
  }, 60_000);

  test('a ListenerSet leads its routes where it says', async () => {
    await world.apply(TEAM);
    await accept('listenersets', 'team');
    await accept('httproutes', 'team', [{ kind: 'ListenerSet', name: 'team' }]);
    await eventually(async () => expect(await records()).toContain('team 198.51.100.40'));
  }, 60_000);

  test('routes that are deleted take their names along', async () => {
    await world.cluster.remove('httproutes', 'shop', 'second', 'team');
    await world.cluster.remove('ingresses', 'old');
    await eventually(async () => expect(await records()).toEqual([]));
  }, 60_000);
}

function addressesOf(records: readonly { readonly ipv4Address: string }[]): readonly string[] {
  return records.map(({ ipv4Address }) => ipv4Address);
}

function accepted(observedGeneration: number): object {
  const lastTransitionTime = '2026-01-01T00:00:00Z';
  return { type: 'Accepted', status: 'True', reason: 'Accepted', message: '', lastTransitionTime, observedGeneration };
}

async function definitionsIn(folder: string): Promise<readonly string[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return texts.filter((text) => text.includes('\nkind: CustomResourceDefinition\n'));
}

const RULE = {
  http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] },
};

const INGRESS = JSON.stringify({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'old' },
  spec: { rules: [{ ...RULE, host: 'old.example.com' }] },
});

const EDGE = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge }
spec:
  gatewayClassName: example
  allowedListeners: { namespaces: { from: Same } }
  listeners: [{ name: http, protocol: HTTP, port: 80, hostname: "*.example.com" }]
`;

const SHOP = `
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop }
spec:
  parentRefs: [{ name: edge }]
  hostnames: [shop.example.com]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`;

const SECOND = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: second }
spec:
  gatewayClassName: example
  listeners: [{ name: http, protocol: HTTP, port: 80 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: second }
spec:
  parentRefs: [{ name: second }]
  hostnames: [second.example.com]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`;

const TEAM = `
apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: { name: team, annotations: { azurenetwork.dev/target: 198.51.100.40 } }
spec:
  parentRef: { name: edge }
  listeners: [{ name: http, protocol: HTTP, port: 8080, hostname: team.example.com }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: team }
spec:
  parentRefs: [{ kind: ListenerSet, name: team }]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`;
