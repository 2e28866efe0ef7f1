// Does each kind of source get its names? Asked by DNS, in the public and in a private zone.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../contract/describe-on-both.js';
import { eventually } from '../contract/eventually.js';
import { ask } from '../dns-client.js';
import { endpoint, ingress, plainService } from './names/cases.js';
import { seenIn } from './names/seen.js';
import { manifestOf } from './services/manifest.js';
import type { World } from './world.js';
import { addressOf, startWorld } from './world.js';

const HOSTNAME = 'external-dns.alpha.kubernetes.io/hostname';
const CRDS_FOLDER = process.env['CRDS_FOLDER'];

describeOnBoth('names of every source', (server, test) => {
  let world: World;
  const { answers, sees } = seenIn(() => world);

  beforeAll(async () => {
    world = await startWorld(server());
    const sources = [
      { kind: 'Ingress' },
      { kind: 'Service', publishInternal: true },
      { kind: 'DNSEndpoint' },
      { kind: 'Node', hostnameTemplate: '{{.Name}}.nodes.example.com' },
    ];
    const zones = [...(await world.azure.ofType('dnszones')), ...(await world.azure.ofType('privateDnsZones'))];
    await world.cluster.patch('azurenetworks', 'default', {
      spec: { dns: { zones: zones.map(({ id }) => ({ id })), sources } },
    });
    if (CRDS_FOLDER) {
      const file = join(CRDS_FOLDER, 'external-dns', 'dnsendpoints.externaldns.k8s.io.yaml');
      await world.apply(await readFile(file, 'utf8'));
    }
  }, 60_000);
  afterAll(async () => world?.stop(), 60_000);

  const nodeAddresses = async (): Promise<readonly string[]> => {
    const nodes = await world.cluster.list('nodes');
    const all = nodes.flatMap(({ status }) => status.addresses as readonly { type: string; address: string }[]);
    return all
      .filter(({ type, address }) => type === 'InternalIP' && !address.includes(':'))
      .map(({ address }) => address)
      .sort();
  };

  test('a Node: by the template, at its internal address where it has no other', async () => {
    const { metadata, status } = (await world.cluster.list('nodes'))[0];
    const { address } = status.addresses.find(({ type }: { type: string }) => type === 'InternalIP');
    await sees(`${metadata.name}.nodes.example.com`, 'A', [address]);
  }, 60_000);

  test('a NodePort Service: its nodes, and where to find the port', async () => {
    const spec = { type: 'NodePort', ports: [{ name: 'http', port: 80 }] };
    await world.apply(plainService('np', { [HOSTNAME]: 'np.example.com' }, spec));
    await sees('np.example.com', 'A', await nodeAddresses());
    const { nodePort } = (await world.cluster.get('services', 'np')).spec.ports[0];
    await sees('_np._tcp.np.example.com', 'SRV', [`0 50 ${nodePort} np.example.com`]);
  }, 60_000);

  test('a ClusterIP Service: published where the settings say so', async () => {
    await world.apply(plainService('inner', { [HOSTNAME]: 'inner.corp.example' }, { ports: [{ port: 80 }] }));
    const { clusterIP } = (await world.cluster.get('services', 'inner')).spec;
    await sees('inner.corp.example', 'A', [clusterIP], true);
  }, 60_000);

  test('a headless Service: its pods that are ready, and each that has a name by it', async () => {
    // Without a selector nobody but us says which pods are ready.
    const spec = { clusterIP: 'None', ports: [{ port: 80 }] };
    await world.apply(plainService('set', { [HOSTNAME]: 'set.corp.example' }, spec));
    const places = { 'set-0': '10.224.9.1', 'set-1': '10.224.9.2' };
    for (const [name, podIP] of Object.entries(places)) {
      await world.apply(podOf(name));
      await world.cluster.patch('pods', name, { status: { podIP, podIPs: [{ ip: podIP }] } }, 'status');
    }
    await world.apply(sliceOf('set', places, 'set-0'));
    await sees('set.corp.example', 'A', ['10.224.9.1'], true);
    await sees('set-0.set.corp.example', 'A', ['10.224.9.1'], true);
    expect(await answers('set-1.set.corp.example', 'A', true)).toEqual([]);
    await world.apply(sliceOf('set', places, 'set-0', 'set-1'));
    await sees('set.corp.example', 'A', ['10.224.9.1', '10.224.9.2'], true);
    await sees('set-1.set.corp.example', 'A', ['10.224.9.2'], true);
    // Another's name is untouched by pods that go.
    await world.apply(sliceOf('set', places, 'set-1'));
    await sees('set.corp.example', 'A', ['10.224.9.2'], true);
    const { clusterIP } = (await world.cluster.get('services', 'inner')).spec;
    expect(await answers('inner.corp.example', 'A', true)).toEqual([clusterIP]);
  }, 60_000);

  test('an internal Service of ours: its address in the private zone', async () => {
    const annotations = {
      'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
      'azurenetwork.dev/hostname': 'api.corp.example',
    };
    await world.apply(manifestOf('api', { annotations }));
    await sees('api.corp.example', 'A', [await addressOf(world, 'api')], true);
    expect(await answers('api.corp.example')).toEqual([]);
  }, 60_000);

  test('an Ingress: a host in another script, with the TTL that it asks for', async () => {
    const annotations = { 'azurenetwork.dev/hostname': 'Bücher.example.com', 'azurenetwork.dev/ttl': '1m17s' };
    await world.apply(ingress('books', [], '203.0.113.80', annotations));
    await eventually(async () => {
      const { records } = await ask(world.azure.dnsPort, 'xn--bcher-kva.example.com', 'A');
      expect(records).toEqual(['xn--bcher-kva.example.com 77 A 203.0.113.80']);
    });
  }, 60_000);

  if (!CRDS_FOLDER) process.stderr.write('SKIPPED names of DNSEndpoints: CRDS_FOLDER is not set\n');
  else
    test('a DNSEndpoint: types that no other source has', async () => {
      await world.apply(
        endpoint('types', [
          { dnsName: 'example.com', recordType: 'CAA', targets: ['0 issue "ca.example.net"'] },
          { dnsName: 'child.example.com', recordType: 'NS', targets: ['ns1.example.net', 'ns2.example.net'] },
          { dnsName: '7.113.0.203.example.com', recordType: 'PTR', targets: ['host.example.net'] },
        ]),
      );
      await sees('example.com', 'CAA', ['0 issue "ca.example.net"']);
      await sees('7.113.0.203.example.com', 'PTR', ['host.example.net']);
      // A delegation: who asks below it is sent on.
      await eventually(async () => {
        const { authorities } = await ask(world.azure.dnsPort, 'www.child.example.com', 'A');
        expect(authorities.map((one) => one.split(' ').at(-1)).sort()).toEqual(['ns1.example.net', 'ns2.example.net']);
      });
    }, 60_000);
});

function podOf(name: string): string {
  // It fits on no node, so that its address is what the test says and not a kubelet's.
  const nodeSelector = { 'example.com/no-node': 'has-this' };
  const spec = { hostname: name, nodeSelector, containers: [{ name: 'one', image: 'one' }] };
  return JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
}

function sliceOf(service: string, places: Readonly<Record<string, string>>, ...ready: readonly string[]): string {
  return JSON.stringify({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${service}-by-hand`, labels: { 'kubernetes.io/service-name': service } },
    addressType: 'IPv4',
    ports: [{ name: '', protocol: 'TCP', port: 80 }],
    endpoints: Object.entries(places).map(([name, address]) => ({
      addresses: [address],
      conditions: { ready: ready.includes(name) },
      targetRef: { kind: 'Pod', name, namespace: 'default' },
    })),
  });
}
