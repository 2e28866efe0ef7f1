// What does the API server fill into a Service, whatever the write? Addresses and node ports aren't defaults: they are
// taken, in service-allocation.ts.
import type { JsonObject } from '../../json.js';
import { isObject, numberAt, objectAt, objectsAt, stringAt } from '../../json.js';

const AFFINITY_SECONDS = 10_800;

export function fillServiceDefaults(draft: JsonObject): void {
  const spec = isObject(draft.spec) ? draft.spec : (draft.spec = {});
  fillAffinity(spec);
  spec.type ||= 'ClusterIP';
  for (const port of objectsAt(spec, 'ports')) {
    port.protocol ||= 'TCP';
    if (!port.targetPort && port.port !== undefined) port.targetPort = port.port;
  }
  if (isExternallyAccessible(spec)) spec.externalTrafficPolicy ||= 'Cluster';
  if (spec.type === 'ExternalName') delete spec.internalTrafficPolicy;
  else spec.internalTrafficPolicy ??= 'Cluster';
  if (spec.type !== 'LoadBalancer') return;
  spec.allocateLoadBalancerNodePorts ??= true;
  for (const ingress of objectsAt(objectAt(draft.status, 'loadBalancer'), 'ingress')) {
    if (stringAt(ingress, 'ip')) ingress.ipMode ??= 'VIP';
  }
}

function fillAffinity(spec: JsonObject): void {
  spec.sessionAffinity ||= 'None';
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity !== 'ClientIP') return;
  const clientIp = objectAt(spec.sessionAffinityConfig, 'clientIP');
  if (numberAt(clientIp, 'timeoutSeconds') !== undefined) return;
  spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: AFFINITY_SECONDS } };
}

export function isExternallyAccessible(spec: JsonObject): boolean {
  const { type } = spec;
  const externalIps = Array.isArray(spec.externalIPs) ? spec.externalIPs : [];
  return type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && externalIps.length > 0);
}
