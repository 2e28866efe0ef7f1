// A small world for the tests of this room: a zone, who wants which name in it, and record sets of ours and of others.
import type { Exposures, NamesExposure, RecordType, WantedName } from '../../../../src/core/exposure.js';
import type { Settings } from '../../../../src/core/settings.js';
import type { ArmResource } from '../../../../src/core/network/arm-resource.js';
import type { AzureState } from '../../../../src/core/network/azure-state.js';
import { azureState } from '../../../../src/core/network/azure-state.js';
import { desireDnsZones } from '../../../../src/core/network/dns-zones/index.js';
import type { ZonesWish } from '../../../../src/core/network/network-model.js';
import type { PassTime, TxtCipher } from '../../../../src/core/network/dns-zones/index.js';
import { marks } from '../../../../src/core/network/ownership.js';
import { placeServices, transitionOf } from '../../../../src/core/network/placement/index.js';
import type { ArmId } from '../../../../src/core/values/arm-id.js';
import { armKey } from '../../../../src/core/values/arm-id.js';
import type { JsonObject } from '../../../../src/core/values/json.js';
import type { SourceRef } from '../../../../src/core/values/source-ref.js';
import { SETTINGS as NETWORK_SETTINGS } from '../world.js';
import { naming, zone } from '../../../builders.js';

const ZONES = '/subscriptions/s/resourceGroups/dns/providers/Microsoft.Network/dnsZones';
export const ZONE = `${ZONES}/example.com` as ArmId;
export const OTHER_ZONE = `${ZONES}/example.org` as ArmId;

export const SETTINGS: Settings = {
  clusterId: 'prod-1',
  subscriptionId: 's',
  resourceGroup: 'g',
  location: 'westeurope',
  virtualNetworkId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v' as ArmId,
  loadBalancer: { ...NETWORK_SETTINGS.loadBalancer, name: 'prod-1' },
  securityGroups: [],
  dns: naming({ zones: [zone('example.com', { id: ZONE }), zone('example.org', { id: OTHER_ZONE })] }),
  mode: 'Apply',
  safety: { maxDeletePercent: 30 },
  drift: { interval: 600, action: 'Repair' },
};

export function ref(name: string): SourceRef {
  return `Ingress/default/${name}` as SourceRef;
}

/** `want('www.example.com', 'A', '192.0.2.1')` */
export function want(host: string, type: RecordType, ...targets: readonly string[]): WantedName {
  return { host, type, targets, ttl: 300, zoneId: host.endsWith('example.org') ? OTHER_ZONE : ZONE };
}

/** `day`: of two, the one with the smaller is the older. */
export function ingress(
  name: string,
  day: number,
  names: readonly WantedName[],
  standing: NamesExposure['standing'] = 'Wanted',
): NamesExposure {
  return { kind: 'Names', source: ref(name), standing, since: `2026-01-0${day}T00:00:00Z`, names };
}

export function exposures(...names: readonly NamesExposure[]): Exposures {
  return {
    loadBalancers: [],
    openPorts: [],
    names,
    poolNodes: [],
    problems: [],
    held: [],
    foreignServiceUids: new Set(),
    isPresent: () => false,
    isNarrowed: () => false,
  };
}

export function recordSet(type: string, relative: string, properties: JsonObject, zone = ZONE): ArmResource {
  return {
    id: `${zone}/${type}/${relative}` as ArmId,
    name: relative,
    type: `Microsoft.Network/dnszones/${type}`,
    etag: '1',
    properties: { fqdn: `${relative}.`, TTL: 300, ...properties },
  };
}

/** Ours, for these Ingresses. */
export function ours(type: RecordType, relative: string, targets: readonly string[], ...names: readonly string[]) {
  return recordSet(type, relative, { ...records(type, targets), metadata: marks('prod-1', names.map(ref)) });
}

export function foreign(type: RecordType, relative: string, ...targets: readonly string[]): ArmResource {
  return recordSet(type, relative, records(type, targets));
}

function records(type: RecordType, targets: readonly string[]): JsonObject {
  switch (type) {
    case 'A':
      return { ARecords: targets.map((target) => ({ ipv4Address: target })) };
    case 'AAAA':
      return { AAAARecords: targets.map((target) => ({ ipv6Address: target })) };
    case 'CNAME':
      return { CNAMERecord: { cname: targets[0]! } };
    case 'TXT':
      return { TXTRecords: targets.map((target) => ({ value: [target] })) };
    default:
      throw new Error(`no records of type ${type} are written here`);
  }
}

/** `A www` → its targets; `undefined` where it is to go. */
export function wished(wish: ZonesWish): Record<string, readonly string[] | undefined> {
  return Object.fromEntries(
    wish.resources.map(({ id, body }) => [id.split('/').slice(-2).join(' '), body && targets(body)]),
  );
}

function targets({ properties }: ArmResource): readonly string[] {
  const { ARecords, AAAARecords, CNAMERecord, TXTRecords, targetResource } = (properties ?? {}) as {
    ARecords?: readonly { ipv4Address: string }[];
    AAAARecords?: readonly { ipv6Address: string }[];
    CNAMERecord?: { cname: string };
    TXTRecords?: readonly { value: readonly string[] }[];
    targetResource?: { id?: string };
  };
  return [
    ...(ARecords ?? []).map(({ ipv4Address }) => ipv4Address),
    ...(AAAARecords ?? []).map(({ ipv6Address }) => ipv6Address),
    ...(CNAMERecord ? [CNAMERecord.cname] : []),
    ...(TXTRecords ?? []).map(({ value }) => value.join('')),
    ...(targetResource?.id !== undefined ? [`alias of ${targetResource.id.split('/').at(-1)}`] : []),
  ];
}

/** The state once the wish has been written. */
export function written(wish: ZonesWish, before: AzureState): AzureState {
  const resources = new Map(before.resources);
  for (const { id, body } of wish.resources) {
    if (body) resources.set(armKey(id), body);
    else resources.delete(armKey(id));
  }
  return { ...before, resources };
}

export function azure(...resources: readonly ArmResource[]): AzureState {
  return azureState(resources);
}

export const START: PassTime = { now: 0, loweredSince: new Map() };

/** What the room wishes, with nothing but these. */
export function desire(
  asked: Exposures,
  settings: Settings,
  there: AzureState,
  time = START,
  cipher?: TxtCipher,
): ZonesWish {
  const places = placeServices(asked, settings, there);
  const transition = transitionOf(places, asked, settings, there);
  return desireDnsZones({ exposures: asked, settings, azure: there, places, transition }, time, cipher);
}
