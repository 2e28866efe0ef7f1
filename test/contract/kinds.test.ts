// Does an API server agree with our own check of our kinds, row by row, and give the same defaults?
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { check, GROUP, KINDS, VERSION } from '../../src/core/kinds/index.js';
import { sourceRef } from '../../src/core/values/source-ref.js';
import type { GoodObject } from '../core/kinds/objects.js';
import { BAD_OBJECTS, GOOD_OBJECTS, nameOf } from '../core/kinds/objects.js';
import { describeOnBoth } from './describe-on-both.js';
import { eventually } from './eventually.js';
import type { Answer } from './kubernetes-api/client.js';
import { createClient, patchOf } from './kubernetes-api/client.js';

const CRDS = resolve(import.meta.dirname, '../../crds');
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const NETWORKS = `/apis/${GROUP}/${VERSION}/azurenetworks`;

describeOnBoth('our kinds', (server, test) => {
  const { request, close } = createClient(server);

  beforeAll(async () => {
    for (const file of (await readdir(CRDS)).filter((name) => name.endsWith('.yaml'))) {
      const body = parse(await readFile(join(CRDS, file), 'utf8')) as object;
      expect((await request('POST', DEFINITIONS, { body })).status).toBe(201);
    }
    for (const { plural } of KINDS) {
      await eventually(async () => {
        expect((await request('GET', `/apis/${GROUP}/${VERSION}/${plural}`)).status).toBe(200);
      });
    }
  }, 60_000);
  afterAll(close);

  /** Tried, not kept: the server checks and fills in all the same. */
  const create = (object: GoodObject): Promise<Answer> => {
    const { plural, scope } = KINDS.find(({ kind }) => kind === object.kind)!;
    const place = scope === 'Namespaced' ? `namespaces/default/${plural}` : plural;
    return request('POST', `/apis/${GROUP}/${VERSION}/${place}?dryRun=All&fieldValidation=Ignore`, {
      body: {
        apiVersion: `${GROUP}/${VERSION}`,
        kind: object.kind,
        metadata: { name: nameOf(object) },
        spec: object.spec,
      },
    });
  };

  for (const { kind, plural } of KINDS) {
    test(`${kind} is structural: the server has nothing to say against its schema`, async () => {
      const { body } = await request('GET', `${DEFINITIONS}/${plural}.${GROUP}`);
      const conditions = body.status.conditions as { type: string; status: string }[];
      expect(conditions.find(({ type }) => type === 'NonStructuralSchema')).toBeUndefined();
      expect(conditions.find(({ type }) => type === 'NamesAccepted')?.status).toBe('True');
    });
  }

  for (const object of BAD_OBJECTS) {
    test(`refuses ${object.kind}: ${object.because} (${object.field})`, async () => {
      const { status, body } = await create(object);
      expect({ status, message: body.message }).toEqual({
        status: 422,
        message: expect.stringMatching(naming(object.field)) as unknown,
      });
    });
  }

  for (const object of GOOD_OBJECTS) {
    test(`accepts ${object.kind}: ${object.because}, and fills it in as we do`, async () => {
      const { status, body } = await create(object);
      const kind = KINDS.find((one) => one.kind === object.kind)!;
      expect({ status, message: body.message }).toEqual({ status: 201, message: undefined });
      expect(body.spec).toEqual(check(kind, object.spec, sourceRef(object.kind, undefined, nameOf(object))).value);
    });
  }

  describe('an AzureNetwork that is there', () => {
    const apply = (spec: object): Promise<Answer> =>
      request(
        'PATCH',
        `${NETWORKS}/default?fieldManager=test`,
        patchOf('apply', {
          apiVersion: `${GROUP}/${VERSION}`,
          kind: 'AzureNetwork',
          metadata: { name: 'default' },
          spec,
        }),
      );

    test('keeps its clusterId; other fields may change', async () => {
      expect((await apply({ clusterId: 'prod-1' })).status).toBe(201);
      expect((await apply({ clusterId: 'prod-1', mode: 'Plan' })).status).toBe(200);
      const { status, body } = await apply({ clusterId: 'prod-2' });
      expect(status).toBe(422);
      expect(body.message).toMatch(/spec\.clusterId.*cannot be changed/);
    });

    test('is shown with its columns', async () => {
      await apply({ clusterId: 'prod-1' });
      const ready = { type: 'Ready', status: 'False', reason: 'Degraded', message: 'x' };
      const conditions = [{ ...ready, lastTransitionTime: '2026-01-01T00:00:00Z' }];
      const status = { conditions, problems: 7 };
      expect((await request('PATCH', `${NETWORKS}/default/status`, patchOf('merge', { status }))).status).toBe(200);
      const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
      const { body } = await request('GET', NETWORKS, { headers: { accept } });
      const shown = body.columnDefinitions.filter(({ priority }: { priority: number }) => priority === 0);
      expect(shown.map(({ name }: { name: string }) => name)).toEqual([
        ...['Name', 'Cluster', 'Mode', 'Ready', 'Synced', 'Problems', 'Age'],
      ]);
      expect(body.rows[0].cells.slice(0, 4)).toEqual(['default', 'prod-1', 'Apply', 'False']);
      expect(body.rows[0].cells[5]).toBe(7);
    });
  });
});

/** The field itself, not one that begins or goes on like it. */
function naming(field: string): RegExp {
  return new RegExp(`(^|[\\s\\[,])${field.replace(/[.[\]]/g, '\\$&')}: `);
}
