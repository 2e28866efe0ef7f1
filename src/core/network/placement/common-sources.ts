// Who may come to both of two Services? While a port changes hands, nobody else is let in there.
//
//   one         other           both
//   a source    itself          it
//   0.0.0.0/0   any source      that source
//   Internet    a public range  the range
//   Internet    another tag     the tag, but for those that lie within the virtual network
//   a range     a range         the narrower, where one holds the other
import { parseCidr } from 'cidr-tools';
import { contains } from '../../values/cidr-set.js';
import { familyOf } from '../../values/ip-address.js';

/** Both of one family. */
export function commonSources(a: readonly string[], b: readonly string[]): readonly string[] {
  const [ranges, others] = [a.filter(isRange), a.filter((one) => !isRange(one))];
  const common = [
    ...others.flatMap((one) => b.flatMap((other) => commonOf(one, other))),
    ...ranges.flatMap((one) => b.flatMap((other) => (isRange(other) ? [] : commonOf(one, other)))),
    ...within(ranges, b.filter(isRange)),
    ...within(b.filter(isRange), ranges),
  ];
  return [...new Set(common)].sort();
}

function isRange(source: string): boolean {
  return source.includes('/') && !EVERYBODY.has(source);
}

// Lists have thousands of ranges, so no pairs: a range lies in another only if that is one of its own wider prefixes.
function within(inner: readonly string[], outer: readonly string[]): readonly string[] {
  if (inner.length === 0 || outer.length === 0) return [];
  const wider = new Set(outer.map((one) => prefixKey(one, lengthOf(one))));
  const lengths = [...new Set(outer.map(lengthOf))];
  return inner.filter((one) => lengths.some((length) => length <= lengthOf(one) && wider.has(prefixKey(one, length))));
}

function lengthOf(cidr: string): number {
  return Number(cidr.slice(cidr.indexOf('/') + 1));
}

function prefixKey(cidr: string, length: number): string {
  const family = familyOf(cidr);
  const bits = BigInt((family === 4 ? 32 : 128) - length);
  return `${family}|${parseCidr(cidr).start >> bits}/${length}`;
}

/** Of two that aren't both ranges. */
function commonOf(a: string, b: string): readonly string[] {
  if (a === b || EVERYBODY.has(a)) return [b];
  if (EVERYBODY.has(b)) return [a];
  return withInternet(a, b) ?? withInternet(b, a) ?? [];
}

function withInternet(tag: string, source: string): readonly string[] | undefined {
  if (tag.toLowerCase() !== 'internet') return undefined;
  if (!source.includes('/')) return WITHIN.has(source.toLowerCase()) ? [] : [source];
  return NOT_PUBLIC.some((one) => contains([one], source) || contains([source], one)) ? [] : [source];
}

const EVERYBODY: ReadonlySet<string> = new Set(['*', '0.0.0.0/0', '::/0']);

/** In lower case. */
const WITHIN: ReadonlySet<string> = new Set(['virtualnetwork', 'azureloadbalancer']);

// What may be inside the virtual network, which `Internet` leaves out
// (https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq#what-address-ranges-can-i-use-in-my-virtual-networks).
const NOT_PUBLIC = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];
