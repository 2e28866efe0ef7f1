// Which kinds do the cases of patches use? Four that come with Kubernetes, and a custom one that has every type of
// list and map.
import type { JsonObject } from '../../../../src/sandbox/json.js';
import { builtinSchema } from '../../../../src/sandbox/kubernetes/schemas/builtin-schema.js';
import type { Schema } from '../../../../src/sandbox/kubernetes/schema.js';
import type { TestKind } from './patch-case.js';

const builtin = (group: string, kind: string): TestKind => ({
  apiVersion: group === '' ? 'v1' : `${group}/v1`,
  kind,
  plural: `${kind.toLowerCase()}s`,
  schema: builtinSchema(group, 'v1', kind),
});

export const CONFIG_MAP = builtin('', 'ConfigMap');
export const SERVICE = builtin('', 'Service');
export const POD = builtin('', 'Pod');
export const DEPLOYMENT = builtin('apps', 'Deployment');

const text: Schema = { type: 'string' };

const rule: Schema = {
  type: 'object',
  required: ['name'],
  properties: {
    name: text,
    port: { type: 'integer' },
    target: { 'x-kubernetes-int-or-string': true },
    tags: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
    match: { type: 'object', properties: { host: text, path: text } },
  },
};

const endpoint: Schema = {
  type: 'object',
  required: ['port'],
  properties: { port: { type: 'integer' }, protocol: { ...text, default: 'TCP' }, note: text },
};

const spec: Schema = {
  type: 'object',
  properties: {
    size: { type: 'integer' },
    isOn: { type: 'boolean' },
    rules: { type: 'array', items: rule, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] },
    endpoints: {
      type: 'array',
      items: endpoint,
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['port', 'protocol'],
    },
    tags: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
    numbers: { type: 'array', items: { type: 'integer' } },
    selector: { type: 'object', additionalProperties: text, 'x-kubernetes-map-type': 'atomic' },
    labels: { type: 'object', additionalProperties: text },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    place: { type: 'object', properties: { zone: text, rack: { type: 'object', properties: { row: text } } } },
  },
};

export const SHAPE_SCHEMA: Schema = {
  type: 'object',
  properties: {
    spec,
    status: { type: 'object', properties: { phase: text, count: { type: 'integer' } } },
  },
};

export const SHAPE: TestKind = {
  apiVersion: 'patches.example.com/v1',
  kind: 'Shape',
  plural: 'shapes',
  schema: SHAPE_SCHEMA,
};

export const SHAPE_DEFINITION: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'shapes.patches.example.com' },
  spec: {
    group: 'patches.example.com',
    scope: 'Namespaced',
    names: { plural: 'shapes', singular: 'shape', kind: 'Shape', listKind: 'ShapeList' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: SHAPE_SCHEMA as unknown as JsonObject },
        subresources: { status: {} },
      },
    ],
  },
};
