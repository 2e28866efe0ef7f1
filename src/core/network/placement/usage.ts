// How much of each limit of the load balancers is used, and how much is there?
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import type { AzureState } from '../azure-state.js';
import { loadBalancerId } from '../names.js';
import { LIMITS } from './limits.js';
import { nodePoolNames } from './node-pools.js';
import { SCHEMES, servedOn } from './served.js';

export interface Share {
  readonly used: number;
  readonly allowed: number;
}

export interface LoadBalancerUsage {
  readonly id: ArmId;
  readonly frontends: Share;
  /** Load balancing rules and inbound NAT rules. */
  readonly rules: Share;
}

/** Of the load balancers that are there. */
export function loadBalancerUsage(settings: Settings, azure: AzureState): readonly LoadBalancerUsage[] {
  return SCHEMES.flatMap((scheme) => {
    const { frontends, onFrontend } = servedOn(scheme, settings, azure);
    const rules = [...onFrontend.values()].reduce((sum, some) => sum + some.length, 0);
    if (frontends.size === 0 && rules === 0) return [];
    return [
      {
        id: loadBalancerId(settings, scheme),
        frontends: { used: frontends.size, allowed: LIMITS.frontends },
        rules: { used: rules, allowed: LIMITS.rules },
      },
    ];
  });
}

/** Rules of both load balancers that lead to the nodes. */
export function backendUsage(settings: Settings, azure: AzureState): Share {
  const pools = nodePoolNames(settings);
  const rules = SCHEMES.flatMap((scheme) => [...servedOn(scheme, settings, azure).onFrontend.values()].flat());
  const used = rules.filter(({ pool }) => pool !== undefined && pools.has(pool)).length;
  return { used, allowed: settings.loadBalancer.maxRulesPerBackend };
}
