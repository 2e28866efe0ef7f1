// How can boxes on a grid be fewer? Three steps, none of which lets in more than is demanded: boxes that differ in one
// respect only become one; each box grows as far as the demand goes; what others let in as well is left out again.
import type { Bits } from './bits.js';
import {
  addBit,
  addBits,
  allBits,
  bitsOf,
  both,
  countOf,
  either,
  hasBit,
  isEmpty,
  isWithin,
  membersOf,
  noBits,
  removeBit,
  textOfBits,
} from './bits.js';
import type { Grid } from './grid.js';

/** Every source may come to every column of every row. */
export interface GridBox {
  readonly rows: Bits;
  readonly columns: Bits;
  readonly sources: Bits;
}

/** Rows that ask the same are one box: what it takes where each destination is looked at by itself. */
export function byRows(grid: Grid): readonly GridBox[] {
  return grid.cells.flatMap((cells, row) => {
    const alike = Map.groupBy(
      cells.filter(({ need }) => !isEmpty(need)),
      ({ need }) => textOfBits(need),
    );
    return [...alike.values()].map((group) => ({
      rows: bitsOf(grid.rows.length, [row]),
      columns: bitsOf(
        grid.columns.length,
        group.map(({ column }) => column),
      ),
      sources: group[0]!.need,
    }));
  });
}

/** The same the other way round. */
export function byColumns(grid: Grid): readonly GridBox[] {
  const boxes = new Map<string, GridBox>();
  for (const [row, cells] of grid.cells.entries()) {
    for (const { column, need } of cells) {
      if (isEmpty(need)) continue;
      const key = `${column}|${textOfBits(need)}`;
      let box = boxes.get(key);
      if (!box) {
        box = { rows: noBits(grid.rows.length), columns: bitsOf(grid.columns.length, [column]), sources: need };
        boxes.set(key, box);
      }
      addBit(box.rows, row);
    }
  }
  return [...boxes.values()];
}

const SIDES = ['rows', 'columns', 'sources'] as const;

/** Boxes that are alike on two sides become one, until none are. */
export function joined(boxes: readonly GridBox[]): readonly GridBox[] {
  let before: readonly GridBox[] = boxes;
  for (;;) {
    let after = before;
    for (const side of SIDES) after = joinedAlong(after, side);
    if (after.length === before.length) return after;
    before = after;
  }
}

function joinedAlong(boxes: readonly GridBox[], side: (typeof SIDES)[number]): readonly GridBox[] {
  const others = SIDES.filter((one) => one !== side);
  const alike = new Map<string, GridBox>();
  for (const box of boxes) {
    const key = others.map((one) => textOfBits(box[one])).join('|');
    const known = alike.get(key);
    alike.set(key, known ? { ...known, [side]: either(known[side], box[side]) } : box);
  }
  return [...alike.values()];
}

/** In which rows may all of these sources come to a column? */
export function rowFinder(grid: Grid): (column: number, sources: Bits) => Bits {
  const size = grid.rows.length;
  const byMay = grid.columns.map(() => new Map<Bits, Bits>());
  for (const [row, cells] of grid.cells.entries()) {
    for (const { column, may } of cells) {
      let rows = byMay[column]!.get(may);
      if (!rows) byMay[column]!.set(may, (rows = noBits(size)));
      addBit(rows, row);
    }
  }
  const known = new Map<string, Bits>();
  return (column, sources) => {
    const key = `${column}|${textOfBits(sources)}`;
    let rows = known.get(key);
    if (!rows) {
      rows = noBits(size);
      for (const [may, own] of byMay[column]!) if (isWithin(sources, may)) addBits(rows, own);
      known.set(key, rows);
    }
    return rows;
  };
}

/** Each box as big as it may be, rows before columns. */
export function grown(grid: Grid, boxes: readonly GridBox[]): readonly GridBox[] {
  const rowsAt = rowFinder(grid);
  return boxes.map(({ rows, columns, sources }) => {
    const wider = membersOf(columns).reduce(
      (left, column) => both(left, rowsAt(column, sources)),
      allBits(grid.rows.length),
    );
    const further = grid.columns.flatMap((_, column) =>
      hasBit(columns, column) || isWithin(wider, rowsAt(column, sources)) ? [column] : [],
    );
    return { rows: either(rows, wider), columns: bitsOf(grid.columns.length, further), sources };
  });
}

/** How often is each need met? One number per cell and source. */
class Tally {
  private readonly starts: readonly number[];
  private readonly counts: Int32Array;

  constructor(
    private readonly grid: Grid,
    boxes: readonly GridBox[],
  ) {
    let size = 0;
    this.starts = grid.cells.map((cells) => {
      const start = size;
      size += cells.length * grid.pieces.size;
      return start;
    });
    this.counts = new Int32Array(size);
    for (const box of boxes) this.add(box, 1);
  }

  add(box: GridBox, step: 1 | -1): void {
    this.visit(box, (index) => {
      this.counts[index]! += step;
      return true;
    });
  }

  /** Is each need that the box meets met by another too? */
  isSpare(box: GridBox): boolean {
    return this.visit(box, (index) => this.counts[index]! > 1);
  }

  private visit({ rows, columns, sources }: GridBox, visitor: (index: number) => boolean): boolean {
    const { size } = this.grid.pieces;
    const pieces = membersOf(sources);
    for (const row of membersOf(rows)) {
      const cells = this.grid.cells[row]!;
      for (let at = 0; at < cells.length; at++) {
        const { column, need } = cells[at]!;
        if (!hasBit(columns, column)) continue;
        const start = this.starts[row]! + at * size;
        for (const piece of pieces) if (hasBit(need, piece) && !visitor(start + piece)) return false;
      }
    }
    return true;
  }
}

/** Boxes go whose every need others meet, the smallest first; what is left is no bigger than it must be. */
export function spared(grid: Grid, boxes: readonly GridBox[]): readonly GridBox[] {
  const tally = new Tally(grid, boxes);
  const sized = boxes.map((box, index) => ({
    box,
    index,
    size: countOf(box.rows) * countOf(box.columns) * countOf(box.sources),
  }));
  const kept: GridBox[] = [];
  for (const { box } of sized.sort((a, b) => a.size - b.size || b.index - a.index)) {
    if (tally.isSpare(box)) tally.add(box, -1);
    else kept.push(box);
  }
  return kept.reverse().map((box) => slimmed(box, tally));
}

// Rows first: destinations count towards Azure's limits, ports don't.
function slimmed(box: GridBox, tally: Tally): GridBox {
  let slim = box;
  for (const side of ['rows', 'columns'] as const) {
    const { length } = slim[side];
    for (const member of membersOf(slim[side])) {
      const part = { ...slim, [side]: bitsOf(length << 5, [member]) };
      if (!tally.isSpare(part)) continue;
      tally.add(part, -1);
      const rest = slim[side].slice();
      removeBit(rest, member);
      slim = { ...slim, [side]: rest };
    }
  }
  return slim;
}

/** How much work it is to grow and count these boxes, in cells looked at. */
export function effort(grid: Grid, boxes: readonly GridBox[]): number {
  const kinds = grid.columns.map(() => new Set<Bits>());
  for (const cells of grid.cells) for (const { column, may } of cells) kinds[column]!.add(may);
  const most = Math.max(...kinds.map(({ size }) => size));
  const cells = grid.cells.reduce((sum, own) => sum + own.length, 0);
  const words = Math.ceil(grid.rows.length / 32);
  const lists = new Set(boxes.map(({ sources }) => textOfBits(sources))).size;
  return (
    lists * grid.columns.length * most * words + boxes.length * grid.columns.length * words + cells * grid.pieces.size
  );
}
