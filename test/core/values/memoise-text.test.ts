import { describe, expect, test } from '@jest/globals';
import { memoiseText } from '../../../src/core/values/memoise-text.js';

describe('a text that was worked out before', () => {
  test('is not worked out again, and is told apart from others', () => {
    const made: string[] = [];
    const shout = memoiseText((text) => {
      made.push(text);
      return `${text}!`;
    });
    expect(['a', 'b', 'a', '', ''].map(shout)).toEqual(['a!', 'b!', 'a!', '!', '!']);
    expect(made).toEqual(['a', 'b', '']);
  });

  test('is forgotten when there are too many to keep, and is the same again', () => {
    let made = 0;
    const shout = memoiseText((text) => {
      made++;
      return `${text}!`;
    });
    for (let n = 0; n <= 100_000; n++) shout(String(n));
    expect(shout('0')).toBe('0!');
    expect(made).toBe(100_002);
  });
});
