// What should be at one name? Claims of several objects and what is there already are brought to one decision for each type.
//
//   at the name there is                              wanted            decision
//   a foreign record set of the wanted type           any               NameTaken, nothing is touched
//   a foreign CNAME                                   any               NameTaken
//   a foreign record set of whatever type             CNAME             NameTaken (a CNAME stands alone:
//                                                                       https://www.rfc-editor.org/rfc/rfc1034#section-3.6.2)
//   –                                                 CNAME or NS at    Unsupported
//                                                     the zone itself
//   –                                                 NS or CAA in a    Unsupported
//                                                     private zone
//   one of ours that a held object has a part in      CNAME beside      NameConflict: what is held stays
//                                                     others
//   one that is to be ours, and nobody asks for       –                 it becomes ours as it is (Adopt), and goes then
//   one of ours, CNAME or what the claims leave out   any               it goes; a CNAME comes when all others are gone, and
//                                                                       others when the CNAME is
//   claims of several namespaces, in a zone that     —                 the first to come has it, the others NameConflict
//   restricts them                                                     (whose-host.ts)
//   claims of a CNAME and of others                   –                 the oldest has it, the others NameConflict
//   nothing, or ours of the wanted type               A, AAAA           written with the addresses of all
//   nothing, or ours of the wanted type               any other         the oldest has it; who asks for the same joins, the
//                                                                       others NameConflict (as in external-dns, only
//                                                                       addresses unite)
import type { RecordType } from '../../exposure.js';
import { RECORD_TYPES } from '../../exposure.js';
import type { Zone } from '../../settings.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import { takesType } from '../../values/record-type.js';
import type { SourceRef } from '../../values/source-ref.js';
import { uniqueSources } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import type { Claim } from './asked.js';
import { aliasOf, ttlIn } from './arm.js';
import { targetKey } from './record-data.js';
import type { Verdict } from './unite.js';
import { unite } from './unite.js';
import type { Incumbents } from './whose-host.js';
import { ofOneNamespace } from './whose-host.js';
import { hostAt } from './whose.js';

/** A record set of ours. */
export interface Own {
  readonly resource: ArmResource;
  /** Of an alias, the address that it stands for. */
  readonly targets: readonly string[];
  /** An object that is held has a part in it. */
  readonly isKept: boolean;
  /** Whom it was made for, as far as marks, ours or of external-dns, say it. */
  readonly sources: readonly SourceRef[];
  /** It has no mark of ours yet. */
  readonly isAdopted: boolean;
}

export interface Foreign {
  readonly resource: ArmResource;
  /** The external-dns that owns it. */
  readonly owner?: string;
  /** Its external-dns' TXT is sealed with a key that we don't have. */
  readonly isSealed?: true;
}

export interface AtOneName {
  readonly zone: Zone;
  /** `@` is the zone itself. */
  readonly relative: string;
  readonly ours: ReadonlyMap<RecordType, Own>;
  /** By type in upper case. */
  readonly foreign: ReadonlyMap<string, Foreign>;
}

export interface Settled {
  readonly verdicts: ReadonlyMap<RecordType, Verdict>;
  readonly problems: readonly Problem[];
}

export function settle(name: AtOneName, claims: readonly Claim[]): Settled {
  const { zone, ours } = name;
  const guests = ofOneNamespace(zone, claims, () => incumbentsOf(ours));
  const obstacles = obstaclesOf(name, guests.claims);
  const able = guests.claims.filter((claim) => !obstacles.has(claim));
  const kinds = ofOneKind(able, ours);
  const problems: Problem[] = [...guests.problems, ...obstacles.values(), ...kinds.problems];
  const verdicts = new Map<RecordType, Verdict>();
  const waiting = blockedBy(ours, kinds.claims);
  for (const type of RECORD_TYPES) {
    const own = ours.get(type);
    const wanting = kinds.claims.filter((claim) => claim.type === type);
    if (wanting.length > 0 && waiting.length === 0) {
      const contest = ofOneContent(type, wanting, own);
      const united = unite(type, contest.claims, own);
      problems.push(...contest.problems, ...united.problems);
      if (united.verdict) verdicts.set(type, united.verdict);
      else if (own) verdicts.set(type, { act: 'Keep' });
    } else if (own) verdicts.set(type, leftAlone(own, waiting, name));
  }
  return { verdicts, problems };
}

/** Seconds, where it says none. */
const USUAL_TTL = 300;

// What is taken over becomes ours first, and only then goes if nobody wants it: by then its object is known.
// An alias that may not go would keep its public IP from going: what it stood for is written out.
function leftAlone(own: Own, waiting: readonly SourceRef[], { zone, relative }: AtOneName): Verdict {
  const { resource, isKept, isAdopted, sources, targets } = own;
  if (isKept) return { act: 'Keep' };
  const isAlias = aliasOf(resource) !== undefined && targets.length > 0;
  if (zone.policy === 'UpsertOnly' && isAlias && !isAdopted) {
    const content = { targets, ttl: ttlIn(resource) ?? USUAL_TTL, sources, host: hostAt(relative, zone) };
    return { act: 'Write', ...content, since: '', alias: false, metadata: {} };
  }
  return isAdopted ? { act: 'Adopt', sources } : { act: 'Remove', waiting };
}

function incumbentsOf(ours: AtOneName['ours']): Incumbents {
  const [held = [], others = []] = [true, false].map((isHeld) =>
    [...ours.values()].flatMap(({ isKept, sources }) => (isKept === isHeld ? sources : [])),
  );
  return { held, others };
}

function isAddress(type: RecordType): boolean {
  return type === 'A' || type === 'AAAA';
}

function isCname(type: RecordType): boolean {
  return type === 'CNAME';
}

/** Who can't come before something of ours has gone? */
function blockedBy(ours: AtOneName['ours'], claims: readonly Claim[]): readonly SourceRef[] {
  const first = claims[0];
  const isBlocked = first && [...ours.keys()].some((type) => isCname(type) !== isCname(first.type));
  return isBlocked ? uniqueSources(claims.map(({ source }) => source)) : [];
}

interface Contest {
  readonly claims: readonly Claim[];
  readonly problems: readonly Problem[];
}

interface Holder {
  readonly type: RecordType;
  readonly targets: readonly string[];
  readonly holder: string;
}

/** A CNAME or anything else: who has the name, and who comes too late? */
function ofOneKind(claims: readonly Claim[], ours: AtOneName['ours']): Contest {
  const kept = RECORD_TYPES.find((type) => ours.get(type)?.isKept);
  const first = kept ? incumbent(kept, ours.get(kept)!) : oldest(claims);
  return first ? contest(claims, first, ({ type }) => isCname(type) === isCname(first.type)) : { claims, problems: [] };
}

/** Addresses unite; of anything else there is but one content. */
function ofOneContent(type: RecordType, claims: readonly Claim[], own: Own | undefined): Contest {
  if (isAddress(type)) return { claims, problems: [] };
  const first: Holder = own?.isKept ? incumbent(type, own) : { ...claims[0]!, holder: claims[0]!.source };
  const targets = new Set(first.targets.map((target) => targetKey(type, target)));
  const isSame = (claim: Claim): boolean =>
    claim.targets.length === targets.size && claim.targets.every((target) => targets.has(targetKey(type, target)));
  return contest(claims, first, isSame);
}

function contest(claims: readonly Claim[], first: Holder, isCompatible: (claim: Claim) => boolean): Contest {
  return {
    claims: claims.filter(isCompatible),
    problems: claims.filter((claim) => !isCompatible(claim)).map((claim) => nameConflict(claim, first)),
  };
}

function incumbent(type: RecordType, { resource, sources, targets }: Own): Holder {
  const holder = sources.join(', ') || resource.id;
  return { type, targets, holder };
}

// An object that wants a CNAME and addresses itself gets its addresses.
function oldest(claims: readonly Claim[]): Holder | undefined {
  const own = claims.filter(({ source }) => source === claims[0]?.source);
  const first = own.find(({ type }) => !isCname(type)) ?? own[0];
  return first && { ...first, holder: first.source };
}

function nameConflict({ source, host, type, targets }: Claim, winner: Holder): Problem {
  const value = `${host} ${type} ${targets.join(', ')}`;
  const rule = isCname(type) || isCname(winner.type) ? 'A name is one CNAME or anything else' : 'Only addresses unite';
  const message =
    `${host}: ${source} wants ${type} ${targets.join(', ')}, but ${winner.holder} has the name as ${winner.type} ` +
    `${winner.targets.join(', ')}. ${rule}; the oldest object has it.`;
  return problem({ object: source, key: 'host', reason: 'NameConflict' }, value, message);
}

function obstaclesOf({ zone, relative, foreign }: AtOneName, claims: readonly Claim[]): ReadonlyMap<Claim, Problem> {
  const others = [...foreign].sort(([a], [b]) => (a < b ? -1 : 1));
  const obstacles = new Map<Claim, Problem>();
  for (const claim of claims) {
    const obstacle = others.find(([type]) => type === claim.type || isCname(claim.type) || type === 'CNAME');
    const isApex = relative === '@';
    if (!takesType(zone, claim.type)) obstacles.set(claim, notInPrivate(claim, zone));
    else if (isApex && (claim.type === 'CNAME' || claim.type === 'NS')) obstacles.set(claim, notAtApex(claim));
    else if (obstacle) obstacles.set(claim, nameTaken(claim, ...obstacle));
  }
  return obstacles;
}

function nameTaken({ source, host, type }: Claim, foreignType: string, foreign: Foreign): Problem {
  const [whose, remedy] = markOf(foreign);
  const message =
    `${host} has a record set of type ${foreignType} already, which ${whose}: it is left alone. ` +
    `${remedy} to let ${source} have ${type} at this name (${foreign.resource.id}).`;
  return problem({ object: source, key: 'host', reason: 'NameTaken' }, host, message);
}

function markOf({ owner, isSealed }: Foreign): readonly [whose: string, remedy: string] {
  if (isSealed)
    return [
      "is, by a TXT record beside it that is sealed, external-dns' of some owner",
      'Run with the key (--txt-encryption-key) and list the owner in spec.dns.adopt.externalDNSOwners',
    ];
  if (owner === undefined) return ["isn't marked as ours", 'Delete it, or list it in spec.dns.adopt.unowned,'];
  return [`is external-dns' with the owner ${owner}`, 'List the owner in spec.dns.adopt.externalDNSOwners'];
}

function notAtApex({ source, host, type, targets }: Claim): Problem {
  const what = type === 'NS' ? 'the name servers are given by Azure' : `a ${type} isn't possible`;
  const allowed = type === 'NS' ? 'names below it' : 'addresses as targets';
  const message = `${host} is a zone itself, where ${what} (${targets.join(', ')}). Allowed are ${allowed}.`;
  return problem({ object: source, key: 'host', reason: 'Unsupported' }, host, message);
}

function notInPrivate({ source, host, type }: Claim, { name }: Zone): Problem {
  const message = `${host} ${type}: private zones such as ${name} take A, AAAA, CNAME, MX, PTR, SRV and TXT.`;
  return problem({ object: source, key: 'host', reason: 'Unsupported' }, host, message);
}
