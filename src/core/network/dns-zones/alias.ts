// Which record sets stand for a public IP instead of saying its address? Those that were asked to, in public zones, with one
// address that is that of a public IP on our load balancer (or about to be). One that no frontend has any more is about
// to go, so its address is written out first: an alias never dangles. (An alias that nobody asks for and that a policy lets
// stay is written out as well: settle.ts.)
// https://learn.microsoft.com/azure/dns/dns-alias
import { compare } from '../../values/compare.js';
import type { ArmId } from '../../values/arm-id.js';
import { armKey, lastName } from '../../values/arm-id.js';
import type { Problem } from '../../values/problem.js';
import { warning } from '../../values/problem.js';
import type { ArmResource } from '../arm-resource.js';
import { isGoing } from '../azure-state.js';
import type { NetworkContext } from '../network-context.js';
import { publicIPsAt, servedOn } from '../placement/index.js';
import type { Decision } from './decision.js';
import { LIMITS } from './limits.js';
import type { Verdict } from './unite.js';
import { aliasesOf } from './zone-view.js';

export interface Aliases {
  readonly of: ReadonlyMap<Decision, ArmId>;
  readonly problems: readonly Problem[];
}

type Write = Extract<Verdict, { act: 'Write' }>;

interface Candidate {
  readonly decision: Decision;
  readonly verdict: Write;
  readonly publicIP: ArmResource;
}

/** All zones together: the limit is one of the public IP. */
export function chooseAliases(decisions: readonly Decision[], context: NetworkContext): Aliases {
  const all = decisions.flatMap((decision) => candidateOf(decision, context) ?? []);
  const candidates = all.filter((one) => !isForEver(one));
  const of = new Map<Decision, ArmId>();
  const problems: Problem[] = all.filter(isForEver).flatMap(neverAlias);
  for (const group of Map.groupBy(candidates, ({ publicIP }) => armKey(publicIP.id)).values()) {
    const there = new Set(aliasesOf(context.azure, armKey(group[0]!.publicIP.id)));
    const isThere = ({ decision }: Candidate): boolean =>
      decision.observed !== undefined && there.has(decision.observed);
    const room = LIMITS.aliases - there.size + group.filter(isThere).length;
    group.sort((a, b) => Number(isThere(b)) - Number(isThere(a)) || byAge(a, b));
    for (const [index, { decision, verdict, publicIP }] of group.entries()) {
      if (index < room) of.set(decision, publicIP.id);
      else problems.push(...noRoom(verdict, decision, publicIP));
    }
  }
  return { of, problems };
}

function candidateOf(decision: Decision, { settings, azure, places }: NetworkContext): Candidate | undefined {
  const { verdict, zone, type } = decision;
  if (verdict.act !== 'Write' || !verdict.alias || verdict.targets.length !== 1) return undefined;
  if (zone.visibility !== 'Public' || (type !== 'A' && type !== 'AAAA')) return undefined;
  const { ofPublicIP } = servedOn('Public', settings, azure);
  const publicIP = publicIPsAt(verdict.targets[0]!, azure).find(
    ({ id }) => !isGoing(azure, id) && (places.hasPublicIP(id) || ofPublicIP.has(armKey(id))),
  );
  return publicIP && { decision, verdict, publicIP };
}

/** What may never change nor go can't make way for its public IP; what is there already stays as it is. */
function isForEver({ decision: { zone, observed } }: Candidate): boolean {
  return zone.policy === 'CreateOnly' && observed === undefined;
}

function neverAlias({ verdict: { host, sources, targets }, decision: { zone, type } }: Candidate): readonly Problem[] {
  const message =
    `${host} ${type} is written as ${targets.join(', ')} and no alias: the policy of zone ${zone.name} is CreateOnly, ` +
    'so an alias could never go before its public IP.';
  return sources.map((object) => warning({ object, key: 'host', reason: 'Unsupported' }, host, message));
}

function byAge(a: Candidate, b: Candidate): number {
  return (
    compare(a.verdict.since, b.verdict.since) ||
    compare(a.verdict.host, b.verdict.host) ||
    compare(a.decision.zone.id, b.decision.zone.id)
  );
}

function noRoom({ host, sources, targets }: Write, { type }: Decision, { id }: ArmResource): readonly Problem[] {
  const message =
    `${host} ${type} is written as ${targets.join(', ')} and no alias: Azure DNS allows ${LIMITS.aliases} alias record sets ` +
    `for one public IP, and ${lastName(id)} has as many.`;
  return sources.map((object) => warning({ object, key: 'host', reason: 'LimitReached' }, host, message));
}
