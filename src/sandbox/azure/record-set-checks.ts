// Which record sets does Azure DNS refuse? Names, TTLs, records that don't parse, and CNAMEs beside anything else.
import { Address4, Address6 } from 'ip-address';
import type { FakeAzure } from './fake-azure.js';
import type { JsonObject } from '../json.js';
import { isObject, objectsAt, stringAt, stringsAt } from '../json.js';
import type { Zone } from './record-sets.js';
import { dnsRefusal } from './refusal.js';
import type { Resource } from './resource.js';

/** Of public and private zones. */
export const RECORD_TYPES = [
  'A',
  'AAAA',
  'CAA',
  'CNAME',
  'DS',
  'MX',
  'NAPTR',
  'NS',
  'PTR',
  'SOA',
  'SRV',
  'TLSA',
  'TXT',
];

const MAX_TTL = 2_147_483_647;
const MAX_RECORDS = 20;
const MAX_TXT = 4096;
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;

export function checkRecordSet(
  fake: FakeAzure,
  zone: Zone,
  type: string,
  name: string,
  properties: JsonObject,
  isAlias: boolean,
  before: Resource | undefined,
): void {
  const bad = (message: string): never => {
    throw dnsRefusal(400, 'BadRequest', message);
  };
  if (!isName(name)) bad(`The name '${name}' of the record set is invalid.`);
  const ttl = properties[zone.isPrivate ? 'ttl' : 'TTL'];
  if (!(isAlias && ttl === undefined) && !isTtl(ttl)) {
    bad(`The TTL ${JSON.stringify(ttl) ?? 'that is missing'} of record set '${name}' is not within 1 and ${MAX_TTL}.`);
  }
  if (type === 'CNAME' && name === '@') bad("The record set of type 'CNAME' at name '@' is not allowed.");
  if (type === 'SOA' && before === undefined) bad("Record sets of type 'SOA' cannot be created.");
  const records = recordsOf(properties, type, zone.isPrivate);
  if (isAlias && records.length > 0) bad('A record set has either records or a target resource.');
  if (isAlias && !['A', 'AAAA', 'CNAME'].includes(type)) bad(`A record set of type '${type}' has no target resource.`);
  if (records.length > MAX_RECORDS)
    bad(`Record set '${name}' has ${records.length} records; ${MAX_RECORDS} are allowed.`);
  const wrong = records.map((record) => problemOf(type, record)).find((problem) => problem !== undefined);
  if (wrong !== undefined) bad(wrong);
  const size = records.flatMap((record) => stringsAt(record, 'value')).join('').length;
  if (type === 'TXT' && size > MAX_TXT) bad(`Record set '${name}' has more than ${MAX_TXT} characters.`);
  checkExclusive(fake, zone, type, name);
  checkCount(fake, zone, before);
}

function isName(name: string): boolean {
  if (name === '@' || name === '*') return true;
  const labels = name.split('.');
  return labels.every((label, index) => LABEL.test(label) || (index === 0 && label === '*'));
}

function isTtl(ttl: unknown): boolean {
  return typeof ttl === 'number' && Number.isInteger(ttl) && ttl >= 1 && ttl <= MAX_TTL;
}

function recordsOf(properties: JsonObject, type: string, isPrivate: boolean): JsonObject[] {
  if (type === 'CNAME' || type === 'SOA') {
    const key = isPrivate ? `${type.toLowerCase()}Record` : `${type}Record`;
    return isObject(properties[key]) ? [properties[key]] : [];
  }
  const key = isPrivate || type === 'CAA' ? `${type.toLowerCase()}Records` : `${type}Records`;
  return objectsAt(properties, key);
}

function problemOf(type: string, record: JsonObject): string | undefined {
  const four = stringAt(record, 'ipv4Address');
  const six = stringAt(record, 'ipv6Address');
  if (type === 'A' && !(four !== undefined && Address4.isValid(four) && !four.includes('/'))) {
    return `The value '${four ?? ''}' of the A record is not an IPv4 address.`;
  }
  if (type === 'AAAA' && !(six !== undefined && Address6.isValid(six) && !six.includes('/'))) {
    return `The value '${six ?? ''}' of the AAAA record is not an IPv6 address.`;
  }
  const cname = stringAt(record, 'cname');
  if (type === 'CNAME' && !isDomain(cname)) return `The domain name '${cname ?? ''}' is invalid.`;
  const long = type === 'TXT' ? stringsAt(record, 'value').find((one) => one.length > 255) : undefined;
  return long === undefined ? undefined : 'A string of a TXT record has more than 255 characters.';
}

function isDomain(name: string | undefined): boolean {
  if (name === undefined || name === '' || name.length > 254) return false;
  return name
    .replace(/\.$/, '')
    .split('.')
    .every((label) => LABEL.test(label));
}

function checkExclusive(fake: FakeAzure, { resource }: Zone, type: string, name: string): void {
  const others = RECORD_TYPES.filter(
    (other) => other !== type && fake.get(`${resource.id}/${other}/${name}`) !== undefined,
  );
  const other = type === 'CNAME' ? others[0] : others.find((one) => one === 'CNAME');
  if (other === undefined) return;
  const message = `The record could not be created because a ${other} record with the same name '${name}' already exists in this zone.`;
  throw dnsRefusal(409, 'Conflict', message);
}

function checkCount(fake: FakeAzure, { resource, isPrivate }: Zone, before: Resource | undefined): void {
  if (before !== undefined) return;
  const limit = isPrivate ? 25_000 : 10_000;
  if (fake.store.countChildren(resource.id) < limit) return;
  throw dnsRefusal(400, 'BadRequest', `Zone '${resource.name}' has reached its limit of ${limit} record sets.`);
}
