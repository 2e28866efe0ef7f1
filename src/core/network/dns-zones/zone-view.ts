// What is at each name of a zone, and which public IPs do alias record sets stand for? All record sets of the mirror,
// sorted into zones and names once a pass; each is read once in its life.
import type { ArmId, ArmKey } from '../../values/arm-id.js';
import { armKey } from '../../values/arm-id.js';
import { sameItems } from '../../values/same-items.js';
import type { ArmResource } from '../arm-resource.js';
import { isRecordSet } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { isMarked } from '../ownership.js';
import { aliasOf, metadataOf } from './arm.js';

/** Record sets at one name, by type in upper case. */
export type AtName = ReadonlyMap<string, ArmResource>;

export interface ZoneView {
  /** By relative name in lower case; `@` is the zone itself. */
  readonly names: ReadonlyMap<string, AtName>;
  /** Record sets of all types. */
  readonly members: readonly ArmResource[];
  /** Any among them, whosever. */
  readonly hasAliases: boolean;
}

interface Views {
  readonly zones: ReadonlyMap<ArmKey, ZoneView>;
  /** By the resource that they stand for. */
  readonly aliases: ReadonlyMap<ArmKey, readonly ArmResource[]>;
}

const NOTHING: ZoneView = { names: new Map(), members: [], hasAliases: false };

const VIEWS = new WeakMap<AzureState, Views>();

export function zoneView(azure: AzureState, zoneId: ArmId): ZoneView {
  return viewsOf(azure).zones.get(armKey(zoneId)) ?? NOTHING;
}

/** Are the very same record sets there? */
export function isSameView(a: ZoneView, b: ZoneView): boolean {
  return sameItems(a.members, b.members);
}

/** Alias record sets that stand for this resource, whosever and in whatever zone that we see. */
export function aliasesOf(azure: AzureState, resource: ArmKey): readonly ArmResource[] {
  return viewsOf(azure).aliases.get(resource) ?? [];
}

/** Does an alias record set of ours stand for it, or may a write under way make one? */
export function isAliased(azure: AzureState, id: ArmId, clusterId: string): boolean {
  const key = armKey(id);
  const isOne = (resource: ArmResource | undefined): boolean =>
    resource !== undefined && isRecordSet(resource) && aliasOf(resource) === key;
  return (
    aliasesOf(azure, key).some((resource) => isOurs(resource, clusterId)) || [...azure.underWay.values()].some(isOne)
  );
}

export function isOurs(resource: ArmResource | undefined, clusterId: string): resource is ArmResource {
  return resource !== undefined && isMarked(metadataOf(resource), clusterId);
}

function viewsOf(azure: AzureState): Views {
  let views = VIEWS.get(azure);
  if (!views) VIEWS.set(azure, (views = read(azure)));
  return views;
}

interface Growing extends ZoneView {
  readonly names: Map<string, Map<string, ArmResource>>;
  readonly members: ArmResource[];
  hasAliases: boolean;
}

function read(azure: AzureState): Views {
  const zones = new Map<ArmKey, Growing>();
  const aliases = new Map<ArmKey, ArmResource[]>();
  for (const resource of azure.resources.values()) {
    const parts = partsOf(resource);
    if (!parts) continue;
    const { zone, type, relative, alias } = parts;
    let view = zones.get(zone);
    if (!view) zones.set(zone, (view = { names: new Map(), members: [], hasAliases: false }));
    const atName = view.names.get(relative);
    if (atName) atName.set(type, resource);
    else view.names.set(relative, new Map([[type, resource]]));
    view.members.push(resource);
    if (alias === undefined) continue;
    view.hasAliases = true;
    aliases.set(alias, [...(aliases.get(alias) ?? []), resource]);
  }
  return { zones, aliases };
}

interface Parts {
  readonly zone: ArmKey;
  readonly type: string;
  readonly relative: string;
  readonly alias: ArmKey | undefined;
}

const PARTS = new WeakMap<ArmResource, Parts | null>();

function partsOf(resource: ArmResource): Parts | null {
  let parts = PARTS.get(resource);
  if (parts === undefined) PARTS.set(resource, (parts = isRecordSet(resource) ? readParts(resource) : null));
  return parts;
}

// `<zone>/A/www`: a relative name has no slash in it.
function readParts(resource: ArmResource): Parts {
  const { id } = resource;
  const name = id.lastIndexOf('/');
  const type = id.lastIndexOf('/', name - 1);
  return {
    zone: armKey(id.slice(0, type)),
    type: id.slice(type + 1, name).toUpperCase(),
    relative: id.slice(name + 1).toLowerCase(),
    alias: aliasOf(resource),
  };
}
