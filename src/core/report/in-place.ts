// What of Azure can we see? While a listed security group can't be read, nobody can be told that the way is open; and while
// a place can't be looked into, nobody can be told that nothing of theirs is left there.
import type { LoadBalancerExposure } from '../exposure.js';
import { find } from '../network/azure-state.js';
import { loadBalancerId, publicIPsPath } from '../network/names.js';
import type { ArmId } from '../values/arm-id.js';
import { armKey } from '../values/arm-id.js';
import type { ReportInput } from './report-input.js';

export function areSecurityGroupsThere({ azure, settings }: Pick<ReportInput, 'azure' | 'settings'>): boolean {
  return settings.securityGroups.every(({ id }) => find(azure, id) !== undefined && !azure.unreadable.has(armKey(id)));
}

/** A group that doesn't exist holds nothing; one that we may not read may hold rules of ours. */
export function areGroupsHidden({ azure, settings }: Pick<ReportInput, 'azure' | 'settings'>): boolean {
  return settings.securityGroups.some(({ id }) => isHidden(azure, id));
}

/** The load balancers, and the public IPs wherever those of the Service may be. */
export function areFrontendsHidden(
  { frontends }: LoadBalancerExposure,
  { azure, settings }: Pick<ReportInput, 'azure' | 'settings'>,
): boolean {
  const named = frontends.flatMap((frontend) => (frontend.scheme === 'Public' ? [frontend.resourceGroup] : []));
  const publicIPs = [settings.resourceGroup, ...named].map((group) => publicIPsPath(settings, group));
  const loadBalancers = [loadBalancerId(settings, 'Public'), loadBalancerId(settings, 'Internal')];
  return [...publicIPs, ...loadBalancers].some((id) => isHidden(azure, id));
}

function isHidden({ unreadable }: ReportInput['azure'], id: ArmId): boolean {
  const why = unreadable.get(armKey(id));
  return why !== undefined && why.status !== 404;
}
