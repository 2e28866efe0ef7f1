// What is the least? On a small grid all boxes that can't grow are listed, and the fewest that meet every need are searched
// for: take the need that the fewest boxes meet, try each of them, give up where no better can come of it.
import type { Bits } from './bits.js';
import { allBits, bitsOf, both, hasBit, isEmpty, isWithin, membersOf, noBits, addBit, textOfBits } from './bits.js';
import type { GridBox } from './cover.js';
import { rowFinder } from './cover.js';
import type { Grid } from './grid.js';

/** Beyond these a search isn't worth its time. */
const MOST = { needs: 256, lists: 48, columnSets: 128, boxes: 600 } as const;

export interface Effort {
  /** Steps that all searches of one compile may still take. */
  steps: number;
}

/** Fewer boxes than `most`, or undefined where there aren't any or it would take too long to know. */
export function fewest(grid: Grid, most: number, effort: Effort): readonly GridBox[] | undefined {
  const needs = effort.steps > 0 ? needsOf(grid) : undefined;
  if (!needs) return undefined;
  const boxes = biggestBoxes(grid);
  if (!boxes) return undefined;
  const meeting = needs.map(({ row, column, piece }) =>
    boxes.flatMap((box, index) =>
      hasBit(box.rows, row) && hasBit(box.columns, column) && hasBit(box.sources, piece) ? [index] : [],
    ),
  );
  const needsOfBox = boxes.map(() => noBits(needs.length));
  for (const [need, indexes] of meeting.entries()) for (const index of indexes) addBit(needsOfBox[index]!, need);
  const found = search({ meeting, needsOfBox, most, effort }, allBits(needs.length), []);
  return found?.map((index) => boxes[index]!);
}

interface Need {
  readonly row: number;
  readonly column: number;
  readonly piece: number;
}

/** Undefined where there are too many. */
function needsOf({ cells }: Grid): readonly Need[] | undefined {
  const needs: Need[] = [];
  for (const [row, own] of cells.entries()) {
    for (const { column, need } of own) for (const piece of membersOf(need)) needs.push({ row, column, piece });
    if (needs.length > MOST.needs) return undefined;
  }
  return needs;
}

interface Problem {
  readonly meeting: readonly (readonly number[])[];
  readonly needsOfBox: readonly Bits[];
  most: number;
  readonly effort: Effort;
}

function search(problem: Problem, open: Bits, chosen: readonly number[]): readonly number[] | undefined {
  if (isEmpty(open)) {
    problem.most = chosen.length;
    return chosen;
  }
  if (problem.effort.steps-- <= 0 || chosen.length + atLeast(problem, open) >= problem.most) return undefined;
  let best: readonly number[] | undefined;
  for (const index of candidates(problem, open)) {
    const rest = open.map((word, at) => word & ~problem.needsOfBox[index]![at]!);
    best = search(problem, rest, [...chosen, index]) ?? best;
  }
  return best;
}

function candidates({ meeting, needsOfBox }: Problem, open: Bits): readonly number[] {
  const needs = membersOf(open);
  const rarest = needs.reduce((best, need) => (meeting[need]!.length < meeting[best]!.length ? need : best), needs[0]!);
  const gain = new Map(meeting[rarest]!.map((index) => [index, membersOf(both(needsOfBox[index]!, open)).length]));
  return [...meeting[rarest]!].sort((a, b) => gain.get(b)! - gain.get(a)! || a - b);
}

/** Needs of which no two are met by one box each take one of their own. */
function atLeast({ meeting, needsOfBox }: Problem, open: Bits): number {
  let left = open;
  let count = 0;
  for (const need of membersOf(open).sort((a, b) => meeting[a]!.length - meeting[b]!.length)) {
    if (!hasBit(left, need)) continue;
    count++;
    const rest = left.slice();
    for (const index of meeting[need]!) {
      for (let at = 0; at < rest.length; at++) rest[at]! &= ~needsOfBox[index]![at]!;
    }
    left = rest;
  }
  return count;
}

// Such a box's sources are what some cells have in common, and its columns what some rows have in common.
function biggestBoxes(grid: Grid): readonly GridBox[] | undefined {
  const mays = grid.cells.flatMap((cells) => cells.map(({ may }) => may));
  const lists = intersections(mays, MOST.lists);
  if (!lists) return undefined;
  const finder = rowFinder(grid);
  const all = allBits(grid.rows.length);
  const boxes = new Map<string, GridBox>();
  for (const list of lists) {
    const columnsOf = grid.cells.map((cells) =>
      bitsOf(
        grid.columns.length,
        cells.filter(({ may }) => isWithin(list, may)).map(({ column }) => column),
      ),
    );
    const sets = intersections(columnsOf, MOST.columnSets);
    if (!sets) return undefined;
    const rowsAt = finder(list);
    for (const columns of sets) {
      const rows = membersOf(columns).reduce((left, column) => both(left, rowsAt(column)), all);
      const sources = commonSources(grid, rows, columns);
      boxes.set(`${textOfBits(rows)}|${textOfBits(columns)}|${textOfBits(sources)}`, { rows, columns, sources });
      if (boxes.size > MOST.boxes) return undefined;
    }
  }
  return [...boxes.values()];
}

function commonSources(grid: Grid, rows: Bits, columns: Bits): Bits {
  let common = allBits(grid.pieces.size);
  for (const row of membersOf(rows)) {
    for (const { column, may } of grid.cells[row]!) if (hasBit(columns, column)) common = both(common, may);
  }
  return common;
}

/** All that some of the sets have in common, the empty set left out; undefined where there are too many. */
function intersections(sets: readonly Bits[], most: number): readonly Bits[] | undefined {
  const found = new Map<string, Bits>();
  for (const set of sets) {
    if (found.has(textOfBits(set))) continue;
    for (const one of [set, ...[...found.values()].map((other) => both(other, set))]) {
      if (!isEmpty(one)) found.set(textOfBits(one), one);
      if (found.size > most) return undefined;
    }
  }
  return [...found.values()];
}
