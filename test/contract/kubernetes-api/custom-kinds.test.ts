// How does a kind of one's own live: from its definition to the end of its objects?
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../describe-on-both.js';
import { eventually } from '../eventually.js';
import { createClient, patchOf } from './client.js';
import { definition } from './objects.js';

const GROUP = 'kinds.example.com';
const NAMESPACE = 'custom-kinds';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const BOATS = `/apis/${GROUP}/v1/namespaces/${NAMESPACE}/boats`;

const SCHEMA = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        oars: { type: 'integer', minimum: 0 },
        colour: { type: 'string', default: 'white' },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        nullable: { type: 'string', nullable: true },
        strict: { type: 'string' },
        names: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
        when: { type: 'string', format: 'date-time' },
        size: { 'x-kubernetes-int-or-string': true },
        choice: {
          type: 'object',
          properties: { a: { type: 'string' }, b: { type: 'string' } },
          oneOf: [{ required: ['a'] }, { required: ['b'] }],
        },
        fixed: {
          type: 'string',
          'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'fixed is fixed' }],
        },
      },
      'x-kubernetes-validations': [
        { rule: '!has(self.oars) || self.oars < 100', message: 'too many oars', fieldPath: '.oars' },
      ],
    },
    status: { type: 'object', properties: { afloat: { type: 'boolean' }, oars: { type: 'integer' } } },
  },
};

describeOnBoth('custom kinds', (server, test) => {
  const { request, watch, close } = createClient(server);
  const boat = (name: string, spec: object, more: object = {}) => ({
    ...{ apiVersion: `${GROUP}/v1`, kind: 'Boat', metadata: { name }, spec },
    ...more,
  });
  const create = (name: string, spec: object, more: object = {}, query = '') =>
    request('POST', BOATS + query, { body: boat(name, spec, more) });
  const merge = (path: string, patch: object) => request('PATCH', path, patchOf('merge', patch));
  const established = (name: string) =>
    eventually(async () => {
      const { status } = (await request('GET', `${DEFINITIONS}/${name}`)).body;
      expect(status.conditions.find(({ type }: any) => type === 'Established')?.status).toBe('True');
    });

  beforeAll(async () => {
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } };
    await request('POST', '/api/v1/namespaces', { body: namespace });
    const subresources = { status: {}, scale: { specReplicasPath: '.spec.oars', statusReplicasPath: '.status.oars' } };
    const body = definition(GROUP, { schema: { openAPIV3Schema: SCHEMA }, subresources });
    const { status } = await request('POST', DEFINITIONS, { body });
    expect(status).toBe(201);
    await established(`boats.${GROUP}`);
    await eventually(async () => expect((await request('GET', BOATS)).status).toBe(200));
  }, 30_000);
  afterAll(close);

  test('are found by discovery', async () => {
    const { body } = await request('GET', `/apis/${GROUP}/v1`);
    expect(body).toMatchObject({ kind: 'APIResourceList', groupVersion: `${GROUP}/v1` });
    expect(body.resources).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'boats', singularName: 'boat', namespaced: true, kind: 'Boat' }),
        expect.objectContaining({ name: 'boats/status' }),
        expect.objectContaining({ name: 'boats/scale', group: 'autoscaling', version: 'v1', kind: 'Scale' }),
      ]),
    );
    const groups = (await request('GET', '/apis')).body.groups.map(({ name }: any) => name);
    expect(groups).toContain(GROUP);
  });

  test('are in the aggregated discovery, and in an OpenAPI document of their own', async () => {
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
    await eventually(async () => {
      const { body } = await request('GET', '/apis', { headers: { accept } });
      expect(body.kind).toBe('APIGroupDiscoveryList');
      const group = body.items.find(({ metadata }: any) => metadata.name === GROUP);
      expect(group?.versions).toMatchObject([
        { version: 'v1', resources: [{ resource: 'boats', scope: 'Namespaced' }] },
      ]);
    });
    await eventually(async () => {
      const { paths } = (await request('GET', '/openapi/v3')).body;
      const { serverRelativeURL } = paths[`apis/${GROUP}/v1`];
      const { body } = await request('GET', serverRelativeURL);
      expect(Object.keys(body.paths)).toContain(`/apis/${GROUP}/v1/namespaces/{namespace}/boats/{name}/status`);
      expect(Object.keys(body.components.schemas)).toContain('com.example.kinds.v1.Boat');
    });
  });

  test('are filled in and pruned', async () => {
    const spec = { oars: 2, sail: true, free: { any: [1, { thing: null }] } };
    const { status, body } = await create('pruned', spec, { extra: 1 });
    expect(status).toBe(201);
    expect(body.spec).toEqual({ oars: 2, colour: 'white', free: { any: [1, { thing: null }] } });
    expect(body.extra).toBeUndefined();
    expect(body.metadata.generation).toBe(1);
  });

  test('keep null where it may be, and drop it for the default where it may not', async () => {
    const { body } = await create('nulls', { nullable: null, colour: null });
    expect(body.spec).toEqual({ nullable: null, colour: 'white' });
  });

  test('are watched', async () => {
    const { until, stop } = await watch(`${BOATS}?watch=true&fieldSelector=metadata.name=watched`);
    await create('watched', { oars: 2 });
    const [event] = await until((seen) => seen.length > 0);
    expect(event).toMatchObject({ type: 'ADDED', object: { kind: 'Boat', spec: { oars: 2, colour: 'white' } } });
    await stop();
  });

  test('warn of what they don’t know, or refuse it', async () => {
    const warned = await create('warned', { sail: 1 }, {}, '?fieldValidation=Warn');
    expect([warned.status, warned.headers.warning]).toEqual([201, '299 - "unknown field \\"spec.sail\\""']);
    const refused = await create('refused', { sail: 1 }, { extra: 1 }, '?fieldValidation=Strict');
    expect([refused.status, refused.body.message]).toEqual([
      400,
      'Boat in version "v1" cannot be handled as a Boat: strict decoding error: unknown field "extra", unknown field "spec.sail"',
    ]);
  });

  const INVALID: readonly [string, object, string, string][] = [
    ['a wrong type', { oars: 'two' }, 'spec.oars', 'spec.oars in body must be of type integer: "string"'],
    ['a number that is too small', { oars: -1 }, 'spec.oars', 'spec.oars in body should be greater than or equal to 0'],
    ['a broken number', { oars: 1.5 }, 'spec.oars', 'spec.oars in body must be of type integer: "number"'],
    ['null where none may be', { strict: null, names: [null] }, 'spec.names[0]', 'must be of type string: "null"'],
    ['an item twice in a set', { names: ['a', 'a'] }, 'spec.names[1]', 'Duplicate value: "a"'],
    ['a time that is none', { when: 'noon' }, 'spec.when', 'spec.when in body must be of type date-time: "noon"'],
    ['neither of two', { choice: {} }, '<nil>', 'one and only one schema (oneOf). Found none valid'],
    ['both of two', { choice: { a: '', b: '' } }, '<nil>', 'oneOf). Found 2 valid alternatives'],
    [
      'a size that is neither number nor text',
      { size: true },
      'spec.size',
      'must be of type integer,string: "boolean"',
    ],
    ['a broken rule', { oars: 100 }, 'spec.oars', 'too many oars'],
  ];
  for (const [because, spec, field, message] of INVALID) {
    test(`refuse ${because}`, async () => {
      const { status, body } = await create('invalid', spec);
      expect([status, body.reason]).toEqual([422, 'Invalid']);
      expect(body.details).toMatchObject({ name: 'invalid', group: GROUP, kind: 'Boat' });
      const causes = body.details.causes.filter((cause: any) => cause.field === field);
      expect(causes.map((cause: any) => cause.message).join('\n')).toContain(message);
    });
  }

  test('keep to rules about what was before', async () => {
    await create('fixed', { fixed: 'a' });
    expect((await merge(`${BOATS}/fixed`, { spec: { oars: 4 } })).status).toBe(200);
    const { status, body } = await merge(`${BOATS}/fixed`, { spec: { fixed: 'b' } });
    expect([status, body.details.causes]).toEqual([
      422,
      [expect.objectContaining({ field: 'spec.fixed', message: expect.stringContaining('fixed is fixed') })],
    ]);
  });

  test('have a status of its own, that raises no generation', async () => {
    const { body: made } = await create('afloat', { oars: 2 }, { status: { afloat: true } });
    expect(made.status).toBeUndefined();
    const { body } = await merge(`${BOATS}/afloat/status`, { spec: { oars: 4 }, status: { afloat: true, junk: 1 } });
    expect([body.spec.oars, body.status, body.metadata.generation]).toEqual([2, { afloat: true }, 1]);
    const changed = (await merge(`${BOATS}/afloat`, { spec: { oars: 6 }, status: { afloat: false } })).body;
    expect([changed.spec.oars, changed.status, changed.metadata.generation]).toEqual([6, { afloat: true }, 2]);
    const label = (await merge(`${BOATS}/afloat`, { metadata: { labels: { a: 'b' } } })).body;
    expect(label.metadata.generation).toBe(2);
    const wrong = await merge(`${BOATS}/afloat/status`, { status: { afloat: 'yes' } });
    expect(wrong.status).toBe(422);
  });

  test('scale by the paths that they name', async () => {
    await create('scaled', { oars: 2 });
    await merge(`${BOATS}/scaled/status`, { status: { oars: 1 } });
    const { body } = await request('GET', `${BOATS}/scaled/scale`);
    expect(body).toMatchObject({ kind: 'Scale', spec: { replicas: 2 }, status: { replicas: 1 } });
    await merge(`${BOATS}/scaled/scale`, { spec: { replicas: 5 } });
    expect((await request('GET', `${BOATS}/scaled`)).body.spec.oars).toBe(5);
  });

  test('take no strategic patches', async () => {
    const { status, body } = await request('PATCH', `${BOATS}/scaled`, patchOf('strategic', { spec: {} }));
    expect([status, body.reason]).toEqual([415, 'UnsupportedMediaType']);
  });

  test('are shown in a table of name and age where they name no columns', async () => {
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    const { body } = await request('GET', BOATS, { headers: { accept } });
    expect(body.columnDefinitions.map(({ name, type }: any) => [name, type])).toEqual([
      ['Name', 'string'],
      ['Age', 'date'],
    ]);
  });

  test('of another version are stored once, and shown as either', async () => {
    const group = 'versions.example.com';
    const two = definition(group, {});
    const versions = [two.spec.versions[0]!, { ...two.spec.versions[0]!, name: 'v2', storage: false }];
    await request('POST', DEFINITIONS, { body: { ...two, spec: { ...two.spec, versions } } });
    await established(`boats.${group}`);
    const path = (version: string) => `/apis/${group}/${version}/namespaces/${NAMESPACE}/boats`;
    await eventually(async () => expect((await request('GET', path('v2'))).status).toBe(200));
    const body = { apiVersion: `${group}/v2`, kind: 'Boat', metadata: { name: 'both' }, any: 1 };
    expect((await request('POST', path('v2'), { body })).status).toBe(201);
    expect((await request('GET', `${path('v1')}/both`)).body).toMatchObject({ apiVersion: `${group}/v1`, any: 1 });
    expect((await request('GET', `${path('v2')}/both`)).body).toMatchObject({ apiVersion: `${group}/v2`, any: 1 });
  });

  test('whose names are taken are not served', async () => {
    const group = GROUP;
    const thief = {
      ...definition(group, {}),
      metadata: { name: `ships.${group}` },
    };
    const spec = { ...thief.spec, names: { plural: 'ships', kind: 'Boat' } };
    await request('POST', DEFINITIONS, { body: { ...thief, spec } });
    await eventually(async () => {
      const { status } = (await request('GET', `${DEFINITIONS}/ships.${group}`)).body;
      expect(status.conditions).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ type: 'NamesAccepted', status: 'False', reason: 'ListKindConflict' }),
          expect.objectContaining({ type: 'Established', status: 'False', reason: 'NotAccepted' }),
        ]),
      );
    });
    expect((await request('GET', `/apis/${group}/v1/namespaces/${NAMESPACE}/ships`)).status).toBe(404);
    await request('DELETE', `${DEFINITIONS}/ships.${group}`);
  });

  test('change with their definition', async () => {
    const group = 'changing.example.com';
    await request('POST', DEFINITIONS, { body: definition(group, { schema: { openAPIV3Schema: SCHEMA } }) });
    await established(`boats.${group}`);
    const path = `/apis/${group}/v1/namespaces/${NAMESPACE}/boats`;
    await eventually(async () => expect((await request('GET', path)).status).toBe(200));
    const op = { op: 'add', path: '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/sail' };
    await request('PATCH', `${DEFINITIONS}/boats.${group}`, patchOf('json', [{ ...op, value: { type: 'boolean' } }]));
    await eventually(async () => {
      const body = { apiVersion: `${group}/v1`, kind: 'Boat', metadata: { name: 'sails' }, spec: { sail: true } };
      const { body: tried } = await request('POST', `${path}?dryRun=All`, { body });
      expect(tried.spec).toEqual({ colour: 'white', sail: true });
    });
  });

  test('go with their definition', async () => {
    const group = 'going.example.com';
    await request('POST', DEFINITIONS, { body: definition(group, {}) });
    await established(`boats.${group}`);
    const path = `/apis/${group}/v1/namespaces/${NAMESPACE}/boats`;
    await eventually(async () => expect((await request('GET', path)).status).toBe(200));
    const finalizers = ['example.com/hold'];
    const body = { apiVersion: `${group}/v1`, kind: 'Boat', metadata: { name: 'last', finalizers } };
    await request('POST', path, { body });
    await request('DELETE', `${DEFINITIONS}/boats.${group}`);
    await eventually(async () => {
      expect((await request('GET', `${path}/last`)).body.metadata.deletionTimestamp).toEqual(expect.any(String));
    });
    const { metadata, status } = (await request('GET', `${DEFINITIONS}/boats.${group}`)).body;
    expect(metadata.finalizers).toEqual(['customresourcecleanup.apiextensions.k8s.io']);
    expect(status.conditions).toEqual(
      expect.arrayContaining([expect.objectContaining({ type: 'Terminating', status: 'True' })]),
    );
    await merge(`${path}/last`, { metadata: { finalizers: null } });
    await eventually(async () => expect((await request('GET', `${DEFINITIONS}/boats.${group}`)).status).toBe(404));
    await eventually(async () => expect((await request('GET', path)).status).toBe(404));
  }, 20_000);
});
