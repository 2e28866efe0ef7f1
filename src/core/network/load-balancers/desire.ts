// How should the two load balancers look, the public and the internal one? Each is there as long as something is on it.
import type { Exposures } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import { armKey } from '../../values/arm-id.js';
import type { AzureState } from '../azure-state.js';
import { find } from '../azure-state.js';
import { loadBalancerId } from '../names.js';
import type { NetworkContext } from '../network-context.js';
import type { DesiredResource, Wish, Withheld } from '../network-model.js';
import type { Scheme } from '../placement/index.js';
import { SCHEMES } from '../placement/index.js';
import { children } from './arm.js';
import { buildLoadBalancer } from './build.js';
import { keptNicPools } from './nic-pools.js';
import { standingOn } from './standing.js';

export function desireLoadBalancers(context: NetworkContext): Wish {
  const { exposures, places, settings, azure } = context;
  const readable = SCHEMES.filter((scheme) => !isUnreadable(scheme, settings, azure));
  const wishes = readable.map((scheme) => {
    const observed = find(azure, loadBalancerId(settings, scheme));
    const standing = standingOn(scheme, context);
    const owned = children(observed, 'loadBalancingRules').filter(({ name }) => standing.isOurs(name));
    return { desired: buildLoadBalancer(scheme, standing, context), owned: owned.length };
  });
  return {
    resources: wishes
      .map(({ desired }) => desired)
      .filter((desired): desired is DesiredResource => desired !== undefined)
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    problems: places.problems,
    owned: { LoadBalancerRule: wishes.reduce((sum, { owned }) => sum + owned, 0) },
    withheld: SCHEMES.flatMap((scheme) =>
      readable.includes(scheme) ? keptNicPools(scheme, context) : unreadable(scheme, exposures, settings),
    ),
  };
}

function isUnreadable(scheme: Scheme, settings: Settings, azure: AzureState): boolean {
  return azure.unreadable.has(armKey(loadBalancerId(settings, scheme)));
}

function unreadable(scheme: Scheme, { loadBalancers }: Exposures, settings: Settings): readonly Withheld[] {
  const waiting = loadBalancers.filter(
    ({ standing, frontends }) => standing === 'Wanted' && frontends.some((frontend) => frontend.scheme === scheme),
  );
  if (waiting.length === 0) return [];
  const id = loadBalancerId(settings, scheme);
  const message = `Load balancer ${id} can't be read.`;
  const because = waiting.map(({ source }) => source).sort();
  return [{ id, action: 'Update', reason: 'Unreadable', message, because }];
}
