// Does each name answer as asked, with one owner, and is nobody else's record touched?
import { describe, expect, test } from '@jest/globals';
import type { NamesExposure, WantedName } from '../../../../src/core/exposure.js';
import type { ArmResource } from '../../../../src/core/network/arm-resource.js';
import { EMPTY_AZURE } from '../../../../src/core/network/azure-state.js';
import { diffJson } from '../../../../src/core/network/change.js';
import { marks } from '../../../../src/core/network/ownership.js';
import { armKey } from '../../../../src/core/values/arm-id.js';
import type { JsonObject } from '../../../../src/core/values/json.js';
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
  written,
  ZONE,
} from './world.js';

const WWW = 'www.example.com';

test('a new record set is written as ARM spells it', () => {
  const wish = desire(exposures(ingress('a', 1, [want(WWW, 'A', '192.0.2.1')])), SETTINGS, EMPTY_AZURE);
  expect(wish).toEqual({
    resources: [
      {
        id: `${ZONE}/A/www`,
        type: 'Microsoft.Network/dnszones/A',
        body: {
          id: `${ZONE}/A/www`,
          name: 'www',
          type: 'Microsoft.Network/dnszones/A',
          properties: {
            TTL: 300,
            ARecords: [{ ipv4Address: '192.0.2.1' }],
            metadata: { 'azurenetwork-cluster': 'prod-1', 'azurenetwork-sources': 'Ingress/default/a' },
          },
        },
        because: ['Ingress/default/a'],
        attribution: new Map(),
        removals: [],
        gathers: [],
      },
    ],
    problems: [],
    fading: [],
    owned: { RecordSet: 0 },
    withheld: [],
    zones: SETTINGS.dns.zones.map(({ id }) => ({ id, owned: 0 })),
  });
});

/** Of `a`, which asks for something besides that can't be read. */
const unread = (parts: NonNullable<NamesExposure['unread']>, ...names: readonly WantedName[]): NamesExposure => ({
  ...ingress('a', 1, names),
  unread: parts,
});

describe('what is wanted', () => {
  const cases: readonly {
    because: string;
    asked: readonly NamesExposure[];
    there?: readonly ArmResource[];
    wished: Record<string, readonly string[] | undefined>;
    problems?: readonly [string, string][];
  }[] = [
    {
      because: 'the zone itself is @, a wildcard is a label',
      asked: [ingress('a', 1, [want('example.com', 'A', '192.0.2.1'), want('*.example.com', 'AAAA', '2001:db8::1')])],
      wished: { 'A @': ['192.0.2.1'], 'AAAA *': ['2001:db8::1'] },
    },
    {
      because: 'addresses of one name unite',
      asked: [
        ingress('b', 2, [want(WWW, 'A', '192.0.2.1')]),
        ingress('a', 1, [want(WWW, 'A', '192.0.2.2', '192.0.2.1')]),
      ],
      wished: { 'A www': ['192.0.2.1', '192.0.2.2'] },
    },
    {
      because: 'A and AAAA live side by side',
      asked: [ingress('a', 1, [want(WWW, 'A', '192.0.2.1')]), ingress('b', 2, [want(WWW, 'AAAA', '2001:db8::1')])],
      wished: { 'A www': ['192.0.2.1'], 'AAAA www': ['2001:db8::1'] },
    },
    {
      because: 'of a CNAME and an address the oldest wins',
      asked: [
        ingress('new', 2, [want(WWW, 'A', '192.0.2.1')]),
        ingress('old', 1, [want(WWW, 'CNAME', 'lb.example.net')]),
      ],
      wished: { 'CNAME www': ['lb.example.net'] },
      problems: [['Ingress/default/new', 'NameConflict']],
    },
    {
      because: 'of two CNAMEs the oldest wins',
      asked: [
        ingress('old', 1, [want(WWW, 'CNAME', 'one.example.net')]),
        ingress('new', 2, [want(WWW, 'CNAME', 'two.example.net')]),
        ingress('same', 3, [want(WWW, 'CNAME', 'ONE.example.net.')]),
      ],
      wished: { 'CNAME www': ['one.example.net'] },
      problems: [['Ingress/default/new', 'NameConflict']],
    },
    {
      because: 'a CNAME is impossible at the zone itself',
      asked: [ingress('a', 1, [want('example.com', 'CNAME', 'lb.example.net')])],
      there: [recordSet('SOA', '@', {}), recordSet('NS', '@', {})],
      wished: {},
      problems: [['Ingress/default/a', 'Unsupported']],
    },
    {
      because: 'a foreign record set of the same type is left alone',
      asked: [ingress('a', 1, [want(WWW, 'A', '192.0.2.1'), want('api.example.com', 'A', '192.0.2.1')])],
      there: [foreign('A', 'www', '203.0.113.1')],
      wished: { 'A api': ['192.0.2.1'] },
      problems: [['Ingress/default/a', 'NameTaken']],
    },
    {
      because: 'a foreign A does not stop an AAAA of the same object',
      asked: [ingress('a', 1, [want(WWW, 'A', '192.0.2.1'), want(WWW, 'AAAA', '2001:db8::1')])],
      there: [foreign('A', 'www', '203.0.113.1')],
      wished: { 'AAAA www': ['2001:db8::1'] },
      problems: [['Ingress/default/a', 'NameTaken']],
    },
    {
      because: 'a foreign CNAME stands alone',
      asked: [ingress('a', 1, [want(WWW, 'A', '192.0.2.1')])],
      there: [foreign('CNAME', 'WWW', 'x.example.net')],
      wished: {},
      problems: [['Ingress/default/a', 'NameTaken']],
    },
    {
      because: 'no CNAME can stand beside a foreign TXT',
      asked: [ingress('a', 1, [want(WWW, 'CNAME', 'lb.example.net')])],
      there: [recordSet('TXT', 'www', {})],
      wished: {},
      problems: [['Ingress/default/a', 'NameTaken']],
    },
    {
      because: 'an address can stand beside a foreign TXT and NS',
      asked: [ingress('a', 1, [want(WWW, 'A', '192.0.2.1')])],
      there: [recordSet('TXT', 'www', {}), recordSet('NS', 'www', {})],
      wished: { 'A www': ['192.0.2.1'] },
    },
    {
      because: 'a mark of another cluster is a foreign one',
      asked: [],
      there: [recordSet('A', 'www', { metadata: marks('prod-2', [ref('a')]) })],
      wished: {},
    },
    {
      because: 'the old type goes before the new one comes',
      asked: [ingress('a', 1, [want(WWW, 'CNAME', 'lb.example.net')])],
      there: [ours('A', 'www', ['192.0.2.1'], 'a')],
      wished: { 'A www': undefined },
    },
    {
      because: 'nobody wants it any more',
      asked: [ingress('a', 1, [want(WWW, 'A', '192.0.2.1')], 'Gone')],
      there: [ours('A', 'www', ['192.0.2.1'], 'a'), ours('AAAA', 'www', ['2001:db8::1'], 'vanished')],
      wished: { 'A www': undefined, 'AAAA www': undefined },
    },
    {
      because: 'what is held stays, whatever it says now',
      asked: [ingress('a', 1, [], 'Held')],
      there: [ours('A', 'www', ['192.0.2.1'], 'a')],
      wished: { 'A www': ['192.0.2.1'] },
    },
    {
      because: 'what is held opens nothing new',
      asked: [ingress('a', 1, [want(WWW, 'A', '192.0.2.1')], 'Held')],
      wished: {},
    },
    {
      because: 'of a shared name the targets of the held one stay',
      asked: [ingress('a', 1, [], 'Held'), ingress('b', 2, [want(WWW, 'A', '192.0.2.2')])],
      there: [ours('A', 'www', ['192.0.2.1'], 'a')],
      wished: { 'A www': ['192.0.2.1', '192.0.2.2'] },
    },
    {
      because: 'of a shared name the targets of one that is gone go',
      asked: [ingress('b', 2, [want(WWW, 'A', '192.0.2.2')])],
      there: [ours('A', 'www', ['192.0.2.1', '192.0.2.2'], 'a', 'b')],
      wished: { 'A www': ['192.0.2.2'] },
    },
    {
      because: 'what is held is not pushed out by another type, even an older object',
      asked: [ingress('old', 1, [want(WWW, 'CNAME', 'lb.example.net')]), ingress('held', 2, [], 'Held')],
      there: [ours('A', 'www', ['192.0.2.1'], 'held')],
      wished: { 'A www': ['192.0.2.1'] },
      problems: [['Ingress/default/old', 'NameConflict']],
    },
    {
      because:
        'of one that asks for something unread at a host, what it has there of that type or no longer asks for stays',
      asked: [unread([{ host: WWW, type: 'TXT' }], want(WWW, 'A', '192.0.2.2'))],
      there: [
        ...[
          ours('A', 'www', ['192.0.2.1'], 'a'),
          ours('TXT', 'www', ['x'], 'a'),
          ours('AAAA', 'www', ['2001:db8::1'], 'a'),
        ],
        ours('A', 'gone', ['192.0.2.3'], 'a'),
      ],
      wished: { 'A www': ['192.0.2.2'], 'TXT www': ['x'], 'AAAA www': ['2001:db8::1'], 'A gone': undefined },
    },
    {
      because: 'what is unread may be a part of what is read',
      asked: [unread([{ host: WWW, type: 'A' }], want(WWW, 'A', '192.0.2.2'))],
      there: [ours('A', 'www', ['192.0.2.1'], 'a')],
      wished: { 'A www': ['192.0.2.1', '192.0.2.2'] },
    },
    {
      because: 'where the type is unread, all types stay that are not asked for',
      asked: [unread([{ host: WWW }], want(WWW, 'A', '192.0.2.2'))],
      there: [ours('A', 'www', ['192.0.2.1'], 'a'), ours('AAAA', 'www', ['2001:db8::1'], 'a')],
      wished: { 'A www': ['192.0.2.2'], 'AAAA www': ['2001:db8::1'] },
    },
    {
      because: 'where the host is unread, it may be any that is not asked for',
      asked: [unread([{ type: 'A' }], want(WWW, 'A', '192.0.2.2'))],
      there: [
        ours('A', 'www', ['192.0.2.1'], 'a'),
        ours('A', 'api', ['192.0.2.4'], 'a'),
        ours('A', 'gone', ['192.0.2.5'], 'b'),
      ],
      wished: { 'A www': ['192.0.2.2'], 'A api': ['192.0.2.4'], 'A gone': undefined },
    },
    {
      because: 'a name that no zone fits is said elsewhere',
      asked: [ingress('a', 1, [{ host: 'www.example.net', type: 'A', targets: ['192.0.2.1'], ttl: 300 }])],
      wished: {},
    },
  ];
  test.each(cases)('$because', ({ asked, there = [], wished: expected, problems = [] }) => {
    const wish = desire(exposures(...asked), SETTINGS, azure(...there));
    expect(wished(wish)).toEqual(expected);
    expect(wish.problems.map(({ object, reason }) => [object, reason])).toEqual(problems);
  });

  test('a loser is told who has the name', () => {
    const asked = exposures(
      ingress('old', 1, [want(WWW, 'CNAME', 'lb.example.net')]),
      ingress('new', 2, [want(WWW, 'A', '192.0.2.1')]),
    );
    const [problem] = desire(asked, SETTINGS, EMPTY_AZURE).problems;
    expect(problem!.message).toContain('Ingress/default/old has the name as CNAME lb.example.net');
    expect(problem!.value).toContain(WWW);
  });

  test('a type changes in two steps', () => {
    const asked = exposures(ingress('a', 1, [want(WWW, 'CNAME', 'lb.example.net')]));
    const there = azure(ours('A', 'www', ['192.0.2.1'], 'a'), ours('AAAA', 'www', ['2001:db8::1'], 'a'));
    const first = desire(asked, SETTINGS, there);
    expect(wished(first)).toEqual({ 'A www': undefined, 'AAAA www': undefined });
    const half = azure(ours('AAAA', 'www', ['2001:db8::1'], 'a'));
    expect(wished(desire(asked, SETTINGS, half))).toEqual({ 'AAAA www': undefined });
    const second = desire(asked, SETTINGS, written(first, there));
    expect(wished(second)).toEqual({ 'CNAME www': ['lb.example.net'] });
  });

  test('the TTL is that of the oldest', () => {
    const asked = exposures(
      ingress('new', 2, [{ ...want(WWW, 'A', '192.0.2.1'), ttl: 60 }]),
      ingress('old', 1, [{ ...want(WWW, 'A', '192.0.2.2'), ttl: 3600 }]),
    );
    expect(desire(asked, SETTINGS, EMPTY_AZURE).resources[0]!.body!.properties!['TTL']).toBe(3600);
  });

  test('a removal names whom it was for, and what we own is counted', () => {
    const wish = desire(
      exposures(),
      SETTINGS,
      azure(ours('A', 'www', ['192.0.2.1'], 'a', 'b'), foreign('A', 'api', '192.0.2.9')),
    );
    expect(wish.owned).toEqual({ RecordSet: 1 });
    expect(wish.resources.flatMap(({ removals }) => removals)).toEqual([
      { kind: 'RecordSet', id: `${ZONE}/A/www`, because: [ref('a'), ref('b')] },
    ]);
  });

  test('while something is held, a mark that names not all keeps its record set', () => {
    const many = Array.from({ length: 30 }, (_, n) => `some-rather-long-name-${n}`);
    const there = azure(ours('A', 'www', ['192.0.2.1'], ...many));
    const held = exposures(ingress('some-rather-long-name-9', 1, [], 'Held'));
    expect(wished(desire(held, SETTINGS, there))).toEqual({ 'A www': ['192.0.2.1'] });
    expect(wished(desire(exposures(), SETTINGS, there))).toEqual({ 'A www': undefined });
  });
});

describe('what says the same makes no difference', () => {
  const cases: readonly { because: string; there: ArmResource; asked: NamesExposure }[] = [
    {
      because: 'targets in another order',
      there: ours('A', 'www', ['192.0.2.2', '192.0.2.1'], 'a'),
      asked: ingress('a', 1, [want(WWW, 'A', '192.0.2.1', '192.0.2.2')]),
    },
    {
      because: 'IPv6 goes by value',
      there: ours('AAAA', 'www', ['2001:0DB8:0:0::0001'], 'a'),
      asked: ingress('a', 1, [want(WWW, 'AAAA', '2001:db8::1')]),
    },
    {
      because: 'a CNAME with a dot, in capitals',
      there: ours('CNAME', 'WWW', ['LB.Example.net.'], 'a'),
      asked: ingress('a', 1, [want(WWW, 'CNAME', 'lb.example.net')]),
    },
    {
      because: 'properties and metadata that we do not know',
      there: recordSet('A', 'www', {
        ARecords: [{ ipv4Address: '192.0.2.1' }],
        targetResource: {},
        provisioningState: 'Succeeded',
        unknown: { deep: [1] },
        metadata: { ...marks('prod-1', [ref('a')]), theirs: 'kept' },
      }),
      asked: ingress('a', 1, [want(WWW, 'A', '192.0.2.1')]),
    },
  ];
  test.each(cases)('$because', ({ there, asked }) => {
    const [wish] = desire(exposures(asked), SETTINGS, azure(there)).resources;
    expect(diffJson(there, wish!.body)).toEqual([]);
  });
});

describe('what was changed behind our back is put right', () => {
  const good = ours('A', 'www', ['192.0.2.1'], 'a');
  const cases: readonly { because: string; change: JsonObject }[] = [
    { because: 'another target', change: { ARecords: [{ ipv4Address: '203.0.113.9' }] } },
    {
      because: 'one target more',
      change: { ARecords: [{ ipv4Address: '192.0.2.1' }, { ipv4Address: '203.0.113.9' }] },
    },
    { because: 'another TTL', change: { TTL: 1 } },
    { because: 'other sources in the mark', change: { metadata: marks('prod-1', [ref('z')]) } },
    { because: 'an alias', change: { ARecords: [], targetResource: { id: '/subscriptions/s/x' } } },
  ];
  test.each(cases)('$because', ({ change }) => {
    const there = { ...good, properties: { ...good.properties, theirs: 1, ...change } };
    const asked = exposures(ingress('a', 1, [want(WWW, 'A', '192.0.2.1')]));
    const { targetResource = {}, ...rest } = desire(asked, SETTINGS, azure(there)).resources[0]!.body!.properties!;
    expect(targetResource).toEqual({});
    expect(rest).toEqual({ ...good.properties, theirs: 1 });
  });
});

describe('a zone that cannot be read', () => {
  test.each([
    { status: 404, reason: 'NotFound' },
    { status: 403, reason: 'Forbidden' },
    { status: 0, reason: 'AzureError' },
  ])('$status is a problem of the settings and stops nothing else', ({ status, reason }) => {
    const asked = exposures(ingress('a', 1, [want(WWW, 'A', '192.0.2.1'), want('www.example.org', 'A', '192.0.2.1')]));
    const unreadable = new Map([[armKey(`${ZONE}/recordsets`), { status, code: 'C', message: 'm' }]]);
    const there = azure(ours('A', 'left', ['192.0.2.1'], 'vanished'));
    const wish = desire(asked, SETTINGS, { ...there, unreadable });
    expect(wish.problems).toMatchObject([
      { object: 'AzureNetwork/default', key: 'spec.dns.zones[0].id', value: ZONE, reason },
    ]);
    expect(wish.resources.map(({ id }) => id)).toEqual([expect.stringContaining('/dnsZones/example.org/A/www')]);
    expect(wish.withheld).toMatchObject([
      { id: `${ZONE}/A/www`, action: 'Create', reason: 'Unreadable', because: [ref('a')] },
    ]);
  });
});

describe('limits', () => {
  const addresses = (count: number, third = 2) => Array.from({ length: count }, (_, n) => `192.0.${third}.${n + 1}`);

  test('20 records go into a set: whoever comes later with more is refused', () => {
    const asked = exposures(
      ingress('late', 3, [want(WWW, 'A', ...addresses(2, 3))]),
      ingress('old', 1, [want(WWW, 'A', ...addresses(19))]),
      ingress('small', 4, [want(WWW, 'A', '192.0.3.1')]),
    );
    const wish = desire(asked, SETTINGS, EMPTY_AZURE);
    expect(wished(wish)['A www']).toHaveLength(20);
    expect(wish.problems.map(({ object, reason }) => [object, reason])).toEqual([[ref('late'), 'LimitReached']]);
  });

  test('who now wants more than there is room for keeps what is there', () => {
    const asked = exposures(ingress('a', 1, [want(WWW, 'A', ...addresses(21))]));
    const wish = desire(asked, SETTINGS, azure(ours('A', 'www', ['192.0.2.7'], 'a')));
    expect(wished(wish)).toEqual({ 'A www': ['192.0.2.7'] });
    expect(wish.problems.map(({ reason }) => reason)).toEqual(['LimitReached']);
  });

  test('a full zone refuses the newest name', () => {
    const there = Array.from({ length: 9_999 }, (_, n) => foreign('A', `f${n}`, '192.0.2.1'));
    const asked = exposures(
      ingress('new', 2, [want('new.example.com', 'A', '192.0.2.1')]),
      ingress('old', 1, [want('old.example.com', 'A', '192.0.2.1')]),
    );
    const wish = desire(asked, SETTINGS, azure(...there));
    expect(wished(wish)).toEqual({ 'A old': ['192.0.2.1'] });
    expect(wish.problems).toMatchObject([{ object: ref('new'), reason: 'LimitReached', value: 'new.example.com' }]);
  });
});
