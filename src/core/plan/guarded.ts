// What is a share of deletes a share of? Of rules and addresses all that we own of the kind; of record sets what we own in
// their zone: a small zone that empties must not hide behind a large one.
import type { NetworkModel, Removal, ResourceKind } from '../network/network-model.js';
import { wishesOf } from '../network/network-model.js';
import type { Settings } from '../settings.js';
import { zoneKeys } from '../settings/zone-keys.js';
import { armKey } from '../values/arm-id.js';

/** One value for each thing that is counted on its own. */
export interface Guarded {
  /** What its deletes are released by: the zone's name (zone-keys.ts), or the kind in lower case. */
  readonly key: string;
  readonly owned: number;
  /** In words, as in "4 of our 10 …". */
  readonly what: string;
}

const PLURALS: Readonly<Record<ResourceKind, string>> = {
  PublicIP: 'public IPs',
  LoadBalancerRule: 'load balancer rules',
  SecurityRule: 'security rules',
  RecordSet: 'DNS record sets',
};

/** Keys by which kinds are released. */
export const GUARDED_KINDS: readonly string[] = Object.keys(PLURALS).map((kind) => kind.toLowerCase());

export function guardedThings(model: NetworkModel, { dns }: Settings): (removal: Removal) => Guarded {
  const keys = zoneKeys(dns.zones);
  const zoneOf = new Map(dns.zones.map((zone, index) => [armKey(zone.id), { ...zone, key: keys[index]! }]));
  const zones = new Map(
    model.dnsZones.zones.flatMap(({ id, owned }): [string, Guarded][] => {
      const zone = zoneOf.get(armKey(id));
      if (!zone) return [];
      const what = `DNS record sets in the ${zone.visibility.toLowerCase()} zone ${zone.name}`;
      return [[armKey(id), { key: zone.key, owned, what }]];
    }),
  );
  const kinds = new Map<ResourceKind, Guarded>();
  return ({ kind, id }) => {
    const zone = kind === 'RecordSet' ? zones.get(armKey(zoneIdOf(id))) : undefined;
    if (zone) return zone;
    const known = kinds.get(kind) ?? { key: kind.toLowerCase(), owned: ownedOf(model, kind), what: PLURALS[kind] };
    kinds.set(kind, known);
    return known;
  };
}

// `<zone>/A/www`.
function zoneIdOf(recordSetId: string): string {
  return recordSetId.split('/').slice(0, -2).join('/');
}

function ownedOf(model: NetworkModel, kind: ResourceKind): number {
  return wishesOf(model).reduce((sum, wish) => sum + (wish.owned[kind] ?? 0), 0);
}
