// What is answered to a question? The algorithm of RFC 1034, 4.3.2, with wildcards by RFC 4592 and the last word of a
// CNAME chain by RFC 6604.
//
//   the name                                  | rcode    | sections
//   in no zone                                | REFUSED  |
//   at or below an NS set that isn't the apex | NOERROR  | authority: NS; additional: their addresses
//   has the type                              | NOERROR  | answer
//   has a CNAME                               | of where the chain ends in these zones; answer: the chain
//   is there, or names below it are           | NOERROR  | authority: SOA
//   isn't there, a wildcard at the closest name above it that is: as if it were that wildcard's
//   isn't there                               | NXDOMAIN | authority: SOA
import type { Answer, StringAnswer } from 'dns-packet';
import type { Resource } from '../resource.js';
import { recordsOfSet } from './aliases.js';
import type { Served } from './record-data.js';
import { isServed } from './record-data.js';
import type { Place, Sets, View, Zones } from './zones.js';
import { above } from './zones.js';

export interface Reply {
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'REFUSED';
  /** False for names of no zone and for delegations. */
  readonly authoritative: boolean;
  readonly answers: readonly Answer[];
  readonly authorities: readonly Answer[];
  readonly additionals: readonly Answer[];
}

/** `name`: in any case, without a dot at its end; it comes back as it was asked. `type`: `A`, `ANY`, …. */
export function lookUp(zones: Zones, view: View, name: string, type: string): Reply {
  const chain: Answer[] = [];
  const followed = new Set<string>();
  for (let owner = name; !followed.has(owner.toLowerCase());) {
    const place = zones.placeOf(owner, view);
    if (place === undefined) return chain.length === 0 ? REFUSED : said('NOERROR', chain);
    const delegated = delegation(zones, place, chain);
    if (delegated !== undefined) return delegated;
    const sets = setsFor(zones, place);
    if (sets === undefined) return said('NXDOMAIN', chain, authority(zones, place));
    const cname = type === 'CNAME' ? undefined : next(zones, sets, owner);
    if (cname === undefined || type === 'ANY') {
      const found = ofType(zones, sets, type, owner);
      return said('NOERROR', [...chain, ...found], found.length === 0 ? authority(zones, place) : []);
    }
    chain.push(cname);
    followed.add(owner.toLowerCase());
    owner = cname.data;
  }
  // Round in a circle: what there is.
  return said('NOERROR', chain);
}

const REFUSED: Reply = { rcode: 'REFUSED', authoritative: false, answers: [], authorities: [], additionals: [] };

function said(rcode: Reply['rcode'], answers: readonly Answer[], authorities: readonly Answer[] = []): Reply {
  return { rcode, authoritative: true, answers, authorities, additionals: [] };
}

function setsFor(zones: Zones, place: Place): Sets | undefined {
  const own = zones.setsAt(place);
  if (own.size > 0 || zones.exists(place)) return own;
  let encloser: string | undefined = above(place.relative);
  while (encloser !== undefined && !zones.exists({ ...place, relative: encloser })) encloser = above(encloser);
  const star = { ...place, relative: encloser === undefined ? '*' : `*.${encloser}` };
  return zones.exists(star) ? zones.setsAt(star) : undefined;
}

function next(zones: Zones, sets: Sets, owner: string): StringAnswer | undefined {
  const set = sets.get('CNAME');
  const record = set && recordsOfSet(zones.store, set, 'CNAME', owner)[0];
  return record?.type === 'CNAME' ? record : undefined;
}

/** ANY gets the first set that says something (RFC 8482, 4.1). */
function ofType(zones: Zones, sets: Sets, type: string, owner: string): Answer[] {
  const of = (set: Resource, one: Served): Answer[] => recordsOfSet(zones.store, set, one, owner);
  if (type === 'ANY') return [...sets].map(([one, set]) => of(set, one)).find(({ length }) => length > 0) ?? [];
  const set = isServed(type) ? sets.get(type) : undefined;
  return set === undefined || !isServed(type) ? [] : of(set, type);
}

/** A resolver may remember that there is nothing for as long as the SOA's minimum says (RFC 2308, 3). */
function authority(zones: Zones, { zone }: Place): Answer[] {
  const set = zones.setsAt({ zone, relative: '@' }).get('SOA');
  const found = set === undefined ? [] : recordsOfSet(zones.store, set, 'SOA', zone.resource.name);
  return found.map((record) =>
    record.type === 'SOA' ? { ...record, ttl: Math.min(record.ttl ?? 0, record.data.minimum ?? 0) } : record,
  );
}

function delegation(zones: Zones, place: Place, chain: readonly Answer[]): Reply | undefined {
  const { zone } = place;
  let cut: string | undefined;
  for (let at: string | undefined = place.relative; at !== undefined && at !== '@'; at = above(at)) {
    if (zones.setsAt({ zone, relative: at }).has('NS')) cut = at;
  }
  if (cut === undefined) return undefined;
  const owner = `${cut}.${zone.resource.name}`;
  const servers = recordsOfSet(zones.store, zones.setsAt({ zone, relative: cut }).get('NS')!, 'NS', owner);
  if (servers.length === 0) return undefined;
  const additionals = servers.flatMap((server) => glue(zones, place, server));
  return { rcode: 'NOERROR', authoritative: chain.length > 0, answers: chain, authorities: servers, additionals };
}

function glue(zones: Zones, { zone }: Place, server: Answer): Answer[] {
  const host = server.type === 'NS' ? server.data : '';
  if (!host.toLowerCase().endsWith(`.${zone.name}`)) return [];
  const sets = zones.setsAt({ zone, relative: host.slice(0, -zone.name.length - 1).toLowerCase() });
  return [...ofType(zones, sets, 'A', host), ...ofType(zones, sets, 'AAAA', host)];
}
