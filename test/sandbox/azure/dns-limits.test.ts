// What Azure DNS refuses or forgets: contents that don't parse, limits, aliases, the zone's own records, what private
// zones don't have, rates and locks.
import { describe, expect, test } from '@jest/globals';
import { PROFILES } from '../../../src/sandbox/azure/index.js';
import { ADDRESS, addressId, client, NETWORK, ZONE } from './client.js';
import type { Client } from './client.js';

const PRIVATE = `${NETWORK}/privateDnsZones/corp.example`;
const OTHER = `${NETWORK}/dnszones/example.org`;

function zones(profile = PROFILES['instant']!): Client {
  const azure = client(profile);
  for (const zone of [ZONE, OTHER, PRIVATE]) azure.put(zone, { location: 'global' });
  return azure;
}

const set = (properties: object): object => ({ properties: { TTL: 300, ...properties } });
const a = (address = '198.18.0.1'): object => set({ ARecords: [{ ipv4Address: address }] });
const alias = (id: string): object => set({ targetResource: { id } });
const six = { ...ADDRESS, properties: { ...ADDRESS.properties, publicIPAddressVersion: 'IPv6' } };

describe('a record set is taken', () => {
  test.each([
    { because: 'no mail at all', path: 'MX/nomail', body: set({ MXRecords: [{ preference: 0, exchange: '.' }] }) },
    {
      because: 'underscores',
      path: 'SRV/_sip._udp',
      body: set({ SRVRecords: [{ priority: 0, weight: 65535, port: 5060, target: 'a_b.example.com.' }] }),
    },
    { because: 'a wildcard TXT', path: 'TXT/*', body: set({ TXTRecords: [{ value: ['x'.repeat(255), 'y'] }] }) },
    { because: 'a delegation', path: 'NS/team', body: set({ NSRecords: [{ nsdname: 'ns.team.example.com' }] }) },
    {
      because: 'a CAA tag that nobody knows yet',
      path: 'CAA/@',
      body: set({ caaRecords: [{ flags: 128, tag: 'issuemail', value: ';' }] }),
    },
    { because: 'no records', path: 'A/none', body: set({ ARecords: [] }) },
    { because: 'a name of 253 octets', path: `A/${`${'a'.repeat(60)}.`.repeat(3)}${'b'.repeat(58)}`, body: a() },
  ])('$because', ({ path, body }) => {
    expect(zones().put(`${ZONE}/${path}`, body).status).toBe(201);
  });
});

describe('a record set is refused', () => {
  test.each([
    { because: 'MX without a preference', path: 'MX/m', body: set({ MXRecords: [{ exchange: 'mx.example.com' }] }) },
    {
      because: 'an MX preference as text',
      path: 'MX/m',
      body: set({ MXRecords: [{ preference: '10', exchange: 'mx.example.com' }] }),
    },
    {
      because: 'an SRV port beyond 65535',
      path: 'SRV/s',
      body: set({ SRVRecords: [{ priority: 0, weight: 0, port: 65536, target: 'x.example.com' }] }),
    },
    {
      because: 'an SRV without a target',
      path: 'SRV/s',
      body: set({ SRVRecords: [{ priority: 0, weight: 0, port: 1 }] }),
    },
    { because: 'a PTR with a blank', path: 'PTR/p', body: set({ PTRRecords: [{ ptrdname: 'a b.example.com' }] }) },
    {
      because: 'a CAA tag with a dash',
      path: 'CAA/c',
      body: set({ caaRecords: [{ flags: 0, tag: 'is-sue', value: ';' }] }),
    },
    {
      because: 'CAA flags beyond 255',
      path: 'CAA/c',
      body: set({ caaRecords: [{ flags: 256, tag: 'issue', value: ';' }] }),
    },
    { because: 'an address with leading zeros', path: 'A/z', body: a('198.018.0.1') },
    {
      because: 'an address with a zone index',
      path: 'AAAA/z',
      body: set({ AAAARecords: [{ ipv6Address: 'fe80::1%eth0' }] }),
    },
    { because: 'a wildcard delegation', path: 'NS/*', body: set({ NSRecords: [{ nsdname: 'ns.example.net' }] }) },
    { because: 'a name of 254 octets', path: `A/${`${'a'.repeat(60)}.`.repeat(3)}${'b'.repeat(59)}`, body: a() },
    { because: 'a label of 64 octets', path: `A/${'a'.repeat(64)}`, body: a() },
    { because: 'a TTL beyond 31 bits', path: 'A/t', body: set({ TTL: 2_147_483_648, ARecords: [] }) },
    { because: 'a TTL of half a second', path: 'A/t', body: set({ TTL: 0.5, ARecords: [] }) },
    { because: 'metadata that isn’t text', path: 'A/m', body: set({ ARecords: [], metadata: { owner: 1 } }) },
    {
      because: 'more than 4096 characters of text',
      path: 'TXT/t',
      body: set({ TXTRecords: Array.from({ length: 17 }, () => ({ value: ['x'.repeat(255)] })) }),
    },
    {
      because: 'records and a target',
      path: 'A/both',
      body: set({ ARecords: [{ ipv4Address: '198.18.0.1' }], targetResource: { id: addressId() } }),
    },
  ])('with 400 BadRequest, flat: $because', ({ path, body }) => {
    const azure = zones();
    azure.put(addressId(), ADDRESS);
    const refused = azure.put(`${ZONE}/${path}`, body);
    expect([refused.status, refused.body.code]).toEqual([400, 'BadRequest']);
    expect(azure.get(`${ZONE}/all`).body.value).toHaveLength(2);
  });
});

describe('an alias', () => {
  function world(): Client {
    const azure = zones();
    azure.put(addressId(), ADDRESS);
    azure.put(addressId('six'), six);
    azure.put(`${ZONE}/A/www`, a());
    azure.put(`${OTHER}/A/www`, a());
    return azure;
  }

  test.each([
    { because: 'a public IP, at the apex', path: 'A/@', target: addressId(), status: 201 },
    { because: 'a public IP in another case', path: 'A/x', target: addressId().toUpperCase(), status: 201 },
    { because: 'an IPv6 one', path: 'AAAA/x', target: addressId('six'), status: 201 },
    { because: 'a set of the same zone and type', path: 'A/x', target: `${ZONE}/A/www`, status: 201 },
    { because: 'an address of the other family', path: 'A/x', target: addressId('six'), status: 400 },
    { because: 'a set of another type', path: 'AAAA/x', target: `${ZONE}/A/www`, status: 400 },
    { because: 'a set of another zone', path: 'A/x', target: `${OTHER}/A/www`, status: 400 },
    { because: 'nobody', path: 'A/x', target: addressId('nobody'), status: 400 },
    { because: 'text can’t point', path: 'TXT/x', target: addressId(), status: 400 },
    {
      because: 'a CNAME never stands at the apex, alias or not',
      path: 'CNAME/@',
      target: `${ZONE}/CNAME/www`,
      status: 400,
    },
  ])('to $because: $status', ({ path, target, status }) => {
    expect(world().put(`${ZONE}/${path}`, alias(target)).status).toBe(status);
  });

  test('is one of twenty to a target over all zones; each may be written again, and the one that goes makes room', () => {
    const azure = world();
    for (let n = 0; n < 20; n += 1) azure.put(`${n % 2 === 0 ? ZONE : OTHER}/A/n${n}`, alias(addressId()));
    const more = (): unknown => azure.put(`${ZONE}/A/more`, alias(addressId())).body.message ?? 'taken';
    expect(more()).toMatch('Maximum number of aliases to single target reached');
    expect(azure.put(`${ZONE}/A/n0`, alias(addressId())).status).toBe(200);
    azure.put(`${ZONE}/A/n0`, a());
    expect(more()).toBe('taken');
    azure.delete(`${ZONE}/A/n2`);
    expect(azure.put(`${ZONE}/A/again`, alias(addressId())).status).toBe(201);
  });

  test('doesn’t keep its public IP from going; it is left empty, with its metadata and another etag', () => {
    const azure = world();
    const body = set({ targetResource: { id: addressId() }, metadata: { owner: 'me' } });
    const { etag } = azure.put(`${ZONE}/A/x`, body).body;
    expect(azure.delete(addressId()).status).toBe(202);
    azure.put(addressId(), ADDRESS);
    const left = azure.get(`${ZONE}/A/x`).body;
    expect(left.properties).toMatchObject({ TTL: 300, metadata: { owner: 'me' }, targetResource: {} });
    expect(left.etag).not.toBe(etag);
  });

  test('keeps its place busy for a moment after its end', () => {
    const azure = client({ ...PROFILES['instant']!, aliasDeleteMs: 2000 });
    azure.put(ZONE, { location: 'global' });
    azure.put(addressId(), ADDRESS);
    azure.put(`${ZONE}/A/x`, alias(addressId()));
    azure.delete(`${ZONE}/A/x`);
    const refused = azure.put(`${ZONE}/A/x`, a());
    expect([refused.status, refused.body.code]).toEqual([409, 'Conflict']);
    expect(azure.put(`${ZONE}/CNAME/x`, set({ CNAMERecord: { cname: 'example.org' } })).status).toBe(201);
    azure.delete(`${ZONE}/CNAME/x`);
    azure.pass(2000);
    expect(azure.put(`${ZONE}/A/x`, a()).status).toBe(201);
  });
});

describe('the zone’s own', () => {
  test('name servers take company, and stay', () => {
    const azure = zones();
    const own = azure.get(`${ZONE}/NS/@`).body.properties.NSRecords as object[];
    const more = { nsdname: 'ns.example.net.' };
    expect(azure.put(`${ZONE}/NS/@`, set({ NSRecords: [...own, more] })).status).toBe(200);
    expect(azure.put(`${ZONE}/NS/@`, set({ NSRecords: [more] })).code).toBe('BadRequest');
    expect(azure.delete(`${ZONE}/NS/@`).code).toBe('BadRequest');
  });

  test('SOA keeps its host', () => {
    const azure = zones();
    const sent = set({ SOARecord: { host: 'mine.example.net.', minimumTTL: 60 } });
    const { SOARecord } = azure.put(`${ZONE}/SOA/@`, sent).body.properties;
    expect(SOARecord).toMatchObject({ host: 'ns1-01.azure-dns.com.', minimumTTL: 60, refreshTime: 3600 });
  });
});

describe('a private zone', () => {
  test.each(['NS', 'CAA', 'DS', 'NAPTR', 'TLSA'])('knows no %s', (type) => {
    const refused = zones().put(`${PRIVATE}/${type}/x`, { properties: { ttl: 300 } });
    expect([refused.status, refused.body.error.code]).toEqual([404, 'InvalidResourceType']);
  });

  test.each([
    { type: 'PTR', content: { ptrRecords: [{ ptrdname: 'x.corp.example' }] } },
    { type: 'SRV', content: { srvRecords: [{ priority: 0, weight: 0, port: 1, target: 'x.corp.example' }] } },
    { type: 'TXT', content: { txtRecords: [{ value: ['x'] }] } },
    { type: 'MX', content: { mxRecords: [{ preference: 1, exchange: 'x.corp.example' }] } },
    { type: 'CNAME', content: { cnameRecord: { cname: 'x.corp.example' } } },
    { type: 'AAAA', content: { aaaaRecords: [{ ipv6Address: 'fd00::1' }] } },
  ])('takes $type', ({ type, content }) => {
    const made = zones().put(`${PRIVATE}/${type}/n`, { properties: { ttl: 300, ...content } });
    expect([made.status, made.body.properties]).toEqual([201, expect.objectContaining({ ttl: 300, ...content })]);
  });

  test('has no aliases: what would point is passed over', () => {
    const azure = zones();
    azure.put(addressId(), ADDRESS);
    const made = azure.put(`${PRIVATE}/A/x`, { properties: { ttl: 300, targetResource: { id: addressId() } } });
    expect([made.status, made.body.properties.targetResource]).toEqual([201, undefined]);
  });

  test('answers 409 to the 21st record', () => {
    const aRecords = Array.from({ length: 21 }, (_, n) => ({ ipv4Address: `10.0.0.${n}` }));
    expect(zones().put(`${PRIVATE}/A/x`, { properties: { ttl: 300, aRecords } }).status).toBe(409);
  });
});

describe('rates', () => {
  const strict = { ...PROFILES['instant']!, throttled: true };
  test.each([
    { because: 'a public zone: 200 writes a minute', zone: ZONE, most: 200, body: a() },
    { because: 'a private one: 60', zone: PRIVATE, most: 60, body: { properties: { ttl: 1, aRecords: [] } } },
  ])('count in each zone alone, and Retry-After says how long: $because', ({ zone, most, body }) => {
    const azure = zones(strict);
    azure.pass(60_000);
    const twin = zone.replace('/resourceGroups/rg/', '/resourceGroups/twin/');
    azure.put('/subscriptions/s1/resourceGroups/twin', { location: 'westeurope' });
    azure.put(twin, { location: 'global' });
    azure.pass(60_000);
    const statuses = Array.from({ length: most }, (_, n) => {
      // ARM's own bucket holds 200 too, and fills faster.
      if (n === 100) azure.pass(150);
      return azure.put(`${zone}/A/n${n}`, body).status;
    });
    expect(new Set(statuses)).toEqual(new Set([201]));
    const refused = azure.put(`${zone}/A/more`, body);
    expect([refused.status, refused.body.code]).toEqual([429, 'TooManyRequests']);
    azure.pass(1000 * Number(refused.headers['retry-after']));
    expect(azure.put(`${zone}/A/more`, body).status).toBe(201);
    expect(azure.put(`${twin}/A/n`, body).status).toBe(201);
  });
});

describe('what ARM says before Azure DNS hears of it isn’t flat', () => {
  test.each([
    { status: 409, code: 'ScopeLocked', flat: false },
    { status: 403, code: 'AuthorizationFailed', flat: false },
    { status: 429, code: 'SubscriptionRequestsThrottled', flat: false },
    { status: 429, code: 'TooManyRequests', flat: true },
    { status: 409, code: 'Conflict', flat: true },
  ])('$status $code', ({ status, code, flat }) => {
    const azure = zones();
    const faults = [{ match: { method: 'PUT', path: `${ZONE}/*` }, fault: { status, code, retryAfter: 7 } }];
    azure.send('PUT', '/_fake/faults', faults);
    const refused = azure.put(`${ZONE}/A/www`, a());
    expect([refused.status, (flat ? refused.body : refused.body.error).code]).toEqual([status, code]);
    expect(refused.headers['retry-after']).toBe('7');
  });
});
