// What is Azure like, when nobody asks it? As a saved state says; what such a state says nothing of is taken to be as
// the settings name it.
import { readFile } from 'node:fs/promises';
import type { Exposures } from '../../core/exposure.js';
import type { ArmResource } from '../../core/network/arm-resource.js';
import { TYPES } from '../../core/network/arm-resource.js';
import { recordSetsPath } from '../../core/network/azure-scopes.js';
import type { AzureState, Unreadable } from '../../core/network/azure-state.js';
import type { Settings } from '../../core/settings.js';
import type { ArmId, ArmKey } from '../../core/values/arm-id.js';
import { armKey, parseArmId } from '../../core/values/arm-id.js';
import { isArray, isObject } from '../../core/values/json.js';
import { UsageError } from '../failure.js';

/** A JSON array of ARM resources, or `{"value": […]}`. */
export async function readSavedAzure(file: string): Promise<readonly ArmResource[]> {
  const content = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`--azure-state ${file}: there is no such file, or it can't be read`);
  });
  const parsed = parse(content, file);
  const list = isObject(parsed) ? parsed['value'] : parsed;
  if (!isArray(list) || !list.every((one) => isObject(one) && typeof one['id'] === 'string')) {
    throw new UsageError(`--azure-state ${file}: it must be a JSON array of ARM resources with ids, or {"value": […]}`);
  }
  return (list as readonly ArmResource[]).map(withTypeAndName).flatMap(withSubnets);
}

function parse(content: string, file: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    throw new UsageError(`--azure-state ${file}: no JSON (${(error as Error).message})`);
  }
}

function withTypeAndName(resource: ArmResource): ArmResource {
  const parts = parseArmId(resource.id);
  return { ...resource, name: resource.name ?? parts?.name ?? '', type: resource.type ?? parts?.type ?? '' };
}

// Subnets are looked up on their own, but a saved virtual network has them inside.
function withSubnets(resource: ArmResource): readonly ArmResource[] {
  const subnets = resource.properties?.['subnets'];
  if (resource.type.toLowerCase() !== 'microsoft.network/virtualnetworks' || !isArray(subnets)) return [resource];
  const inside = subnets as unknown as readonly ArmResource[];
  return [
    resource,
    ...inside.map((subnet) => ({
      ...subnet,
      id: `${resource.id}/subnets/${subnet.name}` as ArmId,
      type: 'Microsoft.Network/virtualNetworks/subnets',
    })),
  ];
}

/** The saved resources, and what they leave open: `undefined` where there is no saved state at all. */
export function assumedAzure(
  saved: readonly ArmResource[] | undefined,
  settings: Settings,
  exposures: Exposures,
): AzureState {
  const given = new Map((saved ?? []).map((resource) => [armKey(resource.id), resource]));
  const unreadable = new Map<ArmKey, Unreadable>();
  for (const { id } of settings.securityGroups) {
    if (given.has(armKey(id))) continue;
    if (saved) unreadable.set(armKey(id), missing(id));
    else given.set(armKey(id), emptySecurityGroup(id, settings.location));
  }
  if (!hasType(given, TYPES.subnet)) {
    for (const id of namedSubnets(settings, exposures)) given.set(armKey(id), subnet(id));
  }
  if (hasType(given, TYPES.dnsZone) || hasType(given, TYPES.privateDnsZone)) {
    for (const zone of settings.dns.zones) {
      if (!given.has(armKey(zone.id))) unreadable.set(armKey(recordSetsPath(zone)), missing(zone.id));
    }
  }
  return { resources: given, unreadable, underWay: new Map() };
}

function hasType(resources: ReadonlyMap<ArmKey, ArmResource>, type: string): boolean {
  return [...resources.values()].some((resource) => resource.type.toLowerCase() === type);
}

function namedSubnets(settings: Settings, { loadBalancers }: Exposures): readonly ArmId[] {
  const asked = loadBalancers
    .flatMap(({ frontends }) => frontends)
    .flatMap((frontend) => (frontend.scheme === 'Internal' ? [frontend.subnetId] : []));
  return settings.loadBalancer.subnetId ? [settings.loadBalancer.subnetId, ...asked] : asked;
}

function missing(id: ArmId): Unreadable {
  return { status: 404, code: 'ResourceNotFound', message: `${id} is not in the saved state.` };
}

function emptySecurityGroup(id: ArmId, location: string): ArmResource {
  const type = 'Microsoft.Network/networkSecurityGroups';
  return { id, name: parseArmId(id)?.name ?? '', type, location, properties: { securityRules: [] } };
}

function subnet(id: ArmId): ArmResource {
  return { id, name: parseArmId(id)?.name ?? '', type: 'Microsoft.Network/virtualNetworks/subnets', properties: {} };
}
