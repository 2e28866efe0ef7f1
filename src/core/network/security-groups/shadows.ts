// Which foreign rules come before ours and take their effect away? Azure acts on the first rule that fits, in the order of
// their numbers. Nothing is done about it: whoever wrote that rule may have meant it. It is said.
//
//   ours     a foreign one with a smaller number        said
//   allows   denies some of the same                    it refuses what is to be let in
//   denies   allows somebody whom we don't allow        it lets in what is to be refused
import type { Problem } from '../../values/problem.js';
import { warning } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { Child } from '../overlay.js';
import type { Claim } from './claims.js';
import { NOBODY } from './claims.js';
import type { Box } from './compile/index.js';
import { holdsAll, INTERNET, isEverywhere, portsText } from './compile/index.js';
import { boxesOf } from './layout.js';
import type { NamedRule } from './name-rules.js';
import type { Certainty } from './overlap.js';
import { anyOverlap, atMost, portsOverlap } from './overlap.js';
import { accessOf, destinationsOf, isInbound, portsOf, priorityOf, protocolOf, sourcesOf } from '../security-rule.js';

export interface ShadowContext {
  readonly groupName: string;
  readonly claims: readonly Claim[];
  readonly isIn: (claim: Claim) => boolean;
}

export function shadowProblems(
  named: readonly NamedRule[],
  foreign: readonly Child[],
  { groupName, claims, isIn }: ShadowContext,
): readonly Problem[] {
  const last = { Allow: lastNumber(named, 'Allow'), Deny: lastNumber(named, 'Deny') };
  const before = foreign.filter(isInbound).flatMap((rule) => {
    const [priority, access] = [priorityOf(rule), accessOf(rule)];
    if (priority === undefined || access === undefined) return [];
    const shadowed = access === 'Allow' ? 'Deny' : 'Allow';
    return priority < last[shadowed] ? [{ rule, priority, shadowed } as const] : [];
  });
  if (before.length === 0) return [];
  return claims
    .filter(({ source }) => source !== NOBODY)
    .flatMap((claim) => {
      const boxes = boxesOf(claim, isIn);
      return before.flatMap(({ rule, priority, shadowed }) => {
        const hidden = boxes
          .filter(({ access }) => access === shadowed && isBehind(priority, shadowed, claim.source, named))
          .filter((box) => shadowed === 'Allow' || !isAllowed(rule, box, boxes))
          .map((box) => ({ box, certainty: overlapOf(rule, box) }))
          .filter(({ certainty }) => certainty !== 'No');
        return hidden.length === 0 ? [] : [said(claim.source, rule, priority, hidden, groupName)];
      });
    });
}

function lastNumber(named: readonly NamedRule[], access: Box['access']): number {
  return Math.max(0, ...named.filter(({ rule }) => rule.box.access === access).map(({ priority }) => priority));
}

// Rules of ours that somebody moved may stand on either side of it.
function isBehind(priority: number, access: Box['access'], source: SourceRef, named: readonly NamedRule[]): boolean {
  return named.some(
    (one) =>
      one.priority > priority &&
      one.rule.box.access === access &&
      (one.rule.owner === undefined || one.rule.owner === source),
  );
}

function overlapOf(rule: Child, box: Box): Certainty {
  const protocol = protocolOf(rule);
  if (protocol !== '*' && protocol !== box.protocol.toLowerCase()) return 'No';
  if (!portsOverlap(portsOf(rule), box.ports)) return 'No';
  const sources = sourcesOf(rule).length > 0 ? anyOverlap(sourcesOf(rule), box.sources) : 'Perhaps';
  if (sources === 'No') return 'No';
  // Application security groups in place of addresses: who is in them isn't known here.
  return atMost(
    sources,
    destinationsOf(rule).length > 0 ? anyOverlap(destinationsOf(rule), box.destinations) : 'Perhaps',
  );
}

/** Are all whom the foreign rule lets in let in there by us as well? */
function isAllowed(rule: Child, denied: Box, boxes: readonly Box[]): boolean {
  const allowed = boxes
    .filter(
      ({ access, protocol, family }) => access === 'Allow' && protocol === denied.protocol && family === denied.family,
    )
    .filter(
      ({ ports, destinations }) =>
        portsOverlap(ports, denied.ports) && destinations.some((one) => denied.destinations.includes(one)),
    )
    .flatMap(({ sources }) => sources);
  const ranges = allowed.filter((source) => source.includes('/'));
  return sourcesOf(rule).every((source) =>
    source.includes('/')
      ? holdsAll(ranges, [source])
      : allowed.includes(source) || (source === INTERNET && isEverywhere(ranges)),
  );
}

const MOST_SHOWN = 3;

function said(
  object: SourceRef,
  rule: Child,
  priority: number,
  hidden: readonly { readonly box: Box; readonly certainty: Certainty }[],
  groupName: string,
): Problem {
  const places = hidden.flatMap(({ box }) => {
    const reached = destinationsOf(rule);
    const own = box.destinations.filter((one) => reached.length === 0 || anyOverlap(reached, [one]) !== 'No');
    return own.map((one) => `${box.protocol.toUpperCase()} ${portsText(box.ports)} at ${one}`);
  });
  const shown =
    places.slice(0, MOST_SHOWN).join(', ') +
    (places.length > MOST_SHOWN ? ` and ${places.length - MOST_SHOWN} more` : '');
  const isSure = hidden.some(({ certainty }) => certainty === 'Yes');
  const does =
    hidden[0]!.box.access === 'Allow'
      ? `${isSure ? 'refuses' : 'may refuse'} some whom ${object} is to let in`
      : `${isSure ? 'lets' : 'may let'} in some whom ${object} is to refuse`;
  const doubt = isSure ? '' : ' Which addresses its tags or groups stand for is not known here.';
  const message =
    `Security rule ${rule.name} (priority ${priority}) of network security group ${groupName} is not ours, comes before our rules ` +
    `and ${does}: ${shown}.${doubt} Change or move that rule, or priorities in spec.securityGroups of the AzureNetwork.`;
  return warning({ object, key: 'spec.ports', reason: 'Shadowed' }, rule.name, message);
}
