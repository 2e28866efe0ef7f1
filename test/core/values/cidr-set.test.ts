// Does a list of ranges hold all of another?
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contains, containsAll } from '../../../src/core/values/cidr-set.js';

describe('all of them', () => {
  test.each([
    { outer: ['10.0.0.0/9', '10.128.0.0/9'], inner: ['10.0.0.0/8'], holds: true, because: 'two halves are the whole' },
    { outer: ['10.0.0.0/8'], inner: ['10.1.0.0/16', '11.0.0.0/32'], holds: false, because: 'one is outside' },
    { outer: ['10.0.0.0/8'], inner: ['fd00::/8'], holds: false, because: 'a family holds nothing of the other' },
    { outer: ['0.0.0.0/0', '::/0'], inner: ['10.0.0.0/8', 'fd00::/8'], holds: true, because: 'everything is in it' },
    { outer: [], inner: ['10.0.0.0/8'], holds: false, because: 'nothing holds nothing' },
    { outer: [], inner: [], holds: true, because: 'nothing is asked' },
    { outer: ['10.0.0.0/16', '10.0.8.0/24'], inner: ['10.0.9.0/24'], holds: true, because: 'ranges may overlap' },
  ])('$outer holds $inner: $holds ($because)', ({ outer, inner, holds }) => {
    expect(containsAll(outer, inner)).toBe(holds);
  });

  test('by chance: as one by one', () => {
    const cidr = fc
      .tuple(fc.integer({ min: 0, max: 31 }), fc.integer({ min: 27, max: 32 }))
      .map(([at, bits]) => `10.0.0.${(at >> (32 - bits)) << (32 - bits)}/${bits}`);
    fc.assert(
      fc.property(fc.array(cidr, { maxLength: 6 }), fc.array(cidr, { maxLength: 4 }), (outer, inner) => {
        expect(containsAll(outer, inner)).toBe(inner.every((one) => contains(outer, one)));
      }),
    );
  });
});
