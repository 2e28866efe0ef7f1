import { expect, test } from '@jest/globals';
import { isFilledByAzure } from '../../../src/core/network/azure-filled.js';

test.each([
  { path: '/etag', filled: true },
  { path: '/properties/ipConfiguration', filled: true },
  { path: '/properties/frontendIPConfigurations[web]/properties/loadBalancingRules', filled: true },
  { path: '/properties/probes[web]/properties/loadBalancingRules[web]', filled: true },
  { path: '/properties/loadBalancingRules[web]', filled: false },
  { path: '/properties/loadBalancingRules[web]/properties/frontendPort', filled: false },
  { path: '/properties/securityRules[web]/properties/access', filled: false },
  { path: '/tags/team', filled: false },
])('$path is filled by Azure: $filled', ({ path, filled }) => {
  expect(isFilledByAzure(path)).toBe(filled);
});
