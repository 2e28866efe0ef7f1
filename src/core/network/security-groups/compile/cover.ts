// How can boxes on a grid be fewer? Three steps, none of which lets in more than is demanded: boxes that differ in one
// respect only become one; each box grows as far as the demand goes; what others let in as well is left out again.
import type { Bits } from './bits.js';
import {
  addBit,
  addBits,
  allBits,
  bitsOf,
  countOf,
  either,
  hasBit,
  isEmpty,
  isWithin,
  keepBits,
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

const NOTHING = '';

/** Each set's text, made once; for sets that don't change meanwhile. */
function textKeeper(): (bits: Bits) => string {
  const texts = new Map<Bits, string>();
  return (bits) => {
    let text = texts.get(bits);
    if (text === undefined) texts.set(bits, (text = isEmpty(bits) ? NOTHING : textOfBits(bits)));
    return text;
  };
}

/** Rows that ask the same are one box: what it takes where each destination is looked at by itself. */
export function byRows(grid: Grid): readonly GridBox[] {
  const textOf = textKeeper();
  const boxes: GridBox[] = [];
  for (const [row, cells] of grid.cells.entries()) {
    const rows = bitsOf(grid.rows.length, [row]);
    const alike = new Map<string, GridBox>();
    for (const { column, need } of cells) {
      const text = textOf(need);
      if (text === NOTHING) continue;
      let box = alike.get(text);
      if (!box) {
        alike.set(text, (box = { rows, columns: noBits(grid.columns.length), sources: need }));
        boxes.push(box);
      }
      addBit(box.columns, column);
    }
  }
  return boxes;
}

/** The same the other way round. */
export function byColumns(grid: Grid): readonly GridBox[] {
  const textOf = textKeeper();
  const boxes: GridBox[] = [];
  const alike = grid.columns.map(() => new Map<string, GridBox>());
  for (const [row, cells] of grid.cells.entries()) {
    for (const { column, need } of cells) {
      const text = textOf(need);
      if (text === NOTHING) continue;
      let box = alike[column]!.get(text);
      if (!box) {
        box = { rows: noBits(grid.rows.length), columns: bitsOf(grid.columns.length, [column]), sources: need };
        alike[column]!.set(text, box);
        boxes.push(box);
      }
      addBit(box.rows, row);
    }
  }
  return boxes;
}

const SIDES = ['rows', 'columns', 'sources'] as const;

/** Boxes that are alike on two sides become one, until none are. */
export function joined(boxes: readonly GridBox[]): readonly GridBox[] {
  let before: readonly GridBox[] = boxes;
  const textOf = textKeeper();
  for (;;) {
    let after = before;
    for (const side of SIDES) after = joinedAlong(after, side, textOf);
    if (after.length === before.length) return after;
    before = after;
  }
}

function joinedAlong(
  boxes: readonly GridBox[],
  side: (typeof SIDES)[number],
  textOf: (bits: Bits) => string,
): readonly GridBox[] {
  const [one, other] = SIDES.filter((each) => each !== side) as [keyof GridBox, keyof GridBox];
  const alike = new Map<string, number>();
  const result: GridBox[] = [];
  for (const box of boxes) {
    const key = `${textOf(box[one])}|${textOf(box[other])}`;
    const at = alike.get(key);
    if (at === undefined) alike.set(key, result.push(box) - 1);
    else result[at] = withSide(result[at]!, side, either(result[at]![side], box[side]));
  }
  return result;
}

function withSide({ rows, columns, sources }: GridBox, side: (typeof SIDES)[number], bits: Bits): GridBox {
  switch (side) {
    case 'rows':
      return { rows: bits, columns, sources };
    case 'columns':
      return { rows, columns: bits, sources };
    case 'sources':
      return { rows, columns, sources: bits };
  }
}

/** In which rows may all of these sources come to a column? */
export function rowFinder(grid: Grid): (sources: Bits) => (column: number) => Bits {
  const size = grid.rows.length;
  const byMay = grid.columns.map(() => new Map<Bits, Bits>());
  for (const [row, cells] of grid.cells.entries()) {
    for (const { column, may } of cells) {
      let rows = byMay[column]!.get(may);
      if (!rows) byMay[column]!.set(may, (rows = noBits(size)));
      addBit(rows, row);
    }
  }
  const known = new Map<string, (Bits | undefined)[]>();
  return (sources) => {
    const text = textOfBits(sources);
    let found = known.get(text);
    if (!found) known.set(text, (found = []));
    const own = found;
    return (column) => {
      let rows = own[column];
      if (!rows) {
        own[column] = rows = noBits(size);
        for (const [may, some] of byMay[column]!) if (isWithin(sources, may)) addBits(rows, some);
      }
      return rows;
    };
  };
}

/** Each box as big as it may be, rows before columns. */
export function grown(grid: Grid, boxes: readonly GridBox[]): readonly GridBox[] {
  const finder = rowFinder(grid);
  const all = allBits(grid.rows.length);
  return boxes.map(({ rows, columns, sources }) => {
    const rowsAt = finder(sources);
    const wider = all.slice();
    for (const column of membersOf(columns)) keepBits(wider, rowsAt(column));
    const further = columns.slice();
    for (let column = 0; column < grid.columns.length; column++) {
      if (!hasBit(columns, column) && isWithin(wider, rowsAt(column))) addBit(further, column);
    }
    return { rows: either(rows, wider), columns: further, sources };
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

  add({ rows, columns, sources }: GridBox, step: 1 | -1): void {
    this.addAt(membersOf(rows), columns, membersOf(sources), step);
  }

  addAt(rows: readonly number[], columns: Bits, pieces: readonly number[], step: 1 | -1): void {
    this.visit(rows, columns, pieces, (index) => {
      this.counts[index]! += step;
      return true;
    });
  }

  /** Is each need that is met there met by another box too? */
  isSpare(rows: readonly number[], columns: Bits, pieces: readonly number[]): boolean {
    return this.visit(rows, columns, pieces, (index) => this.counts[index]! > 1);
  }

  private visit(
    rows: readonly number[],
    columns: Bits,
    pieces: readonly number[],
    visitor: (index: number) => boolean,
  ): boolean {
    const { size } = this.grid.pieces;
    for (const row of rows) {
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
    if (tally.isSpare(membersOf(box.rows), box.columns, membersOf(box.sources))) tally.add(box, -1);
    else kept.push(box);
  }
  return kept.reverse().map((box) => slimmed(box, tally));
}

// Rows first: destinations count towards Azure's limits, ports don't.
function slimmed(box: GridBox, tally: Tally): GridBox {
  const pieces = membersOf(box.sources);
  const rows = box.rows.slice();
  const columns = box.columns.slice();
  for (const row of membersOf(rows)) {
    if (!tally.isSpare([row], columns, pieces)) continue;
    tally.addAt([row], columns, pieces, -1);
    removeBit(rows, row);
  }
  const left = membersOf(rows);
  for (const column of membersOf(columns)) {
    const one = columns.map(() => 0);
    addBit(one, column);
    if (!tally.isSpare(left, one, pieces)) continue;
    tally.addAt(left, one, pieces, -1);
    removeBit(columns, column);
  }
  return { rows, columns, sources: box.sources };
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
