// What do we know of Azure? A copy in memory of everything that we may touch or must look at, by ARM id. The mirror
// (operator/mirror.ts) keeps it; a pass only reads it.
import type { ArmId, ArmKey } from '../values/arm-id.js';
import { armKey, parseArmId } from '../values/arm-id.js';
import type { ArmResource, TYPES } from './arm-resource.js';
import { isRecordSet } from './arm-resource.js';

/** Why a part of Azure can't be read: the resource group or zone isn't there, no permission… */
export interface Unreadable {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export interface AzureState {
  readonly resources: ReadonlyMap<ArmKey, ArmResource>;
  /** Scopes (azure-scopes.ts) that could not be read, by their path in lower case. What is in them is unknown, not absent. */
  readonly unreadable: ReadonlyMap<ArmKey, Unreadable>;
  /**
   * What writes of ours that Azure is at work on make of resources, which may be in effect already, or not yet;
   * undefined: they delete them.
   */
  readonly underWay: ReadonlyMap<ArmKey, ArmResource | undefined>;
}

export const EMPTY_AZURE: AzureState = { resources: new Map(), unreadable: new Map(), underWay: new Map() };

export function azureState(resources: Iterable<ArmResource>): AzureState {
  return {
    resources: new Map([...resources].map((resource) => [armKey(resource.id), resource])),
    unreadable: new Map(),
    underWay: new Map(),
  };
}

export function find(azure: AzureState, id: ArmId | string): ArmResource | undefined {
  return azure.resources.get(armKey(id));
}

/** As it is, and as a write under way makes it: what is to be relied on must hold in each. */
export function eachForm(azure: AzureState, id: ArmId | string): readonly ArmResource[] {
  const key = armKey(id);
  return [azure.resources.get(key), azure.underWay.get(key)].filter((one) => one !== undefined);
}

/** Is it about to be deleted? */
export function isGoing(azure: AzureState, id: ArmId | string): boolean {
  const key = armKey(id);
  return azure.underWay.has(key) && azure.underWay.get(key) === undefined;
}

const BY_TYPE = new WeakMap<AzureState, ReadonlyMap<string, readonly ArmResource[]>>();

// Asked many times a pass, of states with thousands of record sets.
export function ofType(azure: AzureState, type: (typeof TYPES)[keyof typeof TYPES]): readonly ArmResource[] {
  let byType = BY_TYPE.get(azure);
  if (!byType) {
    byType = Map.groupBy(azure.resources.values(), (resource) => resource.type.toLowerCase());
    BY_TYPE.set(azure, byType);
  }
  return byType.get(type) ?? [];
}

/** All record sets of one zone. */
export function recordSets(azure: AzureState, zoneId: ArmId): ArmResource[] {
  const prefix = `${armKey(zoneId)}/`;
  return [...azure.resources.values()].filter(
    (resource) => isRecordSet(resource) && armKey(resource.id).startsWith(prefix),
  );
}

/** The id of the group that a resource is in, as a key. */
export function groupKey(id: string): ArmKey | undefined {
  const parts = parseArmId(id);
  return parts && armKey(`/subscriptions/${parts.subscription}/resourceGroups/${parts.resourceGroup}`);
}
