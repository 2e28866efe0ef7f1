// What does a Service ask for that we don't do yet? It is said, so that nobody waits for it; and where passing over it
// would let in more than was asked for, the Service is refused.
import { familyOf } from '../../values/ip-address.js';
import type { Problem } from '../../values/problem.js';
import { problem, warning } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { NARROWING_KEYS, unreadAzureKeys } from '../annotations.js';
import type { Service } from '../cluster-state.js';

export function readUnsupported(service: Service, object: SourceRef): readonly Problem[] {
  return [...annotations(service, object), ...pinnedAddress(service, object), ...families(service, object)];
}

function annotations({ meta }: Service, object: SourceRef): Problem[] {
  return unreadAzureKeys(meta).map((key) => {
    const value = meta.annotations[key]!;
    const origin = { object, key, reason: 'Unsupported' } as const;
    const rest = `Allowed are the annotations that docs/annotations.md lists.`;
    return NARROWING_KEYS.has(key)
      ? problem(origin, value, `${key}: not supported yet, and without it more would be let in than asked for. ${rest}`)
      : warning(origin, value, `${key}: not supported yet, so ${JSON.stringify(value)} has no effect. ${rest}`);
  });
}

function pinnedAddress({ loadBalancerIP }: Service, object: SourceRef): Problem[] {
  if (loadBalancerIP === undefined) return [];
  const origin = { object, key: 'spec.loadBalancerIP', reason: 'Unsupported' } as const;
  const message = `spec.loadBalancerIP: not supported yet, so ${loadBalancerIP} has no effect: the address is chosen by Azure.`;
  return [warning(origin, loadBalancerIP, message)];
}

function families({ ipFamilies, clusterIP }: Service, object: SourceRef): Problem[] {
  const families = ipFamilies.length > 0 ? ipFamilies : [familyOf(clusterIP ?? '') === 6 ? 'IPv6' : 'IPv4'];
  if (!families.includes('IPv6')) return [];
  const origin = { object, key: 'spec.ipFamilies', reason: 'Unsupported' } as const;
  const value = families.join(',');
  return families.includes('IPv4')
    ? [warning(origin, value, 'spec.ipFamilies: IPv6 is not supported yet; the IPv4 part alone is served.')]
    : [problem(origin, value, 'spec.ipFamilies: IPv6 is not supported yet. Allowed is IPv4.')];
}
