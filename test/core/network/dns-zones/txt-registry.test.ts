// Is external-dns understood in all the ways in which it says whose a record set is, and answered in its own?
import { describe, expect, test } from '@jest/globals';
import type { RecordType } from '../../../../src/core/exposure.js';
import type { ArmResource } from '../../../../src/core/network/arm-resource.js';
import type { TxtCipher } from '../../../../src/core/network/dns-zones/txt-registry.js';
import { readTxt, txtName, txtNames, writeTxt } from '../../../../src/core/network/dns-zones/txt-registry.js';
import { EMPTY_AZURE } from '../../../../src/core/network/azure-state.js';
import { marks } from '../../../../src/core/network/ownership.js';
import type { Settings } from '../../../../src/core/settings.js';
import type { SourceRef } from '../../../../src/core/values/source-ref.js';
import { naming, zone } from '../../../builders.js';
import { txtCipher } from '../../../../src/adapters/external-dns/index.js';
import {
  azure,
  desire,
  exposures,
  foreign,
  ingress,
  ref,
  SETTINGS,
  START,
  want,
  wished,
  written,
  ZONE,
} from './world.js';

const NONE = { prefix: '', suffix: '', wildcardReplacement: '' };

describe('names', () => {
  const rows: readonly { host: string; type: RecordType; affix?: Partial<typeof NONE>; names: readonly string[] }[] = [
    { host: 'www.example.com', type: 'A', names: ['a-www.example.com', 'www.example.com'] },
    { host: 'www.example.com', type: 'AAAA', names: ['aaaa-www.example.com'] },
    { host: 'x.y.example.com', type: 'CNAME', names: ['cname-x.y.example.com', 'x.y.example.com'] },
    {
      host: 'www.example.com',
      type: 'A',
      affix: { prefix: 'p-' },
      names: ['p-a-www.example.com', 'p-www.example.com'],
    },
    {
      host: 'www.example.com',
      type: 'A',
      affix: { suffix: '-s' },
      names: ['a-www-s.example.com', 'www-s.example.com'],
    },
    {
      host: 'example.com',
      type: 'A',
      affix: { prefix: 'x-%{record_type}.' },
      names: ['x-a.example.com', 'x-.example.com'],
    },
    {
      host: 'www.example.com',
      type: 'MX',
      affix: { suffix: '-%{record_type}' },
      names: ['www-mx.example.com', 'www-.example.com'],
    },
    {
      host: '*.example.com',
      type: 'A',
      affix: { wildcardReplacement: 'any' },
      names: ['a-any.example.com', 'any.example.com'],
    },
    { host: 'example', type: 'A', names: ['a-example', 'example'] },
  ];
  test.each(rows)('$host $type $affix', ({ host, type, affix, names }) => {
    expect(txtNames(host, type, { ...NONE, ...affix })).toEqual(names);
    expect(txtName(host, type, { ...NONE, ...affix })).toBe(names[0]);
  });
});

/** No secret: turned around. */
const CIPHER: TxtCipher = {
  open: (sealed) => (sealed.startsWith('§') ? [...sealed.slice(1)].reverse().join('') : undefined),
  seal: (text) => `§${[...text].reverse().join('')}`,
};

describe('texts', () => {
  const TEXT = '"heritage=external-dns,external-dns/owner=blue,external-dns/resource=ingress/default/web"';

  test('say owner and object, in quotes', () => {
    expect(writeTxt('blue', 'Ingress/default/web' as SourceRef, undefined)).toBe(TEXT);
    expect(readTxt(TEXT, undefined)).toEqual({ owner: 'blue', resource: 'ingress/default/web' });
    expect(readTxt(TEXT.slice(1, -1), undefined)).toEqual({ owner: 'blue', resource: 'ingress/default/web' });
  });

  test('may be sealed', () => {
    const sealed = writeTxt('blue', 'DNSEndpoint/default/web' as SourceRef, CIPHER);
    expect(sealed).not.toContain('blue');
    expect(readTxt(sealed, undefined)).toBeUndefined();
    expect(readTxt(sealed, CIPHER)).toEqual({ owner: 'blue', resource: 'crd/default/web' });
  });

  test.each(['v=spf1 -all', 'heritage=other,external-dns/owner=blue', '', '"', 'heritage=external-dns'])(
    '%j says nothing',
    (text) => {
      expect(readTxt(text, CIPHER)).toBeUndefined();
    },
  );
});

function dns(change: Partial<Settings['dns']>): Settings {
  return { ...SETTINGS, dns: naming({ zones: [zone('example.com', { id: ZONE })], ...change }) };
}

const ADOPT = { externalDNSOwners: ['blue'], removeTXT: false, unowned: [] };
const WWW = 'www.example.com';
const wanted = exposures(ingress('web', 1, [want(WWW, 'A', '192.0.2.1')]));

function txt(relative: string, owner: string, name = 'web'): ArmResource {
  return foreign('TXT', relative, writeTxt(owner, `Ingress/default/${name}` as SourceRef, undefined));
}

describe('what external-dns owns', () => {
  const A = foreign('A', 'www', '192.0.2.1');

  test.each([
    { because: 'the new form', there: [A, txt('a-www', 'blue')] },
    { because: 'the old form', there: [A, txt('www', 'blue')] },
  ])('becomes ours in one write of its metadata, where its owner is listed: $because', ({ there }) => {
    const { resources, problems } = desire(wanted, dns({ adopt: ADOPT }), azure(...there));
    expect(resources.map(({ body }) => body)).toEqual([
      { ...A, properties: { ...A.properties, metadata: marks('prod-1', [ref('web')]) } },
    ]);
    expect(problems).toEqual([]);
  });

  test('is told by its owner, where that isn’t listed', () => {
    const { resources, problems } = desire(wanted, dns({}), azure(A, txt('a-www', 'green')));
    expect(resources).toEqual([]);
    expect(problems).toMatchObject([{ reason: 'NameTaken', message: expect.stringContaining('the owner green') }]);
  });

  test('and nobody asks for becomes ours as it is first, and goes then', () => {
    const there = azure(A, txt('a-www', 'blue', 'left'));
    const first = desire(exposures(), dns({ adopt: ADOPT }), there);
    expect(first.resources.map(({ body }) => body?.properties)).toEqual([
      { ...A.properties, metadata: marks('prod-1', [ref('left')]) },
    ]);
    const [second] = desire(exposures(), dns({ adopt: ADOPT }), written(first, there)).resources;
    expect(second).toMatchObject({ body: undefined, removals: [{ because: [ref('left')] }] });
  });

  test.each(['a-www', 'www'])('leaves its TXT at %s, or it goes when the record set is ours', (at) => {
    const settings = dns({ adopt: { ...ADOPT, removeTXT: true } });
    const there = azure(A, txt(at, 'blue'), txt('a-other', 'blue'));
    const first = desire(wanted, settings, there);
    expect(wished(first)).toEqual({ 'A www': ['192.0.2.1'] });
    const next = written(first, there);
    expect(wished(desire(wanted, settings, next))).toEqual({ 'A www': ['192.0.2.1'], [`TXT ${at}`]: undefined });
    expect(wished(desire(wanted, dns({ adopt: ADOPT }), next))).toEqual({ 'A www': ['192.0.2.1'] });
  });

  test('stays where the old TXT tells of another record set, too, that isn’t ours yet', () => {
    const settings = dns({ adopt: { ...ADOPT, removeTXT: true } });
    const ours = { ...A, properties: { ...A.properties, metadata: marks('prod-1', [ref('web')]) } };
    const { resources } = desire(
      wanted,
      settings,
      azure(ours, foreign('AAAA', 'www', '2001:db8::1'), txt('www', 'blue')),
    );
    expect(resources.map(({ id }) => id)).toEqual([`${ZONE}/A/www`]);
  });
});

describe('sealed texts', () => {
  const [key, otherKey] = ['k', 'o'].map((one) => txtCipher(Buffer.from(one.repeat(32)))!);
  const settings = dns({ ownership: 'MetadataAndTXT', adopt: ADOPT });
  const A = foreign('A', 'www', '192.0.2.1');
  const blue = foreign('TXT', 'a-www', writeTxt('blue', ref('web'), key));

  test.each([
    { because: 'without a key', cipher: undefined },
    { because: 'with another', cipher: otherKey },
  ])('of ours that can’t be opened stay as they are, and their objects are told: $because', ({ cipher }) => {
    const there = written(desire(wanted, settings, EMPTY_AZURE, START, key), EMPTY_AZURE);
    const { resources, problems } = desire(wanted, settings, there, START, cipher);
    expect(resources.map(({ body }) => body)).toEqual([...there.resources.values()]);
    expect(problems).toMatchObject([
      { object: ref('web'), severity: 'Warning', message: expect.stringContaining('--txt-encryption-key') },
    ]);
    expect(desire(wanted, settings, there, START, key).problems).toEqual([]);
  });

  test('of somebody whose owner can’t be read keep us away, even where the name is listed; the key is asked for', () => {
    const listed = dns({ adopt: { ...ADOPT, unowned: [WWW] } });
    const { resources, problems } = desire(wanted, listed, azure(A, blue));
    expect(resources).toEqual([]);
    expect(problems).toMatchObject([{ reason: 'NameTaken', message: expect.stringContaining('--txt-encryption-key') }]);
    const opened = desire(wanted, listed, azure(A, blue), START, key);
    expect(wished(opened)).toEqual({ 'A www': ['192.0.2.1'] });
    expect(opened.problems).toEqual([]);
  });
});

describe('a record set with nobody’s mark', () => {
  const A = foreign('A', 'www', '203.0.113.1');
  const settings = dns({ adopt: { ...ADOPT, unowned: [WWW] } });

  test('becomes ours where its name is listed and somebody asks for it', () => {
    expect(wished(desire(wanted, settings, azure(A)))).toEqual({ 'A www': ['192.0.2.1'] });
    expect(wished(desire(exposures(), settings, azure(A)))).toEqual({});
  });

  test('stays another cluster’s, whatever is listed', () => {
    const theirs = { ...A, properties: { ...A.properties, metadata: marks('prod-2', []) } };
    expect(wished(desire(wanted, settings, azure(theirs)))).toEqual({});
  });
});

describe('texts of ours beside our record sets', () => {
  const settings = dns({ ownership: 'MetadataAndTXT', adopt: ADOPT });
  const TEXT = '"heritage=external-dns,external-dns/owner=prod-1,external-dns/resource=ingress/default/web"';

  test('come, stay and go with them', () => {
    const first = desire(wanted, settings, EMPTY_AZURE);
    expect(wished(first)).toEqual({ 'A www': ['192.0.2.1'], 'TXT a-www': [TEXT] });
    const there = written(first, EMPTY_AZURE);
    for (const { id, body } of desire(wanted, settings, there).resources)
      expect(body).toEqual(there.resources.get(id.toLowerCase() as never));
    expect(wished(desire(exposures(), settings, there))).toEqual({ 'A www': undefined, 'TXT a-www': undefined });
    const held = exposures(ingress('web', 1, [], 'Held'));
    expect(wished(desire(held, settings, there))).toEqual({ 'A www': ['192.0.2.1'], 'TXT a-www': [TEXT] });
  });

  test('go when the settings no longer want them', () => {
    const there = written(desire(wanted, settings, EMPTY_AZURE), EMPTY_AZURE);
    expect(wished(desire(wanted, dns({}), there))).toEqual({ 'A www': ['192.0.2.1'], 'TXT a-www': undefined });
  });

  test.each([
    { because: 'the owner that we write', owner: 'blue', problems: 0 },
    { because: 'another', owner: 'green', problems: 1 },
  ])(
    'that somebody else wrote stay, and are told of only where they name an owner that we are not: $because',
    (row) => {
      const settings = dns({ ownership: 'MetadataAndTXT', txt: { ...naming({}).txt, ownerId: 'blue' } });
      const there = written(desire(wanted, dns({}), EMPTY_AZURE), azure(txt('a-www', row.owner)));
      const { resources, problems } = desire(wanted, settings, there);
      expect(resources.map(({ body }) => body?.name)).toEqual(['www']);
      expect(problems).toHaveLength(row.problems);
    },
  );

  test('take the place of those of an owner whose records become ours', () => {
    const there = azure(foreign('A', 'www', '192.0.2.1'), txt('a-www', 'blue'));
    expect(wished(desire(wanted, settings, there))).toEqual({ 'A www': ['192.0.2.1'], 'TXT a-www': [TEXT] });
  });

  test.each([
    { because: 'a label too long', host: `${'a'.repeat(62)}.example.com` },
    { because: 'a wildcard', host: '*.example.com' },
    { because: 'outside the zone', host: 'example.com' },
    { because: 'somebody else’s text', host: 'taken.example.com' },
  ])('that can’t be are warned of: $because', ({ host }) => {
    const asked = exposures(ingress('web', 1, [want(host, 'A', '192.0.2.1')]));
    const { resources, problems } = desire(asked, settings, azure(foreign('TXT', 'a-taken', 'theirs')));
    expect(resources.map(({ type }) => type.split('/').at(-1))).toEqual(['A']);
    expect(problems).toMatchObject([{ object: ref('web'), severity: 'Warning', value: host }]);
  });
});
