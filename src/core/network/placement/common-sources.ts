// Who may come to both of two Services? While a port changes hands, nobody else is let in there.
//
//   one         other           both
//   a source    itself          it
//   0.0.0.0/0   any source      that source
//   Internet    a public range  the range
//   Internet    another tag     the tag, but for those that lie within the virtual network
//   a range     a range         the narrower, where one holds the other
import { contains } from '../../values/cidr-set.js';

/** Both of one family. */
export function commonSources(a: readonly string[], b: readonly string[]): readonly string[] {
  const common = a.flatMap((one) => b.flatMap((other) => commonOf(one, other)));
  return [...new Set(common)].sort();
}

function commonOf(a: string, b: string): readonly string[] {
  if (a === b || EVERYBODY.has(a)) return [b];
  if (EVERYBODY.has(b)) return [a];
  if (!a.includes('/') || !b.includes('/')) return withInternet(a, b) ?? withInternet(b, a) ?? [];
  if (contains([a], b)) return [b];
  return contains([b], a) ? [a] : [];
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
