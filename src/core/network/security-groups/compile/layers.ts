// What has to do with each other? A rule says one tag or some ranges, so each tag is a layer that is covered by itself, and all
// ranges together are one (they may lie in each other). In a layer, destinations that are asked the same of are one row.
import type { PortRange } from '../../../values/port-range.js';
import type { Profile } from './profiles.js';
import { INTERNET, isEverywhere, textOfList } from './sources.js';

export interface Span extends PortRange {
  /** Undefined: it may come in, but needn't. */
  readonly need: readonly string[] | undefined;
}

export interface Row {
  readonly destinations: string[];
  readonly spans: readonly Span[];
}

/** With more lists of ranges than this, what they have in common isn't looked for: each is a layer of its own. */
const MOST_LISTS = 64;

export interface Layer {
  readonly rows: readonly Row[];
  /** Undefined: of all ranges. */
  readonly sources: readonly string[] | undefined;
}

export function layersOf(profiles: ReadonlyMap<string, Profile>): ReadonlyMap<string, Layer> {
  const destinations = new Map<Profile, string[]>();
  for (const [destination, profile] of profiles) {
    const known = destinations.get(profile);
    if (known) known.push(destination);
    else destinations.set(profile, [destination]);
  }
  const lists = new Set<readonly string[]>();
  for (const { segments } of destinations.keys()) for (const { sources } of segments) lists.add(sources.cidrs);
  const areMany = new Set([...lists].map(textOfList)).size > MOST_LISTS;
  const layers = new Map<string, { sources: readonly string[] | undefined; rows: Map<string, Row> }>();
  for (const [profile, own] of destinations) {
    for (const { key, sources, spans } of spansByLayer(profile, areMany)) {
      let layer = layers.get(key);
      if (!layer) layers.set(key, (layer = { sources, rows: new Map() }));
      let text = '';
      for (const { from, to, need } of spans) text += `;${from}-${to} ${sources ? !!need : textOfList(need!)}`;
      const row = layer.rows.get(text);
      if (row) row.destinations.push(...own);
      else layer.rows.set(text, { destinations: [...own], spans });
    }
  }
  // The order in which destinations come says nothing.
  const sorted = (rows: ReadonlyMap<string, Row>): readonly Row[] =>
    [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return new Map([...layers].map(([key, { sources, rows }]) => [key, { sources, rows: sorted(rows) }]));
}

interface LayerSpans {
  readonly key: string;
  readonly sources: readonly string[] | undefined;
  readonly spans: readonly Span[];
}

function spansByLayer({ segments }: Profile, areMany: boolean): readonly LayerSpans[] {
  const layers = new Map<string, { sources: readonly string[] | undefined; spans: Span[] }>();
  const add = (key: string, sources: readonly string[] | undefined, span: Span): void => {
    const known = layers.get(key);
    if (known) known.spans.push(span);
    else layers.set(key, { sources, spans: [span] });
  };
  for (const { from, to, sources } of segments) {
    for (const tag of sources.tags) add(tag, [tag], { from, to, need: [tag] });
    const { cidrs } = sources;
    if (cidrs.length > 0) add(areMany ? textOfList(cidrs) : '', areMany ? cidrs : undefined, { from, to, need: cidrs });
  }
  const internet = layers.get(INTERNET)?.spans;
  for (const { from, to, sources } of internet ? segments : []) {
    if (isEverywhere(sources.cidrs)) internet!.push({ from, to, need: undefined });
  }
  internet?.sort((a, b) => a.from - b.from);
  return [...layers].map(([key, { sources, spans }]) => ({ key, sources, spans }));
}

export function isRange(source: string): boolean {
  return source.includes('/');
}
