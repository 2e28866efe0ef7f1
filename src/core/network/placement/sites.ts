// On which frontend is each half of a Service? Services that name the same address share one frontend; whoever has an
// address of its own has a frontend of its own name.
//
//   the half's address             its frontend
//   public IP, in use already      the one that names it, whoever made it
//   public IP, not in use          of its own name, or of the oldest of those who share it
//   static private, in use         the one that has the address
//   static private, not in use     of its own name, or of the oldest of those who share it
//   any of the subnet              of its own name
import type { InternalFrontend, LoadBalancerExposure, PoolNode, PublicFrontend } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { armKey } from '../../values/arm-id.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import { TYPES } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { find, isGoing, ofType } from '../azure-state.js';
import { frontendName } from '../names.js';
import { loadBalancerId } from '../names.js';
import type { Named } from './halves.js';
import { publicAddressOf } from './public-address.js';
import type { Served } from './served.js';
import { servedOn } from './served.js';
import { whyNotStatic } from './static-address.js';
import { halfOf } from './wanted-rules.js';

export interface Site {
  readonly service: LoadBalancerExposure;
  readonly frontend: Named;
  /**
   * `Ready`: a load balancer can serve it; `Awaiting`: its public IP is still to come; `Hidden`: what it needs can't be
   * seen; `Refused`: a Problem says why.
   */
  readonly standing: 'Ready' | 'Awaiting' | 'Hidden' | 'Refused';
  /** The same for all who share the frontend. */
  readonly key: string;
  readonly publicIP?: ArmId;
  /** In a plan perhaps a text that says `(known after apply)`. */
  readonly address?: string;
  /** The frontend that has the address now. */
  readonly existing?: string;
  readonly problem?: Problem;
}

/** `nodes` have their addresses already. */
export function siteOf(
  service: LoadBalancerExposure,
  frontend: Named,
  settings: Settings,
  azure: AzureState,
  nodes: readonly PoolNode[],
): Site {
  if (azure.unreadable.has(armKey(loadBalancerId(settings, frontend.scheme))))
    return { service, frontend, standing: 'Hidden', key: ownKey(service, frontend) };
  const served = servedOn(frontend.scheme, settings, azure);
  return frontend.scheme === 'Public'
    ? publicSite(service, frontend, settings, azure, served)
    : internalSite(service, frontend, settings, azure, served, nodes);
}

function ownKey(service: LoadBalancerExposure, frontend: Named): string {
  return `${frontend.scheme}|${frontendName(halfOf(service, frontend)).toLowerCase()}`;
}

function publicSite(
  service: LoadBalancerExposure,
  frontend: Named<PublicFrontend>,
  settings: Settings,
  azure: AzureState,
  served: Served,
): Site {
  const current = served.frontends.get(frontendName(halfOf(service, frontend)).toLowerCase())?.publicIP;
  const found = publicAddressOf(service, frontend, settings, azure, current);
  switch (found.kind) {
    case 'Hidden':
      return { service, frontend, standing: 'Hidden', key: ownKey(service, frontend) };
    case 'Refused':
      return { service, frontend, standing: 'Refused', key: ownKey(service, frontend), problem: found.problem };
    case 'ToCome':
      return { service, frontend, standing: 'Awaiting', key: armKey(found.id), publicIP: found.id };
    case 'There': {
      const { id, address, resource } = found;
      // Wanted again while its deletion is under way, which can't be called back.
      if (isGoing(azure, id)) return { service, frontend, standing: 'Awaiting', key: armKey(id), publicIP: id };
      const existing = served.ofPublicIP.get(armKey(id))?.name;
      const isReady = address !== undefined && resource.properties?.['provisioningState'] === 'Succeeded';
      return {
        service,
        frontend,
        standing: isReady || existing !== undefined ? 'Ready' : 'Awaiting',
        key: armKey(id),
        publicIP: id,
        ...(address !== undefined && { address }),
        ...(existing !== undefined && { existing }),
      };
    }
  }
}

function internalSite(
  service: LoadBalancerExposure,
  frontend: Named<InternalFrontend>,
  settings: Settings,
  azure: AzureState,
  served: Served,
  nodes: readonly PoolNode[],
): Site {
  const { subnetId, pin } = frontend;
  const site = { service, frontend };
  if (azure.unreadable.has(armKey(`${settings.virtualNetworkId}/subnets`)))
    return { ...site, standing: 'Hidden', key: ownKey(service, frontend) };
  const subnet = find(azure, subnetId);
  if (subnet?.type.toLowerCase() !== TYPES.subnet)
    return {
      ...site,
      standing: 'Refused',
      key: ownKey(service, frontend),
      problem: noSubnet(service, frontend, azure),
    };
  const name = frontendName(halfOf(service, frontend)).toLowerCase();
  const own = served.frontends.get(name);
  if (!pin) {
    // The address of another subnet can't be kept.
    const address = own?.subnet === armKey(subnetId) ? own.privateAddress : undefined;
    const isThere = own !== undefined && address !== undefined;
    return {
      ...site,
      standing: 'Ready',
      key: `Internal|${name}`,
      ...(isThere && { address, existing: own.name }),
    };
  }
  const holder = served.ofPrivateAddress.get(pin.value);
  const existing = holder?.subnet === armKey(subnetId) ? holder.name : undefined;
  const why = existing === undefined ? whyNotStatic(pin.value, subnet, nodes) : undefined;
  if (why !== undefined) {
    const message = `${pin.key}: ${pin.value} ${why}. Allowed is an address of the subnet that nothing else has.`;
    const wrong = problem({ object: service.source, key: pin.key, reason: 'AddressConflict' }, pin.value, message);
    return { ...site, standing: 'Refused', key: ownKey(service, frontend), problem: wrong };
  }
  return {
    ...site,
    standing: 'Ready',
    // Who got the address by chance has it as a site of its own name.
    key: existing === undefined ? `Internal|${pin.value}` : `Internal|${existing.toLowerCase()}`,
    address: pin.value,
    ...(existing !== undefined && { existing }),
  };
}

// The one annotation that chooses a subnet; without it, it is the settings' own.
const SUBNET_ANNOTATION = 'service.beta.kubernetes.io/azure-load-balancer-internal-subnet';

function noSubnet({ source }: LoadBalancerExposure, frontend: InternalFrontend, azure: AzureState): Problem {
  const key = frontend.subnetName === undefined ? 'spec.loadBalancer.subnetId' : SUBNET_ANNOTATION;
  const value = frontend.subnetName ?? frontend.subnetId;
  const there = ofType(azure, TYPES.subnet)
    .map(({ name }) => name)
    .sort();
  const known = there.length ? `There are: ${there.join(', ')}` : 'It has none';
  const message = `${key} names subnet ${value}, which the virtual network doesn't have. ${known}.`;
  return problem({ object: source, key, reason: 'SubnetNotFound' }, value, message);
}
