// How much of a group's room do these rules use, and how much is there?
import type { Settings } from '../../settings.js';
import type { AzureState } from '../azure-state.js';
import type { Child } from '../overlay.js';
import { LIMITS } from './limits.js';
import { groupOf } from './observed.js';
import type { PortRange } from '../../values/port-range.js';
import { destinationsOf, isInbound, isOurs, priorityOf, rulesIn, sourcesOf } from '../security-rule.js';

export interface Usage {
  readonly rules: number;
  readonly sources: number;
  readonly destinations: number;
  /** Numbers in the bands of priorities. */
  readonly allows: number;
  readonly denies: number;
}

export const USAGE_KINDS = ['rules', 'allows', 'denies', 'sources', 'destinations'] as const;

export const NO_USAGE: Usage = { rules: 0, sources: 0, destinations: 0, allows: 0, denies: 0 };

export function plus(a: Usage, b: Usage): Usage {
  return {
    rules: a.rules + b.rules,
    sources: a.sources + b.sources,
    destinations: a.destinations + b.destinations,
    allows: a.allows + b.allows,
    denies: a.denies + b.denies,
  };
}

/** Their numbers aren't counted here: what a foreign rule takes, the band hasn't got. */
export function usageOf(rules: readonly Child[]): Usage {
  const sum = (count: (rule: Child) => number): number => rules.reduce((total, rule) => total + count(rule), 0);
  return {
    ...NO_USAGE,
    rules: rules.length,
    sources: sum((rule) => sourcesOf(rule).length),
    destinations: sum((rule) => destinationsOf(rule).length),
  };
}

interface Share {
  readonly used: number;
  readonly allowed: number;
}

export interface GroupUsage {
  readonly id: string;
  readonly rules: Share;
  readonly sources: Share;
  readonly destinations: Share;
  /** Numbers of our two bands, whoever has them. */
  readonly allowPriorities: Share;
  readonly denyPriorities: Share;
  /** Of the rules, those that are ours. */
  readonly ours: number;
}

/** Of the listed groups that can be read, as they are now; foreign rules count, Azure's default ones don't. */
export function securityGroupUsage(azure: AzureState, settings: Settings): readonly GroupUsage[] {
  return settings.securityGroups.flatMap(({ id, allowPriorities, denyPriorities }) => {
    const group = groupOf(azure, id);
    if (!group) return [];
    const rules = rulesIn(group);
    const { rules: count, sources, destinations } = usageOf(rules);
    const numbers = new Set(rules.filter(isInbound).map(priorityOf));
    return [
      {
        id,
        rules: { used: count, allowed: LIMITS.rules },
        sources: { used: sources, allowed: LIMITS.sources },
        destinations: { used: destinations, allowed: LIMITS.destinations },
        allowPriorities: bandShare(allowPriorities, numbers),
        denyPriorities: bandShare(denyPriorities, numbers),
        ours: rules.filter((rule) => isOurs(rule, settings.clusterId)).length,
      },
    ];
  });
}

function bandShare({ from, to }: PortRange, numbers: ReadonlySet<number | undefined>): Share {
  const used = [...numbers].filter((number) => number !== undefined && number >= from && number <= to).length;
  return { used, allowed: to - from + 1 };
}
