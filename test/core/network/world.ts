// Words for tests of core/network: Services, settings, an Azure that answers as the real one does.
import type {
  Exposures,
  InternalFrontend,
  LoadBalancerExposure,
  LoadBalancerPort,
  PoolNode,
  Probe,
  PublicFrontend,
} from '../../../src/core/exposure.js';
import { desireLoadBalancers } from '../../../src/core/network/load-balancers/index.js';
import type { ArmResource } from '../../../src/core/network/arm-resource.js';
import type { AzureState } from '../../../src/core/network/azure-state.js';
import { azureState, find } from '../../../src/core/network/azure-state.js';
import { diffJson } from '../../../src/core/network/change.js';
import type { NetworkContext } from '../../../src/core/network/network-context.js';
import type { Wish } from '../../../src/core/network/network-model.js';
import { placeServices, transitionOf } from '../../../src/core/network/placement/index.js';
import { desirePublicIPs } from '../../../src/core/network/public-ips/index.js';
import type { Settings } from '../../../src/core/settings.js';
import type { ArmId } from '../../../src/core/values/arm-id.js';
import type { JsonObject } from '../../../src/core/values/json.js';
import type { SourceRef } from '../../../src/core/values/source-ref.js';
import { naming, settings } from '../../builders.js';

export const GROUP = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg1';
export const NETWORK = `${GROUP}/providers/Microsoft.Network`;
export const LB = `${NETWORK}/loadBalancers/kubernetes`;
export const INTERNAL_LB = `${LB}-internal`;
export const SUBNET = `${NETWORK}/virtualNetworks/vnet1/subnets/apps` as ArmId;

const { subnetId: _, ...withoutSubnet } = settings().loadBalancer;

export const SETTINGS: Settings = {
  clusterId: 'prod-1',
  subscriptionId: '00000000-0000-0000-0000-000000000001',
  resourceGroup: 'rg1',
  location: 'westeurope',
  virtualNetworkId: `${NETWORK}/virtualNetworks/vnet1` as ArmId,
  // No subnet but those that Services name.
  loadBalancer: { ...withoutSubnet, name: 'kubernetes', claim: 'All' },
  securityGroups: [],
  dns: naming({ gracePeriod: 60 }),
  mode: 'Apply',
  safety: { maxDeletePercent: 20 },
  drift: { interval: 3600, action: 'Repair' },
};

export function uidOf(number: number): string {
  return `97c5afed-a12a-4355-8601-${String(number).padStart(11, '0')}0`;
}

export function prefixFor(number: number): string {
  return `a${uidOf(number).replaceAll('-', '')}`.slice(0, 32);
}

/** Service default/web-<number>, older the smaller the number is; UIDs differ before the last character, which the prefix cuts. */
export function service(number: number, change: Partial<LoadBalancerExposure> = {}): LoadBalancerExposure {
  return {
    kind: 'LoadBalancer',
    source: `Service/default/web-${number}` as SourceRef,
    standing: 'Wanted',
    since: new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString(),
    uid: uidOf(number),
    frontends: [PUBLIC_FRONTEND],
    ports: [port(80, 30000 + (number % 2000))],
    unservedPorts: [],
    allPorts: false,
    idleTimeout: 4,
    tcpReset: true,
    affinity: 'None',
    sources: { tags: ['Internet'], cidrs: [] },
    denyOthers: false,
    additionalAddresses: [],
    mayChangeAddress: false,
    ...change,
  };
}

export const PUBLIC_FRONTEND: PublicFrontend = {
  scheme: 'Public',
  family: 4,
  floatingIP: true,
  resourceGroup: SETTINGS.resourceGroup,
  tags: {},
};

export const INTERNAL_FRONTEND: InternalFrontend = {
  scheme: 'Internal',
  family: 4,
  floatingIP: true,
  subnetId: SUBNET,
};

export const INTERNAL: Pick<LoadBalancerExposure, 'frontends' | 'sources'> = {
  frontends: [INTERNAL_FRONTEND],
  sources: { tags: [], cidrs: [] },
};

/** TCP with a probe of its node port, or UDP, which has none. */
export function port(number: number, nodePort: number, protocol: 'Tcp' | 'Udp' = 'Tcp'): LoadBalancerPort {
  const probe: Probe = { scope: 'Own', protocol: 'Tcp', port: nodePort, interval: 5, threshold: 2 };
  return { protocol, port: number, nodePort, ...(protocol === 'Tcp' && { probe }) };
}

/** As `externalTrafficPolicy: Local` has it: every port with the probe of the health check port. */
export function localPorts(healthCheck: number, ...ports: readonly LoadBalancerPort[]): readonly LoadBalancerPort[] {
  const probe: Probe = {
    scope: 'Health',
    protocol: 'Http',
    port: healthCheck,
    path: '/healthz',
    interval: 5,
    threshold: 2,
  };
  return ports.map((one) => ({ ...one, probe }));
}

export const NODES: readonly PoolNode[] = [
  { name: 'node-0', addresses: ['10.224.0.4'] },
  { name: 'node-1', addresses: ['10.224.0.5'] },
];

export function exposures(loadBalancers: readonly LoadBalancerExposure[], change: Partial<Exposures> = {}): Exposures {
  return {
    loadBalancers,
    openPorts: [],
    names: [],
    poolNodes: NODES,
    problems: [],
    held: [],
    foreignServiceUids: new Set(),
    isPresent: (source) => loadBalancers.some((one) => one.source === source),
    isNarrowed: () => false,
    ...change,
  };
}

export function subnet(name = 'apps'): ArmResource {
  const id = `${NETWORK}/virtualNetworks/vnet1/subnets/${name}` as ArmId;
  return { id, name, type: 'Microsoft.Network/virtualNetworks/subnets' };
}

/** What Azure makes of the wish: it fills in ids, etags, states, addresses, reverse references and defaults. */
export function applied(wish: Wish, azure: AzureState): AzureState {
  const rest = new Map(azure.resources);
  for (const { id, body } of wish.resources) {
    if (body === undefined) rest.delete(id.toLowerCase() as never);
    else rest.set(id.toLowerCase() as never, answered(body));
  }
  return { ...azure, resources: rest };
}

let serial = 10;

function answered(body: ArmResource): ArmResource {
  const etag = `W/"${serial++}"`;
  const sku = { tier: 'Regional', ...(body['sku'] as JsonObject | undefined) };
  const properties: JsonObject = { ...body.properties, provisioningState: 'Succeeded', resourceGuid: 'guid' };
  if (/publicip/i.test(body.type)) {
    return {
      ...body,
      etag,
      sku,
      properties: { idleTimeoutInMinutes: 4, ipTags: [], ipAddress: `20.50.0.${serial}`, ...properties },
    };
  }
  const children = (name: string): readonly JsonObject[] =>
    (properties[name] as readonly JsonObject[] | undefined) ?? [];
  const rules = children('loadBalancingRules');
  const filled = (name: string, extra: (child: JsonObject) => JsonObject): readonly JsonObject[] =>
    children(name).map((child) => ({
      ...child,
      id: `${body.id}/${name}/${child['name'] as string}`,
      etag,
      type: `${body.type}/${name}`,
      properties: { ...extra(child), ...(child['properties'] as JsonObject), provisioningState: 'Succeeded' },
    }));
  return {
    ...body,
    etag,
    sku,
    properties: {
      ...properties,
      frontendIPConfigurations: filled('frontendIPConfigurations', (frontend) => ({
        privateIPAllocationMethod: 'Dynamic',
        ...privateAddress(frontend),
        loadBalancingRules: rules.map((rule) => ({ id: `${body.id}/loadBalancingRules/${rule['name'] as string}` })),
      })),
      backendAddressPools: filled('backendAddressPools', () => ({
        loadBalancingRules: rules.length ? [{ id: 'x' }] : [],
      })),
      loadBalancingRules: filled('loadBalancingRules', (rule) => ({
        enableTcpReset: false,
        backendAddressPools: [(rule['properties'] as JsonObject)['backendAddressPool'] ?? null],
      })),
      probes: filled('probes', () => ({ numberOfProbes: 1, noHealthyBackendsBehavior: 'AllProbedDown' })),
      inboundNatRules: children('inboundNatRules'),
      outboundRules: children('outboundRules'),
      inboundNatPools: children('inboundNatPools'),
    },
  };
}

/** Azure gives a frontend of a subnet an address, if it has none. */
function privateAddress(frontend: JsonObject): JsonObject {
  const properties = frontend['properties'] as JsonObject;
  if (properties['subnet'] === undefined) return {};
  const isIPv6 = properties['privateIPAddressVersion'] === 'IPv6';
  const number = serial++;
  return { privateIPAddress: isIPv6 ? `fd00::${number}` : `10.0.${number >> 8}.${number & 255}` };
}

/** What every room looks at. */
export function contextOf(exposures: Exposures, azure: AzureState, settings = SETTINGS): NetworkContext {
  const places = placeServices(exposures, settings, azure);
  return { exposures, settings, azure, places, transition: transitionOf(places, exposures, settings, azure) };
}

export function publicIPsFor(asked: Exposures, azure: AzureState, settings = SETTINGS): Wish {
  return desirePublicIPs(asked, placeServices(asked, settings, azure), settings, azure);
}

export function loadBalancersFor(asked: Exposures, azure: AzureState, settings = SETTINGS): Wish {
  return desireLoadBalancers(contextOf(asked, azure, settings));
}

/** All that is wanted is there: public IPs first, then the load balancers. */
export function settled(asked: Exposures, from: AzureState = azureState([subnet()]), settings = SETTINGS): AzureState {
  let azure = from;
  for (let round = 0; round < 3; round++) {
    azure = applied(publicIPsFor(asked, azure, settings), azure);
    azure = applied(loadBalancersFor(asked, azure, settings), azure);
  }
  return azure;
}

/** `path` of every difference that the wish would make. */
export function changedPaths(wish: Wish, azure: AzureState): readonly string[] {
  return wish.resources.flatMap(({ id, body }) =>
    diffJson(find(azure, id), body).map(({ path }) => `${id.split('/').at(-1)}${path}`),
  );
}

/** The names of a load balancer's children. */
export function namesOf(azure: AzureState, id: string, collection: string): readonly string[] {
  const list = find(azure, id)?.properties?.[collection] as readonly { name: string }[] | undefined;
  return (list ?? []).map(({ name }) => name).sort();
}

export function withResource(azure: AzureState, resource: ArmResource): AzureState {
  return azureState(
    [...azure.resources.values()].filter(({ id }) => id.toLowerCase() !== resource.id.toLowerCase()).concat(resource),
  );
}

/** The resource with children added to a collection. */
export function withChildren(
  azure: AzureState,
  id: string,
  collection: string,
  ...more: readonly JsonObject[]
): AzureState {
  const resource = find(azure, id)!;
  const list = (resource.properties?.[collection] as readonly JsonObject[] | undefined) ?? [];
  return withResource(azure, { ...resource, properties: { ...resource.properties, [collection]: [...list, ...more] } });
}
