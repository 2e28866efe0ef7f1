// What is at each name of a zone, and whose is it? All record sets of the mirror, sorted into zones and names once a pass.
import type { AddressRecordType } from '../../exposure.js';
import type { ArmId, ArmKey } from '../../values/arm-id.js';
import { armKey } from '../../values/arm-id.js';
import type { ArmResource } from '../arm-resource.js';
import { isRecordSet } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { isMarked } from '../ownership.js';
import { metadataOf } from './arm.js';

export const ADDRESS_TYPES: readonly AddressRecordType[] = ['A', 'AAAA', 'CNAME'];

/** Record sets at one name, by type in upper case. */
export type AtName = ReadonlyMap<string, ArmResource>;

export interface ZoneView {
  /** By relative name in lower case; `@` is the zone itself. */
  readonly names: ReadonlyMap<string, AtName>;
  /** Record sets of all types. */
  readonly size: number;
}

export function zoneViews(azure: AzureState): (zoneId: ArmId) => ZoneView {
  const zones = new Map<ArmKey, { names: Map<string, Map<string, ArmResource>>; size: number }>();
  for (const resource of azure.resources.values()) {
    if (!isRecordSet(resource)) continue;
    const { zone, type, relative } = partsOf(resource.id);
    const view = zones.get(zone) ?? { names: new Map<string, Map<string, ArmResource>>(), size: 0 };
    const atName = view.names.get(relative) ?? new Map<string, ArmResource>();
    atName.set(type, resource);
    view.names.set(relative, atName);
    view.size++;
    zones.set(zone, view);
  }
  return (zoneId) => zones.get(armKey(zoneId)) ?? { names: new Map(), size: 0 };
}

export function isOurs(resource: ArmResource | undefined, clusterId: string): resource is ArmResource {
  return resource !== undefined && isMarked(metadataOf(resource), clusterId);
}

// `<zone>/A/www`: a relative name has no slash in it.
function partsOf(id: ArmId): { readonly zone: ArmKey; readonly type: string; readonly relative: string } {
  const name = id.lastIndexOf('/');
  const type = id.lastIndexOf('/', name - 1);
  return {
    zone: armKey(id.slice(0, type)),
    type: id.slice(type + 1, name).toUpperCase(),
    relative: id.slice(name + 1).toLowerCase(),
  };
}
