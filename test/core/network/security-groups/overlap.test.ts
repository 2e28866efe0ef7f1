// Do two rules speak of the same packets? As far as that can be known.
import { describe, expect, test } from '@jest/globals';
import { addressOverlap } from '../../../../src/core/network/security-groups/overlap.js';

describe('what two addresses, ranges or tags have in common', () => {
  test.each([
    { one: '*', other: '10.0.0.0/8', common: 'Yes', because: 'everything holds everything' },
    { one: '0.0.0.0/0', other: 'VirtualNetwork', common: 'Yes', because: 'all addresses hold those of a tag' },
    { one: '0.0.0.0/0', other: '2001:db8::1', common: 'No', because: 'they are all addresses of one family' },
    { one: '::/0', other: '10.0.0.4', common: 'No', because: 'they are all addresses of one family' },
    { one: '::/0', other: '2001:db8::/32', common: 'Yes', because: 'it is all of the family' },
    { one: '::/0', other: 'Internet', common: 'Yes', because: 'a tag is for both families' },
    { one: '10.0.0.0/8', other: '10.1.2.3', common: 'Yes', because: 'the one lies in the other' },
    { one: '10.0.0.0/8', other: '11.0.0.0/8', common: 'No', because: 'they lie side by side' },
    { one: '10.0.0.0/8', other: '2001:db8::/32', common: 'No', because: 'families have nothing in common' },
    { one: 'internet', other: 'Internet', common: 'Yes', because: 'tags may be in any case' },
    { one: 'Internet', other: '203.0.113.0/24', common: 'Yes', because: 'the range is public' },
    { one: 'Internet', other: '192.168.0.0/16', common: 'No', because: 'the range is private' },
    { one: 'VirtualNetwork', other: '10.0.0.4', common: 'Perhaps', because: 'peered networks are in it too' },
    { one: 'VirtualNetwork', other: '203.0.113.1', common: 'No', because: 'a frontend is not in the network' },
    { one: 'AzureLoadBalancer', other: '168.63.129.16/32', common: 'Yes', because: 'probes come from there' },
    { one: 'AzureLoadBalancer', other: '203.0.113.0/24', common: 'No', because: 'and from nowhere else' },
    { one: 'AzureCloud', other: '203.0.113.0/24', common: 'Perhaps', because: 'its list is long, and changes' },
    { one: 'AzureCloud', other: '10.0.0.0/8', common: 'No', because: 'services have public addresses' },
    { one: 'AzureCloud', other: 'Storage.WestEurope', common: 'Perhaps', because: 'one may hold the other' },
    { one: 'AzureCloud', other: 'Internet', common: 'Yes', because: 'services have public addresses' },
    { one: 'VirtualNetwork', other: 'Internet', common: 'No', because: 'the Internet is what is outside' },
  ])('$one and $other: $common, for $because', ({ one, other, common }) => {
    expect([addressOverlap(one, other), addressOverlap(other, one)]).toEqual([common, common]);
  });
});
