// What does Azure make of a public IP's body? The address comes with the end of the operation, from ranges that are
// nobody's: 198.18.0.0/15 (RFC 2544) and 2001:db8::/32 (RFC 3849).
import { withDefaults } from './children.js';
import { numberAt, objectAt, objectsAt, stringAt, textAt } from '../json.js';
import { addressFromPrefix, checkPrefix } from './public-ip-prefixes.js';
import { referenceAt } from './reference.js';
import { invalid } from './refusal.js';
import type { Resource, ResourceType, World } from './resource.js';

const TYPE = 'Microsoft.Network/publicIPAddresses';

export const publicIps: ResourceType = {
  type: TYPE,
  operations: 'network',
  children: [],
  complete,
  finish,
  checkDelete,
  view,
};

function complete(sent: Resource, before: Resource | undefined, world: World): Resource {
  const { properties } = sent;
  const sku = objectAt(sent, 'sku');
  const wasSku = objectAt(before, 'sku');
  const name = stringAt(sku, 'name') ?? stringAt(wasSku, 'name') ?? 'Basic';
  sent['sku'] = { ...sku, name, tier: stringAt(sku, 'tier') ?? 'Regional' };
  if (before !== undefined && stringAt(wasSku, 'name') !== name) {
    throw invalid('PublicIPAddressSkuCannotBeChanged', `SKU of public IP address ${sent.id} can't be changed.`);
  }
  delete properties['ipConfiguration'];
  properties['resourceGuid'] = before?.properties['resourceGuid'] ?? world.chance.guid();
  const was = before?.properties;
  const standard = name.toLowerCase() !== 'basic';
  withDefaults(properties, {
    publicIPAddressVersion: was?.['publicIPAddressVersion'] ?? 'IPv4',
    publicIPAllocationMethod: was?.['publicIPAllocationMethod'] ?? 'Dynamic',
    idleTimeoutInMinutes: 4,
    ipTags: [],
    ...(standard ? { ddosSettings: { protectionMode: 'VirtualNetworkInherited' } } : {}),
  });
  if (was?.['ipAddress'] === undefined) delete properties['ipAddress'];
  else properties['ipAddress'] = was['ipAddress'];
  check(sent, before, standard, world);
  completeName(sent, world);
  return sent;
}

function check(sent: Resource, before: Resource | undefined, standard: boolean, world: World): void {
  const { properties } = sent;
  const allocation = stringAt(properties, 'publicIPAllocationMethod');
  if (standard && allocation !== 'Static') {
    const message = `Standard sku public IP address ${sent.id} must have publicIPAllocationMethod set to Static.`;
    throw invalid('StandardSkuPublicIPAddressMustBeStatic', message);
  }
  const idle = numberAt(properties, 'idleTimeoutInMinutes') ?? 4;
  if (idle < 4 || idle > 30) {
    throw invalid('InvalidIdleTimeout', `Idle timeout ${idle} of ${sent.id} is not within 4 and 30 minutes.`);
  }
  const attached = before !== undefined && attachment(sent.id, world) !== undefined;
  if (attached && before.properties['publicIPAllocationMethod'] !== allocation) {
    const message = `Public IP address ${sent.id} is in use and its allocation can't change.`;
    throw invalid('PublicIPAddressInUseCannotUpdate', message);
  }
  checkPrefix(sent, world);
  if (before !== undefined) checkFixed(sent, before);
  const version = before?.properties['publicIPAddressVersion'];
  if (version !== undefined && version !== properties['publicIPAddressVersion']) {
    throw invalid('PublicIPAddressVersionCannotBeChanged', `The IP version of ${sent.id} can't be changed.`);
  }
}

/** What can be said only when the address is made. */
function checkFixed(sent: Resource, before: Resource): void {
  const tagsOf = ({ properties }: Resource): string =>
    objectsAt(properties, 'ipTags')
      .map((one) => `${stringAt(one, 'ipTagType') ?? ''}=${stringAt(one, 'tag') ?? ''}`)
      .sort()
      .join();
  if (tagsOf(sent) !== tagsOf(before)) {
    throw invalid('PublicIPAddressIPTagsCannotBeChanged', `The IP tags of ${sent.id} can't be changed.`);
  }
  const zonesOf = ({ zones }: Resource): string => (Array.isArray(zones) ? zones.map(String).sort().join() : '');
  if (sent['zones'] !== undefined && zonesOf(sent) !== zonesOf(before)) {
    throw invalid('ResourceAvailabilityZonesCannotBeModified', `The zones of ${sent.id} can't be changed.`);
  }
  const prefixOf = ({ properties }: Resource): string => referenceAt(properties, 'publicIPPrefix') ?? '';
  if (prefixOf(sent) !== prefixOf(before)) {
    throw invalid('PublicIPAddressPrefixCannotBeChanged', `The prefix of ${sent.id} can't be changed.`);
  }
}

function completeName(sent: Resource, world: World): void {
  const settings = objectAt(sent.properties, 'dnsSettings');
  const label = stringAt(settings, 'domainNameLabel');
  if (label === undefined) return;
  if (!/^[a-z][a-z0-9-]{1,61}[a-z0-9]$/.test(label)) {
    const message = `The domain name label ${label} is invalid. It must conform to ^[a-z][a-z0-9-]{1,61}[a-z0-9]$.`;
    throw invalid('InvalidDomainNameLabel', message);
  }
  const fqdn = `${label}.${stringAt(sent, 'location') ?? 'westeurope'}.cloudapp.azure.com`;
  const taken = world
    .ofType(TYPE)
    .some(
      (one) =>
        one.id.toLowerCase() !== sent.id.toLowerCase() && objectAt(one.properties, 'dnsSettings')['fqdn'] === fqdn,
    );
  if (taken) throw invalid('DnsRecordInUse', `DNS record ${fqdn} is already used by another public IP.`);
  sent.properties['dnsSettings'] = { ...settings, fqdn };
}

function finish(resource: Resource, world: World): Resource {
  const { properties } = resource;
  const wanted = properties['publicIPAllocationMethod'] === 'Static' || attachment(resource.id, world) !== undefined;
  if (wanted && properties['ipAddress'] === undefined) {
    properties['ipAddress'] =
      addressFromPrefix(resource, world) ?? freeAddress(properties['publicIPAddressVersion'] === 'IPv6', world);
  }
  return resource;
}

function freeAddress(six: boolean, world: World): string {
  const taken = new Set(world.ofType(TYPE).map(({ properties }) => properties['ipAddress']));
  for (;;) {
    const number = Math.floor(world.chance.next() * 0x1fffe) + 1;
    const address = six
      ? `2001:db8::${number.toString(16).replace(/^(.+)(.{4})$/, '$1:$2')}`
      : `198.${18 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
    if (!taken.has(address)) return address;
  }
}

/** The id of the configuration that uses it. */
function attachment(id: string, world: World): string | undefined {
  const key = id.toLowerCase();
  for (const { properties } of world.ofType('Microsoft.Network/loadBalancers')) {
    const found = objectsAt(properties, 'frontendIPConfigurations').find(
      (one) => referenceAt(one['properties'], 'publicIPAddress') === key,
    );
    if (found !== undefined) return textAt(found, 'id');
  }
  return interfaceAttachment(key, world);
}

function interfaceAttachment(key: string, world: World): string | undefined {
  for (const { properties } of world.ofType('Microsoft.Network/networkInterfaces')) {
    const found = objectsAt(properties, 'ipConfigurations').find(
      (one) => referenceAt(one['properties'], 'publicIPAddress') === key,
    );
    if (found !== undefined) return textAt(found, 'id');
  }
  return undefined;
}

function checkDelete(resource: Resource, world: World): void {
  const user = attachment(resource.id, world) ?? world.heldBy(resource.id);
  if (user === undefined) return;
  const message = `Public IP address ${resource.id} can not be deleted since it is still allocated to resource ${user}.`;
  throw invalid('PublicIPAddressCannotBeDeleted', message);
}

function view(resource: Resource, world: World): Resource {
  const user = attachment(resource.id, world);
  if (user === undefined) return resource;
  return { ...resource, properties: { ...resource.properties, ipConfiguration: { id: user } } };
}
