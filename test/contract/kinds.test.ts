// Does the real API server agree with our own check of our kinds, row by row, and give the same defaults?
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Agent, request } from 'undici';
import { check, GROUP, KINDS, VERSION } from '../../src/core/kinds/index.js';
import { sourceRef } from '../../src/core/values/source-ref.js';
import type { ControlPlane } from '../../src/sandbox/control-plane/start-control-plane.js';
import type { GoodObject } from '../core/kinds/objects.js';
import { BAD_OBJECTS, GOOD_OBJECTS, nameOf } from '../core/kinds/objects.js';
import { describeOnControlPlane } from './describe-on-control-plane.js';

const CRDS = resolve(import.meta.dirname, '../../crds');

interface Answer {
  readonly status: number;
  readonly body: { readonly message?: string; readonly spec?: unknown };
}

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: { readonly 'certificate-authority-data': string } }];
  readonly users: readonly [{ readonly user: { readonly token: string } }];
}

async function clientOf({ kubeconfig, server }: ControlPlane) {
  const { clusters, users } = JSON.parse(await readFile(kubeconfig, 'utf8')) as Kubeconfig;
  const ca = Buffer.from(clusters[0].cluster['certificate-authority-data'], 'base64').toString();
  const dispatcher = new Agent({ connect: { ca } });
  /** Tried, not kept: the server checks and fills in all the same. */
  return async (object: GoodObject): Promise<Answer> => {
    const { plural, scope } = KINDS.find(({ kind }) => kind === object.kind)!;
    const place = scope === 'Namespaced' ? `namespaces/default/${plural}` : plural;
    const answer = await request(`${server}/apis/${GROUP}/${VERSION}/${place}?dryRun=All&fieldValidation=Ignore`, {
      method: 'POST',
      dispatcher,
      headers: { authorization: `Bearer ${users[0].user.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        apiVersion: `${GROUP}/${VERSION}`,
        kind: object.kind,
        metadata: { name: nameOf(object) },
        spec: object.spec,
      }),
    });
    return { status: answer.statusCode, body: (await answer.body.json()) as Answer['body'] };
  };
}

describeOnControlPlane('our kinds on a real API server', (controlPlane) => {
  let create: (object: GoodObject) => Promise<Answer>;

  beforeAll(async () => {
    const { kubectl } = controlPlane();
    const applied = await kubectl(['apply', '-f', CRDS]);
    expect(applied.stderr).toBe('');
    const names = KINDS.map(({ plural }) => `crd/${plural}.${GROUP}`);
    const waited = await kubectl(['wait', '--for=condition=Established', '--timeout=30s', ...names]);
    expect(waited.stderr).toBe('');
    create = await clientOf(controlPlane());
  }, 60_000);

  test.each(KINDS)('$kind is structural: the server has nothing to say against its schema', async ({ plural }) => {
    const { stdout } = await controlPlane().kubectl(['get', `crd/${plural}.${GROUP}`, '-o', 'json']);
    const { status } = JSON.parse(stdout) as {
      status: { conditions: readonly { type: string; status: string; message: string }[] };
    };
    expect(status.conditions.find(({ type }) => type === 'NonStructuralSchema')).toBeUndefined();
    expect(status.conditions.find(({ type }) => type === 'NamesAccepted')?.status).toBe('True');
  });

  test.each(BAD_OBJECTS)('refuses $kind: $because ($field)', async (object) => {
    const { status, body } = await create(object);
    expect({ status, message: body.message }).toEqual({
      status: 422,
      message: expect.stringMatching(naming(object.field)) as unknown,
    });
  });

  test.each(GOOD_OBJECTS)('accepts $kind: $because, and fills it in as we do', async (object) => {
    const { status, body } = await create(object);
    const kind = KINDS.find((one) => one.kind === object.kind)!;
    expect({ status, message: body.message }).toEqual({ status: 201, message: undefined });
    expect(body.spec).toEqual(check(kind, object.spec, sourceRef(object.kind, undefined, nameOf(object))).value);
  });

  describe('an AzureNetwork that is there', () => {
    const manifest = (spec: object) =>
      JSON.stringify({ apiVersion: `${GROUP}/${VERSION}`, kind: 'AzureNetwork', metadata: { name: 'default' }, spec });

    test('keeps its clusterId; other fields may change', async () => {
      const { kubectl } = controlPlane();
      expect((await kubectl(['apply', '-f', '-'], manifest({ clusterId: 'prod-1' }))).stderr).toBe('');
      expect((await kubectl(['apply', '-f', '-'], manifest({ clusterId: 'prod-1', mode: 'Plan' }))).stderr).toBe('');
      const renamed = await kubectl(['apply', '-f', '-'], manifest({ clusterId: 'prod-2' }));
      expect(renamed.code).not.toBe(0);
      expect(renamed.stderr).toMatch(/spec\.clusterId.*cannot be changed/);
    });

    test('is shown by its short name, with its columns', async () => {
      const { kubectl } = controlPlane();
      await kubectl(['apply', '-f', '-'], manifest({ clusterId: 'prod-1' }));
      const status = {
        conditions: [
          {
            type: 'Ready',
            status: 'False',
            reason: 'Degraded',
            message: 'x',
            lastTransitionTime: '2026-01-01T00:00:00Z',
          },
        ],
        problems: 7,
      };
      const patch = ['patch', 'aznet', 'default', '--subresource=status', '--type=merge', '-p'];
      expect((await kubectl([...patch, JSON.stringify({ status })])).stderr).toBe('');
      const { stdout } = await kubectl(['get', 'aznet']);
      expect(stdout.split('\n')[0]!.trim().split(/\s+/)).toEqual([
        ...['NAME', 'CLUSTER', 'MODE', 'READY', 'SYNCED', 'PROBLEMS', 'AGE'],
      ]);
      expect(stdout).toMatch(/default\s+prod-1\s+Apply\s+False\s+7\s/);
    });
  });
});

/** The field itself, not one that begins or goes on like it. */
function naming(field: string): RegExp {
  return new RegExp(`(^|[\\s\\[,])${field.replace(/[.[\]]/g, '\\$&')}: `);
}
