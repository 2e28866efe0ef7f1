import { describe, expect, test } from '@jest/globals';
import { ALLOW_DELETES, readAllowedDeletes } from '../../../src/core/settings/allowed-deletes.js';

const read = (text: string) => {
  const { value, problems } = readAllowedDeletes({ [ALLOW_DELETES]: text }, [{ name: 'example.com' }]);
  return { released: Object.fromEntries(value ?? []), refused: problems.map((problem) => problem.value) };
};

describe('deletes are released', () => {
  test.each([
    { because: 'a zone by its name', text: 'example.com=12', released: { 'example.com': 12 } },
    {
      because: 'several, in any case and with spaces',
      text: ' Example.com = 3, SecurityRule=1 ',
      released: { 'example.com': 3, securityrule: 1 },
    },
    { because: 'nothing said', text: '', released: {} },
    { because: 'a zone that is not listed', text: 'example.org=4', released: {}, refused: ['example.org=4'] },
    { because: 'no number', text: 'example.com,publicip=all', released: {}, refused: ['example.com', 'publicip=all'] },
    { because: 'less than nothing', text: 'example.com=-1', released: {}, refused: ['example.com=-1'] },
  ])('$because: $text', ({ text, released, refused = [] }) => {
    expect(read(text)).toEqual({ released, refused });
  });
});
