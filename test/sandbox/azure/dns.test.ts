// Zones and record sets: spelling, etags, exclusivity of CNAMEs, lists in pages.
import { describe, expect, test } from '@jest/globals';
import { client, NETWORK, ZONE } from './client.js';
import type { Client } from './client.js';

const PRIVATE = `${NETWORK}/privateDnsZones/corp.example`;

function zones(): Client {
  const azure = client();
  azure.put(ZONE, { location: 'global' });
  azure.put(PRIVATE, { location: 'global' });
  return azure;
}

const a = (...addresses: string[]): object => ({
  properties: { TTL: 300, ARecords: addresses.map((ipv4Address) => ({ ipv4Address })) },
});
const cname = { properties: { TTL: 300, CNAMERecord: { cname: 'elsewhere.example.org' } } };

describe('record sets', () => {
  test('are there at once, spelled as Azure spells them in each kind of zone', () => {
    const azure = zones();
    const open = azure.put(`${NETWORK}/dnsZones/example.com/A/www`, {
      properties: { ttl: 60, aRecords: [{ ipv4Address: '198.18.0.1' }] },
    });
    expect(open.status).toBe(201);
    expect(open.body.type).toBe('Microsoft.Network/dnszones/A');
    expect(open.body.properties).toMatchObject({
      TTL: 60,
      ARecords: [{ ipv4Address: '198.18.0.1' }],
      fqdn: 'www.example.com.',
    });
    const closed = azure.put(`${PRIVATE}/A/www`, { properties: { ttl: 60, aRecords: [{ ipv4Address: '10.0.0.4' }] } });
    expect(closed.body.type).toBe('Microsoft.Network/privateDnsZones/A');
    expect(closed.body.properties).toMatchObject({
      ttl: 60,
      aRecords: [{ ipv4Address: '10.0.0.4' }],
      isAutoRegistered: false,
    });
  });

  test('a CNAME stands alone, in both directions', () => {
    const azure = zones();
    azure.put(`${ZONE}/A/www`, a('198.18.0.1'));
    azure.put(`${ZONE}/CNAME/mail`, cname);
    const refused = [
      azure.put(`${ZONE}/CNAME/www`, cname),
      azure.put(`${ZONE}/TXT/mail`, { properties: { TTL: 1, TXTRecords: [] } }),
    ];
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'Conflict'],
      [409, 'Conflict'],
    ]);
    azure.delete(`${ZONE}/A/www`);
    expect(azure.put(`${ZONE}/CNAME/www`, cname).status).toBe(201);
  });

  test('honour If-Match and If-None-Match with a flat 412', () => {
    const azure = zones();
    const path = `${ZONE}/A/www`;
    const first = azure.put(path, a('198.18.0.1'), { 'if-none-match': '*' });
    const conditions: readonly [string, string, number][] = [
      ['if-none-match', '*', 412],
      ['if-match', 'stale', 412],
      ['if-match', first.body.etag as string, 200],
      ['if-match', first.body.etag as string, 412],
      ['if-match', '*', 200],
    ];
    for (const [header, value, status] of conditions) {
      const reply = azure.put(path, a('198.18.0.2'), { [header]: value });
      expect([header, value, reply.status]).toEqual([header, value, status]);
      if (status === 412) expect(reply.body.code).toBe('PreconditionFailed');
    }
    expect(azure.delete(path, { 'if-match': 'stale' }).status).toBe(412);
    expect(azure.delete(path).status).toBe(200);
    expect(azure.delete(path).status).toBe(204);
  });

  test('are listed by zone and by type, in pages', () => {
    const azure = zones();
    for (const n of [1, 2, 3]) azure.put(`${ZONE}/A/host${n}`, a(`198.18.0.${n}`));
    const names = (url: string): string[] =>
      azure.get(url).body.value.map((one: { id: string }) => one.id.slice(ZONE.length));
    expect(names(`${ZONE}/A`)).toEqual(['/A/host1', '/A/host2', '/A/host3']);
    expect(names(`${ZONE}/recordsets`)).toEqual(['/A/host1', '/A/host2', '/A/host3', '/NS/@', '/SOA/@']);
    expect(names(`${ZONE}/all?$recordsetnamesuffix=2`)).toEqual(['/A/host2']);
    const seen: string[] = [];
    for (let url: string | undefined = `${ZONE}/all?$top=2`; url !== undefined;) {
      const { body } = azure.get(url);
      seen.push(...(body.value as { name: string }[]).map(({ name }) => name));
      url = (body.nextLink as string | undefined)?.replace('https://fake:1', '');
    }
    expect(seen).toEqual(['host1', 'host2', 'host3', '@', '@']);
  });

  test('are listed whole though others are written and deleted between two pages', () => {
    const azure = zones();
    for (const n of [1, 2, 3, 4, 5]) azure.put(`${ZONE}/A/host${n}`, a(`198.18.0.${n}`));
    const first = azure.get(`${ZONE}/A?$top=2`).body;
    azure.delete(`${ZONE}/A/host1`);
    azure.delete(`${ZONE}/A/host2`);
    azure.put(`${ZONE}/A/host0`, a('198.18.0.9'));
    const rest = azure.get(first.nextLink.replace('https://fake:1', '').replace('top=2', 'top=3')).body;
    expect(rest.value.map(({ name }: { name: string }) => name)).toEqual(['host3', 'host4', 'host5']);
    expect(rest.nextLink).toBeUndefined();
  });

  test.each([
    { because: 'TTL 0', path: 'A/www', body: { properties: { TTL: 0, ARecords: [] } } },
    { because: 'TTL is text', path: 'A/www', body: { properties: { TTL: '300', ARecords: [] } } },
    { because: 'no IPv4 address', path: 'A/www', body: a('2001:db8::1') },
    { because: 'a CNAME at the apex', path: 'CNAME/@', body: cname },
    { because: 'a name with a blank', path: 'A/w%20w', body: a('198.18.0.1') },
    { because: 'a wildcard in the middle', path: 'A/a.*.b', body: a('198.18.0.1') },
    {
      because: 'a TXT string beyond 255',
      path: 'TXT/t',
      body: { properties: { TTL: 1, TXTRecords: [{ value: ['x'.repeat(256)] }] } },
    },
    { because: '21 records', path: 'A/www', body: a(...Array.from({ length: 21 }, (_, n) => `198.18.0.${n}`)) },
  ])('are refused: $because', ({ path, body }) => {
    const refused = zones().put(`${ZONE}/${path}`, body);
    expect([refused.status, refused.body.code]).toEqual([400, 'BadRequest']);
  });

  test('the zone’s own stay', () => {
    const azure = zones();
    expect(azure.delete(`${ZONE}/SOA/@`).body.message).toContain("'SOA' cannot be deleted");
    expect(azure.get(ZONE).body.properties.numberOfRecordSets).toBe(2);
    // az's tables need both of every private record set.
    expect(azure.get(`${PRIVATE}/SOA/@`).body.properties).toMatchObject({ isAutoRegistered: false, metadata: {} });
  });

  test('of a zone that isn’t there', () => {
    const azure = client();
    expect(azure.get(`${ZONE}/all`).code).toBe('ResourceNotFound');
    expect(azure.put(`${ZONE}/A/www`, a('198.18.0.1')).code).toBe('ParentResourceNotFound');
  });
});
