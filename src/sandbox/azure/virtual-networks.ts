// What does Azure make of a virtual network? Subnets with ids, and who stands in them.
import { propertiesOf, withDefaults, withIds } from './children.js';
import type { JsonObject } from '../json.js';
import { objectsAt, stringAt, textAt } from '../json.js';
import { referenceAt } from './reference.js';
import { invalid } from './refusal.js';
import type { Resource, ResourceType, World } from './resource.js';

export const virtualNetworks: ResourceType = {
  type: 'Microsoft.Network/virtualNetworks',
  operations: 'network',
  children: [{ list: 'subnets', writable: true }],
  complete,
  checkDelete: (resource, world) => {
    for (const subnet of objectsAt(resource.properties, 'subnets')) checkUnused(textAt(subnet, 'id'), world);
  },
  view,
};

function complete(sent: Resource, before: Resource | undefined, world: World): Resource {
  const { properties } = sent;
  properties['resourceGuid'] = before?.properties['resourceGuid'] ?? world.chance.guid();
  withDefaults(properties, {
    addressSpace: { addressPrefixes: [] },
    virtualNetworkPeerings: [],
    enableDdosProtection: false,
  });
  const subnets = withIds(sent, 'subnets');
  for (const subnet of subnets) {
    const own = propertiesOf(subnet);
    delete own['ipConfigurations'];
    withDefaults(own, {
      delegations: [],
      privateEndpointNetworkPolicies: 'Disabled',
      privateLinkServiceNetworkPolicies: 'Enabled',
    });
    const group = referenceAt(own, 'networkSecurityGroup');
    if (group !== undefined) own['networkSecurityGroup'] = { id: (own['networkSecurityGroup'] as JsonObject)['id'] };
  }
  const left = new Set(subnets.map((one) => textAt(one, 'id').toLowerCase()));
  for (const subnet of objectsAt(before?.properties, 'subnets')) {
    const id = stringAt(subnet, 'id') ?? '';
    if (!left.has(id.toLowerCase())) checkUnused(id, world);
  }
  return sent;
}

function usersOf(subnetId: string, world: World): string[] {
  return ['Microsoft.Network/loadBalancers', 'Microsoft.Network/networkInterfaces'].flatMap((type) =>
    world
      .ofType(type)
      .flatMap(({ properties }) => [
        ...objectsAt(properties, 'frontendIPConfigurations'),
        ...objectsAt(properties, 'ipConfigurations'),
      ])
      .filter((one) => referenceAt(one['properties'], 'subnet') === subnetId.toLowerCase())
      .map((one) => textAt(one, 'id')),
  );
}

function checkUnused(subnetId: string, world: World): void {
  const users = usersOf(subnetId, world);
  if (users.length === 0) return;
  const message = `Subnet ${subnetId} is in use by ${users.join(', ')} and cannot be deleted.`;
  throw invalid('InUseSubnetCannotBeDeleted', message);
}

function view(resource: Resource, world: World): Resource {
  const subnets = objectsAt(resource.properties, 'subnets').map((subnet): JsonObject => {
    const users = usersOf(textAt(subnet, 'id'), world);
    if (users.length === 0) return subnet;
    return {
      ...subnet,
      properties: { ...propertiesOf(subnet), ipConfigurations: users.map((id): JsonObject => ({ id })) },
    };
  });
  return { ...resource, properties: { ...resource.properties, subnets } };
}
