// Where do names lead? Addresses make A and AAAA records, a name makes a CNAME; beside a CNAME nothing else may stand
// (https://www.rfc-editor.org/rfc/rfc1034#section-3.6.2), so addresses win over names.
import type { AddressRecordType } from '../../exposure.js';
import { familyOf, parseIPAddress } from '../../values/ip-address.js';
import type { Origin, Problem } from '../../values/problem.js';
import { warning } from '../../values/problem.js';

export interface TargetSet {
  readonly type: AddressRecordType;
  /** Sorted. */
  readonly targets: readonly string[];
}

export interface ReadTargets {
  readonly sets: readonly TargetSet[];
  readonly problems: readonly Problem[];
}

/** `targets`: canonical addresses and names. */
export function sortTargets(targets: readonly string[], origin: Origin): ReadTargets {
  const unique = [...new Set(targets)].sort();
  const addresses = unique.filter((one) => parseIPAddress(one) !== undefined);
  const names = unique.filter((one) => parseIPAddress(one) === undefined);
  const all = unique.join(', ');
  if (addresses.length > 0) {
    const message = `${origin.key}: addresses and names together (${all}) can't be one DNS name; the addresses are used.`;
    return {
      sets: [...addressSet('A', 4, addresses), ...addressSet('AAAA', 6, addresses)],
      problems: names.length > 0 ? [warning(origin, all, message)] : [],
    };
  }
  if (names.length === 0) return { sets: [], problems: [] };
  const message = `${origin.key}: a CNAME has one target, and here are several (${all}); ${names[0]} is used.`;
  return {
    sets: [{ type: 'CNAME', targets: names.slice(0, 1) }],
    problems: names.length > 1 ? [warning(origin, all, message)] : [],
  };
}

function addressSet(type: AddressRecordType, family: 4 | 6, addresses: readonly string[]): readonly TargetSet[] {
  const targets = addresses.filter((one) => familyOf(one) === family);
  return targets.length > 0 ? [{ type, targets }] : [];
}
