// Must the status of a Service be written? Only what differs, in one patch whoever of us has something to say.
import type { Condition, LoadBalancerIngress, Service } from '../cluster/cluster-state.js';
import type { SourceRef } from '../values/source-ref.js';
import { sameConditions } from './conditions.js';
import type { Publication } from './publication.js';

export function serviceStatus(
  service: Service,
  object: SourceRef,
  ingress: readonly LoadBalancerIngress[],
  conditions: readonly Condition[],
): readonly Publication[] {
  const sameIngress = JSON.stringify(ingress) === JSON.stringify(service.ingress);
  const isSameStatus = sameConditions(conditions, service.conditions);
  if (sameIngress && isSameStatus) return [];
  const { uid, resourceVersion = '' } = service.meta;
  return [
    {
      kind: 'ServiceStatus',
      object,
      uid,
      resourceVersion,
      ...(!sameIngress && { ingress }),
      ...(!isSameStatus && { conditions }),
    },
  ];
}
