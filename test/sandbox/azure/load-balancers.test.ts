// What a load balancer's body becomes, and what Azure refuses in it.
import { describe, expect, test } from '@jest/globals';
import { ADDRESS, addressId, balancer, client, LB, NETWORK, rule, VNET } from './client.js';
import type { Body, Client } from './client.js';

const SUBNET = `${VNET}/subnets/nodes`;

function ready(): Client {
  const azure = client();
  azure.put(addressId(), ADDRESS);
  azure.put(addressId('other'), ADDRESS);
  azure.put(VNET, {
    location: 'westeurope',
    properties: {
      addressSpace: { addressPrefixes: ['10.0.0.0/8'] },
      subnets: [{ name: 'nodes', properties: { addressPrefix: '10.1.0.0/29' } }],
    },
  });
  return azure;
}

function internal(name: string, properties: object = {}): Body {
  return { name, properties: { subnet: { id: SUBNET }, ...properties } };
}

describe('a load balancer', () => {
  test('gets ids, defaults and references seen from the other side', () => {
    const azure = ready();
    const { status, body } = azure.put(LB, balancer());
    expect(status).toBe(201);
    const { frontendIPConfigurations, backendAddressPools, loadBalancingRules, probes } = body.properties;
    const back = [{ id: `${LB}/loadBalancingRules/r1` }];
    for (const [one] of [frontendIPConfigurations, backendAddressPools, probes]) {
      expect(one.properties.loadBalancingRules).toEqual(back);
      expect(one.etag).toBe(body.etag);
    }
    expect(loadBalancingRules[0].properties).toMatchObject({ idleTimeoutInMinutes: 4, loadDistribution: 'Default' });
    expect(body.properties.inboundNatRules).toEqual([]);
    expect(azure.get(addressId()).body.properties.ipConfiguration).toEqual({
      id: `${LB}/frontendIPConfigurations/f1`,
    });
  });

  test('changes its etag with each write and keeps what it doesn’t know', () => {
    const azure = ready();
    const first = azure.put(LB, balancer({ loadBalancingRules: [rule('r1', { fromTheFuture: { a: [1] } })] }));
    const second = azure.put(LB, first.body);
    expect(second.body.etag).not.toBe(first.body.etag);
    expect(second.body.properties.loadBalancingRules[0].properties.fromTheFuture).toEqual({ a: [1] });
    expect(second.body.properties.provisioningState).toBe('Succeeded');
  });

  test('is found whatever the case of its id', () => {
    const azure = ready();
    azure.put(LB, balancer());
    expect(azure.get(LB.toUpperCase().replace('API-VERSION', 'api-version')).body.id).toBe(LB);
  });

  test('gives internal frontends the first free addresses of the subnet and lets them keep theirs', () => {
    const azure = ready();
    const body = { frontendIPConfigurations: [internal('f1'), internal('f2')], loadBalancingRules: [rule('r1')] };
    const addresses = (reply: { body: Body }): string[] =>
      reply.body.properties.frontendIPConfigurations.map((one: Body) => one.properties.privateIPAddress);
    expect(addresses(azure.put(LB, balancer(body)))).toEqual(['10.1.0.4', '10.1.0.5']);
    const swapped = { ...body, frontendIPConfigurations: [internal('f2'), internal('f1')] };
    expect(addresses(azure.put(LB, balancer(swapped)))).toEqual(['10.1.0.5', '10.1.0.4']);
  });

  test('holds its public IP and its subnet', () => {
    const azure = ready();
    azure.put(
      LB,
      balancer({ frontendIPConfigurations: [...balancer().properties.frontendIPConfigurations, internal('f2')] }),
    );
    expect(azure.delete(addressId()).code).toBe('PublicIPAddressCannotBeDeleted');
    expect(azure.delete(SUBNET).code).toBe('InUseSubnetCannotBeDeleted');
    expect(azure.delete(LB).status).toBe(202);
    expect(azure.delete(addressId()).status).toBe(202);
    expect(azure.delete(SUBNET).status).toBe(202);
  });

  test('lets its pool be written alone, which is a write of the whole', () => {
    const azure = ready();
    const { body } = azure.put(LB, balancer());
    const pool = `${LB}/backendAddressPools/p1`;
    const members = [{ name: 'n1', properties: { ipAddress: '10.1.0.1' } }];
    const written = azure.put(
      pool,
      { properties: { loadBalancerBackendAddresses: members } },
      { 'if-match': body.etag },
    );
    expect(written.status).toBe(200);
    expect(written.body.id).toBe(pool);
    const whole = azure.get(LB).body;
    expect(whole.properties.backendAddressPools[0].properties.loadBalancerBackendAddresses).toEqual(members);
    expect(whole.etag).not.toBe(body.etag);
    expect(azure.put(pool, {}, { 'if-match': body.etag }).status).toBe(412);
    expect(azure.delete(pool).code).toBe('InvalidResourceReference');
    expect(azure.put(`${LB}/probes/h1`, {}).status).toBe(405);
  });
});

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const other = { id: `${LB}/frontendIPConfigurations/f2` };

describe('Azure refuses', () => {
  const refusals: readonly { because: string; code: string; properties: object }[] = [
    {
      because: 'a frontend needs a source',
      code: 'FrontendIPConfigHasNoSubnetOrPublicIP',
      properties: { frontendIPConfigurations: [{ name: 'f1', properties: {} }] },
    },
    {
      because: 'a frontend has one source',
      code: 'FrontendIPConfigHasBothSubnetAndPublicIP',
      properties: { frontendIPConfigurations: [internal('f1', { publicIPAddress: { id: addressId() } })] },
    },
    {
      because: 'the public IP isn’t there',
      code: 'InvalidResourceReference',
      properties: {
        frontendIPConfigurations: [{ name: 'f1', properties: { publicIPAddress: { id: addressId('no') } } }],
      },
    },
    {
      because: 'the subnet isn’t there',
      code: 'InvalidResourceReference',
      properties: { frontendIPConfigurations: [{ name: 'f1', properties: { subnet: { id: `${VNET}/subnets/no` } } }] },
    },
    {
      because: 'one public IP is for one frontend',
      code: 'PublicIPReferencedByMultipleIPConfigs',
      properties: {
        frontendIPConfigurations: ['f1', 'f2'].map((name) => ({
          name,
          properties: { publicIPAddress: { id: addressId() } },
        })),
      },
    },
    {
      because: 'the address lies outside the subnet',
      code: 'PrivateIPAddressNotInSubnet',
      properties: {
        frontendIPConfigurations: [
          internal('f1', { privateIPAllocationMethod: 'Static', privateIPAddress: '10.2.0.4' }),
        ],
      },
    },
    {
      because: 'the address is taken twice',
      code: 'PrivateIPAddressIsAllocated',
      properties: {
        frontendIPConfigurations: ['f1', 'f2'].map((name) =>
          internal(name, { privateIPAllocationMethod: 'Static', privateIPAddress: '10.1.0.4' }),
        ),
      },
    },
    {
      because: 'a rule names a probe that isn’t in the body',
      code: 'InvalidResourceReference',
      properties: { probes: [] },
    },
    {
      because: 'children need a frontend',
      code: 'LoadBalancerWithoutFrontendIPCantHaveChildResources',
      properties: { frontendIPConfigurations: [], loadBalancingRules: [], probes: [] },
    },
    {
      because: 'two rules meet at the same backend port without floating IP',
      code: 'RulesUseSameBackendPortProtocolAndPool',
      properties: { loadBalancingRules: [rule('r1'), rule('r2', { frontendPort: 81 })] },
    },
    {
      because: 'two rules meet at the frontend',
      code: 'RulesUseSameFrontendPortProtocolAndFrontendIPConfig',
      properties: { loadBalancingRules: [rule('r1'), rule('r2', { backendPort: 81 })] },
    },
    {
      because: 'a name has a blank',
      code: 'InvalidResourceName',
      properties: { loadBalancingRules: [rule('r 1')] },
    },
    {
      because: 'idle time is 4 to 100 minutes',
      code: 'InvalidRequestFormat',
      properties: { loadBalancingRules: [rule('r1', { idleTimeoutInMinutes: 3 })] },
    },
    {
      because: '600 frontends are the limit',
      code: 'LoadBalancerFrontendIPConfigurationCountLimitReached',
      properties: { frontendIPConfigurations: many(601, (n) => internal(`f${n}`)) },
    },
    {
      because: '300 rules to one interface are the limit',
      code: 'LoadBalancerRuleCountLimitReachedForNic',
      properties: {
        backendAddressPools: [
          {
            name: 'p1',
            properties: { loadBalancerBackendAddresses: [{ name: 'n', properties: { ipAddress: '10.1.0.1' } }] },
          },
        ],
        loadBalancingRules: many(301, (n) => rule(`r${n}`, { frontendPort: n + 1, backendPort: n + 1 })),
      },
    },
  ];

  test.each(refusals)('$code: $because', ({ code, properties }) => {
    const azure = ready();
    const refused = azure.put(LB, balancer(properties));
    expect([refused.status, refused.code]).toEqual([400, code]);
    expect(azure.get(LB).status).toBe(404);
  });

  test('a public IP that another load balancer has', () => {
    const azure = ready();
    azure.put(LB, balancer());
    const second = `${NETWORK}/loadBalancers/second`;
    const frontends = balancer().properties.frontendIPConfigurations;
    const refused = azure.put(second, {
      location: 'westeurope',
      sku: { name: 'Standard' },
      properties: { frontendIPConfigurations: frontends },
    });
    expect(refused.code).toBe('PublicIPAddressInUse');
  });

  test('a public IP of another sku', () => {
    const azure = ready();
    azure.put(addressId('basic'), { location: 'westeurope' });
    const frontends = [{ name: 'f1', properties: { publicIPAddress: { id: addressId('basic') } } }];
    expect(azure.put(LB, balancer({ frontendIPConfigurations: frontends })).code).toBe(
      'DifferentSkuLoadBalancersAndPublicIPAddressNotAllowed',
    );
  });

  test('nothing in rules that differ by frontend with floating IP', () => {
    const azure = ready();
    const floating = { enableFloatingIP: true, frontendPort: 80, backendPort: 80 };
    const body = balancer({
      frontendIPConfigurations: [
        ...balancer().properties.frontendIPConfigurations,
        { name: 'f2', properties: { publicIPAddress: { id: addressId('other') } } },
      ],
      loadBalancingRules: [rule('r1', floating), rule('r2', { ...floating, frontendIPConfiguration: other })],
    });
    expect(azure.put(LB, body).status).toBe(201);
  });
});
