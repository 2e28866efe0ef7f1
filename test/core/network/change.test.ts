import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { diffJson, same } from '../../../src/core/network/change.js';
import type { Json } from '../../../src/core/values/json.js';

test.each([
  { because: 'equal', before: { a: [1, { b: 2 }] }, after: { a: [1, { b: 2 }] }, changes: [] },
  { because: 'an absent key is undefined', before: { a: 1 }, after: { a: 1, b: undefined }, changes: [] },
  { because: 'null is a value', before: {}, after: { a: null }, changes: [['/a', null, null]] },
  {
    because: 'keys in order',
    before: { b: 1, a: 1 },
    after: { a: 2 },
    changes: [
      ['/a', 1, 2],
      ['/b', 1, null],
    ],
  },
  {
    because: 'named children go by their name, in any case and order',
    before: { rules: [{ name: 'Web', port: 80 }, { name: 'ssh' }] },
    after: { rules: [{ name: 'ssh' }, { name: 'Web', port: 81 }] },
    changes: [['/rules[Web]/port', 80, 81]],
  },
  {
    because: 'children that come and go are shown whole',
    before: { rules: [{ name: 'a', p: 1 }] },
    after: { rules: [{ name: 'b', p: 2 }] },
    changes: [
      ['/rules[a]', { name: 'a', p: 1 }, null],
      ['/rules[b]', null, { name: 'b', p: 2 }],
    ],
  },
  {
    because: 'other lists are shown whole',
    before: { l: [1, 2] },
    after: { l: [2, 1] },
    changes: [['/l', [1, 2], [2, 1]]],
  },
  { because: 'slashes in keys are escaped', before: {}, after: { 'a/b~c': 1 }, changes: [['/a~1b~0c', null, 1]] },
  { because: 'all of it', before: undefined, after: { a: 1 }, changes: [['/', null, { a: 1 }]] },
] as { because: string; before: Json | undefined; after: Json | undefined; changes: [string, Json, Json][] }[])(
  '$because',
  ({ before, after, changes }) => {
    expect(diffJson(before, after)).toEqual(changes.map(([path, was, is]) => ({ path, before: was, after: is })));
    expect(same(before, after)).toBe(changes.length === 0);
  },
);

test('there is a difference exactly where two values are not the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(diffJson(a as Json, b as Json).length === 0).toBe(same(a, b));
      expect(diffJson(a as Json, a as Json)).toEqual([]);
    }),
  );
});
