// The evaluator that the law on changes leans on, held against what Azure's documents say.
import { describe, expect, test } from '@jest/globals';
import type { Client, Json, Packet } from './packets.js';
import { arrivals, networkOf } from './packets.js';
import { INSIDE, OUTSIDE, rule, smallAzure } from './small-azure.js';

const OFFICE: Client = { address: '203.0.113.7' };
const STRANGER: Client = { address: '192.0.2.99' };
const CLOUD: Client = { address: '20.33.0.1', tags: ['AzureCloud'] };
const MACHINE: Client = { address: '10.225.0.77' };
const PROBE: Client = { address: '168.63.129.16' };
const ASKED: Omit<Packet, 'from'> = { to: OUTSIDE, protocol: 'Tcp', port: 80 };

function isLetIn(rules: readonly Json[], packet: Partial<Packet> & Pick<Packet, 'from'>, lead: object = {}): boolean {
  const first = arrivals(networkOf(smallAzure(rules, lead)), { ...ASKED, ...packet })[0];
  if (!first) throw new Error('nothing leads there');
  return first.isLetIn;
}

describe('a packet for a public frontend', () => {
  const allow = (from: string, to = OUTSIDE, port = '80', more = {}): Json => rule(3000, 'Allow', from, to, port, more);

  test.each([
    { rules: [], from: OFFICE, expected: false, because: 'DenyAllInBound comes last' },
    { rules: [allow('Internet')], from: OFFICE, expected: true, because: 'the Internet is everybody outside' },
    { rules: [allow('Internet')], from: MACHINE, expected: false, because: 'the virtual network is not the Internet' },
    { rules: [allow('*')], from: MACHINE, expected: true, because: '* is everybody' },
    { rules: [allow('203.0.113.0/24')], from: OFFICE, expected: true, because: 'it is in the range' },
    { rules: [allow('203.0.113.0/24')], from: STRANGER, expected: false, because: 'it is not in the range' },
    { rules: [allow('AzureCloud')], from: CLOUD, expected: true, because: 'the tag has its address' },
    { rules: [allow('AzureCloud')], from: STRANGER, expected: false, because: 'the tag has not' },
    {
      rules: [allow('Internet', OUTSIDE, '81-90')],
      from: OFFICE,
      expected: false,
      because: 'the port is not among them',
    },
    { rules: [allow('Internet', OUTSIDE, '79-90')], from: OFFICE, expected: true, because: 'the port is among them' },
    { rules: [allow('Internet', '10.224.0.4')], from: OFFICE, expected: false, because: 'it still bears the frontend' },
    {
      rules: [allow('Internet', 'VirtualNetwork')],
      from: OFFICE,
      expected: false,
      because: 'nor is that in the network',
    },
    {
      rules: [allow('Internet', OUTSIDE, '80', { protocol: 'Udp' })],
      from: OFFICE,
      expected: false,
      because: 'another protocol',
    },
    {
      rules: [allow('Internet', OUTSIDE, '80', { protocol: '*' })],
      from: OFFICE,
      expected: true,
      because: 'any protocol',
    },
    {
      rules: [allow('Internet', OUTSIDE, '80', { direction: 'Outbound' })],
      from: OFFICE,
      expected: false,
      because: 'outbound',
    },
    {
      rules: [allow('Internet'), rule(2999, 'Deny', '203.0.113.0/24', '*', '*')],
      ...{ from: OFFICE, expected: false, because: 'the smaller priority comes first' },
    },
    {
      rules: [allow('Internet'), rule(3001, 'Deny', '203.0.113.0/24', '*', '*')],
      ...{ from: OFFICE, expected: true, because: 'and the greater one is not asked any more' },
    },
    {
      rules: [
        allow('', '', '', {
          sourceAddressPrefixes: ['203.0.113.7'],
          destinationAddressPrefixes: [OUTSIDE],
          destinationPortRanges: ['80'],
        }),
      ],
      ...{ from: OFFICE, expected: true, because: 'lists count, empty texts do not' },
    },
    { rules: [], from: PROBE, expected: true, because: 'AllowAzureLoadBalancerInBound' },
  ])('is let in: $expected, since $because', ({ rules, from, expected }) => {
    expect(isLetIn(rules, { from })).toBe(expected);
  });

  test('bears the address and port of the node where floating IP is off', () => {
    const lead = { enableFloatingIP: false, backendPort: 30080 };
    expect(isLetIn([allow('Internet')], { from: OFFICE }, lead)).toBe(false);
    expect(isLetIn([allow('Internet', '10.224.0.4', '30080')], { from: OFFICE }, lead)).toBe(true);
  });
});

describe('a packet for an internal frontend', () => {
  const to = INSIDE;

  test.each([
    { rules: [], from: MACHINE, expected: true, because: 'AllowVnetInBound' },
    { rules: [], from: OFFICE, expected: false, because: 'it comes from outside' },
    {
      rules: [rule(3500, 'Deny', '*', INSIDE, '80')],
      from: MACHINE,
      expected: false,
      because: 'a deny comes before the defaults',
    },
  ])('is let in: $expected, since $because', ({ rules, from, expected }) => {
    expect(isLetIn(rules, { from, to })).toBe(expected);
  });
});

describe('what leads where', () => {
  const network = networkOf(smallAzure([]));

  test('both nodes get packets, and a subnet without a security group lets all of them in', () => {
    expect(arrivals(network, { ...ASKED, from: STRANGER })).toEqual([
      { rule: 'to-f', node: '10.224.0.4', address: OUTSIDE, port: 80, isLetIn: false },
      { rule: 'to-f', node: '10.226.0.4', address: OUTSIDE, port: 80, isLetIn: true },
    ]);
  });

  test.each([
    { packet: { port: 81 }, because: 'no rule has the port' },
    { packet: { protocol: 'Udp' as const }, because: 'no rule has the protocol' },
    { packet: { to: '198.18.0.9' }, because: 'no frontend has the address' },
  ])('nothing, since $because', ({ packet }) => {
    expect(arrivals(network, { ...ASKED, from: OFFICE, ...packet })).toEqual([]);
  });

  test('a rule for all ports leads any port of both protocols, to the same one', () => {
    const all = networkOf(smallAzure([], { protocol: 'All', frontendPort: 0, backendPort: 0 }));
    const [first] = arrivals(all, { to: INSIDE, protocol: 'Udp', port: 4711, from: MACHINE });
    expect(first).toMatchObject({ address: INSIDE, port: 4711, isLetIn: true });
  });
});
