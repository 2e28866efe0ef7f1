// What is left of an object once Go has written it? As kubectl shows it with -o yaml from Kubernetes 1.37.
import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../../src/sandbox/json.js';
import { builtinSchema, intoGoForm } from '../../../../src/sandbox/kubernetes/schemas/index.js';

const written = (group: string, kind: string, object: JsonObject): JsonObject => {
  const schema = builtinSchema(group, 'v1', kind);
  intoGoForm(schema, object);
  const once = structuredClone(object);
  intoGoForm(schema, object);
  expect(object).toEqual(once);
  return once;
};

describe('intoGoForm', () => {
  test('drops what is empty and optional, and adds structs that Go always writes', () => {
    const spec = { type: '', clusterIP: '', ports: [{ name: '', port: 80 }], selector: {}, externalIPs: [] };
    expect(written('', 'Service', { metadata: { labels: {}, annotations: { a: '' } }, spec })).toEqual({
      metadata: { annotations: { a: '' } },
      spec: { ports: [{ port: 80 }] },
      status: { loadBalancer: {} },
    });
  });

  test('keeps zeros that Go can tell from nothing', () => {
    const spec = { replicas: 0, paused: false, selector: {}, strategy: { rollingUpdate: { maxSurge: 0 } } };
    expect(written('apps', 'Deployment', { metadata: {}, spec })).toEqual({
      metadata: {},
      spec: {
        replicas: 0,
        selector: {},
        strategy: { rollingUpdate: { maxSurge: 0 } },
        template: { metadata: {}, spec: {} },
      },
      status: {},
    });
  });

  test('keeps objects that say something by being there, and required texts', () => {
    const spec = {
      containers: [{ name: '', image: '', securityContext: {}, env: [{ name: 'a', value: '' }] }],
      volumes: [{ name: 'a', emptyDir: {} }],
    };
    expect(written('', 'Pod', { metadata: {}, spec })['spec']).toEqual({
      containers: [{ name: '', resources: {}, securityContext: {}, env: [{ name: 'a' }] }],
      volumes: [{ name: 'a', emptyDir: {} }],
    });
  });

  test('writes null for times of conditions', () => {
    const condition = { type: 'Ready', status: 'True', lastTransitionTime: '2026-11-23T08:00:00Z', reason: '' };
    expect(written('', 'Pod', { status: { conditions: [condition] } })['status']).toEqual({
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-11-23T08:00:00Z', lastProbeTime: null }],
    });
  });
});
