// With how few rules can exactly that be said which all objects together demand?
//
//   demand                                             rules
//   the same sources and ports at many destinations    one
//   several sources at one place                       their union, in the fewest ranges
//   what lies in a wider range, or in Internet beside
//   0.0.0.0/0, at the same place                       none of its own
//   a tag beside ranges                                one for the tag, one for the ranges: Azure takes no mixture
//   TCP and UDP                                        one each, also where both ask the same: `*` would be ICMP too;
//                                                      the same for rules that deny
//
// Finding the fewest is as hard as covering a figure with rectangles, so (reference: logic minimisers such as Espresso,
// https://en.wikipedia.org/wiki/Espresso_heuristic_logic_minimizer):
//
// 1. Read who may reach what (profiles.ts), which forgets who asked for it in which pieces.
// 2. Draw it as grids, ports across and destinations down (grid.ts), a layer for each tag and one for all ranges.
// 3. For each grid, of the plain layout, the grouping by rows, that by columns and what the steps of cover.ts make
//    of them, take the fewest; on a small grid look whether there is anything better at all (search.ts). Of equals the
//    plain layout wins: one object's change then touches the fewest rules.
// 4. Prove it: the rules' profiles are the demand's. Should that ever fail, the plain layout is taken and the fault said.
import type { Box } from './box.js';
import { portsText } from './box.js';
import { byColumns, byRows, effort, grown, joined, spared } from './cover.js';
import type { GridBox } from './cover.js';
import type { Grid, GridPart } from './grid.js';
import { gridsOf } from './grid.js';
import { membersOf } from './bits.js';
import { mergePorts, planeOf } from './box.js';
import { keyOf, plainLayout } from './plain.js';
import { firstDifference, profilesOf } from './profiles.js';
import type { Profile } from './profiles.js';
import { fewest } from './search.js';
import type { Effort } from './search.js';

export interface Compiled {
  /** Each can be one rule; sorted. */
  readonly boxes: readonly Box[];
  /** Where the fewest rules would not have said what was demanded, so that the plain layout was taken. */
  readonly unproved?: string;
}

/** Fewest rules, or where those take too much room: fewest prefixes (sources and destinations of all rules together). */
export type Aim = 'Rules' | 'Prefixes';

const STEPS = 20_000;
const MOST_EFFORT = 4_000_000;

export function compile(demands: readonly Box[], aim: Aim = 'Rules'): Compiled {
  const plain = plainLayout(demands);
  const profiles = profilesOf(demands);
  const effortLeft: Effort = { steps: STEPS };
  const byPlane = Map.groupBy(plain, planeOf);
  const boxes = [...profiles]
    .flatMap(([plane, own]) => compilePlane(own, byPlane.get(plane) ?? [], aim, effortLeft))
    .sort(byText);
  const difference = firstDifference(profiles, profilesOf(boxes));
  return difference === undefined ? { boxes } : { boxes: plain, unproved: difference };
}

function compilePlane(
  profiles: ReadonlyMap<string, Profile>,
  plain: readonly Box[],
  aim: Aim,
  effortLeft: Effort,
): readonly Box[] {
  const parts = gridsOf(profiles, plain);
  if (!parts) return plain;
  return parts.flatMap((part) => best(part, aim, effortLeft));
}

function best({ grid, plain }: GridPart, aim: Aim, effortLeft: Effort): readonly Box[] {
  // One row's or one column's worth of equal needs.
  if (plain.length === 1) return plain;
  const costOf = aim === 'Rules' ? (boxes: readonly Box[]) => boxes.length : prefixesOf;
  const said = (boxes: readonly GridBox[]): readonly Box[] => boxes.map((box) => toBox(box, grid, plain[0]!));
  let chosen = plain;
  const offer = (boxes: readonly GridBox[] | undefined): void => {
    if (!boxes) return;
    const other = said(boxes);
    if (costOf(other) < costOf(chosen)) chosen = other;
  };
  for (const start of [joined(byRows(grid)), joined(byColumns(grid))]) {
    offer(start);
    if (effort(grid, start) <= MOST_EFFORT) offer(spared(grid, grown(grid, start)));
  }
  if (aim === 'Rules') {
    const less = fewest(grid, chosen.length, effortLeft);
    offer(less && spared(grid, less));
  }
  return chosen;
}

function prefixesOf(boxes: readonly Box[]): number {
  return boxes.reduce((sum, { sources, destinations }) => sum + sources.length + destinations.length, 0);
}

function toBox({ rows, columns, sources }: GridBox, grid: Grid, { access, family, protocol }: Box): Box {
  return {
    access,
    family,
    protocol,
    sources: grid.pieces.cidrsOf(sources),
    ports: mergePorts(membersOf(columns).flatMap((column) => grid.columns[column]!)),
    destinations: membersOf(rows)
      .flatMap((row) => grid.rows[row]!)
      .sort(),
  };
}

function byText(a: Box, b: Box): number {
  const [one, other] = [textOf(a), textOf(b)];
  return one < other ? -1 : one > other ? 1 : 0;
}

function textOf(box: Box): string {
  return `${keyOf(box)}|${portsText(box.ports)}|${box.destinations.join()}`;
}
