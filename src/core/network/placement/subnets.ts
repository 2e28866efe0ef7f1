// Which ranges do subnets have? Azure says it in one property or in another, or in both.
// https://learn.microsoft.com/rest/api/virtualnetwork/subnets/get#subnet
import { isArray } from '../../values/json.js';
import type { ArmResource } from '../arm-resource.js';
import { TYPES } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { ofType } from '../azure-state.js';

export function rangesOfSubnet({ properties = {} }: ArmResource): readonly string[] {
  const several = properties['addressPrefixes'];
  const all = [properties['addressPrefix'], ...(isArray(several) ? several : [])];
  return [...new Set(all.filter((one): one is string => typeof one === 'string' && one.includes('/')))];
}

const KNOWN = new WeakMap<AzureState, readonly string[]>();

/** Of all subnets of the virtual network, in both families. */
export function networkRanges(azure: AzureState): readonly string[] {
  let known = KNOWN.get(azure);
  if (!known) KNOWN.set(azure, (known = ofType(azure, TYPES.subnet).flatMap(rangesOfSubnet)));
  return known;
}
