// What do several ranges of addresses amount to together? Rules and guard rails are judged on the union: whoever writes
// 0.0.0.0/1 and 128.0.0.0/1 means the Internet.
import { containsCidr, mergeCidr, parseCidr } from 'cidr-tools';
import type { Cidr } from './cidr.js';
import type { Family } from './ip-address.js';
import { familyOf } from './ip-address.js';

/** The fewest ranges that cover the same addresses: IPv4 first, then by address. Takes only what `parseCidr` gave. */
export function mergeCidrs(cidrs: readonly string[]): readonly Cidr[] {
  return mergeCidr([...cidrs])
    .map((cidr) => ({ cidr: withPrefix(cidr), start: parseCidr(cidr).start }))
    .sort((a, b) => familyOf(a.cidr) - familyOf(b.cidr) || (a.start < b.start ? -1 : 1))
    .map(({ cidr }) => cidr);
}

/** Is every address of `cidr` in one of `outer`? */
export function contains(outer: readonly string[], cidr: string): boolean {
  const alike = outer.filter((one) => familyOf(one) === familyOf(cidr));
  return alike.length > 0 && containsCidr(mergeCidr(alike), cidr);
}

/** The same for many ranges: merges `outer` once. */
export function containsAll(outer: readonly string[], cidrs: readonly string[]): boolean {
  if (cidrs.length === 0) return true;
  return ([4, 6] as const).every((family) => {
    const wanted = cidrs.filter((cidr) => familyOf(cidr) === family);
    if (wanted.length === 0) return true;
    const ranges = mergeCidr(outer.filter((cidr) => familyOf(cidr) === family))
      .map((cidr) => parseCidr(cidr))
      .sort((a, b) => (a.start < b.start ? -1 : 1));
    return wanted.every((cidr) => isInOne(ranges, parseCidr(cidr)));
  });
}

interface Addresses {
  readonly start: bigint;
  readonly end: bigint;
}

/** `ranges` in order and merged, so that one of them holds all of what they hold together. */
function isInOne(ranges: readonly Addresses[], { start, end }: Addresses): boolean {
  let low = 0;
  for (let high = ranges.length; low < high;) {
    const middle = (low + high) >> 1;
    if (ranges[middle]!.start <= start) low = middle + 1;
    else high = middle;
  }
  const last = ranges[low - 1];
  return last !== undefined && end <= last.end;
}

/** The shortest prefixes that are not yet the Internet at large. */
const WIDEST: Readonly<Record<Family, number>> = { 4: 8, 6: 16 };

/**
 * Is this the Internet for practical purposes? True once the union holds a range wider than a /8 (IPv6: /16), or as
 * many addresses as one would: many slices side by side are as wide as the whole.
 */
export function isInternetWide(cidrs: readonly string[]): boolean {
  return ([4, 6] as const).some((family) => {
    const bits = family === 4 ? 32 : 128;
    const limit = 2n ** BigInt(bits - WIDEST[family] + 1);
    return union(cidrs.filter((cidr) => familyOf(cidr) === family)) >= limit;
  });
}

function union(cidrs: readonly string[]): bigint {
  return mergeCidr([...cidrs]).reduce((sum, cidr) => {
    const { start, end } = parseCidr(cidr);
    return sum + end - start + 1n;
  }, 0n);
}

function withPrefix(cidr: string): Cidr {
  return (cidr.includes('/') ? cidr : `${cidr}/${familyOf(cidr) === 4 ? 32 : 128}`) as Cidr;
}
