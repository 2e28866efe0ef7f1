// What comes from strangers harms nobody.
import { describe, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '../../../../src/sandbox/json.js';
import { jsonPatch, mergePatch, strategicMergePatch } from '../../../../src/sandbox/kubernetes/patches/index.js';

const parse = (text: string): Json => JSON.parse(text) as Json;
const object = (): JsonObject => ({ metadata: { labels: { a: '1' } } });

describe('No patch reaches a prototype', () => {
  test.each<{ name: string; play: () => JsonObject }>([
    { name: 'merge patch', play: () => mergePatch(object(), parse('{"metadata":{"__proto__":{"bad":1}}}')) },
    { name: 'merge patch at the top', play: () => mergePatch(object(), parse('{"__proto__":{"bad":1}}')) },
    { name: 'strategic', play: () => strategicMergePatch(object(), parse('{"metadata":{"__proto__":{"bad":1}}}'), {}) },
    {
      name: 'strategic, in new ones',
      play: () => strategicMergePatch(object(), parse('{"x":{"__proto__":{"bad":1}}}'), {}),
    },
  ])('$name', ({ play }) => {
    const patched = play();
    expect(patched.bad).toBeUndefined();
    expect((patched.metadata as JsonObject).bad).toBeUndefined();
    expect((patched.x as JsonObject | undefined)?.bad).toBeUndefined();
    expect(({} as JsonObject).bad).toBeUndefined();
  });

  test.each(['/__proto__/bad', '/metadata/__proto__', '/metadata/constructor/prototype/bad'])(
    'JSON patch %s',
    (path) => {
      expect(() => jsonPatch(object(), [{ op: 'add', path, value: 1 }])).toThrow('the server rejected our request');
      expect(({} as JsonObject).bad).toBeUndefined();
    },
  );
});

test('A JSON patch has no more than 10000 operations', () => {
  const operations = (count: number): Json =>
    Array.from({ length: count }, () => ({ op: 'test', path: '/metadata/labels/a', value: '1' }));
  expect(() => jsonPatch(object(), operations(10_001))).toThrow(
    'The allowed maximum operations in a JSON patch is 10000, got 10001',
  );
  expect(jsonPatch(object(), operations(10_000))).toEqual(object());
});

describe('Neither the object nor the patch is changed by', () => {
  const patch = {
    metadata: { labels: { b: '2' } },
    spec: { list: [{ $patch: 'delete', name: 'x' }], $retainKeys: ['list'] },
  };
  test.each<{ name: string; play: (before: JsonObject, patch: JsonObject) => JsonObject }>([
    { name: 'a merge patch', play: mergePatch },
    { name: 'a strategic merge patch', play: (before, body) => strategicMergePatch(before, body, {}) },
    {
      name: 'a JSON patch',
      play: (before, body) => jsonPatch(before, [{ op: 'add', path: '/metadata/labels', value: body }]),
    },
  ])('$name', ({ play }) => {
    const [before, body] = [object(), structuredClone(patch)];
    const patched = play(before, body);
    (patched.metadata as JsonObject).labels = {};
    expect(before).toEqual(object());
    expect(body).toEqual(patch);
  });
});
