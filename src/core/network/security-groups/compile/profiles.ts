// Who may reach what, whichever boxes say so? For each destination the ports in order, each with all who may come: two lists
// of boxes mean the same exactly if their profiles are the same texts. Demands are read with it, and compiles are proved.
import type { PortRange } from '../../../values/port-range.js';
import type { Box } from './box.js';
import { planeOf } from './box.js';
import type { SourceClass } from './sources.js';
import { coversClass, sourceClass, union } from './sources.js';
import { mergePorts } from '../../../values/port-range.js';

export interface Segment extends PortRange {
  readonly sources: SourceClass;
}

export interface Profile {
  /** Equal where the segments are. */
  readonly key: string;
  /** In order; neighbours differ. */
  readonly segments: readonly Segment[];
}

/** By plane, then by destination. */
export type Profiles = ReadonlyMap<string, ReadonlyMap<string, Profile>>;

export function profilesOf(boxes: readonly Box[]): Profiles {
  return new Map([...Map.groupBy(boxes, planeOf)].map(([plane, all]) => [plane, profilesIn(all)] as const).sort(byKey));
}

/** The first destination at which two lists of boxes let in others, by plane; undefined where they say the same. */
export function firstDifference(a: Profiles, b: Profiles): string | undefined {
  for (const plane of new Set([...a.keys(), ...b.keys()])) {
    const [one, other] = [a.get(plane), b.get(plane)];
    for (const destination of new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])])) {
      if (one?.get(destination)?.key !== other?.get(destination)?.key) return `${plane}|${destination}`;
    }
  }
  return undefined;
}

/** Is all that the box says in the profiles? */
export function isSaid(profiles: Profiles, box: Box): boolean {
  const plane = profiles.get(planeOf(box));
  const sources = sourceClass(box.sources);
  const seen = new Set<Profile>();
  return box.destinations.every((destination) => {
    const profile = plane?.get(destination);
    if (!profile) return box.ports.length === 0;
    if (seen.has(profile)) return true;
    seen.add(profile);
    return box.ports.every((range) => isSaidIn(profile.segments, range, sources));
  });
}

function isSaidIn(segments: readonly Segment[], { from, to }: PortRange, sources: SourceClass): boolean {
  let next = from;
  for (const segment of segments) {
    if (segment.to < next) continue;
    if (segment.from > next || !coversClass(segment.sources, sources)) return false;
    next = segment.to + 1;
    if (next > to) return true;
  }
  return false;
}

function profilesIn(boxes: readonly Box[]): ReadonlyMap<string, Profile> {
  const hits = new Map<string, number[]>();
  for (const [index, { destinations }] of boxes.entries()) {
    for (const destination of destinations) {
      const known = hits.get(destination);
      if (!known) hits.set(destination, [index]);
      else if (known.at(-1) !== index) known.push(index);
    }
  }
  // Nodes are destinations of the same boxes by the hundred.
  const byHits = new Map<string, Profile>();
  const byText = new Map<string, Profile>();
  const result = new Map<string, Profile>();
  for (const [destination, indexes] of hits) {
    const text = indexes.length === 1 ? String(indexes[0]) : indexes.join();
    let profile = byHits.get(text);
    if (!profile) {
      const made = profileOf(indexes.map((index) => boxes[index]!));
      profile = byText.get(made.key) ?? made;
      byText.set(made.key, profile);
      byHits.set(text, profile);
    }
    if (profile.segments.length > 0) result.set(destination, profile);
  }
  return result;
}

function profileOf(boxes: readonly Box[]): Profile {
  if (boxes.length === 1) return withKey(segmentsOfOne(boxes[0]!));
  const edges = boxes.flatMap(({ sources, ports }) => {
    const own = sourceClass(sources);
    return ports.flatMap(({ from, to }) => [
      { at: from, own, step: 1 },
      { at: to + 1, own, step: -1 },
    ]);
  });
  edges.sort((a, b) => a.at - b.at);
  const active = new Map<SourceClass, number>();
  const segments: Segment[] = [];
  for (const [index, { at, own, step }] of edges.entries()) {
    active.set(own, (active.get(own) ?? 0) + step);
    if (active.get(own) === 0) active.delete(own);
    const next = edges[index + 1]?.at;
    if (next === undefined || next === at || active.size === 0) continue;
    const sources = union([...active.keys()]);
    const last = segments.at(-1);
    if (last?.to === at - 1 && last.sources.key === sources.key) {
      segments[segments.length - 1] = { ...last, to: next - 1 };
    } else segments.push({ from: at, to: next - 1, sources });
  }
  return withKey(segments);
}

function segmentsOfOne({ sources, ports }: Box): readonly Segment[] {
  const own = sourceClass(sources);
  return mergePorts(ports).map(({ from, to }) => ({ from, to, sources: own }));
}

function withKey(segments: readonly Segment[]): Profile {
  let key = '';
  for (const { from, to, sources } of segments) key += `${from}-${to} ${sources.key};`;
  return { key, segments };
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
