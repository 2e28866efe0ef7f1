// Which zone holds a name, and what stands there? The longest suffix on a label boundary wins. The world sees the public
// zones; a linked network sees private ones first, and a name of theirs that isn't there is nowhere.
import type { Resource } from '../resource.js';
import type { Store } from '../store.js';
import type { Served } from './record-data.js';
import { SERVED } from './record-data.js';

/** Who asks? `public`: anybody, on the Internet. `private`: a machine in a network that all private zones are linked to. */
export type View = 'public' | 'private';

const PUBLIC = 'Microsoft.Network/dnszones';
const PRIVATE = 'Microsoft.Network/privateDnsZones';

export interface Zone {
  readonly resource: Resource;
  /** In lower case, without a dot at its end. */
  readonly name: string;
}

/** A name within a zone: `@` for the zone's own. */
export interface Place {
  readonly zone: Zone;
  readonly relative: string;
}

export type Sets = ReadonlyMap<Served, Resource>;

export class Zones {
  readonly #names = new WeakMap<readonly Resource[], ReadonlySet<string>>();

  constructor(readonly store: Store) {}

  /** undefined: a name of no zone. Of two zones of one name the first by id answers. */
  placeOf(name: string, view: View): Place | undefined {
    const lower = name.toLowerCase();
    const own = view === 'private' ? this.#longest(lower, PRIVATE) : undefined;
    const zone = own ?? this.#longest(lower, PUBLIC);
    if (zone === undefined) return undefined;
    return { zone, relative: lower === zone.name ? '@' : lower.slice(0, -zone.name.length - 1) };
  }

  setsAt({ zone, relative }: Place): Sets {
    const found = SERVED.map((type) => [type, this.store.get(`${zone.resource.id}/${type}/${relative}`)] as const);
    return new Map(found.filter((entry): entry is [Served, Resource] => entry[1] !== undefined));
  }

  /** Also where only names below it are (RFC 4592, 2.2.2). */
  exists({ zone, relative }: Place): boolean {
    return relative === '@' || this.#namesOf(zone).has(relative);
  }

  #longest(name: string, type: string): Zone | undefined {
    let best: Zone | undefined;
    for (const resource of this.store.ofType(type)) {
      const zone = resource.name.toLowerCase();
      if (name !== zone && !name.endsWith(`.${zone}`)) continue;
      if (best === undefined || zone.length > best.name.length) best = { resource, name: zone };
    }
    return best;
  }

  #namesOf({ resource }: Zone): ReadonlySet<string> {
    const children = this.store.childrenOf(resource.id);
    const known = this.#names.get(children);
    if (known !== undefined) return known;
    const names = new Set<string>();
    for (const { name, type } of children) {
      if (/virtualnetworklinks$/i.test(type)) continue;
      const lower = name.toLowerCase();
      for (let at: string | undefined = lower; at !== undefined && !names.has(at); at = above(at)) names.add(at);
    }
    this.#names.set(children, names);
    return names;
  }
}

/** The name one label shorter; undefined above the last label. */
export function above(relative: string): string | undefined {
  const dot = relative.indexOf('.');
  return dot < 0 ? undefined : relative.slice(dot + 1);
}
