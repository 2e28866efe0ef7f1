// What the world sees of the fake's zones, asked over the wire: zones in, questions, answers as Azure's name servers give
// them. Each question goes over UDP and over TCP, and both must say the same.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RunningFake } from '../../../src/sandbox/azure/index.js';
import { startFakeAzure } from '../../../src/sandbox/azure/index.js';
import type { Asked } from '../../dns-client.js';
import { ask } from '../../dns-client.js';
import { NAMES, NETWORK, PUBLIC } from './name-server-zones.js';

let running: RunningFake;
const port = (): number => Number(running.dns.split(':')[1]);
const privatePort = (): number => Number(running.privateDns.split(':')[1]);

beforeAll(async () => {
  running = await startFakeAzure({ state: NAMES, anyToken: true });
});
afterAll(() => running.stop());

async function both(at: number, name: string, type: string): Promise<Asked> {
  const [udp, tcp] = [await ask(at, name, type), await ask(at, name, type, { tcp: true })];
  expect({ ...udp, message: undefined }).toEqual({ ...tcp, message: undefined });
  return tcp;
}

const SOA = 'ns1-01.azure-dns.com azuredns-hostmaster.microsoft.com 300';
const NOTHING_HERE = [`example.com 300 SOA ${SOA}`];

interface Row {
  readonly because: string;
  readonly name: string;
  readonly type?: string;
  readonly rcode?: string;
  readonly records?: readonly string[];
  readonly authorities?: readonly string[];
}

describe('the world is told', () => {
  const rows: readonly Row[] = [
    {
      because: 'a set’s records with its TTL',
      name: 'www.example.com',
      records: ['www.example.com 77 A 198.18.0.2', 'www.example.com 77 A 198.18.0.3'],
    },
    {
      because: 'each type alone',
      name: 'www.example.com',
      type: 'AAAA',
      records: ['www.example.com 300 AAAA 2001:db8::2'],
    },
    {
      because: 'the case as it was asked',
      name: 'WwW.eXample.COM',
      type: 'AAAA',
      records: ['WwW.eXample.COM 300 AAAA 2001:db8::2'],
    },
    { because: 'the apex', name: 'example.com', records: ['example.com 300 A 198.18.0.1'] },
    { because: 'the zone’s SOA', name: 'example.com', type: 'SOA', records: [`example.com 3600 SOA ${SOA}`] },
    {
      because: 'the zone’s name servers',
      name: 'example.org',
      type: 'NS',
      records: ['com', 'net', 'org', 'info'].map((top, n) => `example.org 172800 NS ns${n + 1}-01.azure-dns.${top}`),
    },
    {
      because: 'text in its strings',
      name: 'text.example.com',
      type: 'TXT',
      records: ['text.example.com 300 TXT "one" "two words"', 'text.example.com 300 TXT "\\"quoted\\""'],
    },
    { because: 'MX', name: 'mail.example.com', type: 'MX', records: ['mail.example.com 300 MX 10 mx.example.com'] },
    {
      because: 'SRV',
      name: '_http._tcp.web.example.com',
      type: 'SRV',
      records: ['_http._tcp.web.example.com 300 SRV 1 2 80 www.example.com'],
    },
    { because: 'CAA', name: 'example.com', type: 'CAA', records: ['example.com 300 CAA 0 issue "ca.example.net"'] },
    { because: 'PTR', name: '4.example.com', type: 'PTR', records: ['4.example.com 300 PTR www.example.com'] },
    {
      because: 'for ANY one set is enough',
      name: 'www.example.com',
      type: 'ANY',
      records: ['www.example.com 77 A 198.18.0.2', 'www.example.com 77 A 198.18.0.3'],
    },

    { because: 'another type is there: no data', name: 'mail.example.com', authorities: NOTHING_HERE },
    { because: 'a set without records: no data', name: 'empty.example.com', authorities: NOTHING_HERE },
    {
      because: 'a type that no zone has: no data',
      name: 'www.example.com',
      type: 'UNKNOWN_65',
      authorities: NOTHING_HERE,
    },
    {
      because: 'only names below it are there: no data, and no wildcard',
      name: 'under.example.com',
      authorities: NOTHING_HERE,
    },
    { because: 'the same one deeper', name: 'down.under.example.com', authorities: NOTHING_HERE },
    {
      because: 'no such name in a zone without a wildcard',
      name: 'no.example.org',
      rcode: 'NXDOMAIN',
      authorities: [`example.org 300 SOA ${SOA}`],
    },
    { because: 'a name of no zone', name: 'www.elsewhere.net', rcode: 'REFUSED' },
    { because: 'a label boundary counts', name: 'notexample.org', rcode: 'REFUSED' },
    { because: 'the root', name: '.', type: 'NS', rcode: 'REFUSED' },

    {
      because: 'a wildcard answers in the name that was asked',
      name: 'Any.example.com',
      records: ['Any.example.com 300 A 198.18.0.9'],
    },
    {
      because: 'a wildcard covers many labels',
      name: 'a.b.c.example.com',
      records: ['a.b.c.example.com 300 A 198.18.0.9'],
    },
    { because: 'a wildcard of another type: no data', name: 'any.example.com', type: 'TXT', authorities: NOTHING_HERE },
    {
      because: 'the wildcard asked by its own name',
      name: '*.example.com',
      records: ['*.example.com 300 A 198.18.0.9'],
    },
    {
      because: 'the closest name above has no wildcard of its own',
      name: 'x.www.example.com',
      rcode: 'NXDOMAIN',
      authorities: NOTHING_HERE,
    },
    {
      because: 'an empty name above stops a wildcard too',
      name: 'x.under.example.com',
      rcode: 'NXDOMAIN',
      authorities: NOTHING_HERE,
    },
    {
      because: 'a wildcard CNAME is followed',
      name: 'shop.apps.example.com',
      type: 'AAAA',
      records: ['shop.apps.example.com 300 CNAME www.example.com', 'www.example.com 300 AAAA 2001:db8::2'],
    },
    {
      because: 'an own name beside a wildcard',
      name: 'fixed.apps.example.com',
      records: ['fixed.apps.example.com 300 A 198.18.0.5'],
    },
    {
      because: 'an own name isn’t filled up from the wildcard',
      name: 'fixed.apps.example.com',
      type: 'AAAA',
      authorities: NOTHING_HERE,
    },

    {
      because: 'a chain of CNAMEs to its end',
      name: 'long.example.com',
      type: 'AAAA',
      records: [
        'long.example.com 300 CNAME short.example.com',
        'short.example.com 300 CNAME www.example.com',
        'www.example.com 300 AAAA 2001:db8::2',
      ],
    },
    {
      because: 'the CNAME itself',
      name: 'short.example.com',
      type: 'CNAME',
      records: ['short.example.com 300 CNAME www.example.com'],
    },
    {
      because: 'a chain into another zone',
      name: 'over.example.com',
      records: ['over.example.com 300 CNAME web.example.org', 'web.example.org 300 A 198.18.3.1'],
    },
    {
      because: 'a chain that leaves: the rest is for others',
      name: 'out.example.com',
      records: ['out.example.com 300 CNAME www.elsewhere.net'],
    },
    {
      because: 'a chain to a name that isn’t there',
      name: 'lost.example.com',
      rcode: 'NXDOMAIN',
      records: ['lost.example.com 300 CNAME gone.example.org'],
      authorities: [`example.org 300 SOA ${SOA}`],
    },
    {
      because: 'a chain to no data',
      name: 'short.example.com',
      type: 'MX',
      records: ['short.example.com 300 CNAME www.example.com'],
      authorities: NOTHING_HERE,
    },

    {
      because: 'a child zone here speaks for itself',
      name: 'www.child.example.com',
      records: ['www.child.example.com 300 A 198.18.2.1'],
    },
    {
      because: 'a child zone gets nothing from its parent’s wildcard',
      name: 'no.child.example.com',
      rcode: 'NXDOMAIN',
      authorities: [`child.example.com 300 SOA ${SOA}`],
    },

    {
      because: 'an alias: the public IP’s address',
      name: 'alias4.example.com',
      records: ['alias4.example.com 30 A 198.18.9.4'],
    },
    {
      because: 'an alias: IPv6',
      name: 'alias6.example.com',
      type: 'AAAA',
      records: ['alias6.example.com 300 AAAA 2001:db8::6'],
    },
    {
      because: 'an alias of another set',
      name: 'alias-of-set.example.com',
      records: ['alias-of-set.example.com 5 A 198.18.0.2', 'alias-of-set.example.com 5 A 198.18.0.3'],
    },
    {
      because: 'an alias of a CNAME',
      name: 'alias-of-cname.example.com',
      type: 'CNAME',
      records: ['alias-of-cname.example.com 300 CNAME www.example.com'],
    },
    { because: 'an alias of nobody: no data', name: 'dangling.example.com', authorities: NOTHING_HERE },
  ];

  test.each(rows)('$because', async ({ name, type = 'A', rcode = 'NOERROR', records = [], authorities = [] }) => {
    const said = await both(port(), name, type);
    expect([said.rcode, said.records, said.authorities]).toEqual([rcode, records, authorities]);
    expect(said.flags.includes('aa')).toBe(rcode !== 'REFUSED');
  });

  test('a circle of CNAMEs ends', async () => {
    const said = await both(port(), 'round.example.com', 'A');
    expect(said.rcode).toBe('NOERROR');
    expect(said.answers).toEqual(['about.example.com', 'round.example.com']);
  });

  test.each(['team.example.com', 'host.team.example.com', 'ns.team.example.com'])(
    'whom to ask for %s, and where that is',
    async (name) => {
      const said = await both(port(), name, 'A');
      expect(said).toMatchObject({
        rcode: 'NOERROR',
        records: [],
        authorities: ['team.example.com 300 NS ns.team.example.com', 'team.example.com 300 NS ns1.elsewhere.net'],
        additionals: ['ns.team.example.com 300 A 198.18.0.53'],
      });
      expect(said.flags).not.toContain('aa');
    },
  );
});

describe('a network linked to the private zones is told', () => {
  const rows: readonly Row[] = [
    {
      because: 'the private zone, where both have the name',
      name: 'www.example.com',
      records: ['www.example.com 60 A 10.0.0.2'],
    },
    {
      because: 'nothing, where only the public one has it',
      name: 'short.example.com',
      rcode: 'NXDOMAIN',
      authorities: ['example.com 10 SOA azureprivatedns.net azureprivatedns-host.microsoft.com 10'],
    },
    {
      because: 'the private zone even where a public one is longer',
      name: 'www.child.example.com',
      rcode: 'NXDOMAIN',
      authorities: ['example.com 10 SOA azureprivatedns.net azureprivatedns-host.microsoft.com 10'],
    },
    {
      because: 'the world, where no private zone has the suffix',
      name: 'web.example.org',
      records: ['web.example.org 300 A 198.18.3.1'],
    },
    {
      because: 'a chain out into the world',
      name: 'over.example.com',
      records: ['over.example.com 60 CNAME web.example.org', 'web.example.org 300 A 198.18.3.1'],
    },
    { because: 'wildcards', name: 'any.corp.example', records: ['any.corp.example 60 A 10.0.0.9'] },
    {
      because: 'SRV',
      name: '_db._tcp.corp.example',
      type: 'SRV',
      records: ['_db._tcp.corp.example 60 SRV 0 0 5432 db.corp.example'],
    },
    { because: 'nothing of others', name: 'www.elsewhere.net', rcode: 'REFUSED' },
  ];
  test.each(rows)('$because', async ({ name, type = 'A', rcode = 'NOERROR', records = [], authorities = [] }) => {
    const said = await both(privatePort(), name, type);
    expect([said.rcode, said.records, said.authorities]).toEqual([rcode, records, authorities]);
  });

  test('and the world knows nothing of those', async () => {
    expect((await both(port(), 'any.corp.example', 'A')).rcode).toBe('REFUSED');
  });
});

describe('a change', () => {
  const arm = (method: string, path: string, body?: object): number =>
    running.fake.handle({
      method,
      url: `${path}?api-version=2018-05-01`,
      headers: { host: 'fake', authorization: 'Bearer any' },
      body: body === undefined ? '' : JSON.stringify(body),
    }).status;
  const said = async (name: string): Promise<readonly [string, readonly string[]]> => {
    const { rcode, answers } = await ask(port(), name);
    return [rcode, answers];
  };
  const address = `${NETWORK}/publicIPAddresses/passing`;
  const record = `${PUBLIC}/example.org/A/passing`;
  const name = 'passing.example.org';

  test('is seen as soon as it is answered, and a public IP’s end empties its aliases for good', async () => {
    const properties = { publicIPAllocationMethod: 'Static' };
    const make = (): number => arm('PUT', address, { location: 'westeurope', sku: { name: 'Standard' }, properties });
    expect(await said(name)).toEqual(['NXDOMAIN', []]);
    make();
    arm('PUT', record, { properties: { TTL: 60, targetResource: { id: address } } });
    const [, [first]] = await said(name);
    expect(first).toMatch(/^198\.1[89]\./);
    expect(arm('DELETE', address)).toBe(202);
    expect(await said(name)).toEqual(['NOERROR', []]);
    make();
    expect(await said(name)).toEqual(['NOERROR', []]);
    arm('DELETE', record);
    expect(await said(name)).toEqual(['NXDOMAIN', []]);
  });

  test('that was refused is seen by nobody', async () => {
    expect(arm('PUT', record, { properties: { TTL: 0, ARecords: [{ ipv4Address: '198.18.0.1' }] } })).toBe(400);
    expect(await said(name)).toEqual(['NXDOMAIN', []]);
  });
});
