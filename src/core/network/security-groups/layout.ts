// Which rules do these claims make? Those of all Services are compiled together, those of each PortExposure by themselves; each
// is made of one that is there, where one has something in common with it.
import type { SourceRef } from '../../values/source-ref.js';
import type { Child } from '../overlay.js';
import type { Claim, Ours } from './claims.js';
import type { Aim, Box, Compiled } from './compile/index.js';
import { compile } from './compile/index.js';
import type { Identified } from './identify.js';
import { identify } from './identify.js';
import type { Priorities } from './priorities.js';
import { openPortRuleName, ruleKey, serviceRuleName } from './rule-names.js';
import type { Usage } from './usage.js';
import { NO_USAGE, plus } from './usage.js';
import { destinationsOf, sourcesOf } from '../security-rule.js';

export interface LaidRule extends Identified {
  /** Undefined: Services share it. */
  readonly owner: SourceRef | undefined;
}

export interface Layout {
  readonly rules: readonly LaidRule[];
  /** Stay exactly as they are. */
  readonly untouched: readonly Child[];
  /** Of all rules of ours there will be. */
  readonly usage: Usage;
  /** What the compile could not prove, if ever. */
  readonly unproved: readonly string[];
}

export interface Frame {
  readonly clusterId: string;
  readonly ours: Ours;
  readonly numbers: Priorities;
}

/** `isIn`: does the object get what it wants? Else it keeps what it has. */
export function layOut(
  claims: readonly Claim[],
  isIn: (claim: Claim) => boolean,
  aim: Aim,
  { clusterId, ours, numbers }: Frame,
): Layout {
  const services = claims.filter(({ own }) => !own);
  const shared = compiled(
    services.flatMap((claim) => boxesOf(claim, isIn)),
    aim,
  );
  const laid: LaidRule[] = identify(shared.boxes, ours.shared, (box) => serviceRuleName(clusterId, ruleKey(box))).map(
    (one) => ({ ...one, owner: undefined }),
  );
  const untouched: Child[] = [];
  const unproved = shared.unproved === undefined ? [] : [shared.unproved];
  for (const claim of claims) {
    const { source, wanted, own } = claim;
    if (!own) continue;
    if (!wanted || !isIn(claim)) {
      untouched.push(...own.rules);
      continue;
    }
    const { boxes, unproved: fault } = compiledOnce(wanted, aim);
    if (fault !== undefined) unproved.push(fault);
    const rules = identify(boxes, own.rules, (box) => openPortRuleName(clusterId, source, ruleKey(box)));
    laid.push(...rules.map((one) => ({ ...one, owner: source })));
  }
  return { rules: laid, untouched, usage: usageOf(laid, untouched, numbers), unproved };
}

export function boxesOf(claim: Claim, isIn: (claim: Claim) => boolean): readonly Box[] {
  return claim.wanted && isIn(claim) ? claim.wanted : claim.has;
}

function usageOf(laid: readonly LaidRule[], untouched: readonly Child[], numbers: Priorities): Usage {
  const ofLaid = laid.map(({ box, observed }): Usage => {
    const takes = numbers.takesNumber({ access: box.access, observed }) ? 1 : 0;
    return {
      rules: 1,
      sources: box.sources.length,
      destinations: box.destinations.length,
      allows: box.access === 'Allow' ? takes : 0,
      denies: box.access === 'Deny' ? takes : 0,
    };
  });
  const ofUntouched = untouched.map((observed): Usage => ({
    ...NO_USAGE,
    rules: 1,
    sources: sourcesOf(observed).length,
    destinations: destinationsOf(observed).length,
    allows: numbers.takesNumber({ access: 'Allow', observed }) ? 1 : 0,
  }));
  return [...ofLaid, ...ofUntouched].reduce(plus, NO_USAGE);
}

// Pass after pass asks for the same: the last answers are kept, by what was asked.
const LAST = new Map<string, Compiled>();
const MOST = 8;

function compiled(boxes: readonly Box[], aim: Aim): Compiled {
  const text = `${aim}\n${boxes.map(textOf).join('\n')}`;
  const known = LAST.get(text);
  const answer = known ?? compile(boxes, aim);
  // The latest last: the first is the one to go.
  LAST.delete(text);
  LAST.set(text, answer);
  if (LAST.size > MOST) LAST.delete(LAST.keys().next().value!);
  return answer;
}

const ONCE: Readonly<Record<Aim, WeakMap<readonly Box[], Compiled>>> = {
  Rules: new WeakMap(),
  Prefixes: new WeakMap(),
  Plain: new WeakMap(),
};

function compiledOnce(boxes: readonly Box[], aim: Aim): Compiled {
  let known = ONCE[aim].get(boxes);
  if (!known) ONCE[aim].set(boxes, (known = compile(boxes, aim)));
  return known;
}

function textOf(box: Box): string {
  return `${ruleKey(box)}|${box.destinations.join()}`;
}
