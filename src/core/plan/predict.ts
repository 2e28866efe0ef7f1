// What will Azure look like after this operation? Only the plan asks: it walks on to the end without Azure. What only
// Azure can give gets a text that says so.
import type { ArmResource } from '../network/arm-resource.js';
import { isRecordSet, knownAfterApply, TYPES } from '../network/arm-resource.js';
import type { AzureState } from '../network/azure-state.js';
import type { Operation } from '../network/operation.js';
import { armKey, childId } from '../values/arm-id.js';
import { familyNamed } from '../values/ip-address.js';
import type { Json, JsonObject } from '../values/json.js';
import { isArray, isObject, textOf } from '../values/json.js';

export function predict(operation: Operation, azure: AzureState): AzureState {
  const resources = new Map(azure.resources);
  if (operation.action === 'Delete') resources.delete(armKey(operation.id));
  else resources.set(armKey(operation.id), filledIn(operation.body));
  return { ...azure, resources };
}

function filledIn(body: ArmResource): ArmResource {
  const { etag: _stale, ...rest } = body;
  const properties = { ...body.properties, ...(!isRecordSet(body) && { provisioningState: 'Succeeded' }) };
  return { ...rest, properties: { ...properties, ...given(body, properties) } };
}

function given(body: ArmResource, properties: JsonObject): JsonObject {
  switch (body.type.toLowerCase()) {
    case TYPES.publicIP:
      return {
        ipAddress:
          properties['ipAddress'] ??
          knownAfterApply(body.id, '/properties/ipAddress', familyNamed(textOf(properties['publicIPAddressVersion']))),
      };
    case TYPES.loadBalancer:
      return {
        ...withChildIds(body, properties, ['loadBalancingRules', 'probes', 'backendAddressPools']),
        frontendIPConfigurations: withAddresses(withIds(body, properties, 'frontendIPConfigurations')),
      };
    case TYPES.securityGroup:
      return withChildIds(body, properties, ['securityRules']);
    default:
      return {};
  }
}

function withChildIds(body: ArmResource, properties: JsonObject, collections: readonly string[]): JsonObject {
  return Object.fromEntries(collections.map((collection) => [collection, withIds(body, properties, collection)]));
}

function withIds(body: ArmResource, properties: JsonObject, collection: string): readonly JsonObject[] {
  const list = properties[collection];
  return (isArray(list) ? list : [])
    .filter((child): child is JsonObject => isObject(child))
    .map((child) => ({ id: childId(body.id, collection, child['name'] as string), ...child }));
}

// A private address that Azure picks from the subnet.
function withAddresses(frontends: readonly JsonObject[]): readonly Json[] {
  return frontends.map((frontend) => {
    const properties = frontend['properties'];
    if (!isObject(properties) || !properties['subnet'] || properties['privateIPAddress']) return frontend;
    const family = familyNamed(textOf(properties['privateIPAddressVersion']));
    const address = knownAfterApply(frontend['id'] as ArmResource['id'], '/properties/privateIPAddress', family);
    return { ...frontend, properties: { ...properties, privateIPAddress: address } };
  });
}
