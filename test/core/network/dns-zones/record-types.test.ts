// Is each type of record written as ARM spells it, in public and private zones, and read as it was meant?
import { describe, expect, test } from '@jest/globals';
import type { NamesExposure, RecordType, WantedName } from '../../../../src/core/exposure.js';
import { EMPTY_AZURE } from '../../../../src/core/network/azure-state.js';
import { diffJson } from '../../../../src/core/network/change.js';
import { marks } from '../../../../src/core/network/ownership.js';
import type { ArmId } from '../../../../src/core/values/arm-id.js';
import type { JsonObject } from '../../../../src/core/values/json.js';
import { naming, privateZone } from '../../../builders.js';
import {
  azure,
  desire,
  exposures,
  foreign,
  ingress,
  ours,
  recordSet,
  ref,
  SETTINGS,
  want,
  wished,
  ZONE,
} from './world.js';

const PRIVATE = ZONE.replace('dnsZones', 'privateDnsZones') as ArmId;
const BOTH = {
  ...SETTINGS,
  dns: naming({ zones: [...SETTINGS.dns.zones, privateZone('example.com', { id: PRIVATE })] }),
};

function inPrivate(name: WantedName): WantedName {
  return { ...name, zoneId: PRIVATE };
}

const HOST = 'x.example.com';
const LONG = `${'a'.repeat(254)}é${'b'.repeat(20)}`;

const ROWS: readonly {
  type: RecordType;
  targets: readonly string[];
  open: JsonObject;
  /** Undefined where private zones don't take it. */
  closed?: JsonObject;
  /** Another spelling of the same, in a public zone. */
  other: JsonObject;
}[] = [
  {
    type: 'CAA',
    targets: ['0 issue "ca.example.net"'],
    open: { caaRecords: [{ flags: 0, tag: 'issue', value: 'ca.example.net' }] },
    other: { caaRecords: [{ flags: 0, tag: 'ISSUE', value: 'ca.example.net' }] },
  },
  {
    type: 'MX',
    targets: ['10 a.example.com', '5 b.example.com'],
    open: {
      MXRecords: [
        { preference: 10, exchange: 'a.example.com' },
        { preference: 5, exchange: 'b.example.com' },
      ],
    },
    closed: {
      mxRecords: [
        { preference: 10, exchange: 'a.example.com' },
        { preference: 5, exchange: 'b.example.com' },
      ],
    },
    other: {
      MXRecords: [
        { preference: 5, exchange: 'B.example.com.' },
        { preference: 10, exchange: 'a.example.com' },
      ],
    },
  },
  {
    type: 'NS',
    targets: ['ns1.example.net'],
    open: { NSRecords: [{ nsdname: 'ns1.example.net' }] },
    other: { NSRecords: [{ nsdname: 'NS1.example.net.' }] },
  },
  {
    type: 'PTR',
    targets: ['host.example.com'],
    open: { PTRRecords: [{ ptrdname: 'host.example.com' }] },
    closed: { ptrRecords: [{ ptrdname: 'host.example.com' }] },
    other: { PTRRecords: [{ ptrdname: 'Host.example.com.' }] },
  },
  {
    type: 'SRV',
    targets: ['0 50 443 www.example.com'],
    open: { SRVRecords: [{ priority: 0, weight: 50, port: 443, target: 'www.example.com' }] },
    closed: { srvRecords: [{ priority: 0, weight: 50, port: 443, target: 'www.example.com' }] },
    other: { SRVRecords: [{ priority: 0, weight: 50, port: 443, target: 'www.Example.com.' }] },
  },
  {
    type: 'TXT',
    targets: ['v=spf1 -all', LONG],
    open: { TXTRecords: [{ value: [LONG.slice(0, 254), LONG.slice(254)] }, { value: ['v=spf1 -all'] }] },
    closed: { txtRecords: [{ value: [LONG.slice(0, 254), LONG.slice(254)] }, { value: ['v=spf1 -all'] }] },
    other: { TXTRecords: [{ value: ['v=spf1 ', '-all'] }, { value: [LONG] }] },
  },
  {
    type: 'CNAME',
    targets: ['www.example.net'],
    open: { CNAMERecord: { cname: 'www.example.net' } },
    closed: { cnameRecord: { cname: 'www.example.net' } },
    other: { CNAMERecord: { cname: 'WWW.example.net.' } },
  },
  {
    type: 'AAAA',
    targets: ['2001:db8::1'],
    open: { AAAARecords: [{ ipv6Address: '2001:db8::1' }] },
    closed: { aaaaRecords: [{ ipv6Address: '2001:db8::1' }] },
    other: { AAAARecords: [{ ipv6Address: '2001:DB8:0::1' }] },
  },
];

const metadata = marks('prod-1', [ref('a')]);

describe.each(ROWS)('$type', ({ type, targets, open, closed, other }) => {
  const wanted = want(HOST, type, ...targets);

  test('in a public zone', () => {
    const [set] = desire(exposures(ingress('a', 1, [wanted])), BOTH, EMPTY_AZURE).resources;
    expect(set!.type).toBe(`Microsoft.Network/dnszones/${type}`);
    expect(set!.body!.properties).toEqual({ TTL: 300, ...open, metadata });
  });

  test('in a private zone', () => {
    const { resources, problems } = desire(exposures(ingress('a', 1, [inPrivate(wanted)])), BOTH, EMPTY_AZURE);
    expect(resources.map((set) => [set.id, set.type, set.body!.properties])).toEqual(
      closed
        ? [[`${PRIVATE}/${type}/x`, `Microsoft.Network/privateDnsZones/${type}`, { ttl: 300, ...closed, metadata }]]
        : [],
    );
    expect(problems.map(({ reason }) => reason)).toEqual(closed ? [] : ['Unsupported']);
  });

  test('what says the same makes no difference', () => {
    const there = recordSet(type, 'x', { ...other, metadata });
    const [set] = desire(exposures(ingress('a', 1, [wanted])), BOTH, azure(there)).resources;
    expect(diffJson(there, set!.body)).toEqual([]);
  });
});

describe('several objects at one name', () => {
  const cases: readonly {
    because: string;
    asked: readonly NamesExposure[];
    wished: Record<string, readonly string[] | undefined>;
    problems?: readonly [string, string][];
  }[] = [
    {
      because: 'texts do not unite: the oldest has them',
      asked: [ingress('new', 2, [want(HOST, 'TXT', 'two')]), ingress('old', 1, [want(HOST, 'TXT', 'one')])],
      wished: { 'TXT x': ['one'] },
      problems: [['Ingress/default/new', 'NameConflict']],
    },
    {
      because: 'who asks for the same text joins',
      asked: [ingress('b', 2, [want(HOST, 'TXT', 'one')]), ingress('a', 1, [want(HOST, 'TXT', 'one')])],
      wished: { 'TXT x': ['one'] },
    },
    {
      because: 'types live side by side',
      asked: [ingress('a', 1, [want(HOST, 'TXT', 'one')]), ingress('b', 2, [want(HOST, 'A', '192.0.2.1')])],
      wished: { 'TXT x': ['one'], 'A x': ['192.0.2.1'] },
    },
    {
      because: 'a CNAME beside a text is one too many',
      asked: [ingress('a', 1, [want(HOST, 'TXT', 'one')]), ingress('b', 2, [want(HOST, 'CNAME', 'y.example.net')])],
      wished: { 'TXT x': ['one'] },
      problems: [['Ingress/default/b', 'NameConflict']],
    },
    {
      because: 'the name servers of the zone itself are Azure’s',
      asked: [ingress('a', 1, [want('example.com', 'NS', 'ns1.example.net')])],
      wished: {},
      problems: [['Ingress/default/a', 'Unsupported']],
    },
    {
      because: '4096 octets are all of a TXT record set',
      asked: [ingress('a', 1, [want(HOST, 'TXT', 'é'.repeat(2049))])],
      wished: {},
      problems: [['Ingress/default/a', 'LimitReached']],
    },
  ];
  test.each(cases)('$because', ({ asked, wished: expected, problems = [] }) => {
    const wish = desire(exposures(...asked), SETTINGS, EMPTY_AZURE);
    expect(wished(wish)).toEqual(expected);
    expect(wish.problems.map(({ object, reason }) => [object, reason])).toEqual(problems);
  });

  test('where the oldest can’t have it, the next has', () => {
    const asked = exposures(
      ingress('old', 1, [want(HOST, 'CNAME', 'y.example.net')]),
      ingress('new', 2, [want(HOST, 'A', '192.0.2.1')]),
    );
    const wish = desire(asked, SETTINGS, azure(foreign('TXT', 'x', 'theirs')));
    expect(wished(wish)).toEqual({ 'A x': ['192.0.2.1'] });
    expect(wish.problems.map(({ object, reason }) => [object, reason])).toEqual([[ref('old'), 'NameTaken']]);
  });

  test('the winner’s going promotes the next, which waits for the delete', () => {
    const asked = exposures(ingress('next', 2, [want(HOST, 'CNAME', 'y.example.net')]));
    const [set] = desire(asked, SETTINGS, azure(ours('A', 'x', ['192.0.2.1'], 'first'))).resources;
    expect(set).toMatchObject({ body: undefined, because: [ref('first'), ref('next')] });
    expect(set!.removals[0]!.because).toEqual([ref('first')]);
  });
});

describe('metadata that users ask for', () => {
  const tagged = (tags: Record<string, string>): WantedName => ({ ...want(HOST, 'A', '192.0.2.1'), metadata: tags });
  const after = (tags: Record<string, string>, before: JsonObject = {}): unknown => {
    const there = recordSet('A', 'x', {
      ARecords: [{ ipv4Address: '192.0.2.1' }],
      metadata: { ...metadata, ...before },
    });
    return desire(exposures(ingress('a', 1, [tagged(tags)])), SETTINGS, azure(there)).resources[0]!.body!.properties![
      'metadata'
    ];
  };

  test('is written beside our marks, and beside what others wrote', () => {
    expect(after({ team: 'shop' }, { theirs: 'kept' })).toEqual({
      ...metadata,
      theirs: 'kept',
      team: 'shop',
      'azurenetwork-tags': 'team',
    });
  });

  test('goes when nobody asks for it any more', () => {
    expect(after({}, { theirs: 'kept', team: 'shop', 'azurenetwork-tags': 'team' })).toEqual({
      ...metadata,
      theirs: 'kept',
    });
  });
});
