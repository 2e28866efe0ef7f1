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
import { isEmpty, noBits } from './bits.js';
import type { Box } from './box.js';
import type { Row, Span } from './layers.js';
import { isRange, layersOf } from './layers.js';
import type { Profile } from './profiles.js';
import type { SourcePieces } from './source-pieces.js';
import { cutRanges, singlePiece } from './source-pieces.js';
import { textOfList } from './sources.js';
import { mergePorts } from '../../../values/port-range.js';

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

/** Undefined where it would be too big. */
export function gridsOf(
  profiles: ReadonlyMap<string, Profile>,
  plain: readonly Box[],
): readonly GridPart[] | undefined {
  const layers = layersOf(profiles);
  const plainOf = Map.groupBy(plain, ({ sources }) =>
    layers.has('') && isRange(sources[0]!) ? '' : textOfList(sources),
  );
  const result: GridPart[] = [];
  for (const [key, { rows, sources }] of [...layers].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const axis = axisOf(rows);
    const placed = rows.map((row) => place(row, axis));
    if (placed.reduce((sum, { cells }) => sum + cells, 0) > MOST_CELLS) return undefined;
    const { parts, partOf } = partsOf(placed, axis.edges.length);
    const own = Map.groupBy(plainOf.get(key) ?? [], ({ ports }) => partOf(axis.columnAt(ports[0]!.from)));
    for (const [index, part] of parts.entries()) {
      result.push({ grid: gridOf(part, sources, axis.edges), plain: own.get(index) ?? [] });
    }
  }
  return result;
}

/** The ports cut at every edge of a span: column n is from edge n up to the next. */
interface Axis {
  readonly edges: readonly number[];
  readonly columnAt: (port: number) => number;
}

function axisOf(rows: readonly Row[]): Axis {
  const all = new Set<number>();
  for (const { spans } of rows) for (const { from, to } of spans) all.add(from).add(to + 1);
  const edges = [...all].sort((a, b) => a - b);
  const columnAt = (port: number): number => {
    let low = 0;
    for (let high = edges.length; low < high;) {
      const middle = (low + high) >> 1;
      if (edges[middle]! <= port) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  return { edges, columnAt };
}

interface PlacedRow {
  readonly destinations: readonly string[];
  /** Each is columns from `from` up to, but without, `to`. */
  readonly spans: readonly { readonly from: number; readonly to: number; readonly need: Span['need'] }[];
  readonly cells: number;
}

function place({ destinations, spans }: Row, { columnAt }: Axis): PlacedRow {
  const placed = spans.map(({ from, to, need }) => ({ from: columnAt(from), to: columnAt(to) + 1, need }));
  return { destinations, spans: placed, cells: placed.reduce((sum, { from, to }) => sum + to - from, 0) };
}

interface Parts {
  readonly parts: readonly (readonly PlacedRow[])[];
  /** By column; -1 where none has it. */
  readonly partOf: (column: number) => number;
}

function partsOf(rows: readonly PlacedRow[], columns: number): Parts {
  const parent = Array.from({ length: columns }, (_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]!]!;
    return root;
  };
  for (const { spans } of rows) {
    const first = spans[0]!.from;
    for (const { from, to } of spans) {
      for (let column = from; column < to; column++) parent[rootOf(column)] = rootOf(first);
    }
  }
  const groups = Map.groupBy(rows, ({ spans }) => rootOf(spans[0]!.from));
  const indexOf = new Map([...groups.keys()].map((root, index) => [root, index]));
  return {
    parts: [...groups.values()],
    partOf: (column) => (column < 0 ? -1 : (indexOf.get(rootOf(column)) ?? -1)),
  };
}

function gridOf(rows: readonly PlacedRow[], sources: readonly string[] | undefined, edges: readonly number[]): Grid {
  const lists = new Map<string, readonly string[]>();
  for (const { spans } of rows) for (const { need } of spans) if (need) lists.set(textOfList(need), need);
  const pieces = sources ? singlePiece(sources) : cutRanges([...lists.values()]);
  const none = noBits(pieces.size);
  const cells = rows.map(({ spans }) => {
    const own: Cell[] = [];
    for (const { from, to, need: list } of spans) {
      const may = pieces.of(list ?? []);
      const need = list ? may : none;
      for (let column = from; column < to; column++) own.push({ column, need, may });
    }
    return own;
  });
  const { columns, numberOf } = joinedColumns(cells);
  return {
    rows: rows.map(({ destinations }) => destinations.toSorted()),
    columns: columns.map((members) =>
      mergePorts(members.map((column) => ({ from: edges[column]!, to: edges[column + 1]! - 1 }))),
    ),
    cells: cells.map((own) => {
      const kept: Cell[] = [];
      for (const { column: old, need, may } of own) {
        const column = numberOf.get(old);
        if (column !== undefined) kept.push({ column, need, may });
      }
      return kept;
    }),
    pieces,
  };
}

/** Columns that say the same in every row become one; those that nobody needs go. */
function joinedColumns(cells: readonly (readonly Cell[])[]): {
  readonly columns: readonly (readonly number[])[];
  /** By the first of those that became one. */
  readonly numberOf: ReadonlyMap<number, number>;
} {
  const said = new Map<number, number[]>();
  const kinds = new Map<Bits, Map<Bits, number>>();
  const needed = new Set<number>();
  let count = 0;
  for (const [row, own] of cells.entries()) {
    for (const { column, need, may } of own) {
      let byMay = kinds.get(need);
      if (!byMay) kinds.set(need, (byMay = new Map<Bits, number>()));
      let kind = byMay.get(may);
      if (kind === undefined) byMay.set(may, (kind = count++));
      const known = said.get(column);
      if (known) known.push(row, kind);
      else said.set(column, [row, kind]);
      if (!needed.has(column) && !isEmpty(need)) needed.add(column);
    }
  }
  const sorted = [...needed].sort((a, b) => a - b);
  const columns = [...Map.groupBy(sorted, (column) => said.get(column)!.join()).values()];
  return { columns, numberOf: new Map(columns.map(([first], index) => [first!, index])) };
}
