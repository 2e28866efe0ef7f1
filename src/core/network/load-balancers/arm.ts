// How does ARM write a load balancer? Only what we read or set; all else stays as it comes.
// https://learn.microsoft.com/rest/api/load-balancer/load-balancers/create-or-update
import type { LoadBalancerExposure, LoadBalancerPort } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { childId, sameArmId } from '../../values/arm-id.js';
import type { Json, JsonObject } from '../../values/json.js';
import { isArray, isObject } from '../../values/json.js';
import type { ArmResource } from '../arm-resource.js';
import { TYPES } from '../arm-resource.js';
import { frontendName, loadBalancerId, poolName, publicIPId, ruleName } from '../names.js';
import type { Child, Overlay } from '../overlay.js';

export const LOAD_BALANCER_TYPE = 'Microsoft.Network/loadBalancers';

/** Children that bear a Service's name. */
export const COLLECTIONS = ['frontendIPConfigurations', 'loadBalancingRules', 'probes'] as const;
export type Collection = (typeof COLLECTIONS)[number];

export interface Reference extends JsonObject {
  readonly id: ArmId;
}

export function children(resource: ArmResource | undefined, collection: string): readonly Child[] {
  const list = resource?.properties?.[collection];
  return isArray(list) ? (list as readonly Child[]) : [];
}

/** A property that is a text, else the empty text. */
export function textOf(child: JsonObject, key: string): string {
  const value = propertiesOf(child)[key];
  return typeof value === 'string' ? value : '';
}

export function propertiesOf(child: JsonObject | undefined): JsonObject {
  const properties = child?.['properties'];
  return isObject(properties) ? properties : {};
}

/** The id that a child refers to under this key. */
export function referredId(child: JsonObject | undefined, key: string): string | undefined {
  const reference = propertiesOf(child)[key];
  return isObject(reference) && typeof reference['id'] === 'string' ? reference['id'] : undefined;
}

type Find = (name: string) => Child | undefined;

/** The frontend: a public IP, or any free address of a subnet. */
export function frontendPart(service: LoadBalancerExposure, settings: Settings, find: Find): [string, Overlay] {
  const { uid, frontend } = service;
  if (frontend.scheme === 'Public') {
    return [frontendName(uid), { properties: { publicIPAddress: { id: publicIPId(settings, uid) } } }];
  }
  const name = frontendName(uid, frontend.subnetName);
  const before = referredId(find(name), 'subnet');
  const isMoving = before !== undefined && !sameArmId(before, frontend.subnetId);
  const properties = {
    subnet: { id: frontend.subnetId },
    privateIPAllocationMethod: 'Dynamic',
    // The address of another subnet can't be kept.
    ...(isMoving && { privateIPAddress: undefined }),
  };
  return [name, { properties }];
}

/** One rule: the packet arrives at the node with the frontend's address and port (floating IP), as kube-proxy expects. */
export function rulePart(
  service: LoadBalancerExposure,
  { protocol, port, nodePort }: LoadBalancerPort,
  settings: Settings,
  find: Find,
): [string, Overlay] {
  const { uid, frontend, idleTimeout, affinity } = service;
  const loadBalancer = loadBalancerId(settings, frontend.scheme);
  const name = ruleName(uid, protocol, port, subnetNameOf(service));
  const observed = propertiesOf(find(name));
  const pool = childId(loadBalancer, 'backendAddressPools', poolName(settings));
  const probe = probeName(service, { protocol, port, ...(nodePort !== undefined && { nodePort }) });
  const isOtherPool = observed['backendAddressPool'] && !sameArmId(referredId(find(name), 'backendAddressPool'), pool);
  const properties: Overlay = {
    protocol,
    frontendPort: port,
    backendPort: port,
    enableFloatingIP: true,
    loadDistribution: affinity === 'ClientIP' ? 'SourceIP' : 'Default',
    disableOutboundSnat: false,
    frontendIPConfiguration: { id: childId(loadBalancer, 'frontendIPConfigurations', frontendNameOf(service)) },
    backendAddressPool: { id: pool },
    ...(isOtherPool ? { backendAddressPools: undefined } : {}),
    ...idle(observed, idleTimeout),
    ...tcpReset(observed, protocol),
    ...(probe !== undefined
      ? { probe: { id: childId(loadBalancer, 'probes', probe) } }
      : observed['probe'] && { probe: undefined }),
  };
  return [name, { properties }];
}

// Azure's default, which an answer may leave out.
const DEFAULT_IDLE_MINUTES = 4;

function idle(observed: JsonObject, minutes: number): Overlay {
  const isDefault = minutes === DEFAULT_IDLE_MINUTES && Object.keys(observed).length > 0;
  return isDefault && observed['idleTimeoutInMinutes'] === undefined ? {} : { idleTimeoutInMinutes: minutes };
}

// Only TCP has resets; Azure fills in `false` for UDP, which is as good as nothing.
function tcpReset(observed: JsonObject, protocol: LoadBalancerPort['protocol']): Overlay {
  if (protocol === 'Tcp') return { enableTcpReset: true };
  return observed['enableTcpReset'] === true ? { enableTcpReset: undefined } : {};
}

/**
 * The probes of a Service: the health check port of `externalTrafficPolicy: Local` for all of its rules, else the node port
 * of each TCP port. Every 5 seconds, down after 2 failures.
 */
export function probeParts(service: LoadBalancerExposure, find: Find): readonly [string, Overlay][] {
  const part = (name: string, port: number, isHealthz: boolean): [string, Overlay] => [
    name,
    {
      properties: {
        ...(isHealthz ? { protocol: 'Http', requestPath: '/healthz' } : { protocol: 'Tcp' }),
        ...(!isHealthz && propertiesOf(find(name))['requestPath'] ? { requestPath: undefined } : {}),
        port,
        intervalInSeconds: 5,
        probeThreshold: 2,
      },
    },
  ];
  const { healthCheckNodePort } = service;
  if (healthCheckNodePort !== undefined) {
    return service.ports.length ? [part(healthzName(service.uid, healthCheckNodePort), healthCheckNodePort, true)] : [];
  }
  return service.ports.flatMap((port) => {
    const name = probeName(service, port);
    return name === undefined ? [] : [part(name, port.nodePort!, false)];
  });
}

function probeName(service: LoadBalancerExposure, { protocol, port, nodePort }: LoadBalancerPort): string | undefined {
  if (service.healthCheckNodePort !== undefined) return healthzName(service.uid, service.healthCheckNodePort);
  if (protocol !== 'Tcp' || nodePort === undefined) return undefined;
  return ruleName(service.uid, protocol, port, subnetNameOf(service));
}

function healthzName(uid: string, port: number): string {
  return ruleName(uid, 'Tcp', port);
}

function subnetNameOf({ frontend }: LoadBalancerExposure): string | undefined {
  return frontend.scheme === 'Internal' ? frontend.subnetName : undefined;
}

export function frontendNameOf(service: LoadBalancerExposure): string {
  return frontendName(service.uid, subnetNameOf(service));
}

/**
 * What may be sent of a body. The members of a pool whose members are NICs are listed by Azure itself; sent back they are
 * refused (DuplicateIpConfigurationReferenceOnBackendAddressPool). Without the list the members stay: they are written
 * on the NICs. Bodies are compared whole; this is for the request alone.
 */
export function sendable(body: ArmResource): ArmResource {
  const pools = children(body, 'backendAddressPools');
  if (body.type.toLowerCase() !== TYPES.loadBalancer || !pools.some(isNicPool)) return body;
  const sent = pools.map((pool) => (isNicPool(pool) ? withoutMembers(pool) : pool));
  return { ...body, properties: { ...body.properties, backendAddressPools: sent } };
}

/** Are its members network interfaces, which join of themselves? */
export function isNicPool(pool: Child): boolean {
  const { backendIPConfigurations, loadBalancerBackendAddresses } = propertiesOf(pool);
  const isFilled = (list: Json | undefined): list is readonly Json[] => isArray(list) && list.length > 0;
  return (
    isFilled(loadBalancerBackendAddresses) &&
    loadBalancerBackendAddresses.some(
      (member) =>
        isObject(member) &&
        (propertiesOf(member)['networkInterfaceIPConfiguration'] !== undefined ||
          (isFilled(backendIPConfigurations) && propertiesOf(member)['ipAddress'] === undefined)),
    )
  );
}

function withoutMembers(pool: Child): Child {
  return { ...pool, properties: { ...propertiesOf(pool), loadBalancerBackendAddresses: undefined } };
}
