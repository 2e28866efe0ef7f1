// Are there pools of network interfaces that rules of ours lead to? Nobody but who writes the interfaces can change who is
// in them, so nodes that come and go are not ours to follow there. What it takes to replace them is said, and done only
// where the settings allow it.
import { countOf } from '../../values/count-of.js';
import { AZURE_NETWORK_REF } from '../../values/source-ref.js';
import type { Family } from '../../values/ip-address.js';
import { FAMILY_NAMES, familyOf } from '../../values/ip-address.js';
import { besidePoolName, loadBalancerId, poolName } from '../names.js';
import type { NetworkContext } from '../network-context.js';
import type { Withheld } from '../network-model.js';
import type { Scheme } from '../placement/index.js';
import { servedOn } from '../placement/index.js';

export function keptNicPools(
  scheme: Scheme,
  { exposures, places, settings, azure }: NetworkContext,
): readonly Withheld[] {
  const { nicPools } = servedOn(scheme, settings, azure);
  const rules = places.all.filter(({ frontend }) => frontend.scheme === scheme).flatMap((place) => place.rules);
  return ([4, 6] as const).flatMap((family: Family) => {
    const name = poolName(settings, family);
    const led = rules.filter(({ pool }) => pool === name).length;
    if (led === 0 || !nicPools.has(name.toLowerCase())) return [];
    const nodes = exposures.poolNodes.filter(({ addresses }) =>
      addresses.some((one) => familyOf(one) === family),
    ).length;
    const message =
      `Pool ${name} is of network interfaces: who is in it is written on them, and doesn't follow the cluster's nodes. ` +
      `In its place, one write would add a pool ${besidePoolName(settings, family)} of the ${FAMILY_NAMES[family]} addresses of ${countOf(nodes, 'node')} ` +
      `and lead ${countOf(led, 'rule')} there; ${name} stays until it is empty. ` +
      `It is done with spec.loadBalancer.adopt.replaceNicPools: true.`;
    const id = loadBalancerId(settings, scheme);
    return [{ id, action: 'Update', reason: 'NicPool', message, because: [AZURE_NETWORK_REF] }];
  });
}
