// How do objects go: at once, when their finalizers have, with those that they own, with their namespace?
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../describe-on-both.js';
import { eventually } from '../eventually.js';
import { createClient, patchOf } from './client.js';
import { configMap, deleteOptions, service } from './objects.js';

const NAMESPACE = 'deletions';
const MAPS = `/api/v1/namespaces/${NAMESPACE}/configmaps`;
const HOLD = 'example.com/hold';

describeOnBoth('deletions', (server, test) => {
  const { request, close } = createClient(server);
  const create = async (path: string, body: object): Promise<any> => (await request('POST', path, { body })).body;
  const statusOf = async (path: string): Promise<number> => (await request('GET', path)).status;
  const gone = (path: string) => eventually(async () => expect(await statusOf(path)).toBe(404));
  const release = (path: string) => request('PATCH', path, patchOf('merge', { metadata: { finalizers: null } }));
  const makeNamespace = (name: string) =>
    create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

  /** A ConfigMap, and one that it owns. */
  async function family(name: string, blocks = false) {
    const { metadata } = await create(MAPS, configMap(name));
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name, uid: metadata.uid, blockOwnerDeletion: blocks };
    await create(MAPS, configMap(`${name}-child`, { metadata: { ownerReferences: [owner] } }));
    return { owner: `${MAPS}/${name}`, child: `${MAPS}/${name}-child`, uid: metadata.uid as string };
  }

  beforeAll(async () => {
    await makeNamespace(NAMESPACE);
  });
  afterAll(close);

  test('answer with a Status that names what has gone', async () => {
    const { metadata } = await create(MAPS, configMap('plain'));
    const { status, body } = await request('DELETE', `${MAPS}/plain`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ kind: 'Status', status: 'Success' },
      details: { name: 'plain', kind: 'configmaps', uid: metadata.uid },
    });
    expect(await statusOf(`${MAPS}/plain`)).toBe(404);
  });

  test('of a Service answer with what it was', async () => {
    await create(`/api/v1/namespaces/${NAMESPACE}/services`, service('served'));
    const { body } = await request('DELETE', `/api/v1/namespaces/${NAMESPACE}/services/served`);
    expect(body).toMatchObject({ kind: 'Service', metadata: { name: 'served' }, spec: { type: 'ClusterIP' } });
  });

  test('wait for finalizers, and mark the object meanwhile', async () => {
    await create(MAPS, configMap('held', { metadata: { finalizers: [HOLD] } }));
    const first = await request('DELETE', `${MAPS}/held`);
    expect(first.status).toBe(200);
    expect(first.body.metadata).toMatchObject({ deletionGracePeriodSeconds: 0, finalizers: [HOLD] });
    const { deletionTimestamp } = first.body.metadata;
    expect(deletionTimestamp).toMatch(/Z$/);
    const again = await request('DELETE', `${MAPS}/held`);
    expect([again.status, again.body.metadata.deletionTimestamp]).toEqual([200, deletionTimestamp]);
    const last = await release(`${MAPS}/held`);
    expect([last.status, last.body.metadata.name]).toEqual([200, 'held']);
    expect(await statusOf(`${MAPS}/held`)).toBe(404);
  });

  test('can’t be taken back', async () => {
    await create(MAPS, configMap('fated', { metadata: { finalizers: [HOLD] } }));
    await request('DELETE', `${MAPS}/fated`);
    const patch = { metadata: { deletionTimestamp: null } };
    const { body } = await request('PATCH', `${MAPS}/fated`, patchOf('merge', patch));
    expect(body.metadata.deletionTimestamp).toEqual(expect.any(String));
    await release(`${MAPS}/fated`);
  });

  test('are not asked for by a deletion timestamp', async () => {
    await create(MAPS, configMap('asked'));
    const patch = { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } };
    const { body } = await request('PATCH', `${MAPS}/asked`, patchOf('merge', patch));
    expect(body.metadata.deletionTimestamp).toBeUndefined();
  });

  test('hold to the uid and the version that they name', async () => {
    const { metadata } = await create(MAPS, configMap('sure'));
    const preconditions = { uid: metadata.uid, resourceVersion: metadata.resourceVersion };
    const body = deleteOptions({ preconditions });
    expect((await request('DELETE', `${MAPS}/sure`, { body })).status).toBe(200);
  });

  test('take those that are owned along, in the background', async () => {
    const { owner, child } = await family('background');
    await request('DELETE', owner, { body: deleteOptions({ propagationPolicy: 'Background' }) });
    expect(await statusOf(owner)).toBe(404);
    await gone(child);
  });

  test('leave those that are owned behind, without their owner', async () => {
    const { owner, child } = await family('orphan');
    await request('DELETE', owner, { body: deleteOptions({ propagationPolicy: 'Orphan' }) });
    await gone(owner);
    expect((await request('GET', child)).body.metadata.ownerReferences).toBeUndefined();
  });

  test('wait for those that are owned and block, in the foreground', async () => {
    const { owner, child } = await family('foreground', true);
    await request('PATCH', child, patchOf('merge', { metadata: { finalizers: [HOLD] } }));
    const { body } = await request('DELETE', owner, { body: deleteOptions({ propagationPolicy: 'Foreground' }) });
    expect(body.metadata.finalizers).toEqual(['foregroundDeletion']);
    await eventually(async () => {
      expect((await request('GET', child)).body.metadata.deletionTimestamp).toEqual(expect.any(String));
    });
    expect(await statusOf(owner)).toBe(200);
    await release(child);
    await gone(child);
    await gone(owner);
  });

  test('of an owner that never was take its own along', async () => {
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'never', uid: '00000000-0000-0000-0000-000000000000' };
    await create(MAPS, configMap('lost', { metadata: { ownerReferences: [owner] } }));
    await gone(`${MAPS}/lost`);
  });

  test('of one owner of two only take the reference away', async () => {
    const one = await family('first-parent');
    const { metadata } = await create(MAPS, configMap('second-parent'));
    const { body } = await request('GET', one.child);
    const second = { apiVersion: 'v1', kind: 'ConfigMap', name: 'second-parent', uid: metadata.uid };
    const ownerReferences = [...body.metadata.ownerReferences, second];
    await request('PATCH', one.child, patchOf('merge', { metadata: { ownerReferences } }));
    await request('DELETE', one.owner);
    await eventually(async () => {
      const { metadata: left } = (await request('GET', one.child)).body;
      expect(left.ownerReferences).toEqual([second]);
    });
  });

  test('of a collection take what the selector finds', async () => {
    for (const [name, group] of [
      ['x-1', 'x'],
      ['x-2', 'x'],
      ['y-1', 'y'],
    ] as const) {
      await create(MAPS, configMap(name, { metadata: { labels: { group } } }));
    }
    const { status, body } = await request('DELETE', `${MAPS}?labelSelector=group=x`);
    expect(status).toBe(200);
    expect([body.kind, body.items.map((item: any) => item.metadata.name)]).toEqual(['ConfigMapList', ['x-1', 'x-2']]);
    const left = (await request('GET', `${MAPS}?labelSelector=group`)).body.items;
    expect(left.map((item: any) => item.metadata.name)).toEqual(['y-1']);
  });

  test('free the name for an object of another uid', async () => {
    const first = await create(MAPS, configMap('again'));
    await request('DELETE', `${MAPS}/again`);
    const second = await create(MAPS, configMap('again'));
    expect(second.metadata.uid).not.toBe(first.metadata.uid);
  });

  test('of a namespace show it terminating, take all that is in it, then itself', async () => {
    await makeNamespace('deletions-whole');
    const maps = '/api/v1/namespaces/deletions-whole/configmaps';
    await create(maps, configMap('held', { metadata: { finalizers: [HOLD] } }));
    await create(maps, configMap('free'));
    const { status, body } = await request('DELETE', '/api/v1/namespaces/deletions-whole');
    expect([status, body.status.phase]).toEqual([200, 'Terminating']);
    const late = await request('POST', maps, { body: configMap('late') });
    expect([late.status, late.body.reason]).toEqual([403, 'Forbidden']);
    expect(late.body.details.causes).toMatchObject([{ reason: 'NamespaceTerminating' }]);
    await gone(`${maps}/free`);
    expect(await statusOf('/api/v1/namespaces/deletions-whole')).toBe(200);
    await release(`${maps}/held`);
    await gone('/api/v1/namespaces/deletions-whole');
  });

  test('of a namespace leave the finalizers of others in peace', async () => {
    const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'deletions-final', finalizers: [HOLD] } };
    await create('/api/v1/namespaces', body);
    await request('DELETE', '/api/v1/namespaces/deletions-final');
    await eventually(async () => {
      const { spec, metadata } = (await request('GET', '/api/v1/namespaces/deletions-final')).body;
      expect([spec.finalizers, metadata.finalizers]).toEqual([undefined, [HOLD]]);
    });
    await release('/api/v1/namespaces/deletions-final');
    await gone('/api/v1/namespaces/deletions-final');
  });

  test('of a Pod that runs nowhere happen at once', async () => {
    const pods = `/api/v1/namespaces/${NAMESPACE}/pods`;
    const spec = { nodeSelector: { nowhere: 'yes' }, containers: [{ name: 'a', image: 'registry.example/a:1' }] };
    await create(pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'nowhere' }, spec });
    const { status, body } = await request('DELETE', `${pods}/nowhere`);
    expect([status, body.kind]).toEqual([200, 'Pod']);
    expect(await statusOf(`${pods}/nowhere`)).toBe(404);
  });
});
