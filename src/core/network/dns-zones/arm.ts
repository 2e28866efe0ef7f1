// How does ARM write a record set of a public zone? Records are sets: their order says nothing, IPv6 goes by value, and
// a CNAME by its name without regard to case and a dot at the end.
// https://learn.microsoft.com/rest/api/dns/record-sets/create-or-update
import type { AddressRecordType } from '../../exposure.js';
import type { ArmId } from '../../values/arm-id.js';
import { parseIPAddress } from '../../values/ip-address.js';
import type { Json, JsonObject } from '../../values/json.js';
import { isArray, isObject } from '../../values/json.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import type { Overlay } from '../overlay.js';
import { overlay } from '../overlay.js';
import { marks, SOURCES_MARK } from '../ownership.js';

/** As Azure spells it in a record set: the zone's own type is `Microsoft.Network/dnsZones`. */
export function recordSetType(type: AddressRecordType): string {
  return `Microsoft.Network/dnszones/${type}`;
}

export function recordSetId(zoneId: ArmId, type: AddressRecordType, relative: string): ArmId {
  return `${zoneId}/${type}/${relative}` as ArmId;
}

export interface RecordContent {
  readonly type: AddressRecordType;
  readonly relative: string;
  readonly targets: readonly string[];
  /** Seconds. */
  readonly ttl: number;
  readonly sources: readonly SourceRef[];
}

/** The whole body, over what is there. */
export function recordSetBody(
  id: ArmId,
  observed: ArmResource | undefined,
  { type, relative, targets, ttl, sources }: RecordContent,
  clusterId: string,
): ArmResource {
  const now = observed?.properties;
  const part: Overlay = {
    ...ttlPart(now, ttl),
    ...(observed && sameTargets(type, targetsOf(type, observed), targets) ? {} : records(type, targets)),
    ...(isAlias(observed) && { targetResource: {} }),
    metadata: marks(clusterId, sources),
  };
  const properties = overlay(withoutAlias(now), part);
  if (observed) return { ...observed, properties };
  return { id, name: relative, type: recordSetType(type), properties };
}

export function metadataOf(resource: ArmResource): JsonObject | undefined {
  const metadata = resource.properties?.['metadata'];
  return isObject(metadata) ? metadata : undefined;
}

/** Did more sources have a part in it than its mark has room for? */
export function isMarkCut(resource: ArmResource): boolean {
  const text = metadataOf(resource)?.[SOURCES_MARK];
  return typeof text === 'string' && /\+\d+$/.test(text);
}

export function targetsOf(type: AddressRecordType, { properties }: ArmResource): readonly string[] {
  switch (type) {
    case 'A':
      return members(properties?.['ARecords'], 'ipv4Address');
    case 'AAAA':
      return members(properties?.['AAAARecords'], 'ipv6Address');
    case 'CNAME':
      return members([properties?.['CNAMERecord'] ?? null], 'cname');
  }
}

export function ttlOf({ properties }: ArmResource): number | undefined {
  const ttl = properties?.['TTL'];
  return typeof ttl === 'number' ? ttl : undefined;
}

/** What two spellings of one target have in common. */
export function targetKey(type: AddressRecordType, target: string): string {
  return type === 'CNAME' ? target.toLowerCase().replace(/\.$/, '') : (parseIPAddress(target) ?? target.toLowerCase());
}

function sameTargets(type: AddressRecordType, a: readonly string[], b: readonly string[]): boolean {
  const keys = new Set(a.map((target) => targetKey(type, target)));
  const others = new Set(b.map((target) => targetKey(type, target)));
  return a.length === b.length && keys.size === others.size && [...keys].every((key) => others.has(key));
}

function records(type: AddressRecordType, targets: readonly string[]): Overlay {
  switch (type) {
    case 'A':
      return { ARecords: targets.map((target) => ({ ipv4Address: target })) };
    case 'AAAA':
      return { AAAARecords: targets.map((target) => ({ ipv6Address: target })) };
    case 'CNAME':
      return { CNAMERecord: { cname: targets[0]! } };
  }
}

function ttlPart(now: JsonObject | undefined, ttl: number): Overlay {
  return now?.['TTL'] === ttl ? {} : { TTL: ttl };
}

// A record set of ours that somebody pointed at a resource: it is one or the other, so the reference goes.
function isAlias(observed: ArmResource | undefined): boolean {
  const target = observed?.properties?.['targetResource'];
  return isObject(target) && target['id'] !== undefined && target['id'] !== null;
}

function withoutAlias(properties: JsonObject | undefined): JsonObject | undefined {
  return properties && isObject(properties['targetResource']) && properties['targetResource']['id']
    ? { ...properties, targetResource: undefined }
    : properties;
}

function members(list: Json | undefined, key: string): readonly string[] {
  const texts = (isArray(list) ? list : []).map((member) => (isObject(member) ? member[key] : undefined));
  return texts.filter((text): text is string => typeof text === 'string');
}
