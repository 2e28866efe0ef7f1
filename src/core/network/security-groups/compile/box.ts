// What can one rule say? A box: each of its sources may reach (or may not reach) each of its ports at each of its destinations.
import type { Family } from '../../../values/ip-address.js';
import type { PortRange, Protocol } from '../../../values/port-range.js';
import { formatPortRange } from '../../../values/port-range.js';

export interface Box {
  readonly access: 'Allow' | 'Deny';
  readonly family: Family;
  readonly protocol: Protocol;
  readonly sources: readonly string[];
  readonly ports: readonly PortRange[];
  readonly destinations: readonly string[];
}

/** Boxes of different planes have nothing in common. */
export function planeOf({ access, family, protocol }: Box): string {
  return `${access}|${protocol}|${family}`;
}

export function portsText(ports: readonly PortRange[]): string {
  return ports.map(formatPortRange).join();
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
