import { describe, expect, test } from '@jest/globals';
import { parseDuration } from '../../../src/core/values/duration.js';

describe('a duration', () => {
  test.each([
    ['10m', 600, 'minutes'],
    ['90s', 90, 'more seconds than a minute has'],
    ['1h', 3600, 'hours'],
    ['1h30m', 5400, 'a sum'],
    ['30s1m', 90, 'Go cares for no order'],
    ['0s', 0, 'none at all'],
  ])('%s is %i seconds: %s', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test.each([
    ['', 'nothing'],
    ['10', 'no unit'],
    ['1d', 'Go has no days'],
    ['1.5h', 'whole numbers only'],
    ['-1m', 'no past'],
    ['10 m', 'no blanks'],
    ['10m ', 'nor behind it'],
    ['1h1m1s1s', 'four parts'],
  ])('%j is none: %s', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
