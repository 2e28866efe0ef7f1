import { describe, expect, test } from '@jest/globals';
import { objectAt, objectsAt, type JsonObject } from '../../../../src/sandbox/json.js';
import { applyPatch, isSameButTimes, trackManager } from '../../../../src/sandbox/kubernetes/patches/index.js';
import { CONFIG_MAP } from './kinds.js';

const { apiVersion, schema } = CONFIG_MAP;
const HEAD = { apiVersion, kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } };
const at = (seconds: number): number => Date.UTC(2026, 0, 1) + seconds * 1000 + 7;

const apply = (before: JsonObject | undefined, data: JsonObject, manager: string, seconds: number): JsonObject =>
  applyPatch({ before, applied: { ...HEAD, data }, manager, force: true, schema, apiVersion, now: at(seconds) });

const update = (before: JsonObject | undefined, data: JsonObject, manager: string, seconds: number): JsonObject =>
  trackManager({ before, after: { ...(before ?? HEAD), data }, manager, schema, apiVersion, now: at(seconds) });

const entries = (object: JsonObject): JsonObject[] => objectsAt(objectAt(object, 'metadata'), 'managedFields');
const times = (object: JsonObject): unknown[] => entries(object).map(({ manager, time }) => [manager, time]);

describe('The time of a manager', () => {
  test('is that of its last change, in whole seconds', () => {
    const made = update(undefined, { a: '1' }, 'm', 1);
    expect(times(update(made, { a: '2' }, 'm', 2))).toEqual([['m', '2026-01-01T00:00:02Z']]);
  });

  test('stays when it changes nothing', () => {
    const made = update(undefined, { a: '1' }, 'm', 1);
    expect(update(made, { a: '1' }, 'm', 2)).toEqual(made);
    const applied = apply(undefined, { a: '1' }, 'm', 1);
    expect(apply(applied, { a: '1' }, 'm', 2)).toEqual(applied);
  });

  test('stays when another one changes something', () => {
    const made = update(undefined, { a: '1' }, 'm', 1);
    const changed = update(made, { a: '1', b: '2' }, 'n', 2);
    expect(times(changed)).toEqual([
      ['m', '2026-01-01T00:00:01Z'],
      ['n', '2026-01-01T00:00:02Z'],
    ]);
  });

  test('is absent where somebody applies what is there already', () => {
    const made = apply(undefined, { a: '1' }, 'm', 1);
    expect(times(apply(made, { a: '1' }, 'n', 2))).toEqual([
      ['n', undefined],
      ['m', '2026-01-01T00:00:01Z'],
    ]);
  });
});

describe('The entries', () => {
  test('stand by operation, then by time', () => {
    const made = update(update(undefined, { u: '1' }, 'z', 1), { u: '1', v: '1' }, 'a', 2);
    const all = apply(apply(made, { x: '1' }, 'z', 3), { y: '1' }, 'a', 4);
    expect(entries(all).map(({ operation, manager }) => `${operation as string} ${manager as string}`)).toEqual([
      'Apply z',
      'Apply a',
      'Update z',
      'Update a',
    ]);
  });

  test('have the members in the order of the API server', () => {
    const [entry] = entries(
      trackManager({
        before: undefined,
        after: HEAD_WITH_STATUS,
        manager: '',
        schema: {},
        apiVersion,
        subresource: 'status',
        now: at(0),
      }),
    );
    expect(JSON.stringify(entry)).toBe(
      '{"manager":"unknown","operation":"Update","apiVersion":"v1","time":"2026-01-01T00:00:00Z",' +
        '"fieldsType":"FieldsV1","fieldsV1":{"f:status":{".":{},"f:phase":{}}},"subresource":"status"}',
    );
  });

  test('order the elements of lists by number', () => {
    const ports = [443, 80, 1000].map((port) => ({ port }));
    const spec = { type: 'object', properties: { ports: LIST_OF_PORTS } } as const;
    const after = { ...HEAD, spec: { ports } };
    const made = trackManager({
      before: undefined,
      after,
      manager: 'm',
      schema: { type: 'object', properties: { spec } },
      apiVersion,
      now: at(0),
    });
    const fields = objectAt(objectAt(objectAt(entries(made)[0], 'fieldsV1'), 'f:spec'), 'f:ports');
    expect(Object.keys(fields)).toEqual(['.', 'k:{"port":80}', 'k:{"port":443}', 'k:{"port":1000}']);
  });
});

describe('Two states that differ in nothing but times', () => {
  const made = update(undefined, { a: '1' }, 'm', 1);

  test('are the same', () => {
    expect(isSameButTimes(made, update(undefined, { a: '1' }, 'm', 9))).toBe(true);
  });

  test.each([
    { because: 'its content differs', other: update(undefined, { a: '2' }, 'm', 1) },
    { because: 'its manager differs', other: update(undefined, { a: '1' }, 'n', 1) },
  ])('are not where $because', ({ other }) => {
    expect(isSameButTimes(made, other)).toBe(false);
  });
});

const HEAD_WITH_STATUS: JsonObject = { ...HEAD, status: { phase: 'x' } };

const LIST_OF_PORTS = {
  type: 'array',
  items: { type: 'object', properties: { port: { type: 'integer' } } },
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['port'],
} as const;
