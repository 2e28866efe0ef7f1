// Do two rules speak of the same packets? What a tag stands for is Azure's to say, so that the answer may be `Perhaps`.
//
//   one               other                  in common
//   *                 anything               Yes
//   0.0.0.0/0         anything but IPv6      Yes
//   ::/0              anything but IPv4      Yes
//   a range           a range                if they overlap
//   a tag             the same tag           Yes
//   Internet          a public range         Yes; a private one: No, it is the virtual network's
//   Internet          a tag of a service     Yes: services have public addresses
//   VirtualNetwork    a private range        Perhaps: which ones are in it isn't known here (peered networks are)
//   AzureLoadBalancer 168.63.129.16          Yes; any other range: No
//   a service         a public range         Perhaps
//   two services                             Perhaps
//
// https://learn.microsoft.com/azure/virtual-network/service-tags-overview
import { overlapCidr } from 'cidr-tools';
import type { PortRange } from '../../values/port-range.js';

export type Certainty = 'No' | 'Perhaps' | 'Yes';

const RANKS: readonly Certainty[] = ['No', 'Perhaps', 'Yes'];

export function atMost(...all: readonly Certainty[]): Certainty {
  return RANKS[Math.min(...all.map((one) => RANKS.indexOf(one)))]!;
}

/** Of any of these with any of those. */
export function anyOverlap(some: readonly string[], others: readonly string[]): Certainty {
  let most: Certainty = 'No';
  for (const one of some) {
    for (const other of others) {
      const found = addressOverlap(one, other);
      if (found === 'Yes') return found;
      if (found === 'Perhaps') most = found;
    }
  }
  return most;
}

export function portsOverlap(some: readonly PortRange[], others: readonly PortRange[]): boolean {
  return some.some((one) => others.some((other) => one.from <= other.to && other.from <= one.to));
}

export function addressOverlap(one: string, other: string): Certainty {
  if (isEverything(one, other) || isEverything(other, one) || one.toLowerCase() === other.toLowerCase()) return 'Yes';
  if (isAddress(one) && isAddress(other)) return areOverlapping(one, other) ? 'Yes' : 'No';
  if (isAddress(one)) return tagHolds(other, one);
  return isAddress(other) ? tagHolds(one, other) : tagsOverlap(one.toLowerCase(), other.toLowerCase());
}

/** Of what the other may be: a tag is for both families. */
function isEverything(text: string, other: string): boolean {
  if (text === '0.0.0.0/0') return !other.includes(':');
  if (text === '::/0') return !isAddress(other) || other.includes(':');
  return text === '*' || text.toLowerCase() === 'any';
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];
/** Where Azure's load balancers ask from (https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16). */
const PROBES = '168.63.129.16/32';

function tagHolds(tag: string, address: string): Certainty {
  const isPrivate = PRIVATE.some((range) => areOverlapping(range, address));
  switch (tag.toLowerCase()) {
    case 'internet':
      return isPrivate ? 'No' : 'Yes';
    case 'virtualnetwork':
      return isPrivate ? 'Perhaps' : 'No';
    case 'azureloadbalancer':
      return areOverlapping(PROBES, address) ? 'Yes' : 'No';
    default:
      return isPrivate ? 'No' : 'Perhaps';
  }
}

function tagsOverlap(one: string, other: string): Certainty {
  const both = [one, other];
  if (both.includes('virtualnetwork') || both.includes('azureloadbalancer')) return 'No';
  return both.includes('internet') ? 'Yes' : 'Perhaps';
}

function isAddress(text: string): boolean {
  return /^[0-9a-f:.]+(?:\/[0-9]+)?$/i.test(text) && /[.:]/.test(text);
}

function areOverlapping(one: string, other: string): boolean {
  return one.includes(':') === other.includes(':') && overlapCidr(one, other);
}
