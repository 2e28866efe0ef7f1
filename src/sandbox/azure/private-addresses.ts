// Which private address does an internal frontend get? The one that is asked for when it lies in the subnet and is free,
// the one it had, else the first free one; a subnet's first four addresses and its last are Azure's own.
import { Address4, Address6 } from 'ip-address';
import type { JsonObject } from '../json.js';
import { objectsAt, stringAt, stringsAt } from '../json.js';
import { referenceAt } from './reference.js';
import { invalid } from './refusal.js';
import type { World } from './resource.js';

export function privateAddress(
  frontend: JsonObject,
  kept: string | undefined,
  ownerId: string,
  given: readonly string[],
  world: World,
): string {
  const subnetId = referenceAt(frontend, 'subnet')!;
  if (frontend['privateIPAddressVersion'] === 'IPv6') return sixAddress(frontend, kept, ownerId, given, world);
  const prefix = prefixOf(subnetId, world);
  const taken = new Set([...given, ...addressesInSubnet(subnetId, ownerId, world)]);
  const asked = stringAt(frontend, 'privateIPAddress');
  if (frontend['privateIPAllocationMethod'] === 'Static') {
    if (asked === undefined) {
      throw invalid('PrivateIPAddressMissing', 'A static allocation needs a privateIPAddress.');
    }
    checkStatic(asked, prefix, subnetId, taken);
    return asked;
  }
  const wish = [asked, kept].find((one) => one !== undefined && isFree(one, prefix, taken));
  return wish ?? firstFree(prefix, taken, subnetId);
}

/** Where a subnet has no IPv6 range of its own, a unique local one (RFC 4193) stands for it. */
const SIX = new Address6('fd00:10:224::/64');

function sixAddress(
  frontend: JsonObject,
  kept: string | undefined,
  ownerId: string,
  given: readonly string[],
  world: World,
): string {
  const subnetId = referenceAt(frontend, 'subnet')!;
  const taken = new Set([...given, ...addressesInSubnet(subnetId, ownerId, world)]);
  const asked = stringAt(frontend, 'privateIPAddress');
  if (frontend['privateIPAllocationMethod'] === 'Static' && asked !== undefined) {
    if (!taken.has(asked)) return asked;
    throw invalid('PrivateIPAddressIsAllocated', `IP address ${asked} is already allocated in subnet ${subnetId}.`);
  }
  const wish = [asked, kept].find((one) => one !== undefined && one.includes(':') && !taken.has(one));
  if (wish !== undefined) return wish;
  const prefix = prefixesOf(subnetId, world).find((one) => Address6.isValid(one));
  const start = (prefix === undefined ? SIX : new Address6(prefix)).startAddress().bigInt();
  for (let next = start + 4n; ; next += 1n) {
    const text = Address6.fromBigInt(next).correctForm();
    if (!taken.has(text)) return text;
  }
}

export function prefixOf(subnetId: string, world: World): Address4 | undefined {
  const text = prefixesOf(subnetId, world).find((one) => Address4.isValid(one));
  return text === undefined ? undefined : new Address4(text);
}

function prefixesOf(subnetId: string, world: World): readonly string[] {
  const at = subnetId.lastIndexOf('/subnets/');
  const subnet = objectsAt(world.get(subnetId.slice(0, at))?.properties, 'subnets').find(
    (one) => stringAt(one, 'id')?.toLowerCase() === subnetId,
  );
  const properties = subnet?.['properties'];
  return [stringAt(properties, 'addressPrefix') ?? [], stringsAt(properties, 'addressPrefixes')].flat();
}

function addressesInSubnet(subnetId: string, ownerId: string, world: World): string[] {
  const balancers = world
    .ofType('Microsoft.Network/loadBalancers')
    .filter(({ id }) => id.toLowerCase() !== ownerId.toLowerCase())
    .flatMap(({ properties }) => objectsAt(properties, 'frontendIPConfigurations'));
  const interfaces = world
    .ofType('Microsoft.Network/networkInterfaces')
    .flatMap(({ properties }) => objectsAt(properties, 'ipConfigurations'));
  return [...balancers, ...interfaces]
    .filter((one) => referenceAt(one['properties'], 'subnet') === subnetId)
    .flatMap((one) => stringAt(one['properties'], 'privateIPAddress') ?? []);
}

function checkStatic(asked: string, prefix: Address4 | undefined, subnetId: string, taken: ReadonlySet<string>): void {
  if (!Address4.isValid(asked)) {
    throw invalid('InvalidIPAddressFormat', `Private IP address ${asked} is not a valid address.`);
  }
  if (prefix !== undefined && !new Address4(asked).isInSubnet(prefix)) {
    const message = `Private static IP address ${asked} does not belong to the range of subnet prefix ${prefix.address}.`;
    throw invalid('PrivateIPAddressNotInSubnet', message);
  }
  if (prefix !== undefined && isReserved(asked, prefix)) {
    throw invalid('PrivateIPAddressInReservedRange', `IP address ${asked} is reserved in subnet ${subnetId}.`);
  }
  if (taken.has(asked)) {
    throw invalid('PrivateIPAddressIsAllocated', `IP address ${asked} is already allocated in subnet ${subnetId}.`);
  }
}

function isFree(text: string, prefix: Address4 | undefined, taken: ReadonlySet<string>): boolean {
  if (taken.has(text) || !Address4.isValid(text)) return false;
  return prefix === undefined || (new Address4(text).isInSubnet(prefix) && !isReserved(text, prefix));
}

function isReserved(text: string, prefix: Address4): boolean {
  const offset = new Address4(text).bigInt() - prefix.startAddress().bigInt();
  return offset < 4n || new Address4(text).bigInt() === prefix.endAddress().bigInt();
}

function firstFree(prefix: Address4 | undefined, taken: ReadonlySet<string>, subnetId: string): string {
  const range = prefix ?? new Address4('10.224.0.0/16');
  const last = range.endAddress().bigInt();
  for (let next = range.startAddress().bigInt() + 4n; next < last; next += 1n) {
    const text = Address4.fromBigInt(next).correctForm();
    if (!taken.has(text)) return text;
  }
  throw invalid('SubnetIsFull', `Subnet ${subnetId} does not have enough capacity for 1 IP addresses.`);
}
