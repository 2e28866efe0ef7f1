// Which number does a rule have? One that is there keeps it for ever; a new one takes the lowest in its band that no
// inbound rule has. Numbers are unique per direction (https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#security-rules).
// There is one reason for which a number moves: somebody put a rule of ours that allows behind one that denies.
import type { Settings } from '../../settings.js';
import type { PortRange } from '../../values/port-range.js';
import type { Child } from '../overlay.js';
import type { Box } from './compile/index.js';
import { isInbound, priorityOf } from '../security-rule.js';

type Access = Box['access'];

export type Bands = Pick<Settings['securityGroups'][number], 'allowPriorities' | 'denyPriorities'>;

/** A rule that there will be, and the one of ours that it is made of. */
export interface Numbered {
  readonly name: string;
  readonly access: Access;
  readonly observed: Child | undefined;
}

export interface Priorities {
  /** Numbers of each band that foreign inbound rules leave. */
  readonly room: Readonly<Record<Access, number>>;
  /** Does it take a number of its band? */
  readonly takesNumber: (rule: Omit<Numbered, 'name'>) => boolean;
  /** `rules`: all of ours that there will be, new ones in the order in which they choose; `ours`: those that there are. */
  readonly assign: (rules: readonly Numbered[], ours: readonly Child[]) => ReadonlyMap<string, number>;
}

/** Denies must come after all allows, so a band before them is of no use. */
export function isInOrder({ allowPriorities, denyPriorities }: Bands): boolean {
  return denyPriorities.from > allowPriorities.to;
}

export function priorities(foreignRules: readonly Child[], bands: Bands): Priorities {
  const foreign = new Set(foreignRules.filter(isInbound).map(priorityOf));
  const bandOf = { Allow: bands.allowPriorities, Deny: bands.denyPriorities };
  const kept = ({ access, observed }: Omit<Numbered, 'name'>): number | undefined => {
    const now = observed && isInbound(observed) ? priorityOf(observed) : undefined;
    if (now === undefined || foreign.has(now)) return undefined;
    return access === 'Allow' ? below(now, bands.denyPriorities.from) : above(now, bands.allowPriorities.to);
  };
  return {
    room: { Allow: roomIn(bandOf.Allow, foreign), Deny: roomIn(bandOf.Deny, foreign) },
    takesNumber: (rule) => {
      const now = kept(rule);
      return now === undefined || isIn(bandOf[rule.access], now);
    },
    assign: (rules, ours) => {
      const numbers = new Map<string, number>();
      const used = new Set(foreign);
      for (const rule of rules) {
        const number = kept(rule);
        if (number === undefined || used.has(number)) continue;
        numbers.set(rule.name, number);
        used.add(number);
      }
      // A rule that is to go may yet be kept back, and then needs its number.
      const now = new Set([...used, ...ours.filter(isInbound).map(priorityOf)]);
      for (const { name, access } of rules.filter((one) => !numbers.has(one.name))) {
        const number = lowestFree(bandOf[access], now) ?? lowestFree(bandOf[access], used) ?? bandOf[access].to;
        numbers.set(name, number);
        used.add(number);
        now.add(number);
      }
      return numbers;
    },
  };
}

function lowestFree({ from, to }: PortRange, used: ReadonlySet<number | undefined>): number | undefined {
  for (let number = from; number <= to; number++) if (!used.has(number)) return number;
  return undefined;
}

function roomIn(band: PortRange, foreign: ReadonlySet<number | undefined>): number {
  const taken = [...foreign].filter((number) => number !== undefined && isIn(band, number)).length;
  return band.to - band.from + 1 - taken;
}

function isIn({ from, to }: PortRange, number: number): boolean {
  return number >= from && number <= to;
}

function below(number: number, edge: number): number | undefined {
  return number < edge ? number : undefined;
}

function above(number: number, edge: number): number | undefined {
  return number > edge ? number : undefined;
}
