// Are ages cut as kubectl shows them?
import { describe, expect, test } from '@jest/globals';
import { age, humanDuration } from '../../../../src/sandbox/kubernetes/kinds/age.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('the age of an object', () => {
  test.each([
    { text: '<invalid>', is: -2 * SECOND, because: 'it is from the future' },
    { text: '0s', is: -1.5 * SECOND, because: 'clocks may differ a little' },
    { text: '0s', is: 999, because: 'nothing is rounded up' },
    { text: '119s', is: 119 * SECOND, because: 'two minutes are counted in seconds' },
    { text: '2m', is: 120 * SECOND, because: 'no seconds are left' },
    { text: '9m59s', is: 10 * MINUTE - 1, because: 'below ten minutes seconds count' },
    { text: '10m', is: 10 * MINUTE + 59 * SECOND, because: 'from ten minutes on they do not' },
    { text: '179m', is: 3 * HOUR - 1, because: 'three hours are counted in minutes' },
    { text: '3h', is: 3 * HOUR, because: 'no minutes are left' },
    { text: '7h59m', is: 8 * HOUR - 1, because: 'below eight hours minutes count' },
    { text: '47h', is: 2 * DAY - 1, because: 'two days are counted in hours' },
    { text: '2d', is: 2 * DAY, because: 'no hours are left' },
    { text: '7d23h', is: 8 * DAY - 1, because: 'below eight days hours count' },
    { text: '729d', is: 730 * DAY - 1, because: 'two years are counted in days' },
    { text: '2y', is: 730 * DAY, because: 'no days are left' },
    { text: '2y3d', is: 733 * DAY, because: 'below eight years days count' },
    { text: '8y', is: 8 * 365 * DAY + 40 * DAY, because: 'from eight years on they do not' },
  ])('$text, because $because', ({ is, text }) => {
    expect(humanDuration(is)).toBe(text);
  });

  test('is unknown where there is no time', () => {
    expect(age(undefined, 0)).toBe('<unknown>');
    expect(age('2026-01-01T00:00:00Z', Date.parse('2026-01-01T00:00:42.9Z'))).toBe('42s');
  });
});
