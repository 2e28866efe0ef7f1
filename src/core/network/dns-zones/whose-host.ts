// Which namespace has a host? Where a zone says who may have names in it, one namespace can't take another's host, nor add
// addresses to it: who came first keeps it. Elsewhere a host is anybody's, and addresses of all unite.
//
//   the record sets there are                       the host is
//   of an object that is held                       its namespace's
//   of objects of a namespace that still asks       that namespace's, however old others are
//   of nobody who asks                              that of the oldest object
import type { Zone } from '../../settings.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { parseSourceRef } from '../../values/source-ref.js';
import type { Claim } from './asked.js';

export interface Guests {
  readonly claims: readonly Claim[];
  readonly problems: readonly Problem[];
}

/** Whose the record sets at a name are, as far as their marks say. */
export interface Incumbents {
  /** Of those with a part of an object that is held, which asks for nothing now and keeps what it has. */
  readonly held: readonly SourceRef[];
  readonly others: readonly SourceRef[];
}

/** Those of `claims`, all at one name, that may have it. */
export function ofOneNamespace(zone: Zone, claims: readonly Claim[], there: () => Incumbents): Guests {
  const isRestricted = zone.namespaceSelector !== undefined || zone.names !== undefined;
  if (!isRestricted || claims.length === 0) return { claims, problems: [] };
  const { held, others } = there();
  const before = new Set(others.map(namespaceOf));
  const asking = claims.find(({ source }) => before.has(namespaceOf(source))) ?? claims[0]!;
  const first = held[0] ?? asking.source;
  const isTheirs = ({ source }: Claim): boolean => namespaceOf(source) === namespaceOf(first);
  return {
    claims: claims.filter(isTheirs),
    problems: claims.filter((claim) => !isTheirs(claim)).map((claim) => taken(claim, first, zone)),
  };
}

/** Empty for an object that is in none. */
function namespaceOf(source: SourceRef): string {
  return parseSourceRef(source)?.namespace ?? '';
}

function taken({ source, host }: Claim, first: SourceRef, { name }: Zone): Problem {
  const message =
    `${host}: ${first} has it, and zone ${name} gives a host to one namespace only ` +
    `(spec.dns.zones[]). Allowed is another host, or an object in that namespace.`;
  return problem({ object: source, key: 'host', reason: 'NameConflict' }, host, message);
}
