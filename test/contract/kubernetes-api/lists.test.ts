// How does one read many objects: pages, versions, selectors, tables?
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../describe-on-both.js';
import { eventually } from '../eventually.js';
import { createClient } from './client.js';
import { configMap, service } from './objects.js';

const NAMESPACE = 'lists';
const MAPS = `/api/v1/namespaces/${NAMESPACE}/configmaps`;
/** Without those that a cluster makes by itself. */
const MINE = `${MAPS}?labelSelector=mine`;
const TABLE = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' };

describeOnBoth('lists', (server, test) => {
  const { request, close } = createClient(server);
  const get = async (path: string, headers = {}) => (await request('GET', path, { headers })).body;
  const names = ({ items }: any): string[] => items.map((item: any) => item.metadata.name);

  beforeAll(async () => {
    await request('POST', '/api/v1/namespaces', {
      body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    });
    for (const [index, name] of ['e', 'c', 'a', 'd', 'b'].entries()) {
      const labels = { mine: 'yes', index: String(index), ...(index % 2 === 0 ? { even: '' } : {}) };
      await request('POST', MAPS, { body: configMap(name, { metadata: { labels }, data: { name } }) });
    }
    // A control plane puts one of its own into each namespace.
    await eventually(async () => expect((await request('GET', `${MAPS}/kube-root-ca.crt`)).status).toBe(200));
    await request('POST', `/api/v1/namespaces/${NAMESPACE}/services`, { body: service('s') });
  });
  afterAll(close);

  test('are sorted by name, and their items have neither kind nor version', async () => {
    const list = await get(MINE);
    expect(list).toMatchObject({ kind: 'ConfigMapList', apiVersion: 'v1' });
    expect(names(list)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(list.items[0].kind).toBeUndefined();
    expect(list.items[0].apiVersion).toBeUndefined();
  });

  test('have a version at which all of them stood', async () => {
    const { metadata, items } = await get(MINE);
    const newest = Math.max(...items.map((item: any) => Number(item.metadata.resourceVersion)));
    expect(Number(metadata.resourceVersion)).toBeGreaterThanOrEqual(newest);
    expect(metadata.continue).toBeUndefined();
    expect(metadata.remainingItemCount).toBeUndefined();
  });

  test('that find nothing are empty, not missing', async () => {
    expect((await get(`${MAPS}?labelSelector=mine=no`)).items).toEqual([]);
  });

  test('come in pages, each of the first one’s moment', async () => {
    const first = await get(`${MAPS}?limit=2`);
    expect(names(first)).toEqual(['a', 'b']);
    await request('POST', MAPS, { body: configMap('bb', { metadata: { labels: { late: '' } } }) });
    const second = await get(`${MAPS}?limit=2&continue=${first.metadata.continue}`);
    expect(names(second)).toEqual(['c', 'd']);
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    const rest = await get(`${MAPS}?continue=${second.metadata.continue}`);
    expect(names(rest)).toEqual(['e', 'kube-root-ca.crt']);
    expect(rest.metadata.continue).toBeUndefined();
    await request('DELETE', `${MAPS}/bb`);
  });

  test('say how many remain, unless a selector keeps them from knowing', async () => {
    expect((await get(`${MAPS}?limit=2`)).metadata.remainingItemCount).toBe(4);
    const selected = (await get(`${MINE}&limit=2`)).metadata;
    expect(selected.remainingItemCount).toBeUndefined();
    expect(selected.continue).toEqual(expect.any(String));
  });

  test('whose page holds all of them have no more', async () => {
    const { metadata } = await get(`${MAPS}?limit=6`);
    expect([metadata.continue, metadata.remainingItemCount]).toEqual([undefined, undefined]);
  });

  test('show an earlier moment exactly', async () => {
    const { resourceVersion } = (await get(MINE)).metadata;
    await request('POST', MAPS, { body: configMap('later', { metadata: { labels: { mine: 'yes' } } }) });
    const exact = await get(`${MINE}&resourceVersion=${resourceVersion}&resourceVersionMatch=Exact`);
    expect(names(exact)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(exact.metadata.resourceVersion).toBe(resourceVersion);
    const notOlder = await get(`${MINE}&resourceVersion=${resourceVersion}&resourceVersionMatch=NotOlderThan`);
    expect(names(notOlder)).toContain('later');
    await request('DELETE', `${MAPS}/later`);
  });

  test('of version 0 are what is at hand', async () => {
    expect(names(await get(`${MINE}&resourceVersion=0`))).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  const SELECTORS: readonly [string, readonly string[]][] = [
    ['labelSelector=index=1', ['c']],
    ['labelSelector=index==1', ['c']],
    ['labelSelector=mine,index!=1', ['a', 'b', 'd', 'e']],
    ['labelSelector=index in (1,2)', ['a', 'c']],
    ['labelSelector=mine,index notin (1,2)', ['b', 'd', 'e']],
    ['labelSelector=even', ['a', 'b', 'e']],
    ['labelSelector=even=', ['a', 'b', 'e']],
    ['labelSelector=mine,!even', ['c', 'd']],
    ['labelSelector=index>2', ['b', 'd']],
    ['labelSelector=index<1', ['e']],
    ['labelSelector=mine&fieldSelector=metadata.name!=a', ['b', 'c', 'd', 'e']],
    ['fieldSelector=metadata.name=a', ['a']],
    ['fieldSelector=metadata.namespace=lists,metadata.name=b', ['b']],
    ['fieldSelector=metadata.namespace=other', []],
  ];
  for (const [selector, found] of SELECTORS) {
    test(`${selector} finds ${found.join(', ') || 'nothing'}`, async () => {
      expect(names(await get(`${MAPS}?${selector.replaceAll(' ', '%20').replaceAll('!', '%21')}`))).toEqual(found);
    });
  }

  test('of all namespaces are sorted by namespace, then by name', async () => {
    const all = await get('/api/v1/configmaps');
    const keys = all.items.map(({ metadata }: any) => `${metadata.namespace}/${metadata.name}`);
    expect(keys).toEqual([...keys].sort());
    expect(keys).toContain('lists/a');
    expect(keys).toContain('kube-system/kube-root-ca.crt');
  });

  test('answer as tables with columns, cells and the metadata of the rows', async () => {
    const table = await get(`${MINE}&limit=2`, TABLE);
    expect(table).toMatchObject({ kind: 'Table', apiVersion: 'meta.k8s.io/v1' });
    expect(table.metadata.continue).toEqual(expect.any(String));
    expect(
      table.columnDefinitions.map(({ name, type, format, priority }: any) => [name, type, format, priority]),
    ).toEqual([
      ['Name', 'string', 'name', 0],
      ['Data', 'string', '', 0],
      ['Age', 'string', '', 0],
    ]);
    expect(table.rows[0].cells).toEqual(['a', 1, expect.stringMatching(/^\d+[sm]/)]);
    expect(table.rows[0].object).toMatchObject({
      ...{ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' },
      metadata: { name: 'a', labels: { mine: 'yes' } },
    });
    expect(table.rows[0].object.data).toBeUndefined();
  });

  test('answer as tables with the whole objects, or with none', async () => {
    expect((await get(`${MINE}&includeObject=Object`, TABLE)).rows[0].object).toMatchObject({ data: { name: 'a' } });
    expect((await get(`${MINE}&includeObject=None`, TABLE)).rows[0].object).toBeNull();
  });

  test('and single objects answer as a table of one row', async () => {
    const { rows } = await get(`${MAPS}/a`, TABLE);
    expect(rows.map(({ cells }: any) => cells[0])).toEqual(['a']);
  });

  test('answer with the metadata alone', async () => {
    const accept = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
    const list = await get(MINE, { accept });
    expect(list).toMatchObject({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' });
    expect(list.items[0]).toMatchObject({ metadata: { name: 'a' } });
    expect(list.items[0].data).toBeUndefined();
    const one = await get(`${MAPS}/a`, { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' });
    expect(one).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 'a' } });
  });

  test('answer in YAML where it is asked for', async () => {
    const { headers, body } = await request('GET', `${MAPS}/a`, { headers: { accept: 'application/yaml' } });
    expect(headers['content-type']).toBe('application/yaml');
    expect(body).toMatch(/^apiVersion: v1\ndata:\n {2}name: a\nkind: ConfigMap\n/);
  });

  test('answer in JSON to a client that would rather have protobuf', async () => {
    const accept = 'application/vnd.kubernetes.protobuf;q=0.1,application/json';
    expect(names(await get(MINE, { accept }))).toContain('a');
  });

  test('of Services select by type', async () => {
    const list = await get(`/api/v1/namespaces/${NAMESPACE}/services?fieldSelector=spec.type=ClusterIP`);
    expect(names(list)).toEqual(['s']);
  });

  test('know the Service of the API server itself', async () => {
    const { spec } = await get('/api/v1/namespaces/default/services/kubernetes');
    expect(spec).toMatchObject({ type: 'ClusterIP', ports: [{ name: 'https', port: 443, protocol: 'TCP' }] });
  });
});
