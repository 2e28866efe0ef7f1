// Whose Service is this, and is it on its way out?
//
//   type           class      claim All        is it ours?
//   LoadBalancer   ours       –                yes
//   LoadBalancer   none       yes              yes
//   LoadBalancer   another    –                no
//   another        –          –                no
//
//   ours?   being deleted   has our marks      standing
//   yes     no              –                  wanted, if it is right
//   yes     yes             –                  gone
//   no      –               yes                gone: it was ours, and what it has goes
//   no      –               no                 none of our business
import type { Settings } from '../settings.js';
import type { Service } from './cluster-state.js';
import { SERVICE_FINALIZER } from './finalizers.js';

export const LOAD_BALANCER_CLASS = 'azurenetwork.dev/azure';
/** Said only of a Service whose load balancer is ours; names may be ours of any Service. */
const OUR_CONDITIONS: ReadonlySet<string> = new Set(['azurenetwork.dev/Accepted', 'azurenetwork.dev/Programmed']);

export type Claim = 'Ours' | 'Leaving' | 'Foreign' | 'None';

export function claimOf(service: Service, settings: Settings): Claim {
  if (isOurs(service, settings)) return service.meta.deletionTimestamp === undefined ? 'Ours' : 'Leaving';
  if (hasMarks(service, settings)) return 'Leaving';
  return service.type === 'LoadBalancer' ? 'Foreign' : 'None';
}

function isOurs({ type, loadBalancerClass }: Service, { loadBalancer }: Settings): boolean {
  if (type !== 'LoadBalancer') return false;
  if (loadBalancerClass === undefined) return loadBalancer.claim === 'All';
  return loadBalancerClass === LOAD_BALANCER_CLASS;
}

export function hasOurCondition(conditions: Service['conditions']): boolean {
  return conditions.some(({ type }) => OUR_CONDITIONS.has(type));
}

// The finalizer is Azure's cloud controller's too: taken as ours only where nobody else cares for Services without a
// class, or we would take it from under the peer while it cleans up.
function hasMarks({ type, conditions, meta }: Service, { loadBalancer }: Settings): boolean {
  if (hasOurCondition(conditions)) return true;
  return type !== 'LoadBalancer' && loadBalancer.claim === 'All' && meta.finalizers.includes(SERVICE_FINALIZER);
}
