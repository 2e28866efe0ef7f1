// Is what we keep of an object what Kubernetes says, and what of a manifest that says little? Which nodes are in the pool?
import { describe, expect, test } from '@jest/globals';
import type { Pod, WatchedKind } from '../../../src/core/cluster/cluster-state.js';
import { project } from '../../../src/core/cluster/project.js';
import { readExposures } from '../../../src/core/cluster/read-exposures.js';
import { NO_MEMORY } from '../../../src/core/memory.js';
import { cluster, node, settings } from '../../builders.js';

describe('a manifest that says little', () => {
  test('gets what the API server would have filled in', () => {
    const service = project('Service', { metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } });
    expect(service).toMatchObject({
      type: 'ClusterIP',
      meta: { namespace: 'default', creationTimestamp: '', labels: {}, finalizers: [] },
      ports: [{ protocol: 'TCP', port: 80 }],
      ingress: [],
      conditions: [],
    });
  });

  test('gets a UID that looks like one, the same each time, another for another name', () => {
    const uid = (kind: WatchedKind, name: string) => project(kind, { metadata: { name } }).meta.uid;
    expect(uid('Service', 'web')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uid('Service', 'web')).toBe(uid('Service', 'web'));
    const names = Array.from({ length: 2000 }, (_, index) => uid('Service', `web-${index}`));
    expect(new Set(names).size).toBe(2000);
    expect(uid('Ingress', 'web')).not.toBe(uid('Service', 'web'));
  });

  test.each<WatchedKind>([
    'Service',
    'Node',
    'Pod',
    'Ingress',
    'Namespace',
    'AzureNetwork',
    'PortExposure',
    'ExposurePolicy',
  ])('is no reason to fail: %s', (kind) => {
    for (const raw of [
      undefined,
      null,
      'text',
      {},
      { metadata: 1, spec: [], status: 'x' },
      { spec: { ports: [1], rules: {} } },
    ])
      expect(project(kind, raw)).toMatchObject({ kind, meta: { name: '' } });
  });

  test('cluster-scoped kinds have no namespace', () => {
    expect(project('Node', { metadata: { name: 'n', namespace: 'x' } }).meta).not.toHaveProperty('namespace');
  });
});

test.each([
  { ranges: '10.0.0.0/8', because: 'a text where a list belongs' },
  { ranges: [10], because: 'a number in the list' },
  { ranges: { cidr: '10.0.0.0/8' }, because: 'an object where a list belongs' },
])('source ranges of a wrong shape are told, and nothing is opened to everybody: $because', ({ ranges }) => {
  const raw = { metadata: { name: 'web' }, spec: { ports: [{ port: 80 }], loadBalancerSourceRanges: ranges } };
  const kept = project('Service', raw);
  expect(kept.kind === 'Service' && kept.loadBalancerSourceRanges).toHaveLength(1);
  const spec = { ...raw.spec, type: 'LoadBalancer', loadBalancerClass: 'azurenetwork.dev/azure' };
  const state = cluster({ object: () => project('Service', { ...raw, spec }) });
  const { loadBalancers, problems } = readExposures(state, settings(), {
    now: 0,
    memory: NO_MEMORY,
    assumeFinalizers: true,
  });
  expect(loadBalancers).toMatchObject([{ standing: 'Held' }]);
  expect(problems.map(({ key }) => key)).toContain('spec.loadBalancerSourceRanges[0]');
});

test('the ports of a Pod are those of its containers and sidecars, not of what runs before them', () => {
  const port = (containerPort: number) => ({ ports: [{ containerPort, hostPort: containerPort }] });
  const initContainers = [{ ...port(2), restartPolicy: 'Always' }, port(3)];
  const pod = project('Pod', { metadata: { name: 'p' }, spec: { containers: [port(1)], initContainers } });
  expect(pod).toMatchObject({ ports: [{ containerPort: 1, protocol: 'TCP' }, { containerPort: 2 }] });
  expect((pod as Pod).ports).toHaveLength(2);
});

test('of an EndpointSlice what is ready stays, and no label; names are no addresses', () => {
  const slice = project('EndpointSlice', {
    metadata: { name: 'web-x', labels: { 'kubernetes.io/service-name': 'web', other: 'x' }, annotations: { a: 'b' } },
    addressType: 'IPv4',
    ports: [{ name: 'http', protocol: 'TCP', port: 8080 }, { port: null }],
    endpoints: [
      { addresses: ['10.1.0.2'], conditions: { ready: true } },
      { addresses: ['10.1.0.1'] },
      { addresses: ['10.1.0.3'], conditions: { ready: false, serving: true, terminating: true } },
      { addresses: ['pod.example.com'], conditions: { ready: true } },
      { addresses: null },
    ],
  });
  expect(slice).toMatchObject({
    meta: { namespace: 'default', name: 'web-x', labels: {}, annotations: {} },
    serviceName: 'web',
    ports: [
      { name: 'http', protocol: 'TCP', port: 8080 },
      { name: '', protocol: 'TCP', port: 0 },
    ],
    readyAddresses: ['10.1.0.1', '10.1.0.2'],
  });
});

describe('the backend pool', () => {
  const one = node('n1').at('10.0.0.1');
  const EXCLUDE = 'node.kubernetes.io/exclude-from-external-load-balancers';
  const inAll = settings({ loadBalancer: { ...settings().loadBalancer, excludeControlPlaneNodes: false } });

  test.each([
    { builder: one, inForce: settings(), member: true, because: 'nothing excludes it' },
    {
      builder: one.stated({ conditions: [{ type: 'Ready', status: 'False' }] }),
      inForce: settings(),
      member: true,
      because: 'probes judge readiness',
    },
    { builder: one.labelled(EXCLUDE, ''), inForce: settings(), member: false, because: 'its label excludes it' },
    {
      builder: one.labelled('kubernetes.azure.com/managed', 'false'),
      inForce: settings(),
      member: false,
      because: 'it is not in Azure',
    },
    { builder: one.deleted(), inForce: settings(), member: false, because: 'it is being deleted' },
    {
      builder: one.tainted('ToBeDeletedByClusterAutoscaler'),
      inForce: settings(),
      member: false,
      because: 'it is about to go',
    },
    { builder: one.tainted('other'), inForce: settings(), member: true, because: 'other taints are for pods' },
    {
      builder: one.labelled('node-role.kubernetes.io/control-plane', ''),
      inForce: settings(),
      member: false,
      because: 'it is control plane',
    },
    {
      builder: one.labelled('node-role.kubernetes.io/control-plane', ''),
      inForce: inAll,
      member: true,
      because: 'the settings include these',
    },
    { builder: node('n1').at(), inForce: settings(), member: false, because: 'it has no address' },
    {
      builder: node('n1').at('2001:db8::1', '10.0.0.1', '10.0.0.2'),
      inForce: settings(),
      member: true,
      addresses: ['10.0.0.1', '2001:db8::1'],
      because: 'the first address of each family counts',
    },
    {
      builder: node('n1').at('2001:db8::1'),
      inForce: settings(),
      member: true,
      addresses: ['2001:db8::1'],
      because: 'IPv6 frontends lead to it',
    },
  ])('member $member, since $because', ({ builder, inForce, member, addresses = ['10.0.0.1'] }) => {
    const context = { now: 0, memory: NO_MEMORY, assumeFinalizers: false };
    const { poolNodes } = readExposures(cluster(builder), inForce, context);
    expect(poolNodes).toEqual(member ? [{ name: 'n1', addresses }] : []);
  });
});
