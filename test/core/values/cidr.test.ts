// Is every range read in one way only, and every other refused in words that help?
import { describe, expect, test } from '@jest/globals';
import { parseCidr } from '../../../src/core/values/cidr.js';
import { contains, isInternetWide, mergeCidrs } from '../../../src/core/values/cidr-set.js';
import { parseIPAddress } from '../../../src/core/values/ip-address.js';
import { sourceRef } from '../../../src/core/values/source-ref.js';

const origin = { object: sourceRef('Service', 'default', 'web'), key: 'ranges', reason: 'InvalidField' } as const;

describe('a CIDR', () => {
  test.each([
    { text: '10.0.0.0/8', value: '10.0.0.0/8', because: 'it is canonical' },
    { text: ' 0.0.0.0/0 ', value: '0.0.0.0/0', because: 'blanks around it mean nothing' },
    { text: '203.0.113.7/32', value: '203.0.113.7/32', because: 'one address is a range too' },
    { text: '2001:DB8:0:0::/64', value: '2001:db8::/64', because: 'IPv6 is written in lower case, short' },
    { text: '::/0', value: '::/0', because: 'all of IPv6' },
  ])('$text is read, since $because', ({ text, value }) => {
    expect(parseCidr(text, origin)).toEqual({ value, problems: [] });
  });

  test.each([
    { text: '10.0.0.1/8', says: '10.0.0.0/8 was probably meant', because: 'host bits' },
    { text: '2001:db8::1/32', says: '2001:db8::/32 was probably meant', because: 'host bits in IPv6' },
    { text: '010.0.0.0/8', says: 'leading zero', because: 'octal or not?' },
    { text: '10.0.0.00/8', says: 'leading zero', because: 'octal or not?' },
    { text: '10.0.0.0', says: '10.0.0.0/32', because: 'no prefix' },
    { text: '10.0.0.0/33', says: 'between 0 and 32', because: 'too long a prefix' },
    { text: '10.0.0.0/08', says: 'between 0 and 32', because: 'a zero before the prefix' },
    { text: '10.0.0.0/-1', says: 'between 0 and 32', because: 'negative' },
    { text: '10.0.0/8', says: 'no range', because: 'three octets' },
    { text: '10.0.0.256/32', says: 'no range', because: 'an octet too big' },
    { text: '10.0.0.0/8/8', says: 'no range', because: 'two prefixes' },
    { text: 'fe80::1%eth0/64', says: 'no range', because: 'a zone' },
    { text: 'Internet', says: 'no range', because: 'text' },
    { text: '', says: 'no range', because: 'empty' },
  ])('"$text" is refused: $because', ({ text, says }) => {
    const { value, problems } = parseCidr(text, origin);
    expect(value).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ object: 'Service/default/web', severity: 'Error', key: 'ranges', value: text });
    expect(problems[0]!.message).toContain(says);
    expect(problems[0]!.message).toContain('Allowed is');
  });

  test('of the other family is refused where only one has a meaning', () => {
    expect(parseCidr('2001:db8::/32', origin, 4).problems[0]!.message).toContain('is IPv6, where only IPv4');
    expect(parseCidr('10.0.0.0/8', origin, 6).problems[0]!.message).toContain('is IPv4, where only IPv6');
  });
});

describe('several CIDRs', () => {
  test('become the fewest ranges, IPv4 first, by address', () => {
    const cidrs = [
      '2001:db8::/33',
      '192.168.1.0/25',
      '10.0.0.0/9',
      '2001:db8:8000::/33',
      '192.168.1.128/25',
      '9.1.1.1/32',
    ];
    expect(mergeCidrs(cidrs)).toEqual(['9.1.1.1/32', '10.0.0.0/9', '192.168.1.0/24', '2001:db8::/32']);
    expect(mergeCidrs([...cidrs].reverse())).toEqual(mergeCidrs(cidrs));
    expect(mergeCidrs([])).toEqual([]);
  });

  test('hold a range if their union does', () => {
    expect(contains(['10.0.0.0/9', '10.128.0.0/9'], '10.0.0.0/8')).toBe(true);
    expect(contains(['10.0.0.0/9'], '10.0.0.0/8')).toBe(false);
    expect(contains(['0.0.0.0/0'], '::/0')).toBe(false);
    expect(contains([], '10.0.0.0/8')).toBe(false);
  });

  test.each([
    { cidrs: ['0.0.0.0/0'], wide: true, because: 'it is all of it' },
    { cidrs: ['0.0.0.0/1', '128.0.0.0/1'], wide: true, because: 'the halves are the whole' },
    { cidrs: ['8.0.0.0/7'], wide: true, because: 'it is shorter than /8' },
    { cidrs: ['8.0.0.0/8', '9.0.0.0/8'], wide: true, because: 'merged they are a /7' },
    { cidrs: Array.from({ length: 128 }, (_, at) => `${at * 2}.0.0.0/8`), wide: true, because: 'slices of half of it' },
    { cidrs: ['10.0.0.0/8'], wide: false, because: 'a /8 is a network' },
    { cidrs: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'], wide: false, because: 'these are the private ranges' },
    { cidrs: ['::/0'], wide: true, because: 'it is all of IPv6' },
    { cidrs: ['2000::/3'], wide: true, because: 'it is all that is given out of IPv6' },
    { cidrs: ['2001::/16'], wide: false, because: 'a /16 of IPv6 is the limit' },
    { cidrs: [], wide: false, because: 'nobody is not everybody' },
  ])('$cidrs: Internet-wide is $wide, since $because', ({ cidrs, wide }) => {
    expect(isInternetWide(cidrs)).toBe(wide);
  });
});

test.each([
  ['::ffff:192.0.2.1', '::ffff:c000:201'],
  ['2001:0db8::0:1', '2001:db8::1'],
  ['192.0.2.1', '192.0.2.1'],
  ['192.0.2.01', undefined],
  ['::ffff:192.0.2.01', undefined],
  ['1.2.3', undefined],
  [':::', undefined],
  ['12345::', undefined],
  ['example.com', undefined],
])('the address %s is %s', (text, canonical) => {
  expect(parseIPAddress(text)).toBe(canonical);
});
