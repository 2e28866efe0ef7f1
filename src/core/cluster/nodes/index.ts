// Which nodes are members of the backend pools? Those with an internal address that nothing excludes. Readiness is
// left to the probes: a pool that follows it would be written at every hiccup.
//
//   left out                                                        because
//   label node.kubernetes.io/exclude-from-external-load-balancers   its administrator says so
//   label kubernetes.azure.com/managed=false                        it isn't in Azure
//   deletionTimestamp, taint ToBeDeletedByClusterAutoscaler         it is about to go
//   control plane label                                             only if the settings exclude these
import type { PoolNode } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import { familyOf } from '../../values/ip-address.js';
import type { Node } from '../cluster-state.js';
import { memoise } from '../memoise.js';
import { internalAddresses } from '../node-addresses.js';

const EXCLUDED = 'node.kubernetes.io/exclude-from-external-load-balancers';
const MANAGED = 'kubernetes.azure.com/managed';
const CONTROL_PLANE = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];
const TO_BE_DELETED = 'ToBeDeletedByClusterAutoscaler';

/** Sorted by name. */
export const readPoolNodes = memoise((nodes: readonly Node[], settings: Settings): readonly PoolNode[] =>
  nodes
    .filter((node) => isMember(node, settings))
    .flatMap((node) => {
      const internal = internalAddresses(node);
      const addresses = ([4, 6] as const).flatMap((family) => internal.find((one) => familyOf(one) === family) ?? []);
      return addresses.length === 0 ? [] : [{ name: node.meta.name, addresses }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1)),
);

function isMember({ meta, taints }: Node, settings: Settings): boolean {
  if (meta.deletionTimestamp !== undefined || taints.includes(TO_BE_DELETED)) return false;
  if (meta.labels[EXCLUDED] !== undefined || meta.labels[MANAGED] === 'false') return false;
  const isControlPlane = CONTROL_PLANE.some((label) => meta.labels[label] !== undefined);
  return !(isControlPlane && settings.loadBalancer.excludeControlPlaneNodes);
}
