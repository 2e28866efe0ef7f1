// Who wants what at which name of a zone? The wishes of all objects, by zone and relative name, the oldest first.
import type { NamesExposure, RecordType, WantedName } from '../../exposure.js';
import { byAge } from '../../exposure.js';
import type { Zone } from '../../settings.js';
import type { ArmKey } from '../../values/arm-id.js';
import { armKey } from '../../values/arm-id.js';
import { compare } from '../../values/compare.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { NetworkContext } from '../network-context.js';
import { leadingAddresses } from '../placement/index.js';

export interface Claim {
  readonly source: SourceRef;
  readonly since: string;
  readonly host: string;
  readonly type: RecordType;
  /** As a zone file writes them; none where only Azure can say them, and hasn't yet: what is there stays. */
  readonly targets: readonly string[];
  /** Seconds. */
  readonly ttl: number;
  /** As an alias for a public IP, if it comes to that. */
  readonly alias: boolean;
  readonly metadata: Readonly<Record<string, string>>;
}

/** By relative name; the oldest first. */
export type AskedOf = ReadonlyMap<string, readonly Claim[]>;

const NOTHING: AskedOf = new Map();

/** Claims of held and vanishing objects count for nothing here: what is there tells whose it is. */
export function askedByZone(context: NetworkContext): (zone: Zone) => AskedOf {
  const { exposures, settings } = context;
  const zones = new Map(
    settings.dns.zones.map((zone) => [zone.id as string, { zone, names: new Map<string, Claim[]>() }]),
  );
  const byKey = new Map<ArmKey, string>(settings.dns.zones.map(({ id }) => [armKey(id), id]));
  const services = new Map(exposures.loadBalancers.map((one) => [one.source, one.uid]));
  for (const exposure of exposures.names) {
    if (exposure.standing !== 'Wanted') continue;
    for (const wanted of exposure.names) {
      if (wanted.zoneId === undefined) continue;
      const asked = zones.get(wanted.zoneId) ?? zones.get(byKey.get(armKey(wanted.zoneId)) ?? '');
      if (!asked) continue;
      const claim = claimOf(exposure, wanted, targetsOf(wanted, services.get(exposure.source), context));
      if (!claim) continue;
      const relative = relativeName(wanted.host, asked.zone.name);
      const claims = asked.names.get(relative);
      if (claims) claims.push(claim);
      else asked.names.set(relative, [claim]);
    }
  }
  for (const { names } of zones.values())
    for (const claims of names.values())
      if (claims.length > 1) claims.sort((a, b) => byAge(a, b) || compare(a.type, b.type));
  return ({ id }) => zones.get(id)?.names ?? NOTHING;
}

// The same wish is the same claim in each pass, so that what was made of it can be known again.
const CLAIMS = new WeakMap<WantedName, Claim>();

function claimOf({ source, since }: NamesExposure, wanted: WantedName, targets: readonly string[]): Claim | undefined {
  const known = CLAIMS.get(wanted);
  if (known?.source === source && known.since === since && sameTexts(known, targets)) return known;
  if (targets.length === 0 && wanted.leadsTo === undefined) return undefined;
  const { host, type, ttl, alias = false, metadata = {} } = wanted;
  const claim = { source, since, host, type, targets, ttl, alias, metadata };
  CLAIMS.set(wanted, claim);
  return claim;
}

function sameTexts({ targets }: Claim, others: readonly string[]): boolean {
  return targets === others || (targets.length === others.length && targets.every((one, at) => one === others[at]));
}

function targetsOf({ leadsTo, type, targets }: WantedName, uid: string | undefined, context: NetworkContext) {
  if (leadsTo === undefined || (type !== 'A' && type !== 'AAAA')) return targets;
  return uid === undefined ? [] : leadingAddresses({ uid }, type === 'A' ? 4 : 6, context);
}

function relativeName(host: string, apex: string): string {
  return host === apex ? '@' : host.slice(0, -apex.length - 1);
}
