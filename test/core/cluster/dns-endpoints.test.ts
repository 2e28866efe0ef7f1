// Which records does a DNSEndpoint ask for, and what of the entries that are wrong?
import { describe, expect, test } from '@jest/globals';
import { readExposures } from '../../../src/core/cluster/read-exposures.js';
import { NO_MEMORY } from '../../../src/core/memory.js';
import type { Settings } from '../../../src/core/settings.js';
import { cluster, dnsEndpoint, nameSource, naming, privateZone, settings, zone } from '../../builders.js';
import { saidNames } from './said-names.js';

const SOURCE = { kind: 'DNSEndpoint' } as const;
const records = dnsEndpoint('records');
const good = records.record('A', 'www.example.com', ['192.0.2.1']);
const WWW = 'www.example.com A 192.0.2.1';

describe('a DNSEndpoint asks for', () => {
  test.each([
    { because: 'addresses', builder: good, names: [WWW] },
    {
      because: 'the same address is one, however often and however it is written',
      builder: records.record('AAAA', 'WWW.example.com.', ['2001:DB8::2', '2001:db8::1', '2001:db8:0::2']),
      names: ['www.example.com AAAA 2001:db8::1, 2001:db8::2'],
    },
    {
      because: 'all types may be had',
      builder: records
        .record('CNAME', 'shop.example.com', ['lb.example.net.'])
        .record('TXT', 'example.com', ['"v=spf1 -all"'])
        .record('MX', 'example.com', ['20 b.example.net', '10 a.example.net'])
        .record('SRV', '_sip._tcp.example.com', ['0 50 5060 www.example.com.'])
        .record('NS', 'sub.example.com', ['ns1.example.net'])
        .record('PTR', '1.example.com', ['www.example.com'])
        .record('CAA', 'example.com', ['0 issue "ca.example.net"']),
      names: [
        '1.example.com PTR www.example.com',
        '_sip._tcp.example.com SRV 0 50 5060 www.example.com',
        'example.com CAA 0 issue "ca.example.net"',
        'example.com MX 10 a.example.net, 20 b.example.net',
        'example.com TXT v=spf1 -all',
        'shop.example.com CNAME lb.example.net',
        'sub.example.com NS ns1.example.net',
      ],
    },
    {
      because: 'each entry may have a TTL',
      builder: good.record('A', 'api.example.com', ['192.0.2.2'], { recordTTL: 60 }),
      names: ['api.example.com A 192.0.2.2 for 60 s', WWW],
    },
    {
      because: 'its annotation is for those that say none',
      builder: good
        .record('A', 'api.example.com', ['192.0.2.2'], { recordTTL: 60 })
        .annotated('azurenetwork.dev/ttl', '10m'),
      names: ['api.example.com A 192.0.2.2 for 60 s', `${WWW} for 600 s`],
    },
    {
      because: 'lower ones are raised to the least',
      builder: records.record('A', 'www.example.com', ['192.0.2.1'], { recordTTL: 5 }),
      dns: { minimumTTL: 30 },
      names: [`${WWW} for 30 s`],
    },
    {
      because: 'properties that we know are of one entry; those of other providers are not ours',
      builder: good.record('A', 'api.example.com', ['192.0.2.2'], {
        providerSpecific: [
          { name: 'alias', value: 'true' },
          { name: 'azure-tags', value: 'team=shop' },
          { name: 'aws/weight', value: 'x' },
        ],
      }),
      names: ['api.example.com A 192.0.2.2 alias {"team":"shop"}', WWW],
    },
    {
      because: 'of addresses, those in the ranges of the settings',
      builder: records.record('A', 'www.example.com', ['192.0.2.1', '198.51.100.1']),
      source: { targetCIDRs: ['192.0.2.0/24'] },
      names: [WWW],
    },
    { because: 'it asks for none', builder: records, names: [] },
    {
      because: 'private zones take internal addresses',
      builder: records.record('A', 'www.example.com', ['10.0.0.4']),
      dns: { zones: [privateZone('example.com')] },
      names: ['www.example.com A 10.0.0.4 (private)'],
    },
  ] as readonly {
    because: string;
    builder: typeof records;
    names: readonly string[];
    source?: object;
    dns?: Partial<Settings['dns']>;
  }[])('$names, since $because', ({ builder, source, dns, names }) => {
    expect(saidNames([builder], { ...SOURCE, ...source }, dns)).toMatchObject({ names, problems: [] });
  });
});

describe('what is wrong with an entry', () => {
  const bad = (type: string, host: string, targets: readonly string[], more = {}) =>
    good.record(type, host, targets, more);
  test.each([
    {
      because: 'an address with leading zeros',
      builder: bad('A', 'a.example.com', ['192.0.02.1']),
      told: 'Error InvalidField spec.endpoints[1].targets[0] "192.0.02.1"',
    },
    {
      because: 'an address with a dot at the end',
      builder: bad('A', 'a.example.com', ['192.0.2.1.']),
      told: 'Error InvalidField spec.endpoints[1].targets[0] "192.0.2.1."',
    },
    {
      because: 'an MX without preference',
      builder: bad('MX', 'a.example.com', ['mail.example.com']),
      told: 'Error InvalidField spec.endpoints[1].targets[0] "mail.example.com"',
    },
    {
      because: 'NAPTR',
      builder: bad('NAPTR', 'a.example.com', ['100 10 "U" "E2U+sip" "!^.*$!sip:a@example.com!" .']),
      told: 'Error Unsupported spec.endpoints[1].recordType "NAPTR"',
    },
    {
      because: 'no type',
      builder: bad('', 'a.example.com', ['192.0.2.1']),
      told: 'Error Unsupported spec.endpoints[1].recordType ""',
    },
    {
      because: 'no name',
      builder: bad('A', '', ['192.0.2.1']),
      told: 'Error InvalidHostname spec.endpoints[1].dnsName ""',
    },
    {
      because: 'no target',
      builder: bad('A', 'a.example.com', []),
      told: 'Error InvalidField spec.endpoints[1].targets ""',
    },
    {
      because: 'a CNAME to itself',
      builder: bad('CNAME', 'a.example.com', ['A.example.com.']),
      told: 'Error InvalidHostname spec.endpoints[1].dnsName "a.example.com"',
    },
    {
      because: 'a CNAME at the apex',
      builder: bad('CNAME', 'example.com', ['lb.example.net']),
      told: 'Error InvalidHostname spec.endpoints[1].dnsName "example.com"',
    },
    {
      because: 'NS at the apex',
      builder: bad('NS', 'example.com', ['ns1.example.net']),
      told: 'Error InvalidHostname spec.endpoints[1].dnsName "example.com"',
    },
    {
      because: 'no zone',
      builder: bad('A', 'www.example.org', ['192.0.2.1']),
      told: 'Error NoZone spec.endpoints[1].dnsName "www.example.org"',
    },
  ])('leaves it out and the others in: $because', ({ builder, told }) => {
    expect(saidNames([builder], SOURCE)).toMatchObject({ names: [WWW], problems: [told], standings: ['Wanted'] });
  });

  test.each([
    {
      because: 'TTL 0',
      more: { recordTTL: 0 },
      told: 'Warning InvalidField spec.endpoints[0].recordTTL "0"',
    },
    {
      because: 'a negative TTL',
      more: { recordTTL: -1 },
      told: 'Warning InvalidField spec.endpoints[0].recordTTL "-1"',
    },
    {
      because: 'a TTL over what DNS has',
      more: { recordTTL: 2_147_483_648 },
      told: 'Warning InvalidField spec.endpoints[0].recordTTL "2147483648"',
    },
    {
      because: 'a set identifier',
      more: { setIdentifier: 'blue' },
      told: 'Warning Unsupported spec.endpoints[0].setIdentifier "blue"',
    },
    {
      because: 'an alias that is neither true nor false',
      more: { providerSpecific: [{ name: 'alias', value: 'maybe' }] },
      told: 'Warning InvalidField spec.endpoints[0].providerSpecific[0].value "maybe"',
    },
    {
      because: 'one of its targets',
      targets: ['192.0.2.1', 'x'],
      told: 'Error InvalidField spec.endpoints[0].targets[1] "x"',
    },
  ])('is told, and it goes on without that: $because', ({ targets = ['192.0.2.1'], more = {}, told }) => {
    const builder = records.record('A', 'www.example.com', targets, more);
    expect(saidNames([builder], SOURCE)).toMatchObject({ names: [WWW], problems: [told], standings: ['Wanted'] });
  });

  test('a CNAME has one target, the first, and that is said', () => {
    const builder = records.record('CNAME', 'www.example.com', ['b.example.net', 'a.example.net']);
    expect(saidNames([builder], SOURCE)).toMatchObject({
      names: ['www.example.com CNAME b.example.net'],
      problems: ['Warning InvalidField spec.endpoints[0].targets "b.example.net, a.example.net"'],
    });
  });

  test.each([
    { type: 'A', host: 'a.example.com', target: '192.0.2.01', unread: [{ host: 'a.example.com', type: 'A' }] },
    { type: 'NAPTR', host: 'a.example.com', target: 'x', unread: [{ host: 'a.example.com' }] },
    { type: 'A', host: 'a..example.com', target: '192.0.2.1', unread: [{ type: 'A' }] },
    { type: 'A', host: 'a.example.org', target: '192.0.2.1', unread: undefined },
  ])('$type $host $target: what it may have been is known as far as it goes', ({ type, host, target, unread }) => {
    const sources = [nameSource('DNSEndpoint')];
    const inForce = settings({ dns: naming({ zones: [zone('example.com')], sources }) });
    const context = { now: 0, memory: NO_MEMORY, assumeFinalizers: true };
    const { names } = readExposures(cluster(bad(type, host, [target])), inForce, context);
    expect(names).toMatchObject([{ standing: 'Wanted' }]);
    expect(names[0]!.unread).toEqual(unread);
  });

  test('addresses that the settings take none of are told', () => {
    const { problems } = saidNames([good], { ...SOURCE, targetCIDRs: ['198.51.100.0/24'] });
    expect(problems).toEqual(['Error InvalidField spec.endpoints[0].targets "192.0.2.1"']);
  });

  test('with no entry right, what it has stays', () => {
    const builder = records.record('A', 'www.example.com', ['192.0.2.01']);
    expect(saidNames([builder], SOURCE)).toMatchObject({ names: [], standings: ['Held'] });
  });

  const NAME = 'sub.example.com';
  const REFUSED = [`Error Unsupported spec.endpoints[0].dnsName "${NAME}"`];
  const both = [zone('example.com'), privateZone('example.com')];
  const delegation = records.record('NS', NAME, ['ns1.example.net']);
  const there = [`${NAME} NS ns1.example.net`];
  test.each([
    {
      because: 'the only zone is private',
      zones: [privateZone('example.com')],
      says: undefined,
      names: [],
      told: REFUSED,
    },
    { because: 'the public zone has it', zones: both, says: undefined, names: there, told: [] },
    { because: 'the public zone was asked for', zones: both, says: 'public', names: there, told: [] },
    { because: 'the private zone was asked for', zones: both, says: 'private', names: [], told: REFUSED },
    { because: 'the private zone was asked for too', zones: both, says: 'both', names: there, told: REFUSED },
  ])('NS and CAA are none for a private zone: $because', ({ zones, says, names, told }) => {
    const builder = says === undefined ? delegation : delegation.annotated('azurenetwork.dev/zones', says);
    expect(saidNames([builder], SOURCE, { zones })).toMatchObject({ names, problems: told });
  });

  test('nor where the settings send all of its kind to the private zone', () => {
    const said = saidNames([delegation], { ...SOURCE, zones: 'Private' }, { zones: both });
    expect(said).toMatchObject({ names: [], problems: REFUSED });
    expect(said.messages[0]).toContain('the private zone example.com');
  });
});

test('types that are none are told with those that are', () => {
  expect(saidNames([records.record('NAPTR', 'a.example.com', ['x'])], SOURCE).messages).toEqual([
    'spec.endpoints[0].recordType: records of type "NAPTR" can\'t be had. Allowed are A, AAAA, CAA, CNAME, MX, NS, PTR, SRV, TXT.',
  ]);
});

test('an entry that is none keeps its place, so that the others are told by their own', () => {
  const endpoints = [null, { dnsName: 'a.example.com', recordType: 'A', targets: [null, '192.0.2.01'] }];
  expect(saidNames([dnsEndpoint('records').specified({ endpoints })], SOURCE).problems).toEqual([
    'Error InvalidHostname spec.endpoints[0].dnsName ""',
    'Error Unsupported spec.endpoints[0].recordType ""',
    'Error InvalidField spec.endpoints[1].targets[0] "null"',
    'Error InvalidField spec.endpoints[1].targets[1] "192.0.2.01"',
  ]);
});
