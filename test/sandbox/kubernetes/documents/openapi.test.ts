// Do the OpenAPI documents hold together, and what kubectl looks for in them?
import { describe, expect, test } from '@jest/globals';
import { objectAt, objectsAt, stringAt } from '../../../../src/sandbox/json.js';
import type { Kind } from '../../../../src/sandbox/kubernetes/kind.js';
import { openApiV3 } from '../../../../src/sandbox/kubernetes/documents/openapi.js';
import { builtinSchema } from '../../../../src/sandbox/kubernetes/schemas/index.js';
import type { Schema } from '../../../../src/sandbox/kubernetes/schema.js';
import { kindRow } from '../kind-rows.js';

const builtin = (group: string, kind: string): Kind =>
  kindRow(group, 'v1', kind, { schema: builtinSchema(group, 'v1', kind), isCustom: false });
const boat = (schema: Schema) => kindRow('boats.example.com', 'v1', 'Boat', { schema, subresources: ['scale'] });

const SCHEMA: Schema = {
  type: 'object',
  description: 'Boat floats.',
  properties: { spec: { type: 'object', properties: { oars: { 'x-kubernetes-int-or-string': true } } } },
};
const KINDS = [builtin('', 'Service'), builtin('apiextensions.k8s.io', 'CustomResourceDefinition'), boat(SCHEMA)];

const urlOf = (kinds: readonly Kind[], path: string): URL => {
  const paths = objectAt(openApiV3(kinds, '/openapi/v3')?.body, 'paths');
  return new URL(stringAt(paths[path], 'serverRelativeURL') ?? '', 'https://localhost');
};
const documentOf = (path: string) => openApiV3(KINDS, `/openapi/v3/${path}`)?.body;
const PATHS = ['api/v1', 'apis/apiextensions.k8s.io/v1', 'apis/boats.example.com/v1'];

describe('the index', () => {
  test('has a document for each version of a group, under a URL that may be kept for ever', () => {
    expect(Object.keys(objectAt(openApiV3(KINDS, '/openapi/v3')?.body, 'paths'))).toEqual(PATHS);
    const { pathname, searchParams } = urlOf(KINDS, 'api/v1');
    const answer = openApiV3(KINDS, pathname, searchParams.get('hash') ?? undefined);
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'public, immutable' } });
  });

  test('sends those who come with an old hash to the new one', () => {
    const { pathname, search } = urlOf(KINDS, 'api/v1');
    expect(openApiV3(KINDS, pathname, 'OLD')).toMatchObject({ status: 301, headers: { location: pathname + search } });
  });

  test('gives a new hash to a custom kind whose schema changes, and to no other', () => {
    const changed = [...KINDS.slice(0, 2), boat({ ...SCHEMA, description: 'Boat sinks.' })];
    const differs = PATHS.filter((path) => urlOf(KINDS, path).href !== urlOf(changed, path).href);
    expect(differs).toEqual(['apis/boats.example.com/v1']);
  });

  test.each(['/openapi', '/openapi/v3/apis/none/v1', '/openapi/v3/api', '/api/v1'])('has nothing at %s', (path) =>
    expect(openApiV3(KINDS, path)).toBeUndefined(),
  );
});

describe('the document', () => {
  test.each(PATHS)('of %s defines whatever it refers to', (path) => {
    const document = documentOf(path);
    const definitions = objectAt(objectAt(document, 'components'), 'schemas');
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name!,
    );
    expect(references.length).toBeGreaterThan(10);
    expect(references.filter((name) => !(name in definitions))).toEqual([]);
  });

  test.each([
    ['api/v1', '/api/v1/namespaces/{namespace}/services/{name}', { group: '', version: 'v1', kind: 'Service' }],
    [
      'apis/boats.example.com/v1',
      '/apis/boats.example.com/v1/namespaces/{namespace}/boats/{name}',
      { group: 'boats.example.com', version: 'v1', kind: 'Boat' },
    ],
  ])('of %s says at PATCH of %s that the server checks fields, so that kubectl need not', (path, object, kind) => {
    const operation = objectAt(objectAt(objectAt(documentOf(path), 'paths'), object), 'patch');
    expect(operation['x-kubernetes-group-version-kind']).toEqual(kind);
    expect(objectsAt(operation, 'parameters')).toContainEqual(
      expect.objectContaining({ name: 'fieldValidation', in: 'query' }),
    );
  });

  test('has a custom kind as its CRD describes it, with what every object has', () => {
    const definitions = objectAt(objectAt(documentOf('apis/boats.example.com/v1'), 'components'), 'schemas');
    expect(definitions['com.example.boats.v1.Boat']).toMatchObject({
      description: 'Boat floats.',
      type: 'object',
      properties: {
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: { allOf: [{ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }] },
        spec: { type: 'object', properties: { oars: { 'x-kubernetes-int-or-string': true } } },
      },
      'x-kubernetes-group-version-kind': [{ group: 'boats.example.com', version: 'v1', kind: 'Boat' }],
    });
  });

  test('comes to an end, though a schema of schemas holds itself', () => {
    const definitions = objectAt(objectAt(documentOf('apis/apiextensions.k8s.io/v1'), 'components'), 'schemas');
    const name = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps';
    expect(objectAt(objectAt(definitions[name], 'properties'), 'not')).toMatchObject({
      allOf: [{ $ref: `#/components/schemas/${name}` }],
    });
  });
});
