import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { same } from '../../../src/core/network/change.js';
import { overlay, overlayChildren } from '../../../src/core/network/overlay.js';
import type { Child, Overlay } from '../../../src/core/network/overlay.js';
import type { JsonObject } from '../../../src/core/values/json.js';

const ID = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/probes/p';

test.each([
  { because: 'ours over theirs', observed: { a: 1, b: 2 }, ours: { a: 3 }, becomes: { a: 3, b: 2 } },
  {
    because: 'as deep as ours goes',
    observed: { p: { a: 1, b: 2 } },
    ours: { p: { a: 3 } },
    becomes: { p: { a: 3, b: 2 } },
  },
  { because: 'undefined takes away', observed: { a: 1, b: 2 }, ours: { a: undefined }, becomes: { b: 2 } },
  { because: 'an object where there was none', observed: { a: null }, ours: { a: { b: 1 } }, becomes: { a: { b: 1 } } },
  {
    because: 'an id keeps its spelling',
    observed: { id: ID.toUpperCase() },
    ours: { id: ID },
    becomes: { id: ID.toUpperCase() },
  },
  { because: 'another id does not', observed: { id: `${ID}x` }, ours: { id: ID }, becomes: { id: ID } },
  {
    because: 'a set keeps its order',
    observed: { a: ['80', '443'] },
    ours: { a: ['443', '80'] },
    becomes: { a: ['80', '443'] },
  },
  { because: 'another set does not', observed: { a: ['80', '443'] }, ours: { a: ['443'] }, becomes: { a: ['443'] } },
  {
    because: 'a text of another case is another text',
    observed: { a: 'tcp' },
    ours: { a: 'Tcp' },
    becomes: { a: 'Tcp' },
  },
] as { because: string; observed: JsonObject; ours: Overlay; becomes: JsonObject }[])(
  '$because',
  ({ observed, ours, becomes }) => {
    expect(overlay(observed, ours)).toEqual(becomes);
  },
);

describe('children', () => {
  const observed: readonly Child[] = [{ name: 'B', x: 1 }, { name: 'theirs', y: [1] }, { name: 'old' }];

  test('stay where they are, new ones follow by name, those that are gone go', () => {
    const ours = new Map([
      ['z', { x: 9 }],
      ['b', { x: 2 }],
      ['c', { x: 3 }],
    ]);
    expect(overlayChildren(observed, ours, ({ name }) => name === 'old')).toEqual([
      { name: 'B', x: 2 },
      { name: 'theirs', y: [1] },
      { name: 'c', x: 3 },
      { name: 'z', x: 9 },
    ]);
  });

  test('one that is wanted stays, whoever says that it is gone', () => {
    expect(overlayChildren(observed, new Map([['old', {}]]), () => true)).toEqual([{ name: 'old' }]);
  });
});

test('laid over twice it is as laid over once, and what ours does not mention is as it was', () => {
  const anyObject = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.jsonValue()) as fc.Arbitrary<JsonObject>;
  fc.assert(
    fc.property(anyObject, anyObject, (observed, ours) => {
      const once = overlay(observed, ours);
      expect(overlay(once, ours)).toEqual(once);
      for (const key of Object.keys(observed)) if (!(key in ours)) expect(same(once[key], observed[key])).toBe(true);
    }),
  );
});
