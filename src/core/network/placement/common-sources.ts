// Who may come to both of two Services? While a port changes hands, nobody else is let in there.
//
//   one         other           both
//   a tag       the same tag    the tag
//   Internet    0.0.0.0/0       Internet
//   Internet    a public range  the range
//   a range     a range         the narrower, where one holds the other
import { contains } from '../../values/cidr-set.js';

export function commonSources(a: readonly string[], b: readonly string[]): readonly string[] {
  const common = a.flatMap((one) => b.flatMap((other) => common1(one, other)));
  return [...new Set(common)].sort();
}

function common1(a: string, b: string): readonly string[] {
  if (a === b) return [a];
  if (!a.includes('/') || !b.includes('/')) return withInternet(a, b) ?? withInternet(b, a) ?? [];
  if (contains([a], b)) return [b];
  return contains([b], a) ? [a] : [];
}

function withInternet(tag: string, range: string): readonly string[] | undefined {
  if (tag.toLowerCase() !== 'internet' || !range.includes('/')) return undefined;
  if (EVERYBODY.has(range)) return [tag];
  return NOT_PUBLIC.some((one) => contains([one], range) || contains([range], one)) ? [] : [range];
}

const EVERYBODY: ReadonlySet<string> = new Set(['0.0.0.0/0', '::/0']);

// What may be inside the virtual network, which `Internet` leaves out
// (https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq#what-address-ranges-can-i-use-in-my-virtual-networks).
const NOT_PUBLIC = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];
