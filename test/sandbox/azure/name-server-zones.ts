// The zones that the name server's suites ask about: wildcards, chains, delegations, aliases, and a host in two worlds.

export const NETWORK = '/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Network';
export const PUBLIC = `${NETWORK}/dnszones`;
const PRIVATE = `${NETWORK}/privateDnsZones`;

const set = (zone: string, type: string, name: string, properties: object): object => ({
  id: `${zone}/${type}/${name}`,
  name,
  properties: zone.startsWith(PUBLIC) ? { TTL: 300, ...properties } : { ttl: 60, ...properties },
});
const a = (...addresses: string[]): object => ({ ARecords: addresses.map((ipv4Address) => ({ ipv4Address })) });
const aaaa = (ipv6Address: string): object => ({ AAAARecords: [{ ipv6Address }] });
const cname = (target: string): object => ({ CNAMERecord: { cname: target } });
const alias = (id: string): object => ({ targetResource: { id } });

const EXAMPLE = `${PUBLIC}/example.com`;
export const NAMES = [
  {
    id: `${NETWORK}/publicIPAddresses/four`,
    properties: { ipAddress: '198.18.9.4', publicIPAllocationMethod: 'Static' },
  },
  {
    id: `${NETWORK}/publicIPAddresses/six`,
    properties: { ipAddress: '2001:db8::6', publicIPAddressVersion: 'IPv6', publicIPAllocationMethod: 'Static' },
  },
  { id: EXAMPLE },
  { id: `${PUBLIC}/child.example.com` },
  { id: `${PUBLIC}/example.org` },
  { id: `${PRIVATE}/example.com` },
  { id: `${PRIVATE}/corp.example` },
  set(EXAMPLE, 'A', '@', a('198.18.0.1')),
  set(EXAMPLE, 'A', 'www', { ...a('198.18.0.2', '198.18.0.3'), TTL: 77 }),
  set(EXAMPLE, 'AAAA', 'www', aaaa('2001:db8::2')),
  set(EXAMPLE, 'CNAME', 'short', cname('www.example.com')),
  set(EXAMPLE, 'CNAME', 'long', cname('short.example.com.')),
  set(EXAMPLE, 'CNAME', 'over', cname('web.example.org')),
  set(EXAMPLE, 'CNAME', 'out', cname('www.elsewhere.net')),
  set(EXAMPLE, 'CNAME', 'lost', cname('gone.example.org')),
  set(EXAMPLE, 'CNAME', 'round', cname('about.example.com')),
  set(EXAMPLE, 'CNAME', 'about', cname('round.example.com')),
  set(EXAMPLE, 'A', '*', a('198.18.0.9')),
  set(EXAMPLE, 'A', 'deep.down.under', a('198.18.0.4')),
  set(EXAMPLE, 'CNAME', '*.apps', cname('www.example.com')),
  set(EXAMPLE, 'A', 'fixed.apps', a('198.18.0.5')),
  set(EXAMPLE, 'A', 'empty', a()),
  set(EXAMPLE, 'TXT', 'text', { TXTRecords: [{ value: ['one', 'two words'] }, { value: ['"quoted"'] }] }),
  set(EXAMPLE, 'MX', 'mail', { MXRecords: [{ preference: 10, exchange: 'mx.example.com' }] }),
  set(EXAMPLE, 'SRV', '_http._tcp.web', {
    SRVRecords: [{ priority: 1, weight: 2, port: 80, target: 'www.example.com' }],
  }),
  set(EXAMPLE, 'CAA', '@', { caaRecords: [{ flags: 0, tag: 'issue', value: 'ca.example.net' }] }),
  set(EXAMPLE, 'PTR', '4', { PTRRecords: [{ ptrdname: 'www.example.com' }] }),
  set(EXAMPLE, 'NS', 'team', { NSRecords: [{ nsdname: 'ns.team.example.com' }, { nsdname: 'ns1.elsewhere.net.' }] }),
  set(EXAMPLE, 'A', 'ns.team', a('198.18.0.53')),
  set(EXAMPLE, 'A', 'alias4', { ...alias(`${NETWORK}/publicIPAddresses/four`), TTL: 30 }),
  set(EXAMPLE, 'AAAA', 'alias6', alias(`${NETWORK}/publicIPAddresses/six`)),
  set(EXAMPLE, 'A', 'alias-of-set', { ...alias(`${EXAMPLE}/A/www`), TTL: 5 }),
  set(EXAMPLE, 'CNAME', 'alias-of-cname', alias(`${EXAMPLE}/CNAME/short`)),
  set(EXAMPLE, 'A', 'dangling', alias(`${NETWORK}/publicIPAddresses/nobody`)),
  set(EXAMPLE, 'A', 'many', a(...Array.from({ length: 20 }, (_, n) => `198.18.1.${n}`))),
  set(EXAMPLE, 'TXT', 'huge', {
    TXTRecords: Array.from({ length: 20 }, (_, n) => ({ value: [`${n}`.padEnd(200, 'x')] })),
  }),
  set(`${PUBLIC}/child.example.com`, 'A', 'www', a('198.18.2.1')),
  set(`${PUBLIC}/example.org`, 'A', 'web', a('198.18.3.1')),
  set(`${PRIVATE}/example.com`, 'A', 'www', { aRecords: [{ ipv4Address: '10.0.0.2' }] }),
  set(`${PRIVATE}/example.com`, 'CNAME', 'over', { cnameRecord: { cname: 'web.example.org' } }),
  set(`${PRIVATE}/corp.example`, 'SRV', '_db._tcp', {
    srvRecords: [{ priority: 0, weight: 0, port: 5432, target: 'db.corp.example' }],
  }),
  set(`${PRIVATE}/corp.example`, 'A', '*', { aRecords: [{ ipv4Address: '10.0.0.9' }] }),
];
