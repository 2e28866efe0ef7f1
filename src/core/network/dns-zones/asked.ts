// Who wants what at which name of a zone? The wishes of all objects, by zone and relative name, the oldest first.
import type { AddressRecordType, Exposures, NamesExposure, RecordType } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmKey } from '../../values/arm-id.js';
import { armKey } from '../../values/arm-id.js';
import type { SourceRef } from '../../values/source-ref.js';

export interface Claim {
  readonly source: SourceRef;
  readonly since: string;
  readonly host: string;
  readonly type: AddressRecordType;
  readonly targets: readonly string[];
  /** Seconds. */
  readonly ttl: number;
}

/** By relative name; the oldest first. */
export type AskedOf = ReadonlyMap<string, readonly Claim[]>;

const NOTHING: AskedOf = new Map();

export function askedByZone(
  { names }: Exposures,
  { dns }: Settings,
): (zone: Settings['dns']['zones'][number]) => AskedOf {
  const apexes = new Map(dns.zones.map(({ id, name }) => [armKey(id), name.toLowerCase()]));
  const zones = new Map<ArmKey, Map<string, Claim[]>>();
  for (const exposure of names.filter(({ standing }) => standing === 'Wanted').toSorted(byAge)) {
    for (const { zoneId, ...wanted } of exposure.names) {
      const apex = zoneId && apexes.get(armKey(zoneId));
      if (!zoneId || apex === undefined) continue;
      const zone = zones.get(armKey(zoneId)) ?? new Map<string, Claim[]>();
      zones.set(armKey(zoneId), zone);
      const relative = relativeName(wanted.host, apex);
      const claims = zone.get(relative) ?? [];
      zone.set(relative, claims);
      const { type } = wanted;
      if (!isAddressType(type)) continue;
      if (wanted.targets.length > 0) claims.push({ ...wanted, type, source: exposure.source, since: exposure.since });
    }
  }
  return ({ id }) => zones.get(armKey(id)) ?? NOTHING;
}

export function isAddressType(type: RecordType): type is AddressRecordType {
  return type === 'A' || type === 'AAAA' || type === 'CNAME';
}

function relativeName(host: string, apex: string): string {
  return host === apex ? '@' : host.slice(0, -apex.length - 1);
}

function byAge(a: NamesExposure, b: NamesExposure): number {
  return `${a.since}|${a.source}` < `${b.since}|${b.source}` ? -1 : 1;
}
