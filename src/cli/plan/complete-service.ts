// What would the API server have filled in? A Service in a file has no node ports yet; a plan needs some, the same
// ones each time, and says that they are made up. Both families stand for a Service that requires both.
import type { JsonObject } from '../../core/values/json.js';
import { isArray, isObject, textOf } from '../../core/values/json.js';

/** https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport */
const FIRST_NODE_PORT = 30000;
const NODE_PORTS = 2768;

export function completeService(raw: JsonObject): { readonly raw: JsonObject; readonly madeUp: boolean } {
  const spec = isObject(raw['spec']) ? raw['spec'] : {};
  if (!['LoadBalancer', 'NodePort'].includes(textOf(spec['type'])) || !isArray(spec['ports']))
    return { raw, madeUp: false };
  const needsPorts = spec['type'] === 'NodePort' || spec['allocateLoadBalancerNodePorts'] !== false;
  const taken = new Set<number>();
  let madeUp = false;
  const invent = (seed: string): number => {
    madeUp = true;
    let port = FIRST_NODE_PORT + (hash(seed) % NODE_PORTS);
    while (taken.has(port)) port = FIRST_NODE_PORT + ((port - FIRST_NODE_PORT + 1) % NODE_PORTS);
    taken.add(port);
    return port;
  };
  const metadata = isObject(raw['metadata']) ? raw['metadata'] : {};
  const name = `${textOf(metadata['namespace']) || 'default'}/${textOf(metadata['name'])}`;
  const ports = spec['ports'].map((port) =>
    !needsPorts || !isObject(port) || port['nodePort']
      ? port
      : { ...port, nodePort: invent(`${name}/${textOf(port['protocol']) || 'TCP'}/${textOf(port['port'])}`) },
  );
  const needsHealthCheck =
    spec['type'] === 'LoadBalancer' && spec['externalTrafficPolicy'] === 'Local' && !spec['healthCheckNodePort'];
  const healthCheck = needsHealthCheck ? { healthCheckNodePort: invent(`${name}/health`) } : {};
  return { raw: { ...raw, spec: { ...spec, ports, ...healthCheck, ...families(spec) } }, madeUp };
}

/** A Service that only prefers both gets what its cluster has, which a file doesn't say. */
function families({ ipFamilyPolicy, ipFamilies }: JsonObject): JsonObject {
  if (ipFamilyPolicy !== 'RequireDualStack') return {};
  const given = isArray(ipFamilies) ? ipFamilies : [];
  return { ipFamilies: [...new Set([...given, 'IPv4', 'IPv6'])] };
}

// FNV-1a: any function will do that gives the same number for the same name.
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  return value;
}
