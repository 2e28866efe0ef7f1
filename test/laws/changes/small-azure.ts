// An Azure of one load balancer and one security group, as tests of packets and promises put it together.
import type { Json } from './packets.js';

const GROUP = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network';
export const OUTSIDE = '198.18.0.1';
export const INSIDE = '10.225.0.10';

export function rule(
  priority: number,
  access: string,
  from: string,
  to: string,
  port: string,
  more: object = {},
): Json {
  const properties = {
    ...{ priority, access, direction: 'Inbound', protocol: 'Tcp', sourceAddressPrefix: from },
    ...{ destinationAddressPrefix: to, destinationPortRange: port, ...more },
  };
  return { name: `r${priority}`, properties };
}

/** A public frontend (`owner`'s) and an internal one; behind both two nodes, of which only the first is guarded by a security group. */
export function smallAzure(rules: readonly Json[], lead: object = {}, owner = 'to'): readonly Json[] {
  const lb = `${GROUP}/loadBalancers/lb`;
  const frontends = [
    { id: `${lb}/frontendIPConfigurations/f`, properties: { publicIPAddress: { id: `${GROUP}/publicIPAddresses/P` } } },
    { id: `${lb}/frontendIPConfigurations/i`, properties: { privateIPAddress: INSIDE } },
  ];
  const nodes = ['10.224.0.4', '10.226.0.4'].map((ipAddress) => ({ properties: { ipAddress } }));
  const leads = ['f', 'i'].map((name) => ({
    name: `${name === 'f' ? owner : 'theirs'}-${name}`,
    properties: {
      ...{ protocol: 'Tcp', frontendPort: 80, backendPort: 80, enableFloatingIP: true },
      frontendIPConfiguration: { id: `${lb}/FRONTENDIPConfigurations/${name}` },
      backendAddressPool: { id: `${lb}/backendAddressPools/p` },
      ...lead,
    },
  }));
  const guarded = { addressPrefix: '10.224.0.0/16', networkSecurityGroup: { id: `${GROUP}/networkSecurityGroups/n` } };
  return [
    { id: `${GROUP}/publicIPAddresses/p`, type: type('publicIPAddresses'), properties: { ipAddress: OUTSIDE } },
    {
      id: `${GROUP}/networkSecurityGroups/n`,
      type: type('networkSecurityGroups'),
      properties: { securityRules: rules },
    },
    {
      id: `${GROUP}/virtualNetworks/v`,
      type: type('virtualNetworks'),
      properties: {
        addressSpace: { addressPrefixes: ['10.224.0.0/12'] },
        subnets: [{ properties: guarded }, { properties: { addressPrefix: '10.226.0.0/24' } }],
      },
    },
    {
      id: lb,
      type: type('loadBalancers'),
      properties: {
        frontendIPConfigurations: frontends,
        backendAddressPools: [
          { id: `${lb}/backendAddressPools/p`, properties: { loadBalancerBackendAddresses: nodes } },
        ],
        loadBalancingRules: leads,
      },
    },
  ];
}

function type(name: string): string {
  return `Microsoft.Network/${name}`;
}
