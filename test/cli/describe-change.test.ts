// Does a plan call each resource by a name that no other one has?
import { expect, test } from '@jest/globals';
import { describeResource } from '../../src/cli/plan/describe-change.js';
import type { ArmId } from '../../src/core/values/arm-id.js';
import { parseArmId } from '../../src/core/values/arm-id.js';

const NETWORK = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network';

test.each([
  { path: 'dnsZones/example.com/A/www', name: 'A record www.example.com' },
  { path: 'privateDnsZones/example.com/A/www', name: 'private A record www.example.com' },
  { path: 'privateDnsZones/example.com/TXT/@', name: 'private TXT record example.com' },
  { path: 'loadBalancers/prod-1', name: 'load balancer prod-1' },
])('$name', ({ path, name }) => {
  const id = `${NETWORK}/${path}` as ArmId;
  expect(describeResource({ id, type: parseArmId(id)!.type })).toBe(name);
});
