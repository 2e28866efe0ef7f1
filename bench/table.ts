// What is printed? One line a figure: what was to be reached, what was measured, and whether that is enough.

export interface Row {
  readonly work: string;
  readonly reach: string;
  readonly measured: string;
  /** The peer's, where somebody measured it. */
  readonly peer?: string;
  readonly isReached: boolean;
}

export type Add = (row: Row) => void;

/** A Markdown table, which a terminal shows as well. */
export function table(rows: readonly Row[]): string {
  const cells = [
    ['work', 'reach', 'measured', 'the peer', ''],
    ...rows.map(({ work, reach, measured, peer, isReached }) => [
      work,
      reach,
      measured,
      peer ?? '–',
      isReached ? 'reached' : 'missed',
    ]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(cells[0]!), rule, ...cells.slice(1).map(line)].join('\n');
}
