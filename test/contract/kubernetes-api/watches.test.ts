// How does one see changes come: from which version, with which selector, until when?
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../describe-on-both.js';
import { createClient, patchOf, type Watch } from './client.js';
import { configMap } from './objects.js';

const NAMESPACE = 'watches';
const MAPS = `/api/v1/namespaces/${NAMESPACE}/configmaps`;
const INITIAL = 'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
const TABLE = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };

describeOnBoth('watches', (server, test) => {
  const { request, watch, close } = createClient(server);
  const open: Watch[] = [];
  const start = async (query: string, headers = {}): Promise<Watch> => {
    const one = await watch(`${MAPS}?${query}`, headers);
    open.push(one);
    return one;
  };
  const create = async (name: string, more = {}): Promise<any> => {
    return (await request('POST', MAPS, { body: configMap(name, { metadata: { labels: { of: name } }, ...more }) }))
      .body;
  };
  const version = async (): Promise<string> => (await request('GET', MAPS)).body.metadata.resourceVersion;
  const merge = (name: string, patch: object) => request('PATCH', `${MAPS}/${name}`, patchOf('merge', patch));
  const shown = (events: Watch['events']): string[] =>
    events.map(({ type, object }) => `${type} ${object.metadata?.name ?? object.code}`);

  beforeAll(async () => {
    const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } };
    await request('POST', '/api/v1/namespaces', { body });
  });
  afterAll(async () => {
    await Promise.all(open.map((one) => one.stop()));
    await close();
  });

  test('tell what has happened since a version, in order, as whole objects', async () => {
    const from = await version();
    await create('told', { data: { a: '1' } });
    await merge('told', { data: { a: '2' } });
    await request('DELETE', `${MAPS}/told`);
    const { until } = await start(`watch=true&labelSelector=of=told&resourceVersion=${from}`);
    const events = await until((seen) => seen.length === 3);
    expect(shown(events)).toEqual(['ADDED told', 'MODIFIED told', 'DELETED told']);
    expect(events[1]!.object).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1', data: { a: '2' } });
    const versions = events.map(({ object }) => Number(object.metadata.resourceVersion));
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(new Set(versions).size).toBe(3);
  });

  test('without a version, or of version 0, begin with what is there', async () => {
    await create('there');
    for (const query of ['watch=true&labelSelector=of=there', 'watch=1&labelSelector=of=there&resourceVersion=0']) {
      const { until } = await start(query);
      expect(shown(await until((seen) => seen.length === 1))).toEqual(['ADDED there']);
    }
  });

  test('tell an object that leaves the selector as deleted, one that enters as added', async () => {
    await create('moving', { metadata: { name: 'moving', labels: { in: 'no' } } });
    const { until } = await start(`watch=true&labelSelector=in=yes&resourceVersion=${await version()}`);
    await merge('moving', { metadata: { labels: { in: 'yes' } } });
    await merge('moving', { data: { a: 'b' } });
    await merge('moving', { metadata: { labels: { in: 'no' } } });
    await merge('moving', { data: { a: 'unseen' } });
    await merge('moving', { metadata: { labels: { in: 'yes' } } });
    const events = await until((seen) => seen.length === 4);
    expect(shown(events)).toEqual(['ADDED moving', 'MODIFIED moving', 'DELETED moving', 'ADDED moving']);
    // What is deleted shows as it was when it was last selected, at the version of the change.
    expect(events[2]!.object).toMatchObject({ data: { a: 'b' }, metadata: { labels: { in: 'yes' } } });
  });

  test('of one object, by its name, see only that', async () => {
    const from = await version();
    const { until } = await start(`watch=true&fieldSelector=metadata.name=only&resourceVersion=${from}`);
    await create('other');
    await create('only');
    expect(shown(await until((seen) => seen.length === 1))).toEqual(['ADDED only']);
  });

  test('tell nothing of a write that changes nothing', async () => {
    await create('still', { data: { a: 'b' } });
    const { until } = await start(`watch=true&labelSelector=of=still&resourceVersion=${await version()}`);
    await merge('still', { data: { a: 'b' } });
    await merge('still', { data: { a: 'c' } });
    expect((await until((seen) => seen.length === 1))[0]!.object).toMatchObject({ data: { a: 'c' } });
  });

  test('of a finalized object tell its deletion’s begin as a change', async () => {
    await create('final', { metadata: { name: 'final', labels: { of: 'final' }, finalizers: ['example.com/hold'] } });
    const { until } = await start(`watch=true&labelSelector=of=final&resourceVersion=${await version()}`);
    await request('DELETE', `${MAPS}/final`);
    await merge('final', { metadata: { finalizers: null } });
    const events = await until((seen) => seen.some(({ type }) => type === 'DELETED'));
    expect(shown(events)).toEqual(['MODIFIED final', 'DELETED final']);
    expect(events[0]!.object.metadata.deletionTimestamp).toEqual(expect.any(String));
  });

  test('end when their time is over', async () => {
    const { ended, status } = await start('watch=true&timeoutSeconds=1');
    expect(status).toBe(200);
    await ended;
  });

  test('with initial events mark their end by a bookmark', async () => {
    await create('initial');
    const { until } = await start(`${INITIAL}&labelSelector=of=initial`);
    const events = await until((seen) => seen.some(({ type }) => type === 'BOOKMARK'));
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'BOOKMARK']);
    const { object } = events[1]!;
    expect(object).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1' });
    expect(object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
    expect(Number(object.metadata.resourceVersion)).toBeGreaterThan(0);
    await merge('initial', { data: { a: 'b' } });
    expect(shown(await until((seen) => seen.length === 3))[2]).toBe('MODIFIED initial');
  });

  test('with initial events of nothing mark that too', async () => {
    const { until } = await start(`${INITIAL}&labelSelector=of=nothing`);
    expect((await until((seen) => seen.length === 1))[0]!.type).toBe('BOOKMARK');
  });

  test('without initial events begin with what comes', async () => {
    const query = INITIAL.replace('sendInitialEvents=true', 'sendInitialEvents=false');
    const { until } = await start(
      `${query}&labelSelector=of in (initial,fresh)&resourceVersion=${await version()}`.replaceAll(' ', '%20'),
    );
    await create('fresh');
    expect(shown(await until((seen) => seen.length > 0))).toEqual(['ADDED fresh']);
  });

  test('answer as tables whose columns come once', async () => {
    await create('row');
    const { until } = await start('watch=true&labelSelector=of=row', TABLE);
    await until((seen) => seen.length === 1);
    await merge('row', { data: { a: 'b' } });
    const [first, second] = await until((seen) => seen.length === 2);
    expect(first!.object).toMatchObject({ kind: 'Table', rows: [{ cells: ['row', 0, expect.any(String)] }] });
    expect(first!.object.columnDefinitions).toHaveLength(3);
    expect(second!.object).toMatchObject({ kind: 'Table', rows: [{ cells: ['row', 1, expect.any(String)] }] });
    expect(second!.object.columnDefinitions ?? null).toBeNull();
  });

  test('answer with the metadata alone', async () => {
    await create('meta', { data: { a: 'b' } });
    const accept = 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io';
    const { until } = await start('watch=true&labelSelector=of=meta', { accept });
    const { object } = (await until((seen) => seen.length === 1))[0]!;
    expect(object).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 'meta' } });
    expect(object.data).toBeUndefined();
  });

  test('of all namespaces see each', async () => {
    const { until } = await watchAll();
    await create('anywhere');
    expect(shown(await until((seen) => seen.length === 1))).toEqual(['ADDED anywhere']);
  });
  const watchAll = async (): Promise<Watch> => {
    const one = await watch(
      `/api/v1/configmaps?watch=true&labelSelector=of=anywhere&resourceVersion=${await version()}`,
    );
    open.push(one);
    return one;
  };

  // The last one: what was asked before is forgotten.
  test('and pages from a version that history has lost say that it is gone', async () => {
    const { metadata } = (await request('GET', `${MAPS}?limit=1`)).body;
    await create('since');
    await server().forget();
    const { until, status, ended } = await start('watch=true&resourceVersion=1');
    expect(status).toBe(200);
    const [first] = await until((seen) => seen.length === 1);
    expect(first).toMatchObject({
      type: 'ERROR',
      object: { kind: 'Status', status: 'Failure', reason: 'Expired', code: 410 },
    });
    expect(first!.object.message).toMatch(/^too old resource version: 1 \(\d+\)$/);
    await ended;
    const page = await request('GET', `${MAPS}?limit=1&continue=${metadata.continue}`);
    expect([page.status, page.body.reason]).toEqual([410, 'Expired']);
    expect(page.body.message).toMatch(
      /^The provided continue parameter is too old to display a consistent list result/,
    );
    // The way on, for those who can do with an inconsistent rest.
    const rest = await request('GET', `${MAPS}?limit=1&continue=${page.body.metadata.continue}`);
    expect([rest.status, rest.body.items.length]).toEqual([200, 1]);
    const exact = `resourceVersion=${metadata.resourceVersion}&resourceVersionMatch=Exact`;
    expect((await request('GET', `${MAPS}?${exact}`)).status).toBe(410);
  });
});
