// What should be at one name? Claims of several objects and what is there already are brought to one decision.
//
//   at the name there is                              wanted            decision
//   a foreign record set of the wanted type           A, AAAA, CNAME    NameTaken, nothing is touched
//   a foreign CNAME                                   A, AAAA           NameTaken
//   a foreign record set of whatever type             CNAME             NameTaken (a CNAME stands alone:
//                                                                       https://www.rfc-editor.org/rfc/rfc1034#section-3.6.2)
//   one of ours that a held object has a part in      the other kind    NameConflict: what is held stays
//   one of ours, of the other kind                    any               it goes; the new one comes when it is gone
//   claims of both kinds, or two different CNAMEs     —                 the oldest has it, the others NameConflict
//   nothing, or ours of the wanted type               A, AAAA, CNAME    written with the targets of all
import type { AddressRecordType } from '../../exposure.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { uniqueSources } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import { markedSources } from '../ownership.js';
import { isMarkCut, metadataOf, targetKey, targetsOf, ttlOf } from './arm.js';
import type { Claim } from './asked.js';
import { LIMITS } from './limits.js';
import type { AtName } from './zone-view.js';
import { ADDRESS_TYPES, isOurs } from './zone-view.js';

/** What is to be done with the record set of one type. */
export type Verdict =
  | {
      readonly act: 'Write';
      readonly targets: readonly string[];
      readonly ttl: number;
      readonly sources: readonly SourceRef[];
      /** Of the oldest claim. */
      readonly since: string;
    }
  | { readonly act: 'Keep' }
  | { readonly act: 'Remove' };

export interface Settled {
  readonly verdicts: ReadonlyMap<AddressRecordType, Verdict>;
  readonly problems: readonly Problem[];
}

export interface HeldSources {
  readonly has: (source: SourceRef) => boolean;
  readonly size: number;
}

export function settle(
  relative: string,
  claims: readonly Claim[],
  atName: AtName,
  held: HeldSources,
  clusterId: string,
): Settled {
  const isKept = (resource: ArmResource): boolean => {
    const sources = markedSources(metadataOf(resource));
    return sources.some((one) => held.has(one)) || (isMarkCut(resource) && held.size > 0);
  };
  const ours = new Map(
    ADDRESS_TYPES.flatMap((type) => {
      const resource = atName.get(type);
      return isOurs(resource, clusterId) ? [[type, { resource, isKept: isKept(resource) }] as const] : [];
    }),
  );
  const contest = winners(claims, ours);
  const obstacles = foreignInTheWay(relative, contest.claims, atName, ours);
  const able = contest.claims.filter((claim) => !obstacles.has(claim));
  const problems: Problem[] = [...contest.problems, ...obstacles.values()];
  const verdicts = new Map<AddressRecordType, Verdict>();
  const kind = able[0] && kindOf(able[0].type);
  const isBlocked = [...ours.keys()].some((type) => kind !== undefined && kindOf(type) !== kind);
  for (const type of ADDRESS_TYPES) {
    const own = ours.get(type);
    const wanting = able.filter((claim) => claim.type === type);
    if (wanting.length > 0 && !isBlocked) {
      const united = unite(type, wanting, own);
      problems.push(...united.problems);
      if (united.verdict) verdicts.set(type, united.verdict);
      else if (own) verdicts.set(type, { act: 'Keep' });
    } else if (own) verdicts.set(type, { act: own.isKept ? 'Keep' : 'Remove' });
  }
  return { verdicts, problems };
}

interface Own {
  readonly resource: ArmResource;
  readonly isKept: boolean;
}

type Kind = 'name' | 'address';

function kindOf(type: AddressRecordType): Kind {
  return type === 'CNAME' ? 'name' : 'address';
}

interface Contest {
  readonly claims: readonly Claim[];
  readonly problems: readonly Problem[];
}

/** Who has the name, and who comes too late? */
function winners(claims: readonly Claim[], ours: ReadonlyMap<AddressRecordType, Own>): Contest {
  const kept = [...ours].find(([, { isKept }]) => isKept);
  const first = kept ? incumbent(...kept) : oldest(claims);
  if (!first) return { claims, problems: [] };
  const isCompatible = (claim: Claim): boolean =>
    kindOf(claim.type) === kindOf(first.type) &&
    (claim.type !== 'CNAME' || targetKey('CNAME', claim.targets[0]!) === targetKey('CNAME', first.targets[0] ?? ''));
  return {
    claims: claims.filter(isCompatible),
    problems: claims.filter((claim) => !isCompatible(claim)).map((claim) => nameConflict(claim, first)),
  };
}

interface Holder {
  readonly type: AddressRecordType;
  readonly targets: readonly string[];
  readonly holder: string;
}

function incumbent(type: AddressRecordType, { resource }: Own): Holder {
  const holder = markedSources(metadataOf(resource)).join(', ') || resource.id;
  return { type, targets: targetsOf(type, resource), holder };
}

// An object that wants both kinds itself gets its addresses.
function oldest(claims: readonly Claim[]): Holder | undefined {
  const own = claims.filter(({ source }) => source === claims[0]?.source);
  const first = own.find(({ type }) => type !== 'CNAME') ?? own[0];
  return first && { ...first, holder: first.source };
}

function nameConflict({ source, host, type, targets }: Claim, winner: Holder): Problem {
  const value = `${host} ${type} ${targets.join(', ')}`;
  const message =
    `${host}: ${source} wants ${type} ${targets.join(', ')}, but ${winner.holder} has the name as ${winner.type} ` +
    `${winner.targets.join(', ')}. A name is one CNAME or addresses; the oldest object has it.`;
  return problem({ object: source, key: 'host', reason: 'NameConflict' }, value, message);
}

function foreignInTheWay(
  relative: string,
  claims: readonly Claim[],
  atName: AtName,
  ours: ReadonlyMap<AddressRecordType, Own>,
): ReadonlyMap<Claim, Problem> {
  const foreign = [...atName]
    .filter(([type]) => !ours.has(type as AddressRecordType))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const obstacles = new Map<Claim, Problem>();
  for (const claim of claims) {
    const obstacle = foreign.find(([type]) => type === claim.type || type === 'CNAME' || claim.type === 'CNAME');
    if (claim.type === 'CNAME' && relative === '@') obstacles.set(claim, cnameAtApex(claim));
    else if (obstacle) obstacles.set(claim, nameTaken(claim, ...obstacle));
  }
  return obstacles;
}

function nameTaken({ source, host, type }: Claim, foreignType: string, { id }: ArmResource): Problem {
  const message =
    `${host} has a record set of type ${foreignType} already, which isn't marked as ours: it is left alone. ` +
    `Delete it to let ${source} have ${type} at this name (${id}).`;
  return problem({ object: source, key: 'host', reason: 'NameTaken' }, host, message);
}

function cnameAtApex({ source, host, targets }: Claim): Problem {
  const message = `${host} is a zone itself, where a CNAME (${targets.join(', ')}) isn't possible. Allowed are addresses as targets.`;
  return problem({ object: source, key: 'host', reason: 'Unsupported' }, host, message);
}

/** The targets of all, as far as they fit; what a held object has there stays. */
function unite(
  type: AddressRecordType,
  claims: readonly Claim[],
  own: Own | undefined,
): { readonly verdict?: Verdict; readonly problems: readonly Problem[] } {
  const now = own ? targetsOf(type, own.resource) : [];
  const observed = new Set(now.map((target) => targetKey(type, target)));
  const targets = new Map((own?.isKept ? now : []).map((target) => [targetKey(type, target), target]));
  const accepted: Claim[] = [];
  const problems: Problem[] = [];
  for (const claim of claims) {
    const wanted = claim.targets.map((target) => [targetKey(type, target), target] as const);
    const fits = new Set([...targets.keys(), ...wanted.map(([key]) => key)]).size <= LIMITS.records;
    // What it has there already stays, even if it now wants more than there is room for.
    const part = fits ? wanted : wanted.filter(([key]) => observed.has(key) && targets.size < LIMITS.records);
    for (const [key, target] of part) targets.set(key, targets.get(key) ?? target);
    if (part.length > 0) accepted.push(claim);
    if (!fits) problems.push(tooManyRecords(claim));
  }
  if (accepted.length === 0) return { problems };
  const heldSources = own?.isKept ? markedSources(metadataOf(own.resource)) : [];
  const verdict: Verdict = {
    act: 'Write',
    targets: [...targets.values()].sort().slice(0, type === 'CNAME' ? 1 : undefined),
    ttl: (own?.isKept ? ttlOf(own.resource) : undefined) ?? accepted[0]!.ttl,
    sources: uniqueSources([...accepted.map(({ source }) => source), ...heldSources]),
    since: accepted[0]!.since,
  };
  return { verdict, problems };
}

function tooManyRecords({ source, host, type, targets }: Claim): Problem {
  const message =
    `${host}: with the ${targets.length} targets of ${source} its ${type} record set would have more than ` +
    `${LIMITS.records}, which Azure DNS allows. What is there stays, nothing is added for ${source}.`;
  return problem({ object: source, key: 'host', reason: 'LimitReached' }, host, message);
}
