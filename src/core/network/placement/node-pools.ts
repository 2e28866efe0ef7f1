// Which pool do rules lead to where nodes answer? Its name is the one that Azure's cloud controller gives it, and there it
// may be of network interfaces. A pool can't become one of addresses by a write of its load balancer
// (CannotMixIPBasedAddressesAndIPConfigurationsOnLoadBalancerBackendAddressPool), so one comes beside it.
//
//   the pool of the settings' name              replaceNicPools   rules lead to
//   isn't there, or is of addresses             –                 it
//   is of interfaces                            false             it, as it is: who joins is written on the interfaces
//   is of interfaces                            true              the one beside it
//   any; rules of ours lead to the one beside   –                 the one beside it: they don't move twice
import type { Settings } from '../../settings.js';
import type { Family } from '../../values/ip-address.js';
import { besidePoolName, poolName } from '../names.js';
import type { Served } from './served.js';

export function nodePoolName(family: Family, served: Served, settings: Settings): string {
  const name = poolName(settings, family);
  const beside = besidePoolName(settings, family);
  const isReplaced = settings.loadBalancer.adopt.replaceNicPools && served.nicPools.has(name.toLowerCase());
  return isReplaced || served.ownedPools.has(beside.toLowerCase()) ? beside : name;
}

/** Every name that a pool of nodes may have, in lower case. */
export function nodePoolNames(settings: Settings): ReadonlySet<string> {
  const families = [4, 6] as const;
  const names = families.flatMap((family) => [poolName(settings, family), besidePoolName(settings, family)]);
  return new Set(names.map((name) => name.toLowerCase()));
}
