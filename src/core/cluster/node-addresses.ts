// By which addresses is a node reached? From within the network by its internal ones: NSG rules and backend pools name
// these, since both come after the translation of public addresses. By its names, as external-dns has it:
//
//   who asks for   external addresses   internal addresses
//   public         all                  IPv6, if the settings count these
//   private        –                    all
//   neither        all                  IPv6, if the settings count these
//     and no node has an external one   all
import { familyOf, parseIPAddress } from '../values/ip-address.js';
import type { Node } from './cluster-state.js';

/** Canonical, as the node lists them. */
export function internalAddresses(node: Node): readonly string[] {
  return addressesOf(node, 'InternalIP');
}

/** Canonical, sorted, each once. */
export function namedAddresses(
  nodes: readonly Node[],
  access: 'public' | 'private' | undefined,
  internalIPv6: boolean,
): readonly string[] {
  const internal = nodes.flatMap(internalAddresses);
  const external = nodes.flatMap((node) => addressesOf(node, 'ExternalIP'));
  if (access === 'private' || (access === undefined && external.length === 0)) return unique(internal);
  return unique([...external, ...(internalIPv6 ? internal.filter((one) => familyOf(one) === 6) : [])]);
}

/** May names lead to it? Not while it is being emptied, or on its way out. */
export function isNamed({ meta, isUnschedulable }: Node): boolean {
  return !isUnschedulable && meta.deletionTimestamp === undefined;
}

function unique(addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses)].sort();
}

const OF_TYPE = {
  InternalIP: new WeakMap<Node, readonly string[]>(),
  ExternalIP: new WeakMap<Node, readonly string[]>(),
};

function addressesOf(node: Node, type: keyof typeof OF_TYPE): readonly string[] {
  let found = OF_TYPE[type].get(node);
  if (!found) {
    found = node.addresses.filter((one) => one.type === type).flatMap(({ address }) => parseIPAddress(address) ?? []);
    OF_TYPE[type].set(node, found);
  }
  return found;
}
