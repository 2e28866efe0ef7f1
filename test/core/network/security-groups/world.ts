// A small world for the tests of this room: Services with addresses, open ports, and a group with foreign rules.
import type { Exposures, LoadBalancerExposure, OpenPortExposure, Sources } from '../../../../src/core/exposure.js';
import type { Settings } from '../../../../src/core/settings.js';
import type { ArmResource } from '../../../../src/core/network/arm-resource.js';
import type { AzureState } from '../../../../src/core/network/azure-state.js';
import { azureState, find } from '../../../../src/core/network/azure-state.js';
import type { Opening, ServiceOpenings } from '../../../../src/core/network/openings.js';
import { publicIPId } from '../../../../src/core/network/names.js';
import type { Wish } from '../../../../src/core/network/network-model.js';
import type { Child } from '../../../../src/core/network/overlay.js';
import { marks } from '../../../../src/core/network/ownership.js';
import type { ArmId } from '../../../../src/core/values/arm-id.js';
import type { JsonObject } from '../../../../src/core/values/json.js';
import type { SourceRef } from '../../../../src/core/values/source-ref.js';
import { placeServices, transitionOf } from '../../../../src/core/network/placement/index.js';
import { desireSecurityGroups as desire } from '../../../../src/core/network/security-groups/index.js';
import { naming, settings } from '../../../builders.js';

const GROUPS = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups';
export const GROUP = `${GROUPS}/nsg-nodes` as ArmId;

export const SETTINGS: Settings = settings({
  subscriptionId: 's',
  resourceGroup: 'g',
  virtualNetworkId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v' as ArmId,
  loadBalancer: { ...settings().loadBalancer, claim: 'All' },
  securityGroups: [{ ...settings().securityGroups[0]!, id: GROUP }],
  dns: naming(),
});

export function withBand(from: number, to: number): Settings {
  return { ...SETTINGS, securityGroups: [{ ...SETTINGS.securityGroups[0]!, allowPriorities: { from, to } }] };
}

export const INTERNET: Sources = { tags: ['Internet'], cidrs: [] };

export function ranges(...cidrs: readonly string[]): Sources {
  return { tags: [], cidrs };
}

/** A public Service at 198.18.<n / 256>.<n % 256>, open to the Internet on TCP 80. */
export function service(n: number, part: Partial<LoadBalancerExposure> = {}): LoadBalancerExposure {
  return {
    kind: 'LoadBalancer',
    source: `Service/default/s${n}` as SourceRef,
    standing: 'Wanted',
    since: `2026-01-01T00:00:${String(n % 60).padStart(2, '0')}Z`,
    uid: `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`,
    frontends: [{ scheme: 'Public', family: 4, floatingIP: true, resourceGroup: 'g', tags: {} }],
    ports: tcp(80),
    unservedPorts: [],
    allPorts: false,
    idleTimeout: 4,
    tcpReset: true,
    affinity: 'None',
    sources: INTERNET,
    denyOthers: false,
    additionalAddresses: [],
    mayChangeAddress: false,
    ...part,
  };
}

/** What such a Service asks of the security groups; the higher the number, the younger. */
export function opening(n: number, part: Partial<Opening> = {}, rest: Partial<ServiceOpenings> = {}): ServiceOpenings {
  const allow: Opening = {
    access: 'Allow',
    family: 4,
    protocol: 'Tcp',
    sources: ['Internet'],
    ports: [{ from: 80, to: 80 }],
    destinations: [addressOf(n)],
    ...part,
  };
  return {
    source: `Service/default/s${n}` as SourceRef,
    since: `2026-01-01T${String(n).padStart(6, '0')}`,
    wanted: [allow],
    has: allow.destinations.map((address) => ({ address })),
    ...rest,
  };
}

export function addressOf(n: number): string {
  return `198.18.${n >> 8}.${n & 255}`;
}

export function publicIP(n: number): ArmResource {
  const { uid, source } = service(n);
  const id = publicIPId(SETTINGS, { uid, suffix: '', resourceGroup: 'g' });
  return {
    id,
    name: id.slice(id.lastIndexOf('/') + 1),
    type: 'Microsoft.Network/publicIPAddresses',
    tags: marks(SETTINGS.clusterId, [source]),
    properties: { ipAddress: addressOf(n), provisioningState: 'Succeeded' },
  };
}

export function tcp(...ports: readonly number[]): LoadBalancerExposure['ports'] {
  return ports.map((port) => ({ protocol: 'Tcp', port, nodePort: 30000 + (port % 2768) }));
}

const NODES = ['10.0.0.4', '10.0.0.5'];

export function openPort(name: string, part: Partial<OpenPortExposure> = {}, destinations = NODES): OpenPortExposure {
  return {
    kind: 'OpenPort',
    source: `PortExposure/default/${name}` as SourceRef,
    standing: 'Wanted',
    since: '2026-02-01T00:00:00Z',
    path: 'HostPort',
    mode: 'Enforce',
    grants: [
      {
        protocol: 'Tcp',
        ports: [{ from: 8080, to: 8080 }],
        cidrs: ['203.0.113.0/24'],
        destinations,
        policies: ['web'],
      },
    ],
    refused: [],
    ...part,
  };
}

export function exposures(
  loadBalancers: readonly LoadBalancerExposure[],
  openPorts: readonly OpenPortExposure[] = [],
): Exposures {
  return {
    loadBalancers,
    openPorts,
    names: [],
    poolNodes: [],
    problems: [],
    held: [],
    foreignServiceUids: new Set(),
    isPresent: () => false,
    isNarrowed: () => false,
  };
}

/** As the program calls the room. */
export function desireSecurityGroups(asked: Exposures, given: Settings, state: AzureState): Wish {
  const places = placeServices(asked, given, state);
  const transition = transitionOf(places, asked, given, state);
  return desire({ exposures: asked, settings: given, azure: state, places, transition });
}

export function rule(name: string, properties: JsonObject): Child {
  return { name, properties };
}

export function group(rules: readonly Child[], extra: JsonObject = {}): ArmResource {
  return {
    id: GROUP,
    name: 'nsg-nodes',
    type: 'Microsoft.Network/networkSecurityGroups',
    etag: 'W/"1"',
    properties: { securityRules: rules, ...extra },
  };
}

export function azure(rules: readonly Child[], services: readonly number[] = []): AzureState {
  return azureState([group(rules), ...services.map(publicIP)]);
}

/** The group's rules as they will be. */
export function rulesAfter(wish: Wish): readonly Child[] {
  return (wish.resources[0]?.body?.properties?.['securityRules'] ?? []) as readonly Child[];
}

/** The state once the wish has been written. */
export function written(wish: Wish, before: AzureState): AzureState {
  const bodies = wish.resources.flatMap(({ body }) => body ?? []);
  const others = [...before.resources.values()].filter(({ id }) => !bodies.some((body) => body.id === id));
  return { ...azureState([...others, ...bodies]), unreadable: before.unreadable };
}

export function observedRules(state: AzureState): readonly Child[] {
  return (find(state, GROUP)?.properties?.['securityRules'] ?? []) as readonly Child[];
}

export function properties(one: Child | undefined): JsonObject {
  return (one?.['properties'] ?? {}) as JsonObject;
}

/** Members of a list in either spelling. */
export function list(one: Child | undefined, singular: string, plural: string): readonly string[] {
  const all = properties(one);
  return [...(all[singular] ? [all[singular] as string] : []), ...((all[plural] ?? []) as readonly string[])];
}

export function destinations(one: Child | undefined): readonly string[] {
  return list(one, 'destinationAddressPrefix', 'destinationAddressPrefixes');
}

export function sources(one: Child | undefined): readonly string[] {
  return list(one, 'sourceAddressPrefix', 'sourceAddressPrefixes');
}

export function ports(one: Child | undefined): readonly string[] {
  return list(one, 'destinationPortRange', 'destinationPortRanges');
}
