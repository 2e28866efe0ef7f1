// What does Azure make of a public IP prefix? A range of addresses that public IPs are taken from, one after the other,
// out of what is nobody's: 198.51.100.0/24 (RFC 5737) and 2001:db8:5::/48 (RFC 3849).
// https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-address-prefix
import type { JsonObject } from '../json.js';
import { numberAt, objectAt, stringAt } from '../json.js';
import { referenceAt } from './reference.js';
import { invalid } from './refusal.js';
import type { Resource, ResourceType, World } from './resource.js';

const TYPE = 'Microsoft.Network/publicIPPrefixes';
const PUBLIC_IPS = 'Microsoft.Network/publicIPAddresses';

export const publicIpPrefixes: ResourceType = {
  type: TYPE,
  operations: 'network',
  children: [],
  complete,
  checkDelete,
  view,
};

/** Smallest and largest, by version. */
const LENGTHS = { IPv4: [21, 31], IPv6: [120, 127] } as const;

function complete(sent: Resource, before: Resource | undefined, world: World): Resource {
  const { properties } = sent;
  const version = stringAt(properties, 'publicIPAddressVersion') === 'IPv6' ? 'IPv6' : 'IPv4';
  const length = numberAt(properties, 'prefixLength') ?? 28;
  const [widest, narrowest] = LENGTHS[version];
  if (length < widest || length > narrowest) {
    const message = `Prefix length ${length} of ${sent.id} is not within ${widest} and ${narrowest}.`;
    throw invalid('PublicIPPrefixInvalidPrefixLength', message);
  }
  if (stringAt(objectAt(sent, 'sku'), 'name') !== 'Standard') {
    throw invalid('PublicIPPrefixSkuNotSupported', `Public IP prefix ${sent.id} must have the Standard SKU.`);
  }
  const range = before?.properties['ipPrefix'] ?? freeRange(version, length, world);
  Object.assign(properties, { publicIPAddressVersion: version, prefixLength: length, ipPrefix: range });
  properties['resourceGuid'] = before?.properties['resourceGuid'] ?? world.chance.guid();
  return sent;
}

function freeRange(version: 'IPv4' | 'IPv6', length: number, world: World): string {
  const taken = new Set(world.ofType(TYPE).map(({ properties }) => properties['ipPrefix']));
  for (let index = 0; ; index++) {
    const size = 2 ** (version === 'IPv4' ? 32 - length : 128 - length);
    const range =
      version === 'IPv4'
        ? `198.51.${100 + Math.floor((index * size) / 256)}.${(index * size) % 256}/${length}`
        : `2001:db8:5:${index.toString(16)}::/${length}`;
    if (!taken.has(range)) return range;
  }
}

/** The next address of the prefix that a public IP asks for; undefined where it asks for none. */
export function addressFromPrefix(publicIp: Resource, world: World): string | undefined {
  const prefix = prefixOf(publicIp, world);
  if (prefix === undefined) return undefined;
  const [network = '', length = ''] = stringAt(prefix.properties, 'ipPrefix')?.split('/') ?? [];
  const taken = new Set(world.ofType(PUBLIC_IPS).map(({ properties }) => properties['ipAddress']));
  const size = 2 ** ((network.includes(':') ? 128 : 32) - Number(length));
  for (let index = 0; index < size; index++) {
    const address = nth(network, index);
    if (!taken.has(address)) return address;
  }
  const message = `Public IP prefix ${prefix.id} has no address left for ${publicIp.id}.`;
  throw invalid('PublicIPPrefixHasNoAvailableIPs', message);
}

/** What Azure asks of a public IP that names a prefix; a full one is refused before anything is begun. */
export function checkPrefix(publicIp: Resource, world: World): void {
  const prefix = prefixOf(publicIp, world);
  if (prefix === undefined) return;
  const mismatch = (code: string, what: string): never => {
    throw invalid(code, `Public IP address ${publicIp.id} and its prefix ${prefix.id} differ in ${what}.`);
  };
  const version = publicIp.properties['publicIPAddressVersion'];
  if (prefix.properties['publicIPAddressVersion'] !== version)
    mismatch('PublicIPPrefixIPVersionMismatch', 'IP version');
  if (stringAt(prefix, 'location') !== stringAt(publicIp, 'location'))
    mismatch('PublicIPPrefixLocationMismatch', 'location');
  if (publicIp.properties['ipAddress'] === undefined) addressFromPrefix(publicIp, world);
}

function prefixOf({ id, properties }: Resource, world: World): Resource | undefined {
  const reference = referenceAt(properties, 'publicIPPrefix');
  if (reference === undefined) return undefined;
  const prefix = world.get(reference);
  if (prefix) return prefix;
  throw invalid('InvalidResourceReference', `Resource ${reference} referenced by resource ${id} was not found.`);
}

function nth(network: string, index: number): string {
  if (network.includes(':')) return network.replace(/::$/, `::${index.toString(16)}`);
  const octets = network.split('.').map(Number);
  return [...octets.slice(0, 3), octets[3]! + index].join('.');
}

function usersOf({ id }: Resource, world: World): readonly Resource[] {
  const key = id.toLowerCase();
  return world.ofType(PUBLIC_IPS).filter(({ properties }) => referenceAt(properties, 'publicIPPrefix') === key);
}

function checkDelete(resource: Resource, world: World): void {
  const [user] = usersOf(resource, world);
  if (user === undefined) return;
  const message = `Public IP prefix ${resource.id} can not be deleted since ${user.id} is allocated from it.`;
  throw invalid('PublicIPPrefixCannotBeDeleted', message);
}

function view(resource: Resource, world: World): Resource {
  const users: readonly JsonObject[] = usersOf(resource, world).map(({ id }) => ({ id }));
  return users.length === 0
    ? resource
    : { ...resource, properties: { ...resource.properties, publicIPAddresses: [...users] } };
}
