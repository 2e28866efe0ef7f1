// Does the simulated cluster become what was asked of it? States are waited for, however many steps lead there.
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { LocalClient } from '../../../src/sandbox/kubernetes/client.js';
import { createKubernetesApi, type KubernetesApi } from '../../../src/sandbox/kubernetes/kubernetes-api.js';
import { type Simulation, startSimulatedCluster } from '../../../src/sandbox/simulated-cluster/index.js';
import { eventually } from '../../contract/eventually.js';

const API: Record<string, string> = {
  deployments: 'apps/v1',
  replicasets: 'apps/v1',
  endpointslices: 'discovery.k8s.io/v1',
  ingresses: 'networking.k8s.io/v1',
  ingressclasses: 'networking.k8s.io/v1',
};

jest.setTimeout(30_000);

let api: KubernetesApi;
let client: LocalClient;
const writes: string[] = [];
let simulation: Simulation;
const failures: unknown[] = [];

const at = (plural: string, name?: string, namespace: string | undefined = 'default') => ({
  apiVersion: API[plural] ?? 'v1',
  plural,
  ...(namespace && { namespace }),
  ...(name && { name }),
});
/** Of all namespaces. */
const list = async (plural: string): Promise<any[]> => [...(await client.list(at(plural, undefined, '')))];
const get = (plural: string, name: string): Promise<any> => client.get(at(plural, name));
const patch = (plural: string, name: string, change: any): Promise<any> => client.patch(at(plural, name), change);
const make = (plural: string, name: string, body: any, namespace: string | undefined = 'default'): Promise<any> =>
  client.create(at(plural, undefined, namespace), {
    apiVersion: API[plural] ?? 'v1',
    ...body,
    metadata: { name, ...(namespace && { namespace }), ...body.metadata },
  });

const template = (image: string, spec: object = {}) => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image, ports: [{ name: 'http', containerPort: 8080 }] }], ...spec },
});
const deployment = (replicas: number, spec: object = {}) => ({
  kind: 'Deployment',
  spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: template('web:1'), ...spec },
});

async function start(): Promise<void> {
  simulation = await startSimulatedCluster(client, { authority: 'PEM', failed: (error) => failures.push(error) });
}

/** The same, with a note of each write. */
function recorded(to: LocalClient): LocalClient {
  const note = ({ plural, name = '', subresource = '' }: any, verb: string): void =>
    void writes.push([verb, plural, name, subresource].join(' ').trim());
  return {
    ...to,
    create: (path, object) => (note(path, 'create'), to.create(path, object)),
    patch: (path, change) => (note(path, 'patch'), to.patch(path, change)),
    delete: (path, options) => (note(path, 'delete'), to.delete(path, options)),
  };
}

/** The pods that run, when each of `count` does. */
function pods(count: number): Promise<any[]> {
  return eventually(async () => {
    const found = await list('pods');
    expect(found.map(({ status }) => status?.phase)).toEqual(Array(count).fill('Running'));
    return found;
  });
}

beforeEach(async () => {
  api = createKubernetesApi({ token: 'token' });
  client = recorded(api.client);
  failures.length = 0;
  await start();
});

afterEach(async () => {
  await simulation.stop();
  api.stop();
  expect(failures).toEqual([]);
});

describe('nodes and namespaces', () => {
  test('three nodes in three zones are Ready, each with a range for its pods', async () => {
    const nodes = await eventually(async () => {
      const found = await list('nodes');
      const ready = found.map(({ status }) => status.conditions?.find(({ type }: any) => type === 'Ready')?.status);
      expect(ready).toEqual(['True', 'True', 'True']);
      return found;
    });
    const zones = nodes.map(({ metadata }) => metadata.labels['topology.kubernetes.io/zone']);
    expect(new Set(zones).size).toBe(3);
    expect(new Set(nodes.map(({ spec }) => spec.podCIDR)).size).toBe(3);
    expect(nodes[0].status.addresses[0]).toEqual({ type: 'InternalIP', address: '10.224.0.4' });
  });

  test('a node that was deleted stays away, and its pods go', async () => {
    await make('deployments', 'web', deployment(3));
    const [first] = await pods(3);
    await client.delete({ apiVersion: 'v1', plural: 'nodes', name: first.spec.nodeName });
    await eventually(async () => {
      const nodes = (await pods(3)).map(({ spec }) => spec.nodeName);
      expect(nodes).not.toContain(first.spec.nodeName);
    });
    expect(await list('nodes')).toHaveLength(2);
  });

  test('each namespace has a service account and the certificate of the API', async () => {
    await make('namespaces', 'shop', {}, '');
    const { data } = await eventually(() => client.get(at('configmaps', 'kube-root-ca.crt', 'shop')));
    expect(data).toEqual({ 'ca.crt': 'PEM' });
    await eventually(() => client.get(at('serviceaccounts', 'default', 'shop')));
  });
});

describe('pods', () => {
  test("a bare pod gets a node, an address of that node's range, and is ready", async () => {
    await make('pods', 'one', { kind: 'Pod', spec: { containers: [{ name: 'a', image: 'a:1' }] } });
    const [pod] = await pods(1);
    const node = await client.get({ apiVersion: 'v1', plural: 'nodes', name: pod.spec.nodeName });
    const prefix = (node as any).spec.podCIDR.replace(/0\/24$/, '');
    expect(pod.status.podIP).toMatch(new RegExp(`^${prefix}`));
    expect(pod.status.hostIP).toBe((node as any).status.addresses[0].address);
    expect(pod.status.containerStatuses).toMatchObject([{ name: 'a', ready: true, state: { running: {} } }]);
    expect(pod.status.conditions.filter(({ status }: any) => status !== 'True')).toEqual([]);
  });

  test('addresses are never given twice', async () => {
    await make('deployments', 'web', deployment(12));
    const addresses = (await pods(12)).map(({ status }) => status.podIP);
    expect(new Set(addresses).size).toBe(12);
  });

  test.each([
    {
      because: 'a node selector names its zone',
      spec: { nodeSelector: { 'topology.kubernetes.io/zone': 'westeurope-3' } },
      nodes: ['vmss-000002'],
    },
    {
      because: 'two that want the same host port get different nodes',
      spec: { containers: [{ name: 'a', image: 'a', ports: [{ containerPort: 7000, hostPort: 7000 }] }] },
      nodes: ['vmss-000000', 'vmss-000001', 'vmss-000002'],
    },
  ])('$because', async ({ spec, nodes }) => {
    await make('deployments', 'web', deployment(nodes.length, { template: template('web:1', spec) }));
    expect((await pods(nodes.length)).map((pod) => pod.spec.nodeName).sort()).toEqual(nodes);
  });

  test('a pod that fits nowhere says why, and gets its node once there is one', async () => {
    const spec = { nodeSelector: { disk: 'fast' }, containers: [{ name: 'a', image: 'a' }] };
    await make('pods', 'one', { kind: 'Pod', spec });
    const condition = await eventually(async () => (await get('pods', 'one')).status.conditions[0]);
    expect(condition).toMatchObject({
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message: "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.",
    });
    await client.patch(at('nodes', 'vmss-000001', ''), { metadata: { labels: { disk: 'fast' } } });
    const [pod] = await pods(1);
    expect(pod.spec.nodeName).toBe('vmss-000001');
    expect(pod.status.conditions.map(({ status }: any) => status)).not.toContain('False');
  });

  test('a pod that is asked to end, ends; its ReplicaSet makes another', async () => {
    await make('deployments', 'web', deployment(1));
    const [before] = await pods(1);
    await client.delete(at('pods', before.metadata.name));
    await eventually(async () => {
      const [after] = await pods(1);
      expect(after.metadata.name).not.toBe(before.metadata.name);
    });
  });
});

describe('deployments', () => {
  const status = (name = 'web'): Promise<any> => get('deployments', name).then(({ status = {} }) => status);

  test('says what the real controller says when all is there', async () => {
    await make('deployments', 'web', deployment(2));
    await eventually(async () =>
      expect(await status()).toMatchObject({
        observedGeneration: 1,
        replicas: 2,
        updatedReplicas: 2,
        readyReplicas: 2,
        availableReplicas: 2,
        conditions: [
          { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' },
          { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' },
        ],
      }),
    );
    expect((await get('deployments', 'web')).metadata.annotations).toEqual({
      'deployment.kubernetes.io/revision': '1',
    });
  });

  test.each([
    [2, 5],
    [5, 1],
    [2, 0],
  ])('scales from %i to %i', async (before, after) => {
    await make('deployments', 'web', deployment(before));
    await pods(before);
    await patch('deployments', 'web', { spec: { replicas: after } });
    await pods(after);
    await eventually(async () => expect((await status()).replicas ?? 0).toBe(after));
  });

  test('a new template replaces every pod, and the old one is kept for an undo, which counts on', async () => {
    await make('deployments', 'web', deployment(3));
    await pods(3);
    const images = async () => (await pods(3)).map(({ spec }) => spec.containers[0].image);
    const revision = async () =>
      (await get('deployments', 'web')).metadata.annotations['deployment.kubernetes.io/revision'];
    await patch('deployments', 'web', { spec: { template: template('web:2') } });
    await eventually(async () => expect(await images()).toEqual(['web:2', 'web:2', 'web:2']));
    await eventually(async () => expect(await status()).toMatchObject({ updatedReplicas: 3, observedGeneration: 2 }));
    expect(await revision()).toBe('2');
    expect((await list('replicasets')).map(({ spec }) => spec.replicas).sort()).toEqual([0, 3]);
    await patch('deployments', 'web', { spec: { template: template('web:1') } });
    await eventually(async () => expect(await images()).toEqual(['web:1', 'web:1', 'web:1']));
    await eventually(async () => expect(await revision()).toBe('3'));
    expect(await list('replicasets')).toHaveLength(2);
  });

  test('never fewer available than the strategy allows, while it rolls', async () => {
    await make(
      'deployments',
      'web',
      deployment(4, { strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }),
    );
    await pods(4);
    const counts: number[] = [];
    let isWatching = false;
    const ready = new Map<string, boolean>();
    const watch = client.watch(at('pods'), ({ type, object }: any) => {
      const isServing = type !== 'DELETED' && object.status?.phase === 'Running' && !object.metadata.deletionTimestamp;
      ready.set(object.metadata.name, isServing);
      if (isWatching) counts.push([...ready.values()].filter(Boolean).length);
    });
    await eventually(() => expect([...ready.values()].filter(Boolean)).toHaveLength(4));
    isWatching = true;
    await patch('deployments', 'web', { spec: { template: template('web:2') } });
    await eventually(async () =>
      expect(await status()).toMatchObject({ observedGeneration: 2, updatedReplicas: 4, replicas: 4 }),
    );
    watch.stop();
    expect(Math.min(...counts)).toBe(4);
    expect(Math.max(...counts)).toBe(5);
  });

  test('a paused one keeps its pods until it goes on', async () => {
    await make('deployments', 'web', deployment(2));
    await pods(2);
    await patch('deployments', 'web', { spec: { paused: true, template: template('web:2') } });
    await eventually(async () => expect((await status()).conditions[1].reason).toBe('DeploymentPaused'));
    expect((await pods(2)).map(({ spec }) => spec.containers[0].image)).toEqual(['web:1', 'web:1']);
    await patch('deployments', 'web', { spec: { paused: null } });
    await eventually(async () => {
      expect((await pods(2)).map(({ spec }) => spec.containers[0].image)).toEqual(['web:2', 'web:2']);
    });
  });
});

describe('endpoint slices', () => {
  const service = (spec: object = {}) => ({
    kind: 'Service',
    spec: { selector: { app: 'web' }, ports: [{ name: 'web', port: 80, targetPort: 'http' }], ...spec },
  });

  const slicesOf = async (service: string) =>
    (await list('endpointslices')).filter(({ metadata }) => metadata.labels['kubernetes.io/service-name'] === service);

  test('have the pods, with the port that its name means there', async () => {
    await make('services', 'web', service());
    await make('deployments', 'web', deployment(2));
    const running = await pods(2);
    const [slice, ...others] = await eventually(async () => {
      const slices = await slicesOf('web');
      expect(slices.flatMap(({ endpoints }) => endpoints)).toHaveLength(2);
      return slices;
    });
    expect(others).toEqual([]);
    expect(slice.metadata.labels['kubernetes.io/service-name']).toBe('web');
    expect(slice.ports).toEqual([{ name: 'web', port: 8080, protocol: 'TCP' }]);
    expect(slice.endpoints.map(({ addresses }: any) => addresses[0]).sort()).toEqual(
      running.map(({ status }) => status.podIP).sort(),
    );
    expect(slice.endpoints[0]).toMatchObject({
      conditions: { ready: true, serving: true, terminating: false },
      targetRef: { kind: 'Pod', namespace: 'default' },
      zone: expect.stringMatching(/^westeurope-/),
    });
  });

  test('follow the pods as they come and go', async () => {
    await make('services', 'web', service());
    await make('deployments', 'web', deployment(1));
    const count = (wanted: number) =>
      eventually(async () => {
        expect((await slicesOf('web')).flatMap(({ endpoints }) => endpoints ?? [])).toHaveLength(wanted);
      });
    await count(1);
    await patch('deployments', 'web', { spec: { replicas: 150 } });
    await count(150);
    expect((await slicesOf('web')).map(({ endpoints }) => endpoints.length).sort()).toEqual([100, 50]);
    await patch('deployments', 'web', { spec: { replicas: 0 } });
    await count(0);
  });

  test('one for each family of a dual-stack Service', async () => {
    await make('services', 'web', service({ ipFamilyPolicy: 'RequireDualStack' }));
    await make('deployments', 'web', deployment(1));
    await eventually(async () => {
      const slices = await slicesOf('web');
      const addresses = slices.flatMap(({ endpoints }) => endpoints.flatMap((one: any) => one.addresses));
      expect(addresses.map((one) => one.includes(':')).sort()).toEqual([false, true]);
    });
  });

  test('none for a Service without a selector; gone with their Service', async () => {
    await make('services', 'own', service({ selector: undefined }));
    await make('services', 'web', service());
    await eventually(async () => expect(await slicesOf('web')).toHaveLength(1));
    await client.delete(at('services', 'web'));
    await eventually(async () => expect(await slicesOf('web')).toEqual([]));
  });
});

describe('the ingress controller', () => {
  const ingress = (spec: object = {}, annotations: object = {}) => ({
    kind: 'Ingress',
    metadata: { annotations },
    spec: { rules: [{ host: 'shop.example.com' }], ...spec },
  });
  const programmed = async (ip: string | undefined): Promise<void> => {
    await eventually(() => client.get(at('services', 'controller', 'ingress')));
    const status = { loadBalancer: ip ? { ingress: [{ ip }] } : {} };
    await client.patch({ ...at('services', 'controller', 'ingress'), subresource: 'status' }, { status });
  };
  const addresses = async (name: string) => (await get('ingresses', name)).status?.loadBalancer?.ingress;

  test('has nothing in Azure while there is no Ingress of its class', async () => {
    await make('ingresses', 'other', ingress({ ingressClassName: 'nginx' }));
    await simulation.settled();
    expect((await list('services')).map(({ metadata }) => metadata.name)).toEqual(['kubernetes']);
  });

  test.each([
    { because: 'it names no class, and ours is the default', ...ingress() },
    { because: 'it names our class', ...ingress({ ingressClassName: 'simulated' }) },
    { because: 'the old annotation names it', ...ingress({}, { 'kubernetes.io/ingress.class': 'simulated' }) },
  ])('gives the address of its Service: $because', async ({ because: _, ...body }) => {
    await make('ingresses', 'shop', body);
    await programmed('203.0.113.5');
    await eventually(async () => expect(await addresses('shop')).toEqual([{ ip: '203.0.113.5' }]));
    await programmed('203.0.113.6');
    await eventually(async () => expect(await addresses('shop')).toEqual([{ ip: '203.0.113.6' }]));
  });

  test('leaves Ingresses of other classes alone, and has pods of its own', async () => {
    await make('ingresses', 'shop', ingress());
    await make('ingresses', 'other', ingress({ ingressClassName: 'nginx' }));
    await programmed('203.0.113.5');
    await eventually(async () => expect(await addresses('shop')).toHaveLength(1));
    expect(await addresses('other')).toBeUndefined();
    await pods(2);
  });
});

describe('level-driven', () => {
  test('a second start on the same cluster changes nothing', async () => {
    await make('services', 'web', { kind: 'Service', spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } });
    await make('deployments', 'web', deployment(2));
    await pods(2);
    await simulation.settled();
    await simulation.stop();
    writes.length = 0;
    await start();
    await simulation.settled();
    expect(writes).toEqual([]);
  });
});

describe('events', () => {
  test('say what was scaled, made, placed and deleted', async () => {
    await make('deployments', 'web', deployment(2));
    const reasonsOf = async (kind: string): Promise<string[]> =>
      (await client.list(at('events', undefined, '')))
        .filter((one: any) => one.involvedObject.kind === kind)
        .map((one: any) => one.reason as string)
        .sort();
    await eventually(async () => {
      expect(await reasonsOf('Deployment')).toEqual(['ScalingReplicaSet']);
      expect(await reasonsOf('ReplicaSet')).toEqual(['SuccessfulCreate', 'SuccessfulCreate']);
      expect(await reasonsOf('Pod')).toEqual(['Scheduled', 'Scheduled']);
    });
    await patch('deployments', 'web', { spec: { replicas: 1 } });
    await eventually(async () => {
      expect(await reasonsOf('Deployment')).toEqual(['ScalingReplicaSet', 'ScalingReplicaSet']);
      expect(await reasonsOf('ReplicaSet')).toContain('SuccessfulDelete');
    });
  });
});
