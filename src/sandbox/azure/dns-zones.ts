// What does Azure make of a DNS zone, public or private? Counts, limits, name servers and the records at its apex.
import type { Resource, ResourceType, World } from './resource.js';
import { dnsRefusal } from './refusal.js';

const NAME_SERVERS = ['com', 'net', 'org', 'info'].map((top, index) => `ns${index + 1}-01.azure-dns.${top}.`);

const AUTHORITY = { serialNumber: 1, refreshTime: 3600, retryTime: 300, expireTime: 2_419_200 };

/** Azure spells it with a small z in ids and types, and external-dns compares the case. */
export const publicZones: ResourceType = {
  type: 'Microsoft.Network/dnszones',
  operations: 'dns',
  children: [],
  bareEtag: true,
  complete: (sent) => {
    checkZoneName(sent.name, 1);
    sent['location'] = 'global';
    sent.properties = {
      ...sent.properties,
      zoneType: 'Public',
      nameServers: NAME_SERVERS,
      maxNumberOfRecordSets: 10_000,
      maxNumberOfRecordsPerRecordSet: null,
    };
    return sent;
  },
  view: countRecordSets,
  companions: (zone) => [
    apex(zone, 'NS', { TTL: 172_800, NSRecords: NAME_SERVERS.map((nsdname) => ({ nsdname })) }),
    apex(zone, 'SOA', {
      TTL: 3600,
      SOARecord: { ...AUTHORITY, email: 'azuredns-hostmaster.microsoft.com', host: NAME_SERVERS[0]!, minimumTTL: 300 },
    }),
  ],
};

export const privateZones: ResourceType = {
  type: 'Microsoft.Network/privateDnsZones',
  operations: 'private-dns',
  children: [],
  bareEtag: true,
  lowerCaseIds: true,
  complete: (sent) => {
    checkZoneName(sent.name, 2);
    sent['location'] = 'global';
    sent.properties = {
      ...sent.properties,
      maxNumberOfRecordSets: 25_000,
      maxNumberOfVirtualNetworkLinks: 1000,
      maxNumberOfVirtualNetworkLinksWithRegistration: 100,
    };
    return sent;
  },
  view: (zone, world) => {
    const counted = countRecordSets(zone, world);
    const links = world
      .ofType('Microsoft.Network/privateDnsZones/virtualNetworkLinks')
      .filter(({ id }) => id.toLowerCase().startsWith(`${zone.id.toLowerCase()}/`));
    const registering = links.filter(({ properties }) => properties['registrationEnabled'] === true);
    counted.properties['numberOfVirtualNetworkLinks'] = links.length;
    counted.properties['numberOfVirtualNetworkLinksWithRegistration'] = registering.length;
    return counted;
  },
  companions: (zone) => [
    apex(zone, 'SOA', {
      ttl: 3600,
      soaRecord: {
        ...AUTHORITY,
        email: 'azureprivatedns-host.microsoft.com',
        host: 'azureprivatedns.net',
        minimumTtl: 10,
      },
      isAutoRegistered: false,
      metadata: {},
    }),
  ],
};

function checkZoneName(name: string, labels: number): void {
  const parts = name.split('.');
  const isGood = parts.length >= labels && parts.length <= 34 && parts.every((part) => /^[\w-]{1,63}$/.test(part));
  if (!isGood) throw dnsRefusal(400, 'BadRequest', `The domain name '${name}' is invalid.`);
}

function apex(zone: Resource, type: string, properties: Resource['properties']): Resource {
  return {
    id: `${zone.id}/${type}/@`,
    name: '@',
    type: `${zone.type}/${type}`,
    properties: { ...properties, fqdn: `${zone.name}.`, provisioningState: 'Succeeded' },
  };
}

function countRecordSets(zone: Resource, world: World): Resource {
  const count = world.children(zone.id).filter(({ type }) => !/virtualnetworklinks$/i.test(type)).length;
  return { ...zone, properties: { ...zone.properties, numberOfRecordSets: count } };
}
