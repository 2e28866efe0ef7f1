// What is the whole body of a record set of ours, over what is there? What says the same already keeps its spelling: records
// are sets, IPv6 goes by value, names by theirs without regard to case and a dot at the end.
import type { RecordType } from '../../exposure.js';
import type { ArmId } from '../../values/arm-id.js';
import { armKey, sameArmId } from '../../values/arm-id.js';
import type { ArmKey } from '../../values/arm-id.js';
import type { JsonObject } from '../../values/json.js';
import { isObject, objectOf } from '../../values/json.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import type { Overlay } from '../overlay.js';
import { overlay } from '../overlay.js';
import { isMarkCut, LOWERED_MARK, loweredFrom, markedTags, marks, TAGS_MARK, tagsMark } from '../ownership.js';
import type { Visibility } from './record-data.js';
import { recordsIn, recordsKey, recordsOf, targetKey } from './record-data.js';

/** As Azure spells it in a record set: the public zone's own type is `Microsoft.Network/dnsZones`. */
export function recordSetType(type: RecordType, visibility: Visibility): string {
  return `Microsoft.Network/${visibility === 'Public' ? 'dnszones' : 'privateDnsZones'}/${type}`;
}

export function visibilityOf({ type }: ArmResource): Visibility {
  return /\/privatednszones\//i.test(type) ? 'Private' : 'Public';
}

export function recordSetId(zoneId: ArmId, type: RecordType, relative: string): ArmId {
  return `${zoneId}/${type}/${relative}` as ArmId;
}

export interface RecordContent {
  readonly type: RecordType;
  readonly visibility: Visibility;
  readonly relative: string;
  readonly targets: readonly string[];
  /** The public IP that it stands for, instead of its records. */
  readonly alias?: ArmId;
  /** Seconds. */
  readonly ttl: number;
  readonly sources: readonly SourceRef[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The whole body, over what is there. */
export function recordSetBody(
  id: ArmId,
  observed: ArmResource | undefined,
  content: RecordContent,
  clusterId: string,
): ArmResource {
  const { type, visibility, relative, ttl } = content;
  const part: Overlay = {
    ...(ttlIn(observed) === ttl ? {} : { [ttlKey(visibility)]: ttl }),
    ...recordsPart(observed, content),
    metadata: metadataPart(observed, content, clusterId),
  };
  const properties = overlay(observed?.properties, part);
  if (observed) return { ...observed, properties };
  return { id, name: relative, type: recordSetType(type, visibility), properties };
}

/** Itself, if it has it already. */
export function withLowerTTL(observed: ArmResource, ttl: number, visibility: Visibility): ArmResource {
  const before = ttlIn(observed);
  if (before === undefined || before <= ttl) return observed;
  const from = Math.max(before, loweredFrom(metadataOf(observed)) ?? 0);
  const part = { [ttlKey(visibility)]: ttl, metadata: { [LOWERED_MARK]: String(from) } };
  return { ...observed, properties: overlay(observed.properties, part) };
}

/** A record set is a list of records or stands for a resource, never both. */
function recordsPart(observed: ArmResource | undefined, content: RecordContent): Overlay {
  const { type, visibility, targets, alias } = content;
  const now = aliasOf(observed);
  if (alias !== undefined) {
    const isThere = observed !== undefined && sameArmId(now, alias);
    return isThere ? {} : { [recordsKey(type, visibility)]: undefined, targetResource: { id: alias } };
  }
  if (now !== undefined) return { ...recordsOf(type, targets, visibility), targetResource: { id: undefined } };
  const isThere = observed !== undefined && sameTargets(type, targetsOf(type, observed, visibility), targets);
  return isThere ? {} : recordsOf(type, targets, visibility);
}

// What users asked for once and no longer do goes again; what others put there stays.
function metadataPart(
  observed: ArmResource | undefined,
  { sources, metadata }: RecordContent,
  clusterId: string,
): Overlay {
  const names = tagsMark(Object.keys(metadata));
  const before = observed && metadataOf(observed);
  const gone = markedTags(before).filter((name) => metadata[name] === undefined);
  return {
    ...Object.fromEntries(gone.map((name) => [name, undefined])),
    ...metadata,
    ...((names !== '' || before?.[TAGS_MARK] !== undefined) && { [TAGS_MARK]: names === '' ? undefined : names }),
    ...(before?.[LOWERED_MARK] !== undefined && { [LOWERED_MARK]: undefined }),
    ...marks(clusterId, sources),
  };
}

export function metadataOf(resource: ArmResource): JsonObject | undefined {
  const metadata = resource.properties?.['metadata'];
  return isObject(metadata) ? metadata : undefined;
}

/** Did more sources have a part in it than its mark has room for? */
export function hasMoreSources(resource: ArmResource): boolean {
  return isMarkCut(metadataOf(resource));
}

export function targetsOf(type: RecordType, { properties }: ArmResource, visibility: Visibility): readonly string[] {
  return recordsIn(type, properties, visibility);
}

/** The resource that an alias record set stands for. */
export function aliasOf(resource: ArmResource | undefined): ArmKey | undefined {
  const id = objectOf(resource?.properties?.['targetResource'])['id'];
  return typeof id === 'string' && id !== '' ? armKey(id) : undefined;
}

/** Public zones spell it in capitals. */
function ttlKey(visibility: Visibility): string {
  return visibility === 'Public' ? 'TTL' : 'ttl';
}

/** Seconds. */
export function ttlIn(resource: ArmResource | undefined): number | undefined {
  const ttl = resource?.properties?.['TTL'] ?? resource?.properties?.['ttl'];
  return typeof ttl === 'number' ? ttl : undefined;
}

function sameTargets(type: RecordType, a: readonly string[], b: readonly string[]): boolean {
  const keys = new Set(a.map((target) => targetKey(type, target)));
  const others = new Set(b.map((target) => targetKey(type, target)));
  return a.length === b.length && keys.size === others.size && [...keys].every((key) => others.has(key));
}
