// Which record sets does Azure DNS refuse? Names, TTLs, too many records or ones that don't parse, aliases that don't
// fit, and CNAMEs beside anything else.
import { checkAlias } from './alias-checks.js';
import type { FakeAzure } from './fake-azure.js';
import type { JsonObject } from '../json.js';
import { isObject, objectAt, objectsAt, stringAt, stringsAt } from '../json.js';
import { isLabel, problemOfRecord, recordsOf } from './record-checks.js';
import type { Zone } from './record-sets.js';
import { dnsRefusal } from './refusal.js';
import type { Resource } from './resource.js';

export const PRIVATE_RECORD_TYPES = ['A', 'AAAA', 'CNAME', 'MX', 'PTR', 'SOA', 'SRV', 'TXT'];
export const RECORD_TYPES = [...PRIVATE_RECORD_TYPES, 'CAA', 'DS', 'NAPTR', 'NS', 'TLSA'].sort();

const MAX_TTL = 2_147_483_647;
const MAX_RECORDS = 20;
const MAX_TXT = 4096;
const MAX_NAME = 253;

/** What is asked for, of one record set. */
export interface Asked {
  readonly zone: Zone;
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly properties: JsonObject;
  readonly before: Resource | undefined;
}

export function checkRecordSet(fake: FakeAzure, asked: Asked): void {
  const { zone, type, name, id, properties, before } = asked;
  const target = stringAt(properties['targetResource'], 'id');
  checkName(asked);
  checkTtl(asked, target !== undefined);
  if (type === 'SOA' && before === undefined) throw bad("Record sets of type 'SOA' cannot be created.");
  if (!isMetadata(properties['metadata']))
    throw bad(`The metadata of record set '${name}' is not an object of strings.`);
  const records = recordsOf(properties, type, zone.isPrivate);
  if (target !== undefined && records.length > 0) throw bad('A record set has either records or a target resource.');
  checkRecords(asked, records);
  if (type === 'NS' && name === '@' && before !== undefined) checkNameServers(before, records);
  if (target !== undefined) checkAlias(fake, zone.resource.id, type, id, target);
  checkExclusive(fake, asked);
  checkCount(fake, asked);
}

function bad(message: string): Error {
  return dnsRefusal(400, 'BadRequest', message);
}

function checkName({ zone, type, name }: Asked): void {
  const labels = name.split('.');
  const isName = name === '@' || labels.every((label, index) => isLabel(label) || (index === 0 && label === '*'));
  const whole = name === '@' ? zone.resource.name : `${name}.${zone.resource.name}`;
  if (!isName || whole.length > MAX_NAME) throw bad(`The name '${name}' of the record set is invalid.`);
  if (labels[0] === '*' && type === 'NS') throw bad(`A record set of type '${type}' can't have the name '${name}'.`);
  if (type === 'CNAME' && name === '@') throw bad("The record set of type 'CNAME' at name '@' is not allowed.");
}

function checkTtl({ zone, name, properties }: Asked, isAlias: boolean): void {
  const ttl = properties[zone.isPrivate ? 'ttl' : 'TTL'];
  if (isAlias && ttl === undefined) return;
  if (typeof ttl === 'number' && Number.isInteger(ttl) && ttl >= 1 && ttl <= MAX_TTL) return;
  const shown = JSON.stringify(ttl) ?? 'that is missing';
  throw bad(`The TTL ${shown} of record set '${name}' is not within 1 and ${MAX_TTL}.`);
}

function isMetadata(metadata: unknown): boolean {
  return (
    metadata === undefined || (isObject(metadata) && Object.values(metadata).every((one) => typeof one === 'string'))
  );
}

function checkRecords({ zone, type, name }: Asked, records: readonly JsonObject[]): void {
  if (records.length > MAX_RECORDS) {
    const message = `Record set '${name}' has ${records.length} records; ${MAX_RECORDS} are allowed.`;
    // Private zones were seen to answer 409: https://github.com/hashicorp/terraform-provider-azurerm/issues/12406
    throw zone.isPrivate ? dnsRefusal(409, 'Conflict', message) : bad(message);
  }
  const wrong = records.map((record) => problemOfRecord(type, record)).find((problem) => problem !== undefined);
  if (wrong !== undefined) throw bad(wrong);
  const size = records.flatMap((record) => stringsAt(record, 'value')).join('').length;
  if (type === 'TXT' && size > MAX_TXT) {
    throw bad(`The combined length of all TXT records in a record set may not exceed ${MAX_TXT} characters.`);
  }
}

// Others may stand beside Azure's own: https://learn.microsoft.com/azure/dns/dns-zones-records#ns-records
function checkNameServers(before: Resource, records: readonly JsonObject[]): void {
  const names = (list: readonly JsonObject[]): Set<string> =>
    new Set(list.map((one) => (stringAt(one, 'nsdname') ?? '').toLowerCase().replace(/\.$/, '')));
  const kept = names(records);
  const own = [...names(objectsAt(before.properties, 'NSRecords'))].filter((one) => /\.azure-dns\.\w+$/.test(one));
  if (own.every((one) => kept.has(one))) return;
  throw bad("The name servers of Azure DNS in the record set of type 'NS' at name '@' cannot be changed.");
}

/** Azure's own primary server stays, whatever is sent: only the rest of an SOA record can be changed. */
export function keepHost({ type, zone, properties, before }: Asked): JsonObject {
  const key = zone.isPrivate ? 'soaRecord' : 'SOARecord';
  if (type !== 'SOA' || before === undefined) return properties;
  const [was, is] = [objectAt(before.properties, key), objectAt(properties, key)];
  return { ...properties, [key]: { ...was, ...is, ...(was['host'] === undefined ? {} : { host: was['host'] }) } };
}

function checkExclusive(fake: FakeAzure, { zone, type, name }: Asked): void {
  const others = RECORD_TYPES.filter(
    (other) => other !== type && fake.get(`${zone.resource.id}/${other}/${name}`) !== undefined,
  );
  const other = type === 'CNAME' ? others[0] : others.find((one) => one === 'CNAME');
  if (other === undefined) return;
  const message = `The record could not be created because a ${other} record with the same name '${name}' already exists in this zone.`;
  throw dnsRefusal(409, 'Conflict', message);
}

function checkCount(fake: FakeAzure, { zone, before }: Asked): void {
  if (before !== undefined) return;
  const limit = zone.isPrivate ? 25_000 : 10_000;
  if (fake.store.countChildren(zone.resource.id) < limit) return;
  throw bad(`Zone '${zone.resource.name}' has reached its limit of ${limit} record sets.`);
}
