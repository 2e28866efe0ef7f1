// Does each parser take what it says, and refuse the rest with the key, the value and what is allowed?
import { describe, expect, test } from '@jest/globals';
import { parseBoolean } from '../../../src/core/values/boolean.js';
import { isInZone, parseHostname } from '../../../src/core/values/hostname.js';
import { parseInteger } from '../../../src/core/values/integer.js';
import { matches } from '../../../src/core/values/selector.js';
import { sourceRef } from '../../../src/core/values/source-ref.js';
import { parseTtl } from '../../../src/core/values/ttl.js';

const origin = { object: sourceRef('Ingress', 'default', 'web'), key: 'the-key', reason: 'InvalidAnnotation' } as const;

function expectRefusal(parsed: { value: unknown; problems: readonly unknown[] }, text: string, says = ''): void {
  expect(parsed.value).toBeUndefined();
  expect(parsed.problems).toHaveLength(1);
  expect(parsed.problems[0]).toMatchObject({
    object: 'Ingress/default/web',
    key: 'the-key',
    value: text,
    message: expect.stringMatching(/^the-key: .*Allowed/s),
  });
  expect((parsed.problems[0] as { message: string }).message).toContain(says);
}

describe('a host name', () => {
  test.each([
    ['Shop.Example.COM', 'shop.example.com'],
    ['shop.example.com.', 'shop.example.com'],
    [' shop.example.com ', 'shop.example.com'],
    ['*.example.com', '*.example.com'],
    ['_acme.example.com', '_acme.example.com'],
    ['Bücher.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['r3---sn.example', 'r3---sn.example'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
  ])('%s is %s', (text, host) => {
    expect(parseHostname(text, origin)).toEqual({ value: host, problems: [] });
  });

  test.each([
    { text: '', says: 'is empty' },
    { text: '*', says: 'wildcard of everything' },
    { text: 'a..b', says: 'empty label' },
    { text: '.example.com', says: 'empty label' },
    { text: 'a.*.example.com', says: 'not the whole first label' },
    { text: '*a.example.com', says: 'not the whole first label' },
    { text: '*.*.example.com', says: 'not the whole first label' },
    { text: '-a.example.com', says: '"-a"' },
    { text: 'a b.example.com', says: '"a b"' },
    { text: 'a/b.example.com', says: '"a/b"' },
    { text: 'xn--zzzz.example', says: 'IDNA' },
    { text: '192.0.2.1', says: 'is an address' },
    { text: '192.0.2.01', says: 'ends with a number' },
    { text: `${'a'.repeat(64)}.example`, says: '64 characters' },
    { text: Array.from({ length: 64 }, () => 'abc').join('.'), says: '255 characters' },
  ])('"$text" is refused: it $says', ({ text, says }) => {
    expectRefusal(parseHostname(text, origin), text, says);
  });

  test('falls in a zone on a label boundary', () => {
    expect(isInZone('a.example.com', 'example.com')).toBe(true);
    expect(isInZone('example.com', 'example.com')).toBe(true);
    expect(isInZone('badexample.com', 'example.com')).toBe(false);
  });
});

describe('a time to live', () => {
  test.each([
    ['300', 300],
    ['1', 1],
    ['2147483647', 2147483647],
    ['5m', 300],
    ['1h30m', 5400],
    ['1.5m', 90],
    ['1500ms', 1],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseTtl(text, origin)).toEqual({ value: seconds, problems: [] });
  });

  test.each(['0', '0s', '999ms', '-1', '-5m', 'soon', '', '5 m', '5x', '1.5', '2147483648', '1e3', 'm'])(
    '"%s" is refused',
    (text) => {
      expectRefusal(parseTtl(text, origin), text, '1 to 2147483647');
    },
  );
});

describe('a boolean', () => {
  test.each([
    ['true', true],
    ['True', true],
    ['FALSE', false],
  ])('%s is %s', (text, value) => {
    expect(parseBoolean(text, origin)).toEqual({ value, problems: [] });
  });

  test.each(['yes', '1', '', 'tru', 'null'])('"%s" is refused', (text) => {
    expectRefusal(parseBoolean(text, origin), text);
  });
});

describe('a number between 4 and 100', () => {
  const bounds = { min: 4, max: 100, unit: 'minutes' };

  test.each([
    ['4', 4],
    ['100', 100],
  ])('%s is read', (text, value) => {
    expect(parseInteger(text, origin, bounds)).toEqual({ value, problems: [] });
  });

  test.each(['3', '101', '-4', '4.5', '4m', '', '0x10', '1e1'])('"%s" is refused', (text) => {
    expectRefusal(parseInteger(text, origin, bounds), text, '4 to 100 minutes');
  });
});

describe('a label selector', () => {
  const labels = { app: 'web', tier: 'front' };

  test.each([
    { selector: undefined, chosen: false, because: 'none chooses nobody' },
    { selector: {}, chosen: true, because: 'an empty one chooses all' },
    { selector: { matchLabels: { app: 'web', tier: 'front' } }, chosen: true, because: 'all labels are there' },
    { selector: { matchLabels: { app: 'web', tier: 'back' } }, chosen: false, because: 'one label differs' },
    { selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] }, chosen: true, because: 'in' },
    {
      selector: { matchExpressions: [{ key: 'no', operator: 'In', values: ['web'] }] },
      chosen: false,
      because: 'absent',
    },
    {
      selector: { matchExpressions: [{ key: 'no', operator: 'NotIn', values: ['x'] }] },
      chosen: true,
      because: 'absent',
    },
    {
      selector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] },
      chosen: false,
      because: 'in',
    },
    { selector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] }, chosen: true, because: 'it is there' },
    {
      selector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] },
      chosen: false,
      because: 'it is there',
    },
    { selector: { matchExpressions: [{ key: 'app', operator: 'Near' }] }, chosen: false, because: 'nobody knows Near' },
  ])('$selector chooses: $chosen, since $because', ({ selector, chosen }) => {
    expect(matches(selector, labels)).toBe(chosen);
  });
});
