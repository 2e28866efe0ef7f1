// What are the rules called that are to be, and which numbers do they have? Those that are made of one that is there have
// its name; a new one whose name somebody else has is called after a salted key.
import type { Child } from '../overlay.js';
import type { LaidRule, Layout } from './layout.js';
import type { Priorities } from './priorities.js';
import { openPortRuleName, ruleKey, serviceRuleName } from './rule-names.js';
import type { Sharers } from './sharers.js';

export interface NamedRule {
  readonly name: string;
  readonly priority: number;
  readonly rule: LaidRule;
}

/** `all`: every rule that is in the group. */
export function nameRules(
  { rules, untouched }: Layout,
  sharers: ReadonlyMap<LaidRule, Sharers>,
  all: readonly Child[],
  ours: readonly Child[],
  clusterId: string,
  numbers: Priorities,
): readonly NamedRule[] {
  const taken = new Set(all.map(({ name }) => name.toLowerCase()));
  const named = inOrder(rules, sharers).map((rule) => ({
    name: rule.observed?.name ?? newName(rule, clusterId, taken),
    rule,
  }));
  const assigned = numbers.assign(
    [
      ...untouched.map((observed) => ({ name: observed.name, access: 'Allow' as const, observed })),
      ...named.map(({ name, rule: { box, observed } }) => ({ name, access: box.access, observed })),
    ],
    ours,
  );
  return named.map(({ name, rule }) => ({ name, rule, priority: assigned.get(name)! }));
}

/** New rules choose their numbers in the order in which their objects came. */
function inOrder(rules: readonly LaidRule[], sharers: ReadonlyMap<LaidRule, Sharers>): readonly LaidRule[] {
  return rules
    .map((rule) => ({ rule, rank: `${sharers.get(rule)!.since}|${rule.owner ?? ''}|${ruleKey(rule.box)}` }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .map(({ rule }) => rule);
}

function newName({ owner, box }: LaidRule, clusterId: string, taken: Set<string>): string {
  const key = ruleKey(box);
  for (let salt = 0; ; salt++) {
    const salted = salt === 0 ? key : `${key}#${salt}`;
    const name = owner === undefined ? serviceRuleName(clusterId, salted) : openPortRuleName(clusterId, owner, salted);
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}
