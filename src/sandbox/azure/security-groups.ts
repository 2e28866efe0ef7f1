// What does Azure make of a security group's body? Six default rules and ids; a rule keeps exactly the members that were
// sent: empty lists beside singular prefixes would make clients that compare JSON write at each turn.
import { propertiesOf, withIds } from './children.js';
import type { JsonObject } from '../json.js';
import { copy, objectsAt, stringAt, textAt } from '../json.js';
import { referenceAt } from './reference.js';
import { invalid } from './refusal.js';
import type { Resource, ResourceType, World } from './resource.js';
import { checkSecurityRules } from './security-rule-checks.js';

type Default = readonly [name: string, description: string, from: string, to: string, access: string, priority: number];

const INBOUND: readonly Default[] = [
  [
    'AllowVnetInBound',
    'Allow inbound traffic from all VMs in VNET',
    'VirtualNetwork',
    'VirtualNetwork',
    'Allow',
    65000,
  ],
  [
    'AllowAzureLoadBalancerInBound',
    'Allow inbound traffic from azure load balancer',
    'AzureLoadBalancer',
    '*',
    'Allow',
    65001,
  ],
  ['DenyAllInBound', 'Deny all inbound traffic', '*', '*', 'Deny', 65500],
];
const OUTBOUND: readonly Default[] = [
  [
    'AllowVnetOutBound',
    'Allow outbound traffic from all VMs to all VMs in VNET',
    'VirtualNetwork',
    'VirtualNetwork',
    'Allow',
    65000,
  ],
  ['AllowInternetOutBound', 'Allow outbound traffic from all VMs to Internet', '*', 'Internet', 'Allow', 65001],
  ['DenyAllOutBound', 'Deny all outbound traffic', '*', '*', 'Deny', 65500],
];

export const securityGroups: ResourceType = {
  type: 'Microsoft.Network/networkSecurityGroups',
  operations: 'network',
  children: [
    { list: 'securityRules', writable: true },
    { list: 'defaultSecurityRules', writable: false },
  ],
  complete,
  checkDelete,
  view,
};

function complete(sent: Resource, before: Resource | undefined, world: World): Resource {
  const { properties } = sent;
  for (const key of ['networkInterfaces', 'subnets']) delete properties[key];
  properties['resourceGuid'] = before?.properties['resourceGuid'] ?? world.chance.guid();
  const rules = withIds(sent, 'securityRules');
  checkSecurityRules(sent.id, rules);
  const defaults = [
    ...INBOUND.map((one) => defaultRule(one, 'Inbound')),
    ...OUTBOUND.map((one) => defaultRule(one, 'Outbound')),
  ];
  properties['defaultSecurityRules'] = copy(defaults);
  withIds(sent, 'defaultSecurityRules');
  return sent;
}

function defaultRule([name, description, from, to, access, priority]: Default, direction: string): JsonObject {
  return {
    name,
    properties: {
      description,
      protocol: '*',
      sourcePortRange: '*',
      destinationPortRange: '*',
      sourceAddressPrefix: from,
      destinationAddressPrefix: to,
      access,
      priority,
      direction,
      sourcePortRanges: [],
      destinationPortRanges: [],
      sourceAddressPrefixes: [],
      destinationAddressPrefixes: [],
    },
  };
}

function subnetsWith(id: string, world: World): string[] {
  const key = id.toLowerCase();
  return world
    .ofType('Microsoft.Network/virtualNetworks')
    .flatMap(({ properties }) => objectsAt(properties, 'subnets'))
    .filter((subnet) => referenceAt(propertiesOf(subnet), 'networkSecurityGroup') === key)
    .map((subnet) => textAt(subnet, 'id'));
}

function interfacesWith(id: string, world: World): string[] {
  return world
    .ofType('Microsoft.Network/networkInterfaces')
    .filter(({ properties }) => referenceAt(properties, 'networkSecurityGroup') === id.toLowerCase())
    .map((one) => stringAt(one, 'id') ?? '');
}

function checkDelete(resource: Resource, world: World): void {
  const users = [...subnetsWith(resource.id, world), ...interfacesWith(resource.id, world)];
  if (users.length === 0) return;
  const message = `Network security group ${resource.id} cannot be deleted because it is in use by the following resources: ${users.join(', ')}.`;
  throw invalid('InUseNetworkSecurityGroupCannotBeDeleted', message);
}

function view(resource: Resource, world: World): Resource {
  const subnets = subnetsWith(resource.id, world).map((id): JsonObject => ({ id }));
  const networkInterfaces = interfacesWith(resource.id, world).map((id): JsonObject => ({ id }));
  return {
    ...resource,
    properties: {
      ...resource.properties,
      ...(subnets.length > 0 ? { subnets } : {}),
      ...(networkInterfaces.length > 0 ? { networkInterfaces } : {}),
    },
  };
}
