// Is what a record holds read strictly, and written in one spelling?
import { describe, expect, test } from '@jest/globals';
import { parseRecordData } from '../../../src/core/values/record-data.js';
import type { RecordType } from '../../../src/core/values/record-type.js';
import { sourceRef } from '../../../src/core/values/source-ref.js';

const origin = {
  object: sourceRef('DNSEndpoint', 'default', 'web'),
  key: 'spec.endpoints[0].targets[0]',
  reason: 'InvalidField',
} as const;

function read(type: RecordType, text: string) {
  return parseRecordData(type, text, origin);
}

describe('what is right', () => {
  test.each<{ type: RecordType; text: string; value: string; because: string }>([
    { type: 'A', text: ' 192.0.2.1 ', value: '192.0.2.1', because: 'blanks say nothing' },
    { type: 'AAAA', text: '2001:DB8:0::1', value: '2001:db8::1', because: 'IPv6 has one spelling' },
    { type: 'CNAME', text: 'LB.Example.net.', value: 'lb.example.net', because: 'names have one spelling' },
    { type: 'CNAME', text: '_a1.acm.example.net', value: '_a1.acm.example.net', because: 'underscores are names' },
    { type: 'NS', text: 'ns1.bücher.example', value: 'ns1.xn--bcher-kva.example', because: 'names are IDNA' },
    { type: 'PTR', text: 'www.example.com', value: 'www.example.com', because: 'a name' },
    { type: 'MX', text: '10  Mail.example.com.', value: '10 mail.example.com', because: 'one blank each' },
    { type: 'MX', text: '0 mail.example.com', value: '0 mail.example.com', because: '0 is a preference' },
    { type: 'SRV', text: '0 50 443 www.example.com.', value: '0 50 443 www.example.com', because: 'four parts' },
    { type: 'SRV', text: '65535 65535 65535 a.example', value: '65535 65535 65535 a.example', because: 'the most' },
    { type: 'CAA', text: '0 Issue "ca.example.net"', value: '0 issue "ca.example.net"', because: 'tags have one case' },
    {
      type: 'CAA',
      text: '128 iodef mailto:a@b.example',
      value: '128 iodef "mailto:a@b.example"',
      because: 'bare value',
    },
    { type: 'CAA', text: '0 issue ";"', value: '0 issue ";"', because: 'nobody may issue' },
    { type: 'TXT', text: 'v=spf1 -all', value: 'v=spf1 -all', because: 'the text itself' },
    { type: 'TXT', text: '"v=spf1 -all"', value: 'v=spf1 -all', because: 'quotes are those of a zone file' },
    { type: 'TXT', text: '"one " "two"', value: 'one two', because: 'pieces are one text' },
    { type: 'TXT', text: '"a \\"b\\" \\\\"', value: 'a "b" \\', because: 'so are escapes' },
    { type: 'TXT', text: 'say "a"', value: 'say "a"', because: 'these quotes are its own' },
    { type: 'TXT', text: ' a ', value: ' a ', because: 'blanks belong to a text' },
    { type: 'TXT', text: 'x'.repeat(4096), value: 'x'.repeat(4096), because: 'as long as Azure takes' },
  ])('$type $text: $because', ({ type, text, value }) => {
    expect(read(type, text)).toEqual({ value, problems: [] });
    expect(read(type, value).value).toBe(value);
  });
});

describe('what is wrong is told with what is allowed', () => {
  test.each<{ type: RecordType; text: string; because: RegExp }>([
    { type: 'A', text: '192.0.02.1', because: /is no address.*without leading zeros/ },
    { type: 'A', text: '192.0.2.1.', because: /is no address.*without a dot at the end/ },
    { type: 'A', text: '192.0.2.256', because: /is no address/ },
    { type: 'A', text: '2001:db8::1', because: /is of IPv6/ },
    { type: 'A', text: 'www.example.com', because: /is no address/ },
    { type: 'A', text: '', because: /is no address/ },
    { type: 'AAAA', text: '192.0.2.1', because: /is of IPv4/ },
    { type: 'AAAA', text: 'fe80::1%eth0', because: /is no address/ },
    { type: 'CNAME', text: '192.0.2.1', because: /is an address, not a name/ },
    { type: 'CNAME', text: '*.example.com', because: /is a wildcard/ },
    { type: 'CNAME', text: 'a..b', because: /empty label/ },
    { type: 'NS', text: '', because: /is empty/ },
    { type: 'MX', text: 'mail.example.com', because: /has 1 of 2 parts.*preference/ },
    { type: 'MX', text: '65536 mail.example.com', because: /has the preference "65536"/ },
    { type: 'MX', text: '-1 mail.example.com', because: /has the preference "-1"/ },
    { type: 'MX', text: '10 192.0.2.1', because: /is an address/ },
    { type: 'SRV', text: '0 50 www.example.com', because: /has 3 of 4 parts.*priority, weight, port/ },
    { type: 'SRV', text: '0 50 70000 www.example.com', because: /has the port "70000"/ },
    { type: 'CAA', text: '256 issue "ca.example.net"', because: /has the flags "256"/ },
    { type: 'CAA', text: '0 is-sue "ca.example.net"', because: /has the tag "is-sue"/ },
    { type: 'CAA', text: '0 issue', because: /is not flags, tag and value/ },
    { type: 'CAA', text: '0 issue two words', because: /is not flags, tag and value/ },
    { type: 'CAA', text: `0 issue "${'x'.repeat(1025)}"`, because: /has a value of 1025 characters/ },
    { type: 'TXT', text: 'x'.repeat(4097), because: /has 4097 characters/ },
    { type: 'TXT', text: '""', because: /is empty/ },
  ])('$type $text', ({ type, text, because }) => {
    const { value, problems } = read(type, text);
    expect(value).toBeUndefined();
    expect(problems).toHaveLength(1);
    expect(problems[0]!.message).toMatch(because);
    expect(problems[0]!.message).toMatch(/^spec\.endpoints\[0\]\.targets\[0\]: .*Allowed /);
  });
});

test.each(['"v=spf1 -all', 'v=spf1 -all"', '"a" b', '"a"b"', '"a\\"'])(
  'the quotes of %s are told, and kept',
  (text) => {
    const { value, problems } = read('TXT', text);
    expect(value).toBe(text);
    expect(problems).toMatchObject([
      { severity: 'Warning', message: expect.stringMatching(/not in quotes.*Allowed /) },
    ]);
  },
);
