// What of a Service outlives an update that doesn't speak of it? `kubectl replace` and old clients send no addresses
// and node ports, and a change of type leaves behind what the new type can't have.
import type { JsonObject } from '../../json.js';
import { numberAt, objectsAt, stringAt, stringsAt } from '../../json.js';
import { isEqual } from './checks.js';
import { isExternallyAccessible } from './service-defaults.js';

export const needsClusterIp = (spec: JsonObject): boolean => spec.type !== 'ExternalName';
export const needsNodePorts = (spec: JsonObject): boolean => spec.type === 'NodePort' || spec.type === 'LoadBalancer';
export const needsHealthCheckPort = (spec: JsonObject): boolean =>
  spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';

/** Addresses and ports that were taken before and aren't mentioned now. */
export function keepAllocated(spec: JsonObject, old: JsonObject): void {
  if (needsClusterIp(old) && needsClusterIp(spec)) {
    if (!spec.clusterIP && old.clusterIP !== undefined) spec.clusterIP = old.clusterIP;
    if (stringsAt(spec, 'clusterIPs').length === 0 && old.clusterIPs !== undefined) spec.clusterIPs = old.clusterIPs;
  }
  if (needsNodePorts(old) && needsNodePorts(spec)) keepNodePorts(spec, old);
  if (needsHealthCheckPort(old) && needsHealthCheckPort(spec))
    spec.healthCheckNodePort ||= old.healthCheckNodePort ?? 0;
}

/** A port keeps its node port by its name. */
function keepNodePorts(spec: JsonObject, old: JsonObject): void {
  const mentioned = new Set(nodePortsOf(spec));
  const before = new Map(objectsAt(old, 'ports').map((port) => [port.name ?? '', numberAt(port, 'nodePort') ?? 0]));
  for (const port of objectsAt(spec, 'ports')) {
    const known = before.get(port.name ?? '');
    if (!port.nodePort && known && !mentioned.has(known)) port.nodePort = known;
  }
}

/** `clusterIP` is the first of `clusterIPs`; a client may know of the former alone. */
export function alignClusterIps(spec: JsonObject, old: JsonObject | undefined): void {
  const address = stringAt(spec, 'clusterIP') ?? '';
  if (!old) {
    if (address !== '' && stringsAt(spec, 'clusterIPs').length === 0) spec.clusterIPs = [address];
    return;
  }
  if (address === (stringAt(old, 'clusterIP') ?? '') || !isSame(spec, old, 'clusterIPs')) return;
  if (address === '') delete spec.clusterIPs;
  else spec.clusterIPs = [address];
}

/** What the new type can't have and what wasn't changed by this very update. */
export function dropWhatTypeEnds(spec: JsonObject, old: JsonObject): void {
  if (needsClusterIp(old) && !needsClusterIp(spec)) {
    if (isSame(spec, old, 'clusterIP') && isSame(spec, old, 'clusterIPs')) drop(spec, 'clusterIP', 'clusterIPs');
    dropUnchanged(spec, old, 'ipFamilies', 'ipFamilyPolicy');
  }
  const before = new Set(nodePortsOf(old));
  if (needsNodePorts(old) && !needsNodePorts(spec) && nodePortsOf(spec).every((port) => before.has(port))) {
    objectsAt(spec, 'ports').forEach((port) => drop(port, 'nodePort'));
  }
  if (needsHealthCheckPort(old) && !needsHealthCheckPort(spec)) dropUnchanged(spec, old, 'healthCheckNodePort');
  if (old.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') {
    dropUnchanged(spec, old, 'allocateLoadBalancerNodePorts', 'loadBalancerClass');
  }
  if (isExternallyAccessible(old) && !isExternallyAccessible(spec)) dropUnchanged(spec, old, 'externalTrafficPolicy');
}

export function nodePortsOf(spec: JsonObject): readonly number[] {
  return objectsAt(spec, 'ports').flatMap((port) => numberAt(port, 'nodePort') || []);
}

export function isSame(spec: JsonObject, old: JsonObject, key: string): boolean {
  return isEqual(spec[key], old[key]);
}

function dropUnchanged(spec: JsonObject, old: JsonObject, ...keys: readonly string[]): void {
  keys.filter((key) => isSame(spec, old, key)).forEach((key) => drop(spec, key));
}

function drop(object: JsonObject, ...keys: readonly string[]): void {
  for (const key of keys) delete object[key];
}
