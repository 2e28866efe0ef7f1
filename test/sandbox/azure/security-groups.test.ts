// Security groups: what is filled in, what a rule alone is, and what Azure refuses.
import { describe, expect, test } from '@jest/globals';
import { client, NSG, securityRule, VNET } from './client.js';
import type { Body } from './client.js';

const group = (...securityRules: Body[]): Body => ({ location: 'westeurope', properties: { securityRules } });

describe('a security group', () => {
  test('has six default rules, and a rule keeps exactly the members that were sent', () => {
    const azure = client();
    azure.put(NSG, group(securityRule('web')));
    const { properties } = azure.get(NSG).body;
    expect(properties.defaultSecurityRules).toHaveLength(6);
    expect(Object.keys(properties.securityRules[0].properties).sort()).toEqual(
      [...Object.keys(securityRule('web').properties), 'provisioningState'].sort(),
    );
  });

  test('lets one rule be written, read and deleted alone', () => {
    const azure = client();
    azure.put(NSG, group(securityRule('a')));
    const path = `${NSG}/securityRules/b`;
    expect(azure.put(path, securityRule('b')).code).toBe('SecurityRuleConflict');
    expect(azure.put(path, securityRule('b', { priority: 501 })).status).toBe(201);
    expect(azure.get(path).body.properties.priority).toBe(501);
    expect(azure.get(`${NSG}/securityRules`).body.value).toHaveLength(2);
    expect(azure.delete(path).status).toBe(202);
    expect(azure.delete(path).status).toBe(204);
    expect(azure.get(path).code).toBe('NotFound');
    expect(azure.put(`${NSG}x/securityRules/b`, securityRule('b')).code).toBe('ParentResourceNotFound');
  });

  test('can’t go while a subnet has it', () => {
    const azure = client();
    azure.put(NSG, group());
    const subnet = { name: 'nodes', properties: { addressPrefix: '10.0.0.0/24', networkSecurityGroup: { id: NSG } } };
    azure.put(VNET, { location: 'westeurope', properties: { subnets: [subnet] } });
    expect(azure.get(NSG).body.properties.subnets).toEqual([{ id: `${VNET}/subnets/nodes` }]);
    expect(azure.delete(NSG).code).toBe('InUseNetworkSecurityGroupCannotBeDeleted');
  });
});

describe('Azure refuses a rule', () => {
  const plural = (key: string, values: string[]): object => ({
    [`${key}Prefix`]: undefined,
    [`${key}Prefixes`]: values,
  });
  const refusals: readonly { because: string; code: string; properties: object }[] = [
    {
      because: 'host bits',
      code: 'SecurityRuleInvalidAddressPrefix',
      properties: { sourceAddressPrefix: '20.20.20.20/16' },
    },
    {
      because: 'IPv6 host bits',
      code: 'SecurityRuleInvalidAddressPrefix',
      properties: { sourceAddressPrefix: '2001:db8::1/64' },
    },
    {
      because: 'no address, no tag',
      code: 'SecurityRuleInvalidAddressPrefix',
      properties: { sourceAddressPrefix: 'my-subnet' },
    },
    {
      because: 'a tag in a list',
      code: 'SecurityRuleParameterContainsUnsupportedValue',
      properties: plural('sourceAddress', ['Internet']),
    },
    {
      because: 'a star in a list of ports',
      code: 'SecurityRuleParameterContainsInvalidPortRanges',
      properties: { destinationPortRange: undefined, destinationPortRanges: ['*'] },
    },
    {
      because: 'singular and plural',
      code: 'SecurityRuleParametersConflict',
      properties: { sourceAddressPrefixes: ['10.0.0.0/8'] },
    },
    { because: 'priority', code: 'SecurityRuleInvalidPriority', properties: { priority: 99 } },
    { because: 'no priority', code: 'SecurityRuleInvalidParameters', properties: { priority: undefined } },
    { because: 'too long', code: 'SecurityRuleInvalidDescription', properties: { description: 'x'.repeat(141) } },
  ];

  test.each(refusals)('$because: $code', ({ code, properties }) => {
    const refused = client().put(NSG, group(securityRule('r', properties)));
    expect([refused.status, refused.code]).toEqual([400, code]);
  });

  test('beyond 1000, and prefixes beyond 4000 in sum', () => {
    const rules = (count: number, properties: (n: number) => object): Body[] =>
      Array.from({ length: count }, (_, n) => securityRule(`r${n}`, { priority: 100 + n, ...properties(n) }));
    expect(client().put(NSG, group(...rules(1001, () => ({})))).code).toBe('SecurityRuleCountLimitReached');
    const prefixes = Array.from({ length: 2001 }, (_, n) => `10.${n >> 8}.${n & 255}.0/24`);
    const body = group(...rules(2, () => plural('sourceAddress', prefixes)));
    expect(client().put(NSG, body).code).toBe('SecurityRuleAddressesOrPortsPerSecurityGroupLimitReached');
  });

  test('but the same priority may stand in each direction', () => {
    const rules = [securityRule('in'), securityRule('out', { direction: 'Outbound' })];
    expect(client().put(NSG, group(...rules)).status).toBe(201);
  });
});
