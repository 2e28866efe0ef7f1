// What does a write do besides what it is asked: versions, generations, names, status, dry runs, defaults?
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../describe-on-both.js';
import { eventually } from '../eventually.js';
import { createClient, patchOf } from './client.js';
import { configMap, deployment, lease, service } from './objects.js';

const NAMESPACE = 'writes';
const ROOT = `/api/v1/namespaces/${NAMESPACE}`;
const MAPS = `${ROOT}/configmaps`;
const SERVICES = `${ROOT}/services`;
const DEPLOYMENTS = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`;
const LEASES = `/apis/coordination.k8s.io/v1/namespaces/${NAMESPACE}/leases`;
const UID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describeOnBoth('writes', (server, test) => {
  const { request, close } = createClient(server);
  const create = async (path: string, body: object): Promise<any> => (await request('POST', path, { body })).body;
  const get = async (path: string): Promise<any> => (await request('GET', path)).body;
  const merge = async (path: string, patch: object) => request('PATCH', path, patchOf('merge', patch));

  beforeAll(async () => {
    await create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  });
  afterAll(close);

  test('give a new object uid, time and version', async () => {
    const { status, body } = await request('POST', MAPS, { body: configMap('new', { data: { a: 'b' } }) });
    expect(status).toBe(201);
    expect(body).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1', data: { a: 'b' } });
    expect(body.metadata).toMatchObject({
      ...{ name: 'new', namespace: NAMESPACE, uid: expect.stringMatching(UID) },
      ...{ resourceVersion: expect.stringMatching(/^\d+$/) },
      creationTimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    expect(body.metadata.generation).toBeUndefined();
  });

  test('take no uid, time or generation from the client', async () => {
    const made = await create(DEPLOYMENTS, {
      ...deployment('own'),
      metadata: { name: 'own', uid: 'mine', generation: 7, creationTimestamp: '2001-01-01T00:00:00Z' },
    });
    expect(made.metadata.uid).toMatch(UID);
    expect(made.metadata.generation).toBe(1);
    expect(made.metadata.creationTimestamp).not.toMatch(/^2001/);
  });

  test('invent a name after generateName', async () => {
    const made = await create(MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'made-' } });
    expect(made.metadata.name).toMatch(/^made-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(made.metadata.generateName).toBe('made-');
  });

  test('cut a long generateName, so that the name fits', async () => {
    const made = await create(MAPS, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { generateName: 'x'.repeat(260) },
    });
    expect(made.code).toBe(422);
    const fits = await create(MAPS, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { generateName: 'x'.repeat(253) },
    });
    expect(fits.metadata.name).toMatch(/^x{58}[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  test('raise the version, by whatever they change', async () => {
    const before = await create(MAPS, configMap('raised'));
    const after = (await merge(`${MAPS}/raised`, { metadata: { labels: { a: 'b' } } })).body;
    expect(Number(after.metadata.resourceVersion)).toBeGreaterThan(Number(before.metadata.resourceVersion));
    expect(after.metadata.uid).toBe(before.metadata.uid);
  });

  test('that change nothing keep the version', async () => {
    const before = await create(MAPS, configMap('kept', { data: { a: 'b' } }));
    const replaced = (await request('PUT', `${MAPS}/kept`, { body: before })).body;
    expect(replaced.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
    const patched = (await merge(`${MAPS}/kept`, { data: { a: 'b' } })).body;
    expect(patched.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
  });

  test('from the version that was read succeed once', async () => {
    const read = await create(MAPS, configMap('raced'));
    const first = await request('PUT', `${MAPS}/raced`, { body: { ...read, data: { by: 'one' } } });
    const second = await request('PUT', `${MAPS}/raced`, { body: { ...read, data: { by: 'two' } } });
    expect([first.status, second.status]).toEqual([200, 409]);
    expect(second.body.reason).toBe('Conflict');
    expect((await get(`${MAPS}/raced`)).data).toEqual({ by: 'one' });
  });

  test('without a version win', async () => {
    await create(MAPS, configMap('blind'));
    await merge(`${MAPS}/blind`, { data: { by: 'one' } });
    expect((await request('PUT', `${MAPS}/blind`, { body: configMap('blind', { data: { by: 'two' } }) })).status).toBe(
      200,
    );
    expect((await get(`${MAPS}/blind`)).data).toEqual({ by: 'two' });
  });

  test('of a patch hold to a version that the patch names', async () => {
    const { metadata } = await create(MAPS, configMap('named'));
    const named = { metadata: { resourceVersion: metadata.resourceVersion } };
    expect((await merge(`${MAPS}/named`, { ...named, data: { a: '1' } })).status).toBe(200);
    expect((await merge(`${MAPS}/named`, { ...named, data: { a: '2' } })).status).toBe(409);
  });

  test('of spec raise the generation; those of metadata and status don’t', async () => {
    await create(DEPLOYMENTS, deployment('counted'));
    const generation = async (): Promise<number> => (await get(`${DEPLOYMENTS}/counted`)).metadata.generation;
    expect(await generation()).toBe(1);
    await merge(`${DEPLOYMENTS}/counted`, { metadata: { labels: { a: 'b' } } });
    expect(await generation()).toBe(1);
    await merge(`${DEPLOYMENTS}/counted/status`, { status: { observedGeneration: 1 } });
    expect(await generation()).toBe(1);
    await merge(`${DEPLOYMENTS}/counted`, { spec: { minReadySeconds: 3 } });
    expect(await generation()).toBe(2);
  });

  test('of an object leave its status alone, those of its status all but that', async () => {
    await create(SERVICES, service('apart', { type: 'LoadBalancer', ports: [{ port: 80 }] }));
    const ingress = [{ ip: '192.0.2.1', ipMode: 'VIP' }];
    await merge(`${SERVICES}/apart`, { status: { loadBalancer: { ingress: [{ ip: '192.0.2.9' }] } } });
    expect((await get(`${SERVICES}/apart`)).status).toEqual({ loadBalancer: {} });
    const { body } = await merge(`${SERVICES}/apart/status`, {
      ...{ metadata: { labels: { a: 'b' } }, spec: { externalTrafficPolicy: 'Local' } },
      status: { loadBalancer: { ingress } },
    });
    expect(body.status).toEqual({ loadBalancer: { ingress } });
    expect(body.spec.externalTrafficPolicy).toBe('Cluster');
    // https://github.com/kubernetes/kubernetes/blob/master/pkg/registry/core/service/strategy.go: metadata passes.
    expect(body.metadata.labels).toEqual({ a: 'b' });
    expect((await get(`${SERVICES}/apart/status`)).status).toEqual({ loadBalancer: { ingress } });
  });

  test('of a status drop it at creation', async () => {
    const made = await create(SERVICES, {
      ...service('born', { type: 'LoadBalancer', ports: [{ port: 80 }] }),
      status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
    });
    expect(made.status).toEqual({ loadBalancer: {} });
  });

  test('in a dry run answer as if, and change nothing', async () => {
    const tried = await request('POST', `${MAPS}?dryRun=All`, { body: configMap('tried') });
    expect([tried.status, tried.body.metadata.uid]).toEqual([201, expect.stringMatching(UID)]);
    expect((await request('GET', `${MAPS}/tried`)).status).toBe(404);
    await create(MAPS, configMap('dry', { data: { a: '1' } }));
    const patched = await request('PATCH', `${MAPS}/dry?dryRun=All`, patchOf('merge', { data: { a: '2' } }));
    expect(patched.body.data).toEqual({ a: '2' });
    expect((await request('DELETE', `${MAPS}/dry?dryRun=All`)).status).toBe(200);
    expect((await get(`${MAPS}/dry`)).data).toEqual({ a: '1' });
  });

  test('in YAML are read too', async () => {
    const body = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: yaml\ndata:\n  a: b\n';
    const made = await request('POST', MAPS, { headers: { 'content-type': 'application/yaml' }, body });
    expect([made.status, made.body.data]).toEqual([201, { a: 'b' }]);
  });

  test('without kind and version take those of the path', async () => {
    const made = await create(MAPS, { metadata: { name: 'nameless' } });
    expect(made).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1' });
  });

  test('by apply create what isn’t there', async () => {
    const body = configMap('applied', { data: { a: 'b' } });
    const first = await request('PATCH', `${MAPS}/applied?fieldManager=me`, patchOf('apply', body));
    const second = await request('PATCH', `${MAPS}/applied?fieldManager=me`, patchOf('apply', body));
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.metadata.resourceVersion).toBe(first.body.metadata.resourceVersion);
    expect(second.body.metadata.managedFields).toMatchObject([{ manager: 'me', operation: 'Apply' }]);
  });

  test('by apply share fields whose values agree, and drop what its last owner leaves out', async () => {
    const apply = (manager: string, data: object) =>
      request('PATCH', `${MAPS}/shared?fieldManager=${manager}`, patchOf('apply', configMap('shared', { data })));
    await apply('one', { a: '1', b: '1' });
    await apply('two', { a: '1', c: '1' });
    expect((await apply('one', {})).body.data).toEqual({ a: '1', c: '1' });
    expect((await apply('two', { c: '1' })).body.data).toEqual({ c: '1' });
  });

  test('are signed with their manager, or with the client’s name', async () => {
    const path = `${MAPS}?fieldManager=somebody`;
    const made = await create(path, configMap('signed', { data: { a: 'b' } }));
    expect(made.metadata.managedFields).toMatchObject([
      { manager: 'somebody', operation: 'Update', apiVersion: 'v1', fieldsV1: { 'f:data': { '.': {}, 'f:a': {} } } },
    ]);
    const headers = { 'user-agent': 'my-tool/v1.2 (linux)' };
    const other = await request('POST', MAPS, { headers, body: configMap('agent', { data: { a: 'b' } }) });
    expect(other.body.metadata.managedFields).toMatchObject([{ manager: 'my-tool' }]);
  });

  test('of a Lease are refused from an old version, and so let one win', async () => {
    const made = await create(LEASES, lease('leader', { holderIdentity: 'a', leaseDurationSeconds: 15 }));
    const times = { renewTime: '2026-01-01T00:00:00.123456Z', acquireTime: '2026-01-01T00:00:00.000000Z' };
    const taken = (holderIdentity: string) => ({ ...made, spec: { ...made.spec, ...times, holderIdentity } });
    const answers = await Promise.all(
      ['b', 'c', 'd'].map((name) => request('PUT', `${LEASES}/leader`, { body: taken(name) })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const { spec } = await get(`${LEASES}/leader`);
    expect(spec).toMatchObject(times);
  });

  test('of a Secret turn stringData into data', async () => {
    const made = await create(`${ROOT}/secrets`, {
      ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'told' } },
      ...{ data: { a: 'YQ==' }, stringData: { b: 'b' } },
    });
    expect(made).toMatchObject({ type: 'Opaque', data: { a: 'YQ==', b: 'Yg==' } });
    expect(made.stringData).toBeUndefined();
  });

  const FILLED: readonly [string, object, object][] = [
    [
      'a ClusterIP',
      { ports: [{ port: 80 }] },
      {
        type: 'ClusterIP',
        clusterIP: expect.stringMatching(/^10\./),
        clusterIPs: [expect.stringMatching(/^10\./)],
        internalTrafficPolicy: 'Cluster',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
        sessionAffinity: 'None',
      },
    ],
    [
      'a headless one without a selector, for whose endpoints both families are left open',
      { clusterIP: 'None', ports: [{ port: 80 }] },
      {
        type: 'ClusterIP',
        ...{ clusterIP: 'None', clusterIPs: ['None'], internalTrafficPolicy: 'Cluster' },
        ...{ ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'RequireDualStack', sessionAffinity: 'None' },
        ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      },
    ],
    [
      'an ExternalName',
      { type: 'ExternalName', externalName: 'example.com' },
      {
        ...{ type: 'ExternalName', externalName: 'example.com', sessionAffinity: 'None' },
      },
    ],
  ];
  for (const [index, [what, spec, filled]] of FILLED.entries()) {
    test(`of a Service fill in ${what}`, async () => {
      expect((await create(SERVICES, service(`filled-${index}`, spec))).spec).toEqual(filled);
    });
  }

  test('of a LoadBalancer give node ports, and one for health checks where traffic stays local', async () => {
    const { spec } = await create(
      SERVICES,
      service('local', { type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports: [{ port: 80 }] }),
    );
    expect(spec).toMatchObject({ allocateLoadBalancerNodePorts: true, externalTrafficPolicy: 'Local' });
    const isNodePort = (port: number): boolean => port >= 30000 && port <= 32767;
    expect([spec.healthCheckNodePort, spec.ports[0].nodePort].map(isNodePort)).toEqual([true, true]);
    expect(spec.healthCheckNodePort).not.toBe(spec.ports[0].nodePort);
  });

  test('of a LoadBalancer give no node ports where it wants none', async () => {
    const { spec } = await create(
      SERVICES,
      service('portless', { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, ports: [{ port: 80 }] }),
    );
    expect(spec.ports[0].nodePort).toBeUndefined();
  });

  test('of a Service that is no LoadBalancer any more take back what only those have', async () => {
    await create(
      SERVICES,
      service('tamed', { type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports: [{ port: 80 }] }),
    );
    await merge(`${SERVICES}/tamed/status`, { status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } });
    const { spec, status } = (await merge(`${SERVICES}/tamed`, { spec: { type: 'ClusterIP' } })).body;
    expect(spec.ports[0].nodePort).toBeUndefined();
    expect(spec.healthCheckNodePort).toBeUndefined();
    expect(spec.externalTrafficPolicy).toBeUndefined();
    expect(spec.allocateLoadBalancerNodePorts).toBeUndefined();
    expect(status).toEqual({ loadBalancer: {} });
  });

  test('of Services never give an address or a node port twice', async () => {
    const made = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        create(SERVICES, service(`many-${index}`, { type: 'NodePort', ports: [{ port: 80 }] })),
      ),
    );
    expect(new Set(made.map(({ spec }) => spec.clusterIP)).size).toBe(10);
    expect(new Set(made.map(({ spec }) => spec.ports[0].nodePort)).size).toBe(10);
  });

  test('of both families give an address of each', async () => {
    const { spec } = await create(
      SERVICES,
      service('dual', { ipFamilyPolicy: 'RequireDualStack', ports: [{ port: 80 }] }),
    );
    expect(spec.ipFamilies).toEqual(['IPv4', 'IPv6']);
    expect(spec.clusterIPs).toEqual([expect.stringMatching(/^10\./), expect.stringMatching(/^fd/)]);
  });

  test('of an Event are seen in the other group too', async () => {
    await create(`/apis/events.k8s.io/v1/namespaces/${NAMESPACE}/events`, {
      ...{ apiVersion: 'events.k8s.io/v1', kind: 'Event', metadata: { name: 'both' } },
      regarding: { apiVersion: 'v1', kind: 'ConfigMap', name: 'new', namespace: NAMESPACE },
      ...{ reason: 'Seen', action: 'Seeing', note: 'in both groups', type: 'Normal' },
      ...{
        reportingController: 'example.com/eye',
        reportingInstance: 'eye-0',
        eventTime: '2026-01-01T00:00:00.000000Z',
      },
    });
    expect(await get(`${ROOT}/events/both`)).toMatchObject({
      ...{ kind: 'Event', apiVersion: 'v1', message: 'in both groups' },
      ...{ involvedObject: { name: 'new' }, reportingComponent: 'example.com/eye' },
    });
    await merge(`/apis/events.k8s.io/v1/namespaces/${NAMESPACE}/events/both`, {
      series: { count: 5, lastObservedTime: '2026-01-01T00:10:00.000000Z' },
    });
    expect((await get(`${ROOT}/events/both`)).series.count).toBe(5);
  });

  test('of a Deployment’s scale change its replicas alone', async () => {
    await create(DEPLOYMENTS, deployment('scaled'));
    const scale = await get(`${DEPLOYMENTS}/scaled/scale`);
    expect(scale).toMatchObject({ kind: 'Scale', apiVersion: 'autoscaling/v1', spec: {} });
    const { status, body } = await merge(`${DEPLOYMENTS}/scaled/scale`, { spec: { replicas: 0 } });
    expect([status, body.kind]).toEqual([200, 'Scale']);
    expect((await get(`${DEPLOYMENTS}/scaled`)).spec.replicas).toBe(0);
  });

  test('of many objects at once all arrive', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => request('POST', MAPS, { body: configMap(`burst-${index}`) })),
    );
    expect(new Set(answers.map(({ body }) => body.metadata.resourceVersion)).size).toBe(30);
  });

  test('give an Ingress without a class the default one', async () => {
    const networking = '/apis/networking.k8s.io/v1';
    const typed = { apiVersion: 'networking.k8s.io/v1' };
    const ingress = (name: string) =>
      create(`${networking}/namespaces/${NAMESPACE}/ingresses`, {
        ...{ ...typed, kind: 'Ingress', metadata: { name } },
        spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
      });
    expect((await ingress('before')).spec.ingressClassName).toBeUndefined();
    const annotations = { 'ingressclass.kubernetes.io/is-default-class': 'true' };
    await create(`${networking}/ingressclasses`, {
      ...{ ...typed, kind: 'IngressClass', metadata: { name: 'writes-default', annotations } },
      spec: { controller: 'example.com/writes' },
    });
    // The real server's admission hears of the class a moment later.
    let tries = 0;
    await eventually(async () => {
      expect((await ingress(`after-${++tries}`)).spec.ingressClassName).toBe('writes-default');
    });
    await request('DELETE', `${networking}/ingressclasses/writes-default`);
  });

  test('refuse exceptions that are no part of their range', async () => {
    const ipBlock = { cidr: '10.0.0.0/8', except: ['11.0.0.0/8'] };
    const { status, body } = await request(
      'POST',
      `/apis/networking.k8s.io/v1/namespaces/${NAMESPACE}/networkpolicies`,
      {
        body: {
          ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name: 'outside' } },
          spec: { podSelector: {}, ingress: [{ from: [{ ipBlock }] }] },
        },
      },
    );
    expect(status).toBe(422);
    expect(body.details.causes).toEqual([
      {
        reason: 'FieldValueInvalid',
        field: 'spec.ingress[0].from[0].ipBlock.except[0]',
        message: 'Invalid value: "11.0.0.0/8": must be a strict subset of `cidr`',
      },
    ]);
  });
});
