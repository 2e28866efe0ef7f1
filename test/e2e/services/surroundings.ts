// What the tables find in Azure beside the fake's own start: addresses, prefixes and groups that somebody else made.
import type { World } from '../world.js';

const SUBSCRIPTION = '/subscriptions/00000000-0000-0000-0000-000000000001';
const NETWORK = `${SUBSCRIPTION}/resourceGroups/rg-sandbox/providers/Microsoft.Network`;
const LOCATION = 'westeurope';

export const ADDRESSES = {
  byAddress: '198.51.100.10',
  byField: '198.51.100.11',
  byName: '198.51.100.12',
  elsewhere: '198.51.100.13',
  taken: '198.51.100.14',
  basic: '198.51.100.15',
  six: '2001:db8:51::10',
} as const;

export const PREFIX_ID = `${NETWORK}/publicIPPrefixes/prefix`;
export const FULL_PREFIX_ID = `${NETWORK}/publicIPPrefixes/full`;

export async function placeSurroundings(world: World): Promise<void> {
  const { azure } = world;
  await placeGroup(world, 'rg-addresses');
  for (const [name, ipAddress] of Object.entries(ADDRESSES)) await azure.put(publicIP(name, ipAddress));
  for (const [name, prefixLength] of [
    ['prefix', 30],
    ['full', 31],
  ] as const) {
    await azure.put({
      id: `${NETWORK}/publicIPPrefixes/${name}`,
      ...{ location: LOCATION, sku: { name: 'Standard' } },
      properties: {
        prefixLength,
        publicIPAddressVersion: 'IPv4',
        ipPrefix: `198.51.101.${prefixLength === 30 ? 0 : 8}/${prefixLength}`,
      },
    });
  }
  const [network] = await azure.ofType('virtualNetworks');
  const { properties } = network!;
  // Azure keeps five addresses of each subnet: three are left.
  const tiny = { name: 'tiny', properties: { addressPrefix: '10.227.0.0/29' } };
  await azure.put({ ...network!, properties: { ...properties, subnets: [...properties.subnets, tiny] } });
  await azure.put({
    id: `${NETWORK}/loadBalancers/somebody-elses`,
    ...{ location: LOCATION, sku: { name: 'Standard' } },
    properties: {
      frontendIPConfigurations: [
        { name: 'f', properties: { publicIPAddress: { id: `${NETWORK}/publicIPAddresses/taken` } } },
      ],
    },
  });
}

export function placeGroup({ azure }: World, name: string): Promise<void> {
  const id = `${SUBSCRIPTION}/resourceGroups/${name}`;
  return azure.put({ id, type: 'Microsoft.Resources/resourceGroups', location: LOCATION });
}

function publicIP(name: string, ipAddress: string): object {
  const isBasic = name === 'basic';
  return {
    id: `${NETWORK}/publicIPAddresses/${name}`,
    location: name === 'elsewhere' ? 'northeurope' : LOCATION,
    sku: { name: isBasic ? 'Basic' : 'Standard' },
    tags: { team: 'edge' },
    properties: {
      ipAddress,
      publicIPAddressVersion: name === 'six' ? 'IPv6' : 'IPv4',
      publicIPAllocationMethod: 'Static',
    },
  };
}
