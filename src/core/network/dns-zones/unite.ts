// What is the content of one record set, of which several objects may have a part? Their targets together, as far as they
// fit; what a held object has there stays.
import type { RecordType } from '../../exposure.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { uniqueSources } from '../../values/source-ref.js';
import { textOf } from '../../values/json.js';
import { markedTags } from '../ownership.js';
import { metadataOf, ttlIn } from './arm.js';
import type { Claim } from './asked.js';
import { LIMITS } from './limits.js';
import { octetsOf, targetKey } from './record-data.js';
import type { Own } from './settle.js';

/** What is to be done with the record set of one type. */
export type Verdict =
  | {
      readonly act: 'Write';
      readonly targets: readonly string[];
      readonly ttl: number;
      readonly sources: readonly SourceRef[];
      /** Of the oldest claim. */
      readonly since: string;
      readonly host: string;
      /** As an alias, if its one address is that of a public IP of ours. */
      readonly alias: boolean;
      readonly metadata: Readonly<Record<string, string>>;
    }
  | { readonly act: 'Keep' }
  /** It becomes ours as it is. */
  | { readonly act: 'Adopt'; readonly sources: readonly SourceRef[] }
  /** It stays with this TTL for a while before it goes. */
  | { readonly act: 'Fade'; readonly ttl: number; readonly waiting: readonly SourceRef[] }
  /** Who waits for it to go. */
  | { readonly act: 'Remove'; readonly waiting: readonly SourceRef[] };

interface United {
  readonly verdict?: Verdict;
  readonly problems: readonly Problem[];
}

/** Claims with the oldest first; without a verdict what is there stays. */
export function unite(type: RecordType, claims: readonly Claim[], own: Own | undefined): United {
  const isUnknown = claims.some(({ targets }) => targets.length === 0);
  const isKept = own !== undefined && (own.isKept || isUnknown);
  const now = own?.targets ?? [];
  const observed = new Set(now.map((target) => targetKey(type, target)));
  const targets = new Map((isKept ? now : []).map((target) => [targetKey(type, target), target]));
  const accepted: Claim[] = [];
  const problems: Problem[] = [];
  for (const claim of claims) {
    const wanted = claim.targets.map((target) => [targetKey(type, target), target] as const);
    const fits = hasRoom(type, new Map([...targets, ...wanted]));
    // What it has there already stays, even if it now wants more than there is room for.
    const part = fits ? wanted : wanted.filter(([key]) => observed.has(key) && targets.size < LIMITS.records);
    for (const [key, target] of part) targets.set(key, targets.get(key) ?? target);
    if (part.length > 0) accepted.push(claim);
    if (!fits) problems.push(tooMuch(claim));
  }
  if (accepted.length === 0) return { problems };
  const marked = isKept ? metadataOf(own.resource) : undefined;
  const staying = markedTags(marked).map((name): [string, string] => [name, textOf(marked![name])]);
  const verdict: Verdict = {
    act: 'Write',
    targets: [...targets.values()].sort(),
    ttl: (isKept ? ttlIn(own.resource) : undefined) ?? accepted[0]!.ttl,
    sources: uniqueSources([...accepted.map(({ source }) => source), ...(isKept ? own.sources : [])]),
    since: accepted[0]!.since,
    host: accepted[0]!.host,
    alias: accepted.some(({ alias }) => alias),
    metadata: Object.fromEntries([
      ...accepted.toReversed().flatMap(({ metadata }) => Object.entries(metadata)),
      ...staying,
    ]),
  };
  return { verdict, problems };
}

function hasRoom(type: RecordType, targets: ReadonlyMap<string, string>): boolean {
  if (type === 'TXT' && octetsOf([...targets.keys()].join('')) > LIMITS.text) return false;
  return targets.size <= (type === 'CNAME' ? 1 : LIMITS.records);
}

function tooMuch({ source, host, type, targets }: Claim): Problem {
  const limit = type === 'TXT' ? `${LIMITS.records} or ${LIMITS.text} octets` : `${LIMITS.records}`;
  const message =
    `${host}: with the ${targets.length} targets of ${source} its ${type} record set would have more than ` +
    `${limit}, which Azure DNS allows. What is there stays, nothing is added for ${source}.`;
  return problem({ object: source, key: 'host', reason: 'LimitReached' }, host, message);
}
