// Of which IP families is a Service? A dual-stack one has two frontends, of which the IPv6 one is the second by name,
// whichever family comes first (https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services).
import type { Family } from '../values/ip-address.js';
import { familyOf } from '../values/ip-address.js';
import type { Service } from './cluster-state.js';

/** In the Service's order; never empty. */
export function familiesOf({ ipFamilies, clusterIP }: Service): readonly Family[] {
  const named = ipFamilies.flatMap((name): Family[] => (name === 'IPv4' ? [4] : name === 'IPv6' ? [6] : []));
  // Manifests may leave it to the API server.
  return named.length > 0 ? [...new Set(named)] : [familyOf(clusterIP ?? '')];
}
