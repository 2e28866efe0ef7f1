// Does the adapter do what its port promises, on a real API server and on the embedded one?
import { afterAll, expect } from '@jest/globals';
import { createKubernetesApi } from '../../src/adapters/kubernetes/index.js';
import type { ClusterObject, Service, WatchedKind } from '../../src/core/cluster/cluster-state.js';
import { project } from '../../src/core/cluster/project.js';
import { sourceRef } from '../../src/core/values/source-ref.js';
import type { KubernetesApi } from '../../src/operator/ports.js';
import { describeOnBoth } from './describe-on-both.js';
import { eventually } from './eventually.js';
import { createClient, patchOf, type Question } from './kubernetes-api/client.js';

const SERVICES = '/api/v1/namespaces/default/services';
const EVENTS = '/apis/events.k8s.io/v1/namespaces/default/events';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const NETWORKS = '/apis/azurenetwork.dev/v1alpha1/azurenetworks';

const CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'azurenetworks.azurenetwork.dev' },
  spec: {
    group: 'azurenetwork.dev',
    scope: 'Cluster',
    names: { plural: 'azurenetworks', singular: 'azurenetwork', kind: 'AzureNetwork' },
    versions: [
      {
        name: 'v1alpha1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

/** What a sink would hold: objects by name, and the last health. */
class Mirror {
  readonly objects = new Map<string, ClusterObject>();
  health = '';
  readonly removed: string[] = [];
  readonly stop: () => void;
  constructor(api: KubernetesApi, kind: WatchedKind) {
    this.stop = api.watch(kind, {
      replace: (objects) => {
        this.objects.clear();
        for (const object of objects) this.objects.set(object.meta.name, object);
      },
      put: (object) => void this.objects.set(object.meta.name, object),
      remove: ({ meta }) => {
        this.removed.push(meta.name);
        this.objects.delete(meta.name);
      },
      health: (state) => (this.health = state),
    });
  }
}

describeOnBoth('the Kubernetes adapter', (server, test) => {
  const apis: KubernetesApi[] = [];
  const client = createClient(server);
  afterAll(async () => {
    await Promise.all(apis.map((api) => api.close()));
    await client.close();
  });

  function connect(): KubernetesApi {
    const api = createKubernetesApi({
      kubeconfig: server().kubeconfig,
      project,
      timing: { poll: 200, longestRetry: 1000 },
    });
    apis.push(api);
    return api;
  }

  async function ask(method: string, path: string, question?: Question): Promise<any> {
    const { status, body } = await client.request(method, path, question);
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${body.message}`);
    return body;
  }

  async function makeService(name: string): Promise<Service> {
    const spec = { type: 'LoadBalancer', selector: { app: name }, ports: [{ port: 80 }] };
    const body = { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec };
    return project('Service', await ask('POST', SERVICES, { body })) as Service;
  }

  const change = (name: string, body: object): Promise<any> =>
    ask('PATCH', `${SERVICES}/${name}`, patchOf('merge', body));

  const service = (name: string): Promise<any> => ask('GET', `${SERVICES}/${name}`);

  async function eventsOf(name: string): Promise<any[]> {
    const { items } = await ask('GET', EVENTS);
    return items.filter((one: any) => one.regarding.name === name);
  }

  test('tells the version of the server', async () => {
    expect(await connect().check()).toMatch(/^v1\.\d+\.\d+/);
  });

  test('lists nodes and services, and sees them come, change and go', async () => {
    const api = connect();
    const nodes = new Mirror(api, 'Node');
    const services = new Mirror(api, 'Service');
    await eventually(() =>
      expect([...nodes.objects.keys()].sort()).toEqual(['vmss-000000', 'vmss-000001', 'vmss-000002']),
    );
    await eventually(() => expect(services.health).toBe('Synced'));
    await makeService('seen');
    await eventually(() => expect(services.objects.get('seen')).toMatchObject({ type: 'LoadBalancer' }));
    await change('seen', { metadata: { labels: { colour: 'blue' } } });
    await eventually(() => expect(services.objects.get('seen')?.meta.labels).toMatchObject({ colour: 'blue' }));
    await ask('DELETE', `${SERVICES}/seen`);
    await eventually(() => expect(services.removed).toEqual(['seen']));
  }, 60_000);

  test('sets finalizers only in the version they were worked out from', async () => {
    const api = connect();
    const { meta } = await makeService('held');
    const object = sourceRef('Service', 'default', 'held');
    const patch = { kind: 'Finalizers', object, uid: meta.uid, finalizers: ['azurenetwork.dev/azure'] } as const;
    await change('held', { metadata: { finalizers: ['example.com/other'] } });
    expect(await api.publish({ ...patch, resourceVersion: meta.resourceVersion! })).toBe(true);
    const { metadata } = await service('held');
    expect(metadata.finalizers).toEqual(['example.com/other']);
    const finalizers = ['example.com/other', 'azurenetwork.dev/azure'];
    await api.publish({ ...patch, finalizers, resourceVersion: metadata.resourceVersion as string });
    const after = (await service('held')).metadata;
    expect(after.finalizers).toEqual(finalizers);
    await api.publish({ ...patch, finalizers: [], resourceVersion: after.resourceVersion as string });
    expect((await service('held')).metadata.finalizers).toBeUndefined();
  });

  test('writes a status as it is told, other people’s conditions and fields included, and takes the address away again', async () => {
    const api = connect();
    const { meta } = await makeService('addressed');
    const foreign = {
      type: 'example.com/Seen',
      status: 'True',
      reason: 'Seen',
      message: '',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    } as const;
    const ours = { ...foreign, type: 'azurenetwork.dev/Programmed', reason: 'Programmed' };
    await change('addressed/status', { status: { conditions: [foreign] } });
    const patch = {
      kind: 'ServiceStatus',
      object: sourceRef('Service', 'default', 'addressed'),
      uid: meta.uid,
    } as const;
    const ingress = [{ ip: '198.18.0.1', ipMode: 'VIP', ports: [{ port: 80, protocol: 'TCP' }] }];
    const version = async (): Promise<string> => (await service('addressed')).metadata.resourceVersion as string;
    expect(await api.publish({ ...patch, ingress, resourceVersion: meta.resourceVersion! })).toBe(true);
    expect((await service('addressed')).status.loadBalancer).toEqual({});
    await api.publish({ ...patch, ingress, resourceVersion: await version() });
    expect((await service('addressed')).status).toEqual({ loadBalancer: { ingress }, conditions: [foreign] });
    await api.publish({ ...patch, conditions: [foreign, ours], resourceVersion: await version() });
    expect((await service('addressed')).status).toEqual({
      loadBalancer: { ingress },
      conditions: [foreign, ours],
    });
    await api.publish({ ...patch, ingress: [], resourceVersion: await version() });
    expect((await service('addressed')).status).toEqual({ loadBalancer: {}, conditions: [foreign, ours] });
  });

  test('tells that an object is gone, also where another has its name', async () => {
    const api = connect();
    const { meta } = await makeService('passing');
    await ask('DELETE', `${SERVICES}/passing`);
    const object = sourceRef('Service', 'default', 'passing');
    const patch = { kind: 'ServiceStatus', object, uid: meta.uid, ingress: [{ ip: '198.18.0.9' }] } as const;
    expect(await api.publish({ ...patch, resourceVersion: meta.resourceVersion! })).toBe(false);
    const second = await makeService('passing');
    expect(await api.publish({ ...patch, resourceVersion: second.meta.resourceVersion! })).toBe(false);
    expect((await service('passing')).status.loadBalancer).toEqual({});
  });

  test('events tell whom they regard, why, and who says so', async () => {
    const api = connect();
    const { meta } = await makeService('told');
    const object = sourceRef('Service', 'default', 'told');
    const event = {
      kind: 'Event',
      object,
      uid: meta.uid,
      type: 'Warning',
      reason: 'InvalidField',
      action: 'Reconciling',
    } as const;
    const messages = ['10.0.0.1/8 has host bits', 'something else'];
    for (const message of messages) expect(await api.publish({ ...event, message })).toBe(true);
    const reportingController = 'azurenetwork.dev/operator';
    expect((await eventsOf('told')).sort((one, other) => (one.note < other.note ? -1 : 1))).toMatchObject(
      messages.map((note) => ({ type: 'Warning', reason: 'InvalidField', note, reportingController })),
    );
  });

  test('an object gets no more events than its share', async () => {
    const api = connect();
    const { meta } = await makeService('noisy');
    const object = sourceRef('Service', 'default', 'noisy');
    const event = {
      kind: 'Event',
      object,
      uid: meta.uid,
      type: 'Normal',
      reason: 'Programmed',
      action: 'Reconciling',
    } as const;
    for (let n = 0; n < 40; n += 1) await api.publish({ ...event, message: `number ${n}` });
    expect(await eventsOf('noisy')).toHaveLength(25);
  });

  test('waits for a kind, writes its status, and tells when the kind has gone', async () => {
    const api = connect();
    const networks = new Mirror(api, 'AzureNetwork');
    await eventually(() => expect(networks.health).toBe('NotInstalled'));
    await ask('POST', DEFINITIONS, { body: CRD });
    await eventually(() => expect(networks.health).toBe('Synced'));
    const manifest = {
      apiVersion: 'azurenetwork.dev/v1alpha1',
      kind: 'AzureNetwork',
      metadata: { name: 'main' },
      spec: {},
    };
    await ask('POST', NETWORKS, { body: manifest });
    await eventually(() => expect([...networks.objects.keys()]).toEqual(['main']));
    const { uid } = networks.objects.get('main')!.meta;
    const object = sourceRef('AzureNetwork', undefined, 'main');
    await api.publish({ kind: 'CustomStatus', object, uid, status: { nodes: 3, gone: 'soon' } });
    await api.publish({ kind: 'CustomStatus', object, uid, status: { gone: null } });
    expect((await ask('GET', `${NETWORKS}/main`)).status).toEqual({ nodes: 3 });
    expect(await api.publish({ kind: 'CustomStatus', object, uid: 'another', status: { nodes: 9 } })).toBe(false);
    expect((await ask('GET', `${NETWORKS}/main`)).status).toEqual({ nodes: 3 });
    expect(
      await api.publish({
        kind: 'Event',
        object,
        uid,
        type: 'Normal',
        reason: 'Ready',
        action: 'Reconciling',
        message: 'all is well',
      }),
    ).toBe(true);
    expect(await eventsOf('main')).toMatchObject([{ reason: 'Ready', note: 'all is well' }]);
    await ask('DELETE', `${DEFINITIONS}/azurenetworks.azurenetwork.dev`);
    await eventually(() => expect(networks.health).toBe('NotInstalled'));
    expect(networks.removed).toEqual(['main']);
  }, 60_000);

  test('outlives the API server', async () => {
    const api = connect();
    const services = new Mirror(api, 'Service');
    await eventually(() => expect(services.health).toBe('Synced'));
    const before = [...services.objects.keys()].sort();
    await server().stopApiServer();
    await expect(api.check()).rejects.toThrow(
      /^the API server at https:\/\/127\.0\.0\.1:\d+ can't be reached \(ECONNREFUSED\)/,
    );
    expect([...services.objects.keys()].sort()).toEqual(before);
    await server().startApiServer();
    await makeService('after');
    await eventually(() => expect([...services.objects.keys()].sort()).toEqual([...before, 'after'].sort()));
    expect(await api.check()).toMatch(/^v1/);
  }, 90_000);
});
