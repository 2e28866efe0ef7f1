// By which addresses is a node reached from within the network? NSG rules and backend pools name these: both come after
// the translation of public addresses.
import { parseIPAddress } from '../values/ip-address.js';
import type { Node } from './cluster-state.js';

/** Canonical, as the node lists them. */
export function internalAddresses(node: Node): readonly string[] {
  return node.addresses
    .filter(({ type }) => type === 'InternalIP')
    .flatMap(({ address }) => parseIPAddress(address) ?? []);
}
