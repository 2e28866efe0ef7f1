// How much room would the plain layout take? Counted while objects come and go, so that each can be asked whether it fits.
import type { Claim } from './claims.js';
import type { Box } from './compile/index.js';
import { keyOf, singleRules } from './compile/index.js';
import type { Frame } from './layout.js';
import type { Usage } from './usage.js';

interface Rule {
  readonly access: Box['access'];
  readonly sources: number;
  /** How many parts are behind each. */
  readonly destinations: Map<string, number>;
}

export class PlainTally {
  private readonly rules = new Map<string, Rule>();
  private readonly total = { rules: 0, sources: 0, destinations: 0, allows: 0, denies: 0 };
  /** Rules that have their numbers outside the bands take none of them. */
  private readonly outside: number;

  constructor({ ours, numbers }: Frame) {
    const all = [...ours.shared, ...[...ours.byPrefix.values()].flat()];
    this.outside = all.filter((observed) => !numbers.takesNumber({ access: 'Allow', observed })).length;
  }

  usage(): Usage {
    return { ...this.total, allows: Math.max(0, this.total.allows - this.outside) };
  }

  add(claim: Claim, boxes: readonly Box[]): void {
    for (const [key, box] of keyed(claim, boxes)) {
      let rule = this.rules.get(key);
      if (!rule) {
        rule = { access: box.access, sources: box.sources.length, destinations: new Map() };
        this.rules.set(key, rule);
        this.count(rule, 1);
      }
      for (const destination of box.destinations) {
        const before = rule.destinations.get(destination) ?? 0;
        rule.destinations.set(destination, before + 1);
        if (before === 0) this.total.destinations++;
      }
    }
  }

  /** Takes back what `add` did. */
  remove(claim: Claim, boxes: readonly Box[]): void {
    for (const [key, box] of keyed(claim, boxes)) {
      const rule = this.rules.get(key);
      if (!rule) continue;
      for (const destination of box.destinations) {
        const left = rule.destinations.get(destination)! - 1;
        if (left > 0) rule.destinations.set(destination, left);
        else {
          rule.destinations.delete(destination);
          this.total.destinations--;
        }
      }
      if (rule.destinations.size > 0) continue;
      this.rules.delete(key);
      this.count(rule, -1);
    }
  }

  private count({ access, sources }: Rule, step: 1 | -1): void {
    this.total.rules += step;
    this.total.sources += step * sources;
    if (access === 'Allow') this.total.allows += step;
    else this.total.denies += step;
  }
}

function keyed({ own }: Claim, boxes: readonly Box[]): readonly (readonly [string, Box])[] {
  return boxes.flatMap(singleRules).map((box) => [`${own?.prefix ?? ''}|${keyOf(box)}`, box] as const);
}
