// Where do names lead? Addresses make A and AAAA records, a name makes a CNAME; beside a CNAME nothing else may stand
// (https://www.rfc-editor.org/rfc/rfc1034#section-3.6.2), so addresses win over names.
//
//   target annotation   status (or whatever the kind has)   default targets   targets
//   set                 –                                    –                 the annotation's
//   none                some                                 –                 those
//   none                none                                 set               the default ones
import type { RecordType } from '../../exposure.js';
import type { NameSource } from '../../settings.js';
import { contains } from '../../values/cidr-set.js';
import { parseHostname } from '../../values/hostname.js';
import { familyOf, parseIPAddress } from '../../values/ip-address.js';
import type { Origin, Problem } from '../../values/problem.js';
import { warning } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { ANNOTATIONS, readAnnotation } from '../annotations/index.js';
import type { Meta } from '../cluster-state.js';

/** One record set at each of an object's hosts. */
export interface RecordWish {
  readonly type: RecordType;
  /** As `WantedName` has them, sorted. */
  readonly targets: readonly string[];
  /** Its own frontends, which only the network side knows; `isInternal`: they are no public addresses. */
  readonly leadsTo?: { readonly frontends: true; readonly isInternal: boolean };
}

export interface ReadTargets {
  readonly records: readonly RecordWish[];
  /** An Error among them holds the whole object. */
  readonly problems: readonly Problem[];
  /** Given where nothing is left because the settings' `targetCIDRs` take none of the addresses. */
  readonly leftOut?: LeftOut;
}

export interface LeftOut {
  /** The field or annotation that they stand in. */
  readonly key: string;
  /** Canonical. */
  readonly addresses: readonly string[];
}

/** What an object has without being asked: texts as its status has them, and the field that they stand in. */
export interface ObservedTargets {
  readonly texts: readonly string[];
  readonly key: string;
}

/** Of an object that may say where its names lead: `annotated`, first to last, is asked before its status. */
export function readTargets(
  annotated: readonly { readonly meta: Meta; readonly object: SourceRef }[],
  observed: ObservedTargets,
  source: NameSource,
  object: SourceRef,
): ReadTargets {
  for (const given of annotated) {
    const { value = [], problems, key } = readAnnotation(ANNOTATIONS.target, given.meta, given.object);
    if (value.length === 0 && problems.length === 0) continue;
    const origin: Origin = { object: given.object, key, reason: 'InvalidAnnotation' };
    const sorted = recordsIn(value, source, origin);
    return { ...sorted, problems: [...problems, ...sorted.problems] };
  }
  const origin: Origin = { object, key: observed.key, reason: 'InvalidField' };
  const found = recordsIn(usable(observed.texts, origin), source, origin);
  if (found.records.length > 0 || source.defaultTargets.length === 0) return found;
  return recordsIn(source.defaultTargets, source, { ...origin, key: 'spec.dns.sources[].defaultTargets' });
}

function recordsIn(targets: readonly string[], source: NameSource, origin: Origin): ReadTargets {
  const found = recordsOf(inRanges(targets, source), origin);
  const isLeftOut = found.records.length === 0 && targets.length > 0;
  return isLeftOut ? { ...found, leftOut: { key: origin.key, addresses: [...new Set(targets)].sort() } } : found;
}

const MOST_SHOWN = 5;

/** `status.addresses: no address that spec.dns.sources[].targetCIDRs takes (192.0.2.1; they are 10.0.0.0/8)`. */
export function sayLeftOut({ key, addresses }: LeftOut, { targetCIDRs }: NameSource): string {
  const [has, are] = [addresses, targetCIDRs].map((all) => {
    const more = all.length - MOST_SHOWN;
    return all.slice(0, MOST_SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
  });
  return `${key}: no address that spec.dns.sources[].targetCIDRs takes (${has}; they are ${are})`;
}

// What a controller writes into a status is not the user's mistake: what is no address and no name is passed over.
function usable(texts: readonly string[], origin: Origin): readonly string[] {
  return texts.flatMap((text) => parseIPAddress(text) ?? parseHostname(text, origin).value ?? []);
}

/** Names pass: what they lead to isn't known here. */
export function inRanges(targets: readonly string[], { targetCIDRs }: NameSource): readonly string[] {
  if (targetCIDRs.length === 0) return targets;
  return targets.filter((one) => {
    const address = parseIPAddress(one);
    return address === undefined || contains(targetCIDRs, `${address}/${familyOf(address) === 4 ? 32 : 128}`);
  });
}

/** `targets`: canonical addresses and names. */
export function recordsOf(targets: readonly string[], origin: Origin): ReadTargets {
  const unique = [...new Set(targets)].sort();
  const addresses = unique.filter((one) => parseIPAddress(one) !== undefined);
  const names = unique.filter((one) => parseIPAddress(one) === undefined);
  const all = unique.join(', ');
  if (addresses.length > 0) {
    const message = `${origin.key}: addresses and names together (${all}) can't be one DNS name; the addresses are used.`;
    return {
      records: addressRecords(addresses),
      problems: names.length > 0 ? [warning(origin, all, message)] : [],
    };
  }
  if (names.length === 0) return { records: [], problems: [] };
  const message = `${origin.key}: a CNAME has one target, and here are several (${all}); ${names[0]} is used.`;
  return {
    records: [{ type: 'CNAME', targets: names.slice(0, 1) }],
    problems: names.length > 1 ? [warning(origin, all, message)] : [],
  };
}

/** Canonical addresses of both families. */
export function addressRecords(addresses: readonly string[]): readonly RecordWish[] {
  const sorted = [...new Set(addresses)].sort();
  return (
    [
      ['A', 4],
      ['AAAA', 6],
    ] as const
  ).flatMap(([type, family]) => {
    const targets = sorted.filter((one) => familyOf(one) === family);
    return targets.length > 0 ? [{ type, targets }] : [];
  });
}
