import { expect, test } from '@jest/globals';
import { commonSources } from '../../../../src/core/network/placement/common-sources.js';

test.each([
  { a: ['AzureCloud'], b: ['AzureCloud'], both: ['AzureCloud'], because: 'they are the same' },
  { a: ['AzureCloud'], b: ['Storage'], both: [], because: 'nobody knows what two tags share' },
  { a: ['Internet'], b: ['AzureCloud'], both: ['AzureCloud'], because: 'the addresses of a service are public' },
  { a: ['Internet'], b: ['VirtualNetwork'], both: [], because: 'the Internet is what lies outside' },
  { a: ['Internet'], b: ['0.0.0.0/0'], both: ['Internet'], because: 'everybody includes it' },
  { a: ['0.0.0.0/0'], b: ['AzureCloud'], both: ['AzureCloud'], because: 'everybody includes every service' },
  { a: ['Internet'], b: ['203.0.113.0/24'], both: ['203.0.113.0/24'], because: 'the range is public' },
  { a: ['Internet'], b: ['10.0.0.0/16'], both: [], because: 'the range may be inside' },
  { a: ['203.0.113.0/24'], b: ['203.0.113.0/25'], both: ['203.0.113.0/25'], because: 'it is the narrower' },
  { a: ['203.0.113.0/24'], b: ['198.51.100.0/24'], both: [], because: 'they share nothing' },
  {
    a: ['203.0.113.0/24', 'AzureCloud'],
    b: ['Internet'],
    both: ['203.0.113.0/24', 'AzureCloud'],
    because: 'each is asked',
  },
])('$a and $b share $both, since $because', ({ a, b, both }) => {
  expect(commonSources(a, b)).toEqual(both);
  expect(commonSources(b, a)).toEqual(both);
});

test('of thousands of ranges, without a look at each pair', () => {
  const ranges = (first: number, length: number): readonly string[] =>
    Array.from({ length: 4000 }, (_, index) => `${first}.${index >> 8}.${index & 255}.0/${length}`);
  const began = performance.now();
  expect(commonSources(ranges(20, 24), [...ranges(20, 25), ...ranges(30, 24)])).toEqual([...ranges(20, 25)].sort());
  expect(performance.now() - began).toBeLessThan(5000);
});
