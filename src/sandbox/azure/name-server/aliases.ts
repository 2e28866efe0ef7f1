// What does a record set say that points at an Azure resource? The public IP's address of the moment, or what another
// record set says: https://learn.microsoft.com/azure/dns/dns-alias. A target that is gone leaves nothing.
import type { Answer } from 'dns-packet';
import { stringAt } from '../../json.js';
import { referenceAt } from '../reference.js';
import type { Resource } from '../resource.js';
import type { Store } from '../store.js';
import type { Served } from './record-data.js';
import { addressRecord, recordsOf, ttlOf } from './record-data.js';

const MAX_DEPTH = 8;

/** The records of a set of this type, whether it has them or points at somebody who does. */
export function recordsOfSet(store: Store, set: Resource, type: Served, owner: string): Answer[] {
  let holder = set;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    const target = referenceAt(holder.properties, 'targetResource');
    if (target === undefined) return withTtl(recordsOf(holder.properties, type, owner), ttlOf(set.properties));
    const next = store.get(target);
    if (next === undefined) return [];
    const isAddress = next.type.toLowerCase() === 'microsoft.network/publicipaddresses';
    if (isAddress) return addressesOf(next, type, owner, ttlOf(set.properties));
    if (next.type.toLowerCase() !== set.type.toLowerCase()) return [];
    holder = next;
  }
  return [];
}

function addressesOf({ properties }: Resource, type: Served, owner: string, ttl: number): Answer[] {
  if (type !== 'A' && type !== 'AAAA') return [];
  return addressRecord(type, owner, ttl, stringAt(properties, 'ipAddress') ?? '');
}

function withTtl(records: readonly Answer[], ttl: number): Answer[] {
  return records.map((record) => ({ ...record, ttl }) as Answer);
}
