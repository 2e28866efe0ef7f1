// Which ports? One port or a range of them, as `8080` or `9000-9010`.

/** Inclusive; one port has `from` = `to`. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

export type Protocol = 'Tcp' | 'Udp';

/** As Azure and people write it. */
export function formatPortRange(range: PortRange): string {
  return range.from === range.to ? String(range.from) : `${range.from}-${range.to}`;
}

/** Sorted, and neighbours joined: 80, 81 and 82 are 80-82. */
export function mergePorts(ranges: readonly PortRange[]): readonly PortRange[] {
  if (ranges.every(({ from }, index) => index === 0 || from > ranges[index - 1]!.to + 1)) return ranges;
  const result: PortRange[] = [];
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && from <= last.to + 1) result[result.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else result.push({ from, to });
  }
  return result;
}
