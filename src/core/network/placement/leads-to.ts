// Where do names lead that lead to a Service's own frontends? To what answers:
//
//   the half of the family                     addresses
//   is complete in Azure                       its own
//   isn't, and something of it is served       those of what is served: the old form, until the new one answers
//   isn't, nothing is served                   its own, as soon as Azure knows it
//   is held, or can't be placed                those of what is served; unknown, where nothing is
import type { LoadBalancerExposure } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { Family } from '../../values/ip-address.js';
import type { AzureState } from '../azure-state.js';
import { servicePrefix } from '../names.js';
import { addressOnFrontend, familyIn } from './arrivals.js';
import type { Places } from './places.js';
import { SCHEMES, servedOn } from './served.js';
import type { Transition } from './transition.js';

interface Ground {
  readonly places: Places;
  readonly transition: Transition;
  readonly settings: Settings;
  readonly azure: AzureState;
}

/** Sorted; none where Azure doesn't know it yet. */
export function leadingAddresses(
  { uid }: Pick<LoadBalancerExposure, 'uid'>,
  family: Family,
  { places, transition, settings, azure }: Ground,
): readonly string[] {
  const half = places.of(uid).find(({ frontend }) => frontend.family === family);
  const own = half?.address === undefined ? [] : [half.address];
  if (half && transition.isComplete(half)) return own;
  const served = servedAddresses(uid, family, settings, azure);
  return served.length > 0 ? served : own;
}

function servedAddresses(uid: string, family: Family, settings: Settings, azure: AzureState): readonly string[] {
  const rules = SCHEMES.flatMap((scheme) => servedOn(scheme, settings, azure).ofPrefix.get(servicePrefix(uid)) ?? []);
  const addresses = rules.flatMap((rule) => addressOnFrontend(rule, settings, azure) ?? []);
  return [...new Set(addresses)].filter((address) => familyIn(address) === family).sort();
}
