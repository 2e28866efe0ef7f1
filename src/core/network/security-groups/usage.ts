// How much of a group's room do these rules use?
import type { Child } from '../overlay.js';
import { destinationsOf, sourcesOf } from './arm.js';
import type { Usage } from './layout.js';

/** Their numbers aren't counted here: what a foreign rule takes, the band hasn't got. */
export function usageOf(rules: readonly Child[]): Usage {
  const sum = (count: (rule: Child) => number): number => rules.reduce((total, rule) => total + count(rule), 0);
  return {
    rules: rules.length,
    sources: sum((rule) => sourcesOf(rule).length),
    destinations: sum((rule) => destinationsOf(rule).length),
    priorities: 0,
  };
}
