// What stands in Azure when nobody says otherwise? What a cluster finds: a group, a network with two subnets, the nodes'
// security group and zones for its names.
import { SUBSCRIPTION } from './subscriptions.js';
import type { JsonObject } from '../json.js';

export const GROUP = 'rg-sandbox';
export const LOCATION = 'westeurope';
export const NETWORK = 'vnet';
export const SUBNET = 'nodes';
export const SECURITY_GROUP = 'nsg-nodes';

const SCOPE = `/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}`;

export function startState(): JsonObject[] {
  const network = `${SCOPE}/providers/Microsoft.Network`;
  const securityGroup = { id: `${network}/networkSecurityGroups/${SECURITY_GROUP}` };
  return [
    { id: SCOPE, type: 'Microsoft.Resources/resourceGroups', location: LOCATION },
    { ...securityGroup, location: LOCATION, properties: { securityRules: [] } },
    {
      id: `${network}/virtualNetworks/${NETWORK}`,
      location: LOCATION,
      properties: {
        addressSpace: { addressPrefixes: ['10.224.0.0/12'] },
        subnets: [
          { name: SUBNET, properties: { addressPrefix: '10.224.0.0/16', networkSecurityGroup: securityGroup } },
          { name: 'internal', properties: { addressPrefix: '10.225.0.0/24' } },
        ],
      },
    },
    { id: `${network}/dnszones/example.com`, location: 'global' },
    { id: `${network}/dnszones/example.org`, location: 'global' },
    { id: `${network}/privateDnsZones/corp.example`, location: 'global' },
  ];
}
