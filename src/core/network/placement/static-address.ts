// Can a frontend have this address of a subnet? As far as can be seen: what else in the subnet has it, only Azure knows.
//
//   the address                                    outcome
//   in none of the subnet's ranges                 Problem
//   IPv4, one of the first four, or the last       Problem: Azure keeps these
//   a node's                                       Problem
//   otherwise, or the ranges aren't known          it may have it
import { parseCidr } from 'cidr-tools';
import type { PoolNode } from '../../exposure.js';
import { familyOf } from '../../values/ip-address.js';
import type { ArmResource } from '../arm-resource.js';
import { rangesOfSubnet } from './subnets.js';

/** Undefined where nothing speaks against it; else what does, to follow the address in a sentence. */
export function whyNotStatic(address: string, subnet: ArmResource, nodes: readonly PoolNode[]): string | undefined {
  const family = familyOf(address);
  const ranges = rangesOfSubnet(subnet).filter((range) => familyOf(range) === family);
  const at = parseCidr(address).start;
  const range = ranges.map(parseCidr).find(({ start, end }) => start <= at && at <= end);
  if (ranges.length > 0 && !range) return `is not in subnet ${subnet.name} (${ranges.join(', ')})`;
  // https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq#are-there-any-restrictions-on-using-ip-addresses-within-these-subnets
  if (range && family === 4 && (at < range.start + 4n || at === range.end))
    return `is one that Azure keeps for itself: the first four of subnet ${subnet.name} and its last`;
  const node = nodes.find(({ addresses }) => addresses.includes(address));
  return node && `is the address of node ${node.name}`;
}
