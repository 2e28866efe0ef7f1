// What is demanded, drawn as a grid: a row for destinations that are asked the same of, a column for ports that are. In each
// cell the sources that must come in there, and those that may because something else lets them in anyway.
//
//   layer           must come in              may as well
//   a tag           cells that ask for it     Internet: cells with all addresses as a range
//   the ranges      the cell's ranges         –
//
// Cells that share neither row nor column with each other, nor through others, are grids of their own.
import type { PortRange } from '../../../values/port-range.js';
import type { Bits } from './bits.js';
import { noBits } from './bits.js';
import type { Box } from './box.js';
import { mergePorts } from './box.js';
import type { Profile } from './profiles.js';
import type { SourcePieces } from './source-pieces.js';
import { cutRanges, singlePiece } from './source-pieces.js';
import { INTERNET, isEverywhere } from './sources.js';

export interface Cell {
  readonly column: number;
  readonly need: Bits;
  readonly may: Bits;
}

export interface Grid {
  readonly rows: readonly (readonly string[])[];
  readonly columns: readonly (readonly PortRange[])[];
  /** By row; in the order of their columns. */
  readonly cells: readonly (readonly Cell[])[];
  readonly pieces: SourcePieces;
}

/** The parts of the plain layout that this grid's demands make. */
export interface GridPart {
  readonly grid: Grid;
  readonly plain: readonly Box[];
}

/** More cells than this aren't thought about. */
const MOST_CELLS = 400_000;

interface Span extends PortRange {
  /** Undefined: it may come in, but needn't. */
  readonly need: readonly string[] | undefined;
}

interface Row {
  readonly destinations: string[];
  readonly spans: readonly Span[];
}

/** Undefined where it would be too big. */
export function gridsOf(
  profiles: ReadonlyMap<string, Profile>,
  plain: readonly Box[],
): readonly GridPart[] | undefined {
  const result: GridPart[] = [];
  const layers = Map.groupBy(plain, ({ sources }) => (sources[0]!.includes('/') ? '' : sources[0]!));
  for (const [tag, boxes] of [...layers].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const rows = rowsOf(profiles, tag);
    const edges = [...new Set(rows.flatMap(({ spans }) => spans.flatMap(({ from, to }) => [from, to + 1])))].sort(
      (a, b) => a - b,
    );
    const indexOf = new Map(edges.map((edge, index) => [edge, index]));
    const reach = ({ from, to }: PortRange): readonly [number, number] => [indexOf.get(from)!, indexOf.get(to + 1)!];
    const size = rows.reduce(
      (sum, { spans }) => sum + spans.reduce((all, span) => all + reach(span)[1] - reach(span)[0], 0),
      0,
    );
    if (size > MOST_CELLS) return undefined;
    for (const part of partsOf(rows, edges, reach)) result.push(gridPart(part, tag, boxes, edges, reach));
  }
  return result;
}

function rowsOf(profiles: ReadonlyMap<string, Profile>, tag: string): readonly Row[] {
  const byProfile = new Map<Profile, readonly Span[]>();
  const rows = new Map<string, Row>();
  const keys = new Map<Profile, string>();
  for (const [destination, profile] of profiles) {
    let spans = byProfile.get(profile);
    if (!spans) {
      spans = tag === '' ? spansOfRanges(profile) : spansOfTag(profile, tag);
      byProfile.set(profile, spans);
      keys.set(profile, spans.map(({ from, to, need }) => `${from}-${to} ${need?.join() ?? ''}`).join(';'));
    }
    if (!spans.some(({ need }) => need)) continue;
    const key = keys.get(profile)!;
    const row = rows.get(key);
    if (row) row.destinations.push(destination);
    else rows.set(key, { destinations: [destination], spans });
  }
  // The order in which destinations come says nothing.
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function spansOfRanges({ segments }: Profile): readonly Span[] {
  return segments.flatMap(({ from, to, sources: { cidrs } }) => (cidrs.length > 0 ? [{ from, to, need: cidrs }] : []));
}

function spansOfTag({ segments }: Profile, tag: string): readonly Span[] {
  return segments.flatMap(({ from, to, sources: { tags, cidrs } }): readonly Span[] => {
    if (tags.includes(tag)) return [{ from, to, need: [tag] }];
    return tag === INTERNET && isEverywhere(cidrs) ? [{ from, to, need: undefined }] : [];
  });
}

type Reach = (range: PortRange) => readonly [from: number, to: number];

interface Part {
  readonly rows: readonly Row[];
  /** Indexes of edges where a column begins. */
  readonly columns: ReadonlySet<number>;
}

function partsOf(rows: readonly Row[], edges: readonly number[], reach: Reach): readonly Part[] {
  const parent = edges.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]!]!;
    return root;
  };
  const columnsOf = ({ spans }: Row): number[] =>
    spans.flatMap((span) => {
      const [from, to] = reach(span);
      return Array.from({ length: to - from }, (_, offset) => from + offset);
    });
  for (const row of rows) {
    const [first, ...others] = columnsOf(row);
    for (const column of others) parent[rootOf(column)] = rootOf(first!);
  }
  const parts = Map.groupBy(rows, (row) => rootOf(reach(row.spans[0]!)[0]));
  return [...parts.values()].map((members) => ({ rows: members, columns: new Set(members.flatMap(columnsOf)) }));
}

function gridPart(part: Part, tag: string, boxes: readonly Box[], edges: readonly number[], reach: Reach): GridPart {
  const here = new Set(part.rows.flatMap(({ destinations }) => destinations));
  const plain = boxes.filter(
    ({ ports, destinations }) =>
      part.columns.has(reachFrom(ports[0]!.from, edges)) && destinations.some((one) => here.has(one)),
  );
  const lists = part.rows.flatMap(({ spans }) => spans.flatMap(({ need }) => (need ? [need] : [])));
  const distinct = [...new Map(lists.map((list) => [list.join(), list])).values()];
  const pieces = tag === '' ? cutRanges(distinct) : singlePiece([tag]);
  const none = noBits(pieces.size);
  const cells = part.rows.map(({ spans }) =>
    spans.flatMap((span) => {
      const [from, to] = reach(span);
      const need = span.need ? pieces.of(span.need) : none;
      const may = span.need ? need : pieces.of([tag]);
      return Array.from({ length: to - from }, (_, offset) => ({ column: from + offset, need, may }));
    }),
  );
  return { grid: withJoinedColumns(part, cells, edges, pieces), plain };
}

function reachFrom(port: number, edges: readonly number[]): number {
  let low = 0;
  for (let high = edges.length; low < high;) {
    const middle = (low + high) >> 1;
    if (edges[middle]! <= port) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Columns that say the same in every row become one; those that nobody needs go. */
function withJoinedColumns(
  { rows }: Part,
  cells: readonly (readonly Cell[])[],
  edges: readonly number[],
  pieces: SourcePieces,
): Grid {
  const texts = new Map<number, string[]>();
  const numbers = new Map<Bits, number>();
  const numberOf = (bits: Bits): number => {
    if (!numbers.has(bits)) numbers.set(bits, numbers.size);
    return numbers.get(bits)!;
  };
  const needed = new Set<number>();
  for (const [row, own] of cells.entries()) {
    for (const { column, need, may } of own) {
      const text = `${row}:${numberOf(need)}:${numberOf(may)}`;
      const known = texts.get(column);
      if (known) known.push(text);
      else texts.set(column, [text]);
      if (need.some((word) => word !== 0)) needed.add(column);
    }
  }
  const alike = Map.groupBy(
    [...needed].sort((a, b) => a - b),
    (column) => texts.get(column)!.join(),
  );
  const columns = [...alike.values()];
  const numbered = new Map(columns.map(([first], index) => [first!, index]));
  return {
    rows: rows.map(({ destinations }) => destinations.toSorted()),
    columns: columns.map((members) =>
      mergePorts(members.map((column) => ({ from: edges[column]!, to: edges[column + 1]! - 1 }))),
    ),
    cells: cells.map((own) =>
      own.flatMap((cell) => {
        const column = numbered.get(cell.column);
        return column === undefined ? [] : [{ ...cell, column }];
      }),
    ),
    pieces,
  };
}
