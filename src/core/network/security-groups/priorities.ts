// Which number does a rule have? One that is there keeps it for ever; a new one takes the lowest in the band that no
// inbound rule has. Numbers are unique per direction (https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#security-rules).
import type { PortRange } from '../../values/port-range.js';
import type { Child } from '../overlay.js';
import { isInbound, priorityOf } from './arm.js';

export interface Priorities {
  /** Numbers of the band that foreign inbound rules leave. */
  readonly room: number;
  /** The number that the rule keeps; undefined where it needs a new one. */
  readonly kept: (rule: Child | undefined) => number | undefined;
  readonly isInBand: (priority: number) => boolean;
  /** `names`: all rules of ours that there will be, new ones in the order in which they choose. */
  readonly assign: (names: readonly string[], ours: ReadonlyMap<string, Child>) => ReadonlyMap<string, number>;
}

export function priorities(foreignRules: readonly Child[], band: PortRange): Priorities {
  const foreign = new Set(foreignRules.filter(isInbound).map(priorityOf));
  const isInBand = (priority: number): boolean => priority >= band.from && priority <= band.to;
  const inBand = [...foreign].filter((priority) => priority !== undefined && isInBand(priority)).length;
  const kept = (rule: Child | undefined): number | undefined => {
    const now = rule && priorityOf(rule);
    return foreign.has(now) ? undefined : now;
  };
  return {
    room: band.to - band.from + 1 - inBand,
    kept,
    isInBand,
    assign: (names, ours) => {
      const numbers = new Map<string, number>();
      const used = new Set(foreign);
      for (const name of names) {
        const number = kept(ours.get(name));
        if (number === undefined || used.has(number)) continue;
        numbers.set(name, number);
        used.add(number);
      }
      let next = band.from;
      for (const name of names.filter((one) => !numbers.has(one))) {
        while (used.has(next)) next++;
        numbers.set(name, next);
        used.add(next);
      }
      return numbers;
    },
  };
}
