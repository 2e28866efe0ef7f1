// What can be said of a public IP only when it is made, and what a prefix gives it.
import { describe, expect, test } from '@jest/globals';
import { ADDRESS, addressId, balancer, client, LB, NETWORK, VNET } from './client.js';
import type { Body, Client } from './client.js';

const PREFIX = `${NETWORK}/publicIPPrefixes/range`;

function prefixed(properties: object = {}): Body {
  return { ...ADDRESS, properties: { ...ADDRESS.properties, publicIPPrefix: { id: PREFIX }, ...properties } };
}

function withPrefix(properties: object = {}): Client {
  const azure = client();
  azure.put(PREFIX, {
    location: 'westeurope',
    sku: { name: 'Standard' },
    properties: { prefixLength: 31, ...properties },
  });
  return azure;
}

const addressAt = (azure: Client, name?: string): string => azure.get(addressId(name)).body.properties.ipAddress;

describe('a prefix', () => {
  test('gives its addresses one after the other, and says who has them', () => {
    const azure = withPrefix();
    azure.put(addressId('a'), prefixed());
    azure.put(addressId('b'), prefixed());
    expect([addressAt(azure, 'a'), addressAt(azure, 'b')]).toEqual(['198.51.100.0', '198.51.100.1']);
    const { properties } = azure.get(PREFIX).body;
    expect(properties).toMatchObject({ ipPrefix: '198.51.100.0/31', publicIPAddresses: [{}, {}] });
  });

  test.each([
    { code: 'PublicIPPrefixHasNoAvailableIPs', prefix: {}, body: prefixed(), because: 'it is full' },
    {
      code: 'PublicIPPrefixIPVersionMismatch',
      prefix: {},
      body: prefixed({ publicIPAddressVersion: 'IPv6' }),
      because: 'it is of the other family',
    },
    {
      code: 'PublicIPPrefixLocationMismatch',
      prefix: {},
      body: { ...prefixed(), location: 'northeurope' },
      because: 'it is somewhere else',
    },
  ])('refuses: $because', ({ code, prefix, body }) => {
    const azure = withPrefix(prefix);
    if (code === 'PublicIPPrefixHasNoAvailableIPs')
      for (const name of ['a', 'b']) azure.put(addressId(name), prefixed());
    const { status, body: answer } = azure.put(addressId('late'), body);
    expect([status, answer.error.code]).toEqual([400, code]);
  });

  test('stays as long as an address is from it', () => {
    const azure = withPrefix();
    azure.put(addressId('a'), prefixed());
    expect(azure.delete(PREFIX).body.error.code).toBe('PublicIPPrefixCannotBeDeleted');
  });
});

test.each([
  { change: { properties: { ipTags: [{ ipTagType: 'RoutingPreference', tag: 'Internet' }] } }, code: 'IPTags' },
  { change: { zones: ['1'] }, code: 'Zones' },
])('what is said only once can not be changed: $code', ({ change, code }) => {
  const azure = client();
  azure.put(addressId('a'), { ...ADDRESS, zones: ['1', '2'] });
  const properties = { ...ADDRESS.properties, ...(change as Body).properties };
  const { status, body } = azure.put(addressId('a'), { ...ADDRESS, ...change, properties });
  expect(status).toBe(400);
  expect(body.error.code).toContain(code);
});

test('an address that a network interface has is nobody else’s, and an IPv6 frontend gets an IPv6 address', () => {
  const azure = client();
  const subnet = { id: `${VNET}/subnets/nodes` };
  const subnets = [{ name: 'nodes', properties: { addressPrefix: '10.1.0.0/29' } }];
  azure.put(VNET, {
    location: 'westeurope',
    properties: { addressSpace: { addressPrefixes: ['10.0.0.0/8'] }, subnets },
  });
  azure.put(`${NETWORK}/networkInterfaces/nic`, {
    location: 'westeurope',
    properties: { ipConfigurations: [{ name: 'c', properties: { subnet, privateIPAddress: '10.1.0.5' } }] },
  });
  const asked = (properties: object): Body =>
    balancer({ frontendIPConfigurations: [{ name: 'f1', properties: { subnet, ...properties } }] });
  const fixed = azure.put(LB, asked({ privateIPAllocationMethod: 'Static', privateIPAddress: '10.1.0.5' }));
  expect(fixed.body.error.code).toBe('PrivateIPAddressIsAllocated');
  const six = azure.put(LB, asked({ privateIPAddressVersion: 'IPv6' }));
  expect(six.body.properties.frontendIPConfigurations[0].properties.privateIPAddress).toMatch(/^fd00:/);
});
