// The whole path, with real parts at both ends: a Kubernetes API here, the real SDK over HTTPS there.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../contract/describe-on-both.js';
import { eventually } from '../contract/eventually.js';
import { ask } from '../dns-client.js';
import type { Resource } from './fake-azure.js';
import type { World } from './world.js';
import { addressOf, essence, startWorld } from './world.js';

describeOnBoth('the operator, end to end', (server, test) => {
  let world: World;
  let untouched: string;

  beforeAll(async () => {
    world = await startWorld(server());
    untouched = essence(await world.azure.state());
  }, 60_000);
  afterAll(async () => world?.stop(), 60_000);

  const loadBalancer = async (): Promise<Resource> => (await world.azure.ofType('loadBalancers'))[0]!;
  const securityGroup = async (): Promise<Resource> => (await world.azure.ofType('networkSecurityGroups'))[0]!;
  const ourRules = async (): Promise<Resource[]> =>
    ((await securityGroup()).properties.securityRules as Resource[]).filter(({ name }) =>
      name.startsWith('azurenetwork_'),
    );
  const writes = async (after: number): Promise<string[]> =>
    (await world.azure.journal(after))
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path.split('/').slice(-2).join('/')}`);
  const last = async (): Promise<number> => (await world.azure.journal()).at(-1)?.sequence ?? 0;

  test('a Service gets an address that Azure made, with rules, probes and security rules behind it', async () => {
    await world.apply(HELLO);
    await world.apply(service('hello', '{ port: 80, targetPort: 8080 }'));
    const ip = await addressOf(world, 'hello');
    const publicIPs = await world.azure.ofType('publicIPAddresses');
    expect(publicIPs.map(({ properties }) => properties.ipAddress)).toEqual([ip]);
    const { properties } = await loadBalancer();
    const hello = await world.cluster.get('services', 'hello');
    expect(properties.loadBalancingRules.map((rule: Resource) => rule.properties.frontendPort)).toEqual([80]);
    expect(properties.probes.map((probe: Resource) => probe.properties.port)).toEqual([hello.spec.ports[0].nodePort]);
    expect(properties.backendAddressPools[0].properties.loadBalancerBackendAddresses).toHaveLength(3);
    expect((await ourRules()).map((rule) => rule.properties.destinationAddressPrefix)).toEqual([ip]);
    expect(hello.status.loadBalancer.ingress[0]).toMatchObject({
      ipMode: 'VIP',
      ports: [{ port: 80, protocol: 'TCP' }],
    });
    expect(hello.metadata.finalizers).toContain('service.kubernetes.io/load-balancer-cleanup');
  }, 60_000);

  test('its conditions and events say so', async () => {
    await eventually(async () => {
      const { status } = await world.cluster.get('services', 'hello');
      const conditions = Object.fromEntries(
        status.conditions.map(({ type, status: value }: { type: string; status: string }) => [type, value]),
      );
      expect(conditions).toMatchObject({ 'azurenetwork.dev/Accepted': 'True', 'azurenetwork.dev/Programmed': 'True' });
      const events = (await world.cluster.list('events')) as {
        regarding: { name: string };
        type: string;
        reason: string;
      }[];
      expect(events.filter(({ regarding }) => regarding.name === 'hello')).toContainEqual(
        expect.objectContaining({ type: 'Normal', reason: 'Programmed' }),
      );
    });
  }, 60_000);

  test('one more Service costs three writes', async () => {
    const before = await last();
    await world.apply(service('second', '{ port: 8080 }'));
    await addressOf(world, 'second');
    expect((await writes(before)).sort()).toEqual([
      expect.stringMatching(/^PUT loadBalancers\//),
      expect.stringMatching(/^PUT networkSecurityGroups\//),
      expect.stringMatching(/^PUT publicIPAddresses\//),
    ]);
  }, 60_000);

  test('ports, sources, timeout and affinity follow the Service', async () => {
    await world.cluster.patch('services', 'second', {
      metadata: { annotations: { [IDLE_TIMEOUT]: '10' } },
      spec: {
        sessionAffinity: 'ClientIP',
        loadBalancerSourceRanges: ['203.0.113.0/24'],
        ports: [
          { name: 'a', port: 8080 },
          { name: 'b', port: 5353, protocol: 'UDP' },
        ],
      },
    });
    const ip = await addressOf(world, 'second');
    await eventually(async () => {
      const rules = (await loadBalancer()).properties.loadBalancingRules as Resource[];
      const mine = rules.filter(({ properties }) => properties.frontendPort !== 80);
      expect(mine.map(({ properties: p }) => [p.protocol, p.frontendPort, p.loadDistribution]).sort()).toEqual([
        ['Tcp', 8080, 'SourceIP'],
        ['Udp', 5353, 'SourceIP'],
      ]);
      expect(mine.find(({ properties: p }) => p.protocol === 'Tcp')!.properties.idleTimeoutInMinutes).toBe(10);
      const open = (await ourRules()).filter(({ properties: p }) => p.destinationAddressPrefix === ip);
      expect(open.map(({ properties: p }) => p.sourceAddressPrefix)).toEqual(['203.0.113.0/24', '203.0.113.0/24']);
    });
  }, 60_000);

  test('a node that joins, and one that leaves, is one write', async () => {
    const before = await last();
    await world.apply(node('late', '10.224.0.99'));
    const members = async (): Promise<string[]> =>
      (
        (await loadBalancer()).properties.backendAddressPools[0].properties.loadBalancerBackendAddresses as Resource[]
      ).map(({ properties }) => properties.ipAddress as string);
    await world.cluster.patch(
      'nodes',
      'late',
      { status: { addresses: [{ type: 'InternalIP', address: '10.224.0.99' }] } },
      'status',
    );
    await eventually(async () => expect(await members()).toContain('10.224.0.99'));
    expect(await writes(before)).toEqual([expect.stringMatching(/^PUT loadBalancers\//)]);
    await world.cluster.remove('nodes', 'late');
    await eventually(async () => expect(await members()).not.toContain('10.224.0.99'));
    expect(await writes(before)).toHaveLength(2);
  }, 60_000);

  test('an internal Service gets an address of its subnet and nothing public', async () => {
    await world.apply(
      service('inside', '{ port: 8443 }', '{ service.beta.kubernetes.io/azure-load-balancer-internal: "true" }'),
    );
    const ip = await addressOf(world, 'inside');
    expect(ip).toMatch(/^10\./);
    expect(await world.azure.ofType('publicIPAddresses')).toHaveLength(2);
    expect((await world.azure.ofType('loadBalancers')).map(({ name }) => name).sort()).toEqual(['e2e', 'e2e-internal']);
  }, 60_000);

  test('a PortExposure stays closed without a policy, and opens the nodes of its pods with one', async () => {
    await world.apply(RELAY);
    await eventually(async () => {
      const { status } = await world.cluster.get('portexposures', 'relay');
      expect(status.conditions).toContainEqual(
        expect.objectContaining({ type: 'Accepted', status: 'False', reason: 'NoPolicy' }),
      );
    });
    expect(await relayRules()).toEqual([]);
    await world.apply(POLICY);
    await eventually(async () => {
      const hosts = await hostsOf('relay');
      expect(hosts).toHaveLength(1);
      expect(await relayRules()).toEqual([hosts]);
    });
  }, 60_000);

  test('it follows its pods from node to node', async () => {
    const [before] = await hostsOf('relay');
    const nodes = (await world.cluster.list('nodes')) as Item[];
    const old = nodes.find(({ status }) => status.addresses[0]!.address === before)!.metadata.name;
    await world.cluster.patch('nodes', old, { spec: { unschedulable: true } });
    for (const { metadata } of (await world.cluster.list('pods', 'app=relay')) as Item[]) {
      await world.cluster.mark('pods', metadata.name);
    }
    await eventually(async () => {
      const hosts = await hostsOf('relay');
      expect(hosts).toHaveLength(1);
      expect(hosts).not.toContain(before);
      expect(await relayRules()).toEqual([hosts]);
    });
    await world.cluster.patch('nodes', old, { spec: { unschedulable: null } });
  }, 60_000);

  test('an Ingress with an address in its status gets its record sets', async () => {
    await world.apply(INGRESS);
    await world.cluster.patch(
      'ingresses',
      'shop',
      { status: { loadBalancer: { ingress: [{ ip: '198.51.100.9' }] } } },
      'status',
    );
    await eventually(async () => {
      const records = await world.azure.ofType('dnszones/A');
      expect(records.map(({ name, properties }) => [name, properties.ARecords])).toEqual([
        ['shop.e2e', [{ ipv4Address: '198.51.100.9' }]],
      ]);
      expect((await ask(world.azure.dnsPort, 'shop.e2e.example.com')).answers).toEqual(['198.51.100.9']);
    });
    await world.cluster.patch(
      'ingresses',
      'shop',
      { status: { loadBalancer: { ingress: [{ hostname: 'lb.example.net' }] } } },
      'status',
    );
    await eventually(async () => {
      expect(await world.azure.ofType('dnszones/A')).toEqual([]);
      expect(
        (await world.azure.ofType('dnszones/CNAME')).map(({ properties }) => properties.CNAMERecord.cname),
      ).toEqual(['lb.example.net']);
      expect(await ask(world.azure.dnsPort, 'shop.e2e.example.com')).toMatchObject({
        rcode: 'NOERROR',
        answers: ['lb.example.net'],
      });
    });
  }, 60_000);

  test('a change of type takes everything away, and the Service can be deleted', async () => {
    await world.apply(service('turncoat', '{ port: 9999 }'));
    const ip = await addressOf(world, 'turncoat');
    await world.cluster.patch('services', 'turncoat', { spec: { type: 'ClusterIP' } });
    await eventually(async () => {
      const { metadata, status } = await world.cluster.get('services', 'turncoat');
      expect(metadata.finalizers ?? []).toEqual([]);
      expect(status.conditions ?? []).toEqual([]);
      expect(
        (await world.azure.ofType('publicIPAddresses')).map(({ properties }) => properties.ipAddress as string),
      ).not.toContain(ip);
    });
    await world.cluster.remove('services', 'turncoat');
  }, 60_000);

  test('a bad value opens nothing, keeps what is there and is named; others go on', async () => {
    const rulesBefore = (await ourRules()).map(({ name }) => name).sort();
    const addressBefore = await addressOf(world, 'hello');
    await world.cluster.patch('services', 'hello', { metadata: { annotations: { [IDLE_TIMEOUT]: '3' } } });
    await world.apply(service('third', '{ port: 443 }'));
    await addressOf(world, 'third');
    await eventually(async () => {
      const { status } = await world.cluster.get('services', 'hello');
      const accepted = status.conditions.find(({ type }: { type: string }) => type === 'azurenetwork.dev/Accepted');
      expect(accepted).toMatchObject({ status: 'False', message: expect.stringContaining('idle-timeout') as unknown });
      expect(status.loadBalancer.ingress[0].ip).toBe(addressBefore);
    });
    expect((await ourRules()).map(({ name }) => name)).toEqual(expect.arrayContaining(rulesBefore));
    await world.cluster.patch('services', 'hello', { metadata: { annotations: { [IDLE_TIMEOUT]: null } } });
    await world.cluster.remove('services', 'third');
  }, 60_000);

  test('deleting everything leaves Azure as it was', async () => {
    await world.cluster.remove('services', 'hello', 'second', 'inside');
    await world.cluster.remove('portexposures', 'relay');
    await world.cluster.remove('ingresses', 'shop');
    await eventually(async () => expect(essence(await world.azure.state())).toBe(untouched));
  }, 120_000);

  interface Item {
    readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
    readonly status: {
      readonly hostIP?: string;
      readonly phase?: string;
      readonly addresses: readonly { readonly address: string }[];
    };
  }

  async function hostsOf(app: string): Promise<string[]> {
    const pods = (await world.cluster.list('pods', `app=${app}`)) as Item[];
    const running = pods.filter(({ metadata, status }) => !metadata.deletionTimestamp && status.phase === 'Running');
    return [...new Set(running.map(({ status }) => status.hostIP!))].sort();
  }

  async function relayRules(): Promise<string[][]> {
    const rules = (await ourRules()).filter(({ properties }) =>
      (properties.destinationPortRanges as string[]).includes('7000'),
    );
    return rules.map(({ properties: p }) =>
      [
        ...((p.destinationAddressPrefixes as string[] | undefined) ?? []),
        ...(p.destinationAddressPrefix ? [p.destinationAddressPrefix as string] : []),
      ].sort(),
    );
  }
});

const IDLE_TIMEOUT = 'service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout';

const HELLO = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: hello }
spec:
  replicas: 2
  selector: { matchLabels: { app: hello } }
  template:
    metadata: { labels: { app: hello } }
    spec: { containers: [{ name: hello, image: hello }] }
`;

function service(name: string, port: string, annotations = '{}'): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: ${name}, annotations: ${annotations} }
spec:
  type: LoadBalancer
  loadBalancerClass: azurenetwork.dev/azure
  selector: { app: ${name} }
  ports: [${port}]
`;
}

function node(name: string, address: string): string {
  return `
apiVersion: v1
kind: Node
metadata: { name: ${name} }
spec: { podCIDR: 10.250.0.0/24 }
status: { addresses: [{ type: InternalIP, address: ${address} }] }
`;
}

const RELAY = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: relay }
spec:
  replicas: 1
  selector: { matchLabels: { app: relay } }
  template:
    metadata: { labels: { app: relay } }
    spec:
      terminationGracePeriodSeconds: 0
      containers: [{ name: relay, image: relay, ports: [{ containerPort: 7000, hostPort: 7000, protocol: UDP }] }]
---
apiVersion: azurenetwork.dev/v1alpha1
kind: PortExposure
metadata: { name: relay }
spec:
  podSelector: { matchLabels: { app: relay } }
  path: HostPort
  ports: [{ port: 7000, protocol: UDP }]
  sources: { cidrs: [203.0.113.64/26] }
`;

const POLICY = `
apiVersion: azurenetwork.dev/v1alpha1
kind: ExposurePolicy
metadata: { name: partners }
spec:
  namespaceSelector: {}
  paths: [HostPort]
  portRanges: [{ from: 7000, to: 8000 }]
  sources: { allowedCIDRs: [203.0.113.0/24] }
`;

const INGRESS = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  rules: [{ host: shop.e2e.example.com, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: hello, port: { number: 80 } } } }] } }]
`;
