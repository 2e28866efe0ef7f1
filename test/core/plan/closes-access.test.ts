import { describe, expect, test } from '@jest/globals';
import type { ArmResource } from '../../../src/core/network/arm-resource.js';
import { closesAccess } from '../../../src/core/plan/closes-access.js';
import type { ArmId } from '../../../src/core/values/arm-id.js';
import type { JsonObject } from '../../../src/core/values/json.js';

function securityGroup(...rules: readonly JsonObject[]): ArmResource {
  return {
    id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/n' as ArmId,
    name: 'n',
    type: 'Microsoft.Network/networkSecurityGroups',
    properties: { securityRules: rules },
  };
}

function rule(properties: JsonObject = {}, name = 'web'): JsonObject {
  const open = { access: 'Allow', sourceAddressPrefix: 'Internet', destinationPortRanges: ['80'] };
  return { name, properties: { ...open, destinationAddressPrefix: '192.0.2.1', ...properties } };
}

describe('a write takes access away', () => {
  test.each([
    { because: 'nothing differs', after: [rule()], closes: false },
    { because: 'a rule is new', after: [rule(), rule({}, 'api')], closes: false },
    { because: 'the rule goes', after: [], closes: true },
    { because: 'it denies now', after: [rule({ access: 'Deny' })], closes: true },
    { because: 'a port goes', after: [rule({ destinationPortRanges: ['443'] })], closes: true },
    { because: 'a port comes', after: [rule({ destinationPortRanges: ['443', '80'] })], closes: false },
    {
      because: 'a second destination turns the one spelling into the other',
      after: [rule({ destinationAddressPrefix: undefined, destinationAddressPrefixes: ['192.0.2.1', '192.0.2.2'] })],
      closes: false,
    },
    {
      because: 'everybody becomes one network',
      after: [rule({ sourceAddressPrefix: '203.0.113.0/24' })],
      closes: true,
    },
  ])('$closes when $because', ({ after, closes }) => {
    expect(closesAccess(securityGroup(rule()), securityGroup(...after))).toBe(closes);
  });

  const deny = (properties: JsonObject = {}): JsonObject => rule({ access: 'Deny', ...properties }, 'deny');
  test.each([
    { because: 'a rule that denies comes', before: [rule()], after: [rule(), deny()], closes: true },
    { because: 'one goes', before: [rule(), deny()], after: [rule()], closes: false },
    {
      because: 'one denies a port more',
      before: [deny()],
      after: [deny({ destinationPortRanges: ['80', '443'] })],
      closes: true,
    },
    {
      because: 'one denies a port less',
      before: [deny({ destinationPortRanges: ['80', '443'] })],
      after: [deny()],
      closes: false,
    },
    { because: 'one allows now', before: [deny()], after: [deny({ access: 'Allow' })], closes: false },
  ])('$closes when $because', ({ before, after, closes }) => {
    expect(closesAccess(securityGroup(...before), securityGroup(...after))).toBe(closes);
  });
});
