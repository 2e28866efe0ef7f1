import { expect, test } from '@jest/globals';
import type { AzureScope } from '../../src/core/network/azure-scopes.js';
import { armKey } from '../../src/core/values/arm-id.js';
import { scopeOf } from '../../src/operator/scopes.js';

const NETWORK = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network';
const scope = (read: AzureScope['read'], path: string) =>
  ({ read, path: `${NETWORK}/${path}`, type: '', mustExist: false }) as AzureScope;
const SCOPES = [
  scope('Get', 'loadBalancers/lb'),
  scope('List', 'publicIPAddresses'),
  scope('List', 'virtualNetworks/v/subnets'),
  scope('List', 'dnsZones/example.com/recordsets'),
  scope('List', 'dnsZones/a.example.com/recordsets'),
];

test.each([
  { id: 'loadBalancers/LB', owner: 'loadBalancers/lb', because: 'it is read by itself, in any spelling' },
  { id: 'loadBalancers/other', owner: undefined, because: 'a neighbour of a collection is not in it' },
  { id: 'publicIPAddresses/p', owner: 'publicIPAddresses', because: 'it is in the collection' },
  { id: 'virtualNetworks/v/subnets/n', owner: 'virtualNetworks/v/subnets', because: 'it is in the collection' },
  { id: 'dnsZones/example.com/A/www', owner: 'dnsZones/example.com/recordsets', because: 'its zone is listed whole' },
  { id: 'dnsZones/a.example.com/A/@', owner: 'dnsZones/a.example.com/recordsets', because: 'of its own zone' },
  { id: 'dnsZones/b.example.com/A/@', owner: undefined, because: 'nobody asked for that zone' },
])('$id: $because', ({ id, owner }) => {
  expect(scopeOf(armKey(`${NETWORK}/${id}`), SCOPES)).toBe(owner && armKey(`${NETWORK}/${owner}`));
});
