// At which address does a Service answer? Azure gives it: to the public IP, or to the frontend in a subnet. In a plan
// it may be a text that says `(known after apply)`.
import type { LoadBalancerExposure } from '../exposure.js';
import type { Settings } from '../settings.js';
import type { ArmId } from '../values/arm-id.js';
import { isArray } from '../values/json.js';
import type { ArmResource } from './arm-resource.js';
import type { AzureState } from './azure-state.js';
import { find } from './azure-state.js';
import { frontendName, loadBalancerId, publicIPId, servicePrefix } from './names.js';
import { isOurPublicIP } from './ownership.js';

type Addressee = Pick<LoadBalancerExposure, 'uid' | 'source'>;

export interface ServicePublicIP {
  readonly id: ArmId;
  readonly address?: string;
  /** It has its address and nothing is under way on it: a frontend may name it. */
  readonly isReady: boolean;
}

/** The Service's own public IP; undefined where there is none, or one of its name that is somebody else's. */
export function publicIPOf(azure: AzureState, settings: Settings, service: Addressee): ServicePublicIP | undefined {
  const resource = find(azure, publicIPId(settings, service.uid));
  if (!resource || !isOurPublicIP(resource, settings.clusterId, service.source)) return undefined;
  const address = text(resource.properties?.['ipAddress']);
  const isReady = address !== undefined && resource.properties?.['provisioningState'] === 'Succeeded';
  return { id: resource.id, isReady, ...(address !== undefined && { address }) };
}

/** The address that the Service is to be reached at; undefined as long as Azure hasn't given it. */
export function serviceAddress(
  azure: AzureState,
  settings: Settings,
  service: Addressee & Pick<LoadBalancerExposure, 'frontend'>,
): string | undefined {
  const { uid, frontend } = service;
  if (frontend.scheme === 'Public') return publicIPOf(azure, settings, service)?.address;
  const name = frontendName(uid, frontend.subnetName).toLowerCase();
  return privateAddresses(azure, settings)
    .get(servicePrefix(uid))
    ?.find((entry) => entry.name === name)?.address;
}

/** Every address that the Service has now, whichever kind it asks for; sorted. */
export function addressesOf(azure: AzureState, settings: Settings, service: Addressee): readonly string[] {
  const publicAddress = publicIPOf(azure, settings, service)?.address;
  const own = privateAddresses(azure, settings).get(servicePrefix(service.uid)) ?? [];
  return [...new Set([...(publicAddress ? [publicAddress] : []), ...own.map(({ address }) => address)])].sort();
}

interface PrivateAddress {
  /** The frontend's, in lower case. */
  readonly name: string;
  readonly address: string;
}

type ByPrefix = ReadonlyMap<string, readonly PrivateAddress[]>;

// Asked for every Service of a pass: read once per body of the load balancer, which never changes.
const READ = new WeakMap<ArmResource, ByPrefix>();

function privateAddresses(azure: AzureState, settings: Settings): ByPrefix {
  const loadBalancer = find(azure, loadBalancerId(settings, 'Internal'));
  if (!loadBalancer) return new Map();
  const known = READ.get(loadBalancer);
  if (known) return known;
  const read = readPrivateAddresses(loadBalancer);
  READ.set(loadBalancer, read);
  return read;
}

interface WireFrontend {
  readonly name?: string;
  readonly properties?: { readonly privateIPAddress?: string };
}

function readPrivateAddresses(loadBalancer: ArmResource): ByPrefix {
  const frontends = loadBalancer.properties?.['frontendIPConfigurations'];
  const found = (isArray(frontends) ? (frontends as readonly WireFrontend[]) : []).flatMap((frontend) => {
    const address = text(frontend.properties?.privateIPAddress);
    return address === undefined ? [] : [{ name: String(frontend.name).toLowerCase(), address }];
  });
  return Map.groupBy(found, ({ name }) => name.split('-', 1)[0]!);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
