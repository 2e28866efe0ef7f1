// Who wants what at which name of a zone? The wishes of all objects, by zone and relative name, the oldest first.
import type { NamesExposure, RecordType, WantedName } from '../../exposure.js';
import { byAge } from '../../exposure.js';
import type { Zone } from '../../settings.js';
import type { ArmKey } from '../../values/arm-id.js';
import { armKey } from '../../values/arm-id.js';
import { compare } from '../../values/compare.js';
import { sameItems } from '../../values/same-items.js';
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
  const zones = new Map(settings.dns.zones.map((zone) => [zone.id as string, { zone, wishes: new Array<Wish>() }]));
  const byKey = new Map<ArmKey, string>(settings.dns.zones.map(({ id }) => [armKey(id), id]));
  const services = new Map(exposures.loadBalancers.map((one) => [one.source, one.uid]));
  for (const exposure of exposures.names) {
    if (exposure.standing !== 'Wanted') continue;
    for (const wanted of exposure.names) {
      if (wanted.zoneId === undefined) continue;
      const asked = zones.get(wanted.zoneId) ?? zones.get(byKey.get(armKey(wanted.zoneId)) ?? '');
      const wish = asked && wishOf(exposure, wanted, targetsOf(wanted, exposure, services, context), asked.zone);
      if (wish) asked.wishes.push(wish);
    }
  }
  const found = new Map([...zones].map(([id, { zone, wishes }]) => [id, askedIn(zone, wishes)]));
  return ({ id }) => found.get(id) ?? NOTHING;
}

interface Wish {
  readonly claim: Claim;
  readonly zone: Zone;
  readonly relative: string;
  /** The claim, where nobody else has one at the name. */
  readonly alone: readonly Claim[];
}

const LAST = new WeakMap<Zone, { readonly wishes: readonly Wish[]; readonly asked: AskedOf }>();

// The very same where nobody asks for anything else than in the last pass.
function askedIn(zone: Zone, wishes: readonly Wish[]): AskedOf {
  const last = LAST.get(zone);
  if (last && sameItems(last.wishes, wishes)) return last.asked;
  const asked = byName(wishes);
  LAST.set(zone, { wishes, asked });
  return asked;
}

function byName(wishes: readonly Wish[]): AskedOf {
  const names = new Map<string, readonly Claim[]>();
  const shared = new Map<string, Claim[]>();
  for (const { relative, claim, alone } of wishes) {
    const first = names.get(relative);
    const others = shared.get(relative);
    if (!first) names.set(relative, alone);
    else if (others) others.push(claim);
    else shared.set(relative, [...first, claim]);
  }
  for (const [relative, claims] of shared)
    names.set(
      relative,
      claims.sort((a, b) => byAge(a, b) || compare(a.type, b.type)),
    );
  return names;
}

// The same wish is the same claim in each pass, so that what was made of it can be known again.
const WISHES = new WeakMap<WantedName, Wish>();

function wishOf(
  { source, since }: NamesExposure,
  wanted: WantedName,
  targets: readonly string[],
  zone: Zone,
): Wish | undefined {
  const known = WISHES.get(wanted);
  const isSame = known?.zone === zone && known.claim.source === source && known.claim.since === since;
  if (isSame && sameItems(known.claim.targets, targets)) return known;
  if (targets.length === 0 && wanted.leadsTo === undefined) return undefined;
  const { host, type, ttl, alias = false, metadata = {} } = wanted;
  const claim = { source, since, host, type, targets, ttl, alias, metadata };
  const wish = { claim, zone, relative: relativeName(host, zone.name), alone: [claim] };
  WISHES.set(wanted, wish);
  return wish;
}

function targetsOf(
  { leadsTo, type, targets }: WantedName,
  { source }: NamesExposure,
  services: ReadonlyMap<SourceRef, string>,
  context: NetworkContext,
): readonly string[] {
  if (leadsTo === undefined || (type !== 'A' && type !== 'AAAA')) return targets;
  const uid = services.get(source);
  return uid === undefined ? [] : leadingAddresses({ uid }, type === 'A' ? 4 : 6, context);
}

function relativeName(host: string, apex: string): string {
  return host === apex ? '@' : host.slice(0, -apex.length - 1);
}
