// What is to be done for each Service? Decided once for both load balancers, before anything is built.
//
//   Service                                                      verdict
//   wanted, and its public IP or subnet is there                 Build: its part on its load balancer, none on the other
//   wanted, but that isn't there yet, or it doesn't fit           Keep: what it has stays as it is
//   held                                                         Keep
//   gone                                                         Remove
import type { Exposures, LoadBalancerExposure } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { armKey, sameArmId } from '../../values/arm-id.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import { publicIPOf } from '../addresses.js';
import { TYPES } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { find, ofType } from '../azure-state.js';
import { loadBalancerId, publicIPId, servicePrefix } from '../names.js';
import { frontendNameOf, referredId } from './arm.js';
import type { Observed } from './observed.js';

export interface Verdict {
  readonly service: LoadBalancerExposure;
  readonly act: 'Build' | 'Keep' | 'Remove';
  readonly problems: readonly Problem[];
  /** A public IP that is to come. */
  readonly awaits?: ArmId;
}

/** By Service prefix. */
export type Verdicts = ReadonlyMap<string, Verdict>;

export function judge(
  exposures: Exposures,
  settings: Settings,
  azure: AzureState,
  observed: Readonly<Record<'Public' | 'Internal', Observed>>,
): Map<string, Verdict> {
  const subnets = new Set(ofType(azure, TYPES.subnet).map(({ id }) => armKey(id)));
  const areSubnetsUnknown = azure.unreadable.has(armKey(`${settings.virtualNetworkId}/subnets`));
  const judgeOne = (service: LoadBalancerExposure): Omit<Verdict, 'service'> => {
    const { standing, frontend } = service;
    if (standing !== 'Wanted') return { act: standing === 'Gone' ? 'Remove' : 'Keep', problems: [] };
    if (azure.unreadable.has(armKey(loadBalancerId(settings, frontend.scheme)))) return { act: 'Keep', problems: [] };
    if (frontend.scheme === 'Public') return judgePublic(service, settings, azure, observed.Public);
    if (subnets.has(armKey(frontend.subnetId))) return { act: 'Build', problems: [] };
    return { act: 'Keep', problems: areSubnetsUnknown ? [] : [subnetNotFound(service, frontend, azure)] };
  };
  return new Map(
    exposures.loadBalancers.map((service) => [servicePrefix(service.uid), { service, ...judgeOne(service) }]),
  );
}

function judgePublic(
  service: LoadBalancerExposure,
  settings: Settings,
  azure: AzureState,
  observed: Observed,
): Omit<Verdict, 'service'> {
  const id = publicIPId(settings, service.uid);
  const publicIP = publicIPOf(azure, settings, service);
  const frontend = observed.find('frontendIPConfigurations', frontendNameOf(service));
  if (publicIP?.isReady || (publicIP && sameArmId(referredId(frontend, 'publicIPAddress'), id))) {
    return { act: 'Build', problems: [] };
  }
  // Somebody else's public IP of that name: the public IPs' room says so.
  if (!publicIP && find(azure, id)) return { act: 'Keep', problems: [] };
  return { act: 'Keep', problems: [], awaits: id };
}

// The one annotation that chooses a subnet; without it, it is the settings' own.
const SUBNET_ANNOTATION = 'service.beta.kubernetes.io/azure-load-balancer-internal-subnet';

function subnetNotFound(
  { source }: LoadBalancerExposure,
  frontend: { readonly subnetId: ArmId; readonly subnetName?: string },
  azure: AzureState,
): Problem {
  const key = frontend.subnetName === undefined ? 'spec.loadBalancer.subnetId' : SUBNET_ANNOTATION;
  const value = frontend.subnetName ?? frontend.subnetId;
  const there = ofType(azure, TYPES.subnet)
    .map(({ name }) => name)
    .sort();
  const known = there.length ? `There are: ${there.join(', ')}` : 'It has none';
  const message = `${key} names subnet ${value}, which the virtual network doesn't have. ${known}.`;
  return problem({ object: source, key, reason: 'SubnetNotFound' }, value, message);
}
