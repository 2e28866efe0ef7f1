// Does a condition come back from the API server as it was written?
import { describe, expect, test } from '@jest/globals';
import { condition } from '../../../src/core/report/conditions.js';

const written = (message: string): string =>
  condition({ type: 'azurenetwork.dev/Accepted', status: 'False', reason: 'InvalidAnnotation', message }, [], 1, 0)
    .message;

describe('a long message', () => {
  test('is cut', () => {
    expect(written('x'.repeat(5000))).toHaveLength(1000);
  });

  test('that is cut within a character comes back as it was sent, so that it is not written again', () => {
    const message = written(`${'x'.repeat(999)}😀`);
    expect(Buffer.from(message, 'utf8').toString('utf8')).toBe(message);
  });
});
