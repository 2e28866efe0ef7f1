// Does every CustomResourceDefinition that users of the operator have apply here, and are its objects checked?
import { beforeEach, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { newClient, type Client } from '../client.js';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const NETWORKS = '/apis/azurenetwork.dev/v1alpha1/azurenetworks';
const OURS = resolve(import.meta.dirname, '../../../../crds');
const OTHERS = process.env['CRDS_FOLDER'];
if (!OTHERS) process.stderr.write('SKIPPED the kinds of others: CRDS_FOLDER is not set\n');

const manifests = (folder: string): any[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((one) => one.toJS()))
    .filter((one) => one?.kind === 'CustomResourceDefinition');

const network = (spec: object) => ({
  apiVersion: 'azurenetwork.dev/v1alpha1',
  kind: 'AzureNetwork',
  metadata: { name: 'default' },
  spec,
});

let client: Client;
beforeEach(() => {
  client = newClient();
});

const all = [OURS, ...(OTHERS ? [OTHERS] : [])].flatMap(manifests).map((crd) => ({ name: crd.metadata.name, crd }));

test.each(all)('$name is taken and served', async ({ crd }) => {
  const { status, body } = await client.send('POST', DEFINITIONS, crd);
  expect({ status, message: body.message }).toEqual({ status: 201, message: undefined });
  for (const version of crd.spec.versions.filter((one: any) => one.served)) {
    const listed = await client.send('GET', `/apis/${crd.spec.group}/${version.name}/${crd.spec.names.plural}`);
    expect(listed.body).toMatchObject({ kind: crd.spec.names.listKind, items: [] });
  }
});

describe('an AzureNetwork', () => {
  beforeEach(async () => {
    for (const crd of manifests(OURS)) await client.send('POST', DEFINITIONS, crd);
  });

  test('is filled in with the defaults of its schema', async () => {
    const { body } = await client.send('POST', NETWORKS, network({ clusterId: 'prod-1' }));
    expect(body.spec).toMatchObject({ mode: 'Apply', dns: { zones: [], ttl: 300 }, safety: { maxDeletePercent: 30 } });
  });

  test('loses fields that its schema does not have, and a strict writer is told', async () => {
    const wrong = network({ clusterId: 'prod-1', foo: 1 });
    const { body } = await client.send('POST', `${NETWORKS}?fieldValidation=Strict`, wrong);
    expect(body).toMatchObject({ code: 400, message: expect.stringContaining('unknown field "spec.foo"') });
    expect((await client.send('POST', NETWORKS, wrong)).body.spec).not.toHaveProperty('foo');
  });

  test('is refused with each cause in the words of the API server', async () => {
    const { body } = await client.send('POST', NETWORKS, network({ mode: 'x' }));
    expect(body.details.causes).toEqual([
      { reason: 'FieldValueRequired', field: 'spec.clusterId', message: 'Required value' },
      {
        reason: 'FieldValueNotSupported',
        field: 'spec.mode',
        message: 'Unsupported value: "x": supported values: "Apply", "Plan"',
      },
      {
        reason: 'FieldValueInvalid',
        field: '<nil>',
        message:
          'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
      },
    ]);
  });

  test('shows its conditions in columns', async () => {
    await client.send('POST', NETWORKS, network({ clusterId: 'prod-1' }));
    const conditions = [
      { type: 'Ready', status: 'False', reason: 'X', message: '', lastTransitionTime: '2026-01-01T00:00:00Z' },
    ];
    await client.send(
      'PATCH',
      `${NETWORKS}/default/status`,
      { status: { conditions } },
      {
        'content-type': 'application/merge-patch+json',
      },
    );
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
    const { body } = await client.send('GET', NETWORKS, undefined, { accept });
    const shown = body.columnDefinitions.filter(({ priority }: { priority: number }) => priority === 0);
    expect(shown.map(({ name }: { name: string }) => name)).toEqual([
      ...['Name', 'Cluster', 'Mode', 'Ready', 'Synced', 'Problems', 'Age'],
    ]);
    expect(body.rows[0].cells.slice(0, 6)).toEqual(['default', 'prod-1', 'Apply', 'False', null, null]);
  });
});
