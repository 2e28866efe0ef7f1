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
import { membersOf } from './bits.js';
import type { Box } from './box.js';
import { planeOf } from './box.js';
import { byColumns, byRows, effort, grown, joined, spared } from './cover.js';
import type { GridBox } from './cover.js';
import type { Grid, GridPart } from './grid.js';
import { gridsOf } from './grid.js';
import { keyOf, plainLayout } from './plain.js';
import { firstDifference, profilesOf } from './profiles.js';
import type { Profile } from './profiles.js';
import { fewest } from './search.js';
import type { Effort } from './search.js';
import { mergePorts } from '../../../values/port-range.js';

export interface Compiled {
  /** Each can be one rule; sorted. */
  readonly boxes: readonly Box[];
  /** Where the fewest rules would not have said what was demanded, so that the plain layout was taken. */
  readonly unproved?: string;
}

/** Fewest rules, or where those take too much room: fewest prefixes (sources and destinations of all rules together), or no thought. */
export type Aim = 'Rules' | 'Prefixes' | 'Plain';

const STEPS = 20_000;
/** A second start with more boxes isn't worth its time. */
const MOST_SECOND = 300;
const MOST_EFFORT = 4_000_000;

export function compile(demands: readonly Box[], aim: Aim = 'Rules'): Compiled {
  const plain = plainLayout(demands);
  if (aim === 'Plain') return { boxes: plain };
  const profiles = profilesOf(demands);
  const effortLeft: Effort = { steps: STEPS };
  const byPlane = Map.groupBy(plain, planeOf);
  const boxes = inOrder(
    [...profiles].flatMap(([plane, own]) => compilePlane(own, byPlane.get(plane) ?? [], aim, effortLeft)),
  );
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
  const found = parts.flatMap((part) => best(part, plain[0]!, aim, effortLeft));
  return costOf(found, aim) < costOf(plain, aim) ? found : plain;
}

function best({ grid, plain }: GridPart, plane: Box, aim: Aim, effortLeft: Effort): readonly Box[] {
  // One row's or one column's worth of equal needs.
  if (plain.length === 1) return plain;
  const said = (boxes: readonly GridBox[]): readonly Box[] => boxes.map((box) => toBox(box, grid, plane));
  let chosen: readonly GridBox[] | undefined;
  let least = plain.length > 0 ? costOf(plain, aim) : Infinity;
  const offer = (boxes: readonly GridBox[]): void => {
    const cost = aim === 'Rules' ? boxes.length : costOf(said(boxes), aim);
    if (cost >= least) return;
    chosen = boxes;
    least = cost;
  };
  const starts = [joined(byRows(grid)), joined(byColumns(grid))].sort((a, b) => a.length - b.length);
  for (const start of starts) {
    offer(start);
    // A start that is far behind hardly ever ends up in front.
    if (start !== starts[0] && start.length > Math.min(MOST_SECOND, 2 * starts[0]!.length)) continue;
    if (effort(grid, start) > MOST_EFFORT) continue;
    offer(spared(grid, grown(grid, start)));
  }
  const fewer = aim === 'Rules' ? fewest(grid, least, effortLeft) : undefined;
  if (fewer) offer(spared(grid, fewer));
  return chosen ? said(chosen) : plain;
}

function costOf(boxes: readonly Box[], aim: Aim): number {
  if (aim === 'Rules') return boxes.length;
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

function inOrder(boxes: readonly Box[]): readonly Box[] {
  return boxes
    .map((box) => ({ box, text: `${keyOf(box)}|${box.destinations[0]}` }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ box }) => box);
}
