// What is asked of DNS record sets? Synchronous, with flat errors and etags in If-Match; names and spellings differ
// between public zones (`TTL`, `ARecords`) and private ones (`ttl`, `aRecords`), and clients compare the case.
import type { ArmPath } from './arm-path.js';
import { groupId } from './arm-path.js';
import { eraseAlone } from './erase.js';
import { checkDnsEtag } from './etags.js';
import type { Answer, Exchange } from './exchange.js';
import { bodyOf, notAllowed, ok } from './exchange.js';
import type { FakeAzure } from './fake-azure.js';
import type { JsonObject } from '../json.js';
import { copy, isObject, textAt } from '../json.js';
import { listRecordSets } from './record-set-lists.js';
import { checkRecordSet, keepHost, PRIVATE_RECORD_TYPES, RECORD_TYPES } from './record-set-checks.js';
import { referenceAt } from './reference.js';
import { dnsRefusal, Refusal, resourceNotFound } from './refusal.js';
import type { Resource } from './resource.js';
import { requireGroup } from './resource-groups.js';

const LISTS = ['recordsets', 'all'];

const PUBLIC_SPELLING = [
  'TTL',
  'metadata',
  'fqdn',
  'targetResource',
  'trafficManagementProfile',
  'ARecords',
  'AAAARecords',
].concat([
  'MXRecords',
  'NSRecords',
  'PTRRecords',
  'SRVRecords',
  'TXTRecords',
  'CNAMERecord',
  'SOARecord',
  'caaRecords',
]);
const PRIVATE_SPELLING = ['ttl', 'metadata', 'fqdn', 'isAutoRegistered', 'aRecords', 'aaaaRecords', 'mxRecords'].concat(
  ['ptrRecords', 'srvRecords', 'txtRecords', 'cnameRecord', 'soaRecord'],
);

export interface Zone {
  readonly resource: Resource;
  readonly isPrivate: boolean;
}

export function isRecordType(path: ArmPath): boolean {
  const [zone, type] = path.types.map((one) => one.toLowerCase());
  if (path.namespace.toLowerCase() !== 'microsoft.network' || path.types.length !== 2) return false;
  if (zone !== 'dnszones' && zone !== 'privatednszones') return false;
  return RECORD_TYPES.includes(type!.toUpperCase()) || LISTS.includes(type!);
}

export function recordSetRequest(fake: FakeAzure, exchange: Exchange, path: ArmPath): Answer {
  const group = path.resourceGroup ?? '';
  requireGroup(fake, path.subscription, group);
  const zone = zoneOf(fake, exchange, path, group);
  const type = path.types[1]!.toUpperCase();
  checkType(path, zone, type);
  const isLower = zone.isPrivate;
  const name = isLower ? path.names[1]?.toLowerCase() : path.names[1];
  if (name === undefined) {
    if (exchange.method !== 'GET') throw notAllowed(exchange.method);
    return listRecordSets(fake, exchange, zone, LISTS.includes(type.toLowerCase()) ? undefined : type);
  }
  const id = `${zone.resource.id}/${type}/${name}`;
  const found = fake.get(id);
  if (exchange.method !== 'GET') checkDnsEtag(exchange.request.headers, found && textAt(found, 'etag'));
  switch (exchange.method) {
    case 'GET':
      if (found === undefined) throw notThere(name, zone);
      return ok(copy(found), 200, { etag: textAt(found, 'etag') });
    case 'PUT':
      fake.aliasDeletions.check(id, exchange.now);
      return put(fake, zone, type, id, bodyOf(exchange), found);
    case 'PATCH':
      if (found === undefined) throw notThere(name, zone);
      return put(fake, zone, type, id, mergeProperties(found, bodyOf(exchange)), found);
    case 'DELETE':
      return remove(fake, exchange, zone, type, found);
    default:
      throw notAllowed(exchange.method);
  }
}

function zoneOf(fake: FakeAzure, { method }: Exchange, path: ArmPath, group: string): Zone {
  const isPrivate = path.types[0]!.toLowerCase() === 'privatednszones';
  const type = isPrivate ? 'Microsoft.Network/privateDnsZones' : 'Microsoft.Network/dnszones';
  const name = path.names[0]!;
  const [namespace, word] = type.split('/');
  const resource = fake.get(`${groupId(path.subscription, group)}/providers/${namespace}/${word}/${name}`);
  if (resource !== undefined) return { resource, isPrivate };
  if (method === 'GET') throw resourceNotFound(type, name, group);
  const message = `Can not perform requested operation on nested resource. Parent resource '${name}' not found.`;
  throw new Refusal(404, 'ParentResourceNotFound', message, { gateway: true });
}

function notThere(name: string, { resource }: Zone): Refusal {
  return dnsRefusal(
    404,
    'NotFound',
    `The resource record '${name}' does not exist in resource group of zone '${resource.name}'.`,
  );
}

function put(
  fake: FakeAzure,
  zone: Zone,
  type: string,
  id: string,
  body: JsonObject,
  before: Resource | undefined,
): Answer {
  const name = id.slice(id.lastIndexOf('/') + 1);
  const sent = spelled(isObject(body['properties']) ? body['properties'] : {}, zone.isPrivate);
  const asked = { zone, type, name, id, properties: sent, before };
  checkRecordSet(fake, asked);
  const properties = keepHost(asked);
  const fqdn = name === '@' ? `${zone.resource.name}.` : `${name}.${zone.resource.name}.`;
  const resource: Resource = {
    id,
    name,
    type: `${zone.resource.type}/${type}`,
    etag: fake.chance.guid(),
    properties: {
      ...(zone.isPrivate ? { metadata: {} } : {}),
      ...properties,
      fqdn,
      ...(zone.isPrivate
        ? { isAutoRegistered: false }
        : {
            targetResource: properties['targetResource'] ?? {},
            trafficManagementProfile: {},
            provisioningState: 'Succeeded',
          }),
    },
  };
  fake.store.put(resource);
  return ok(copy(resource), before === undefined ? 201 : 200, { etag: textAt(resource, 'etag') });
}

// ARM knows the types of each kind of zone before the zone is asked.
function checkType(path: ArmPath, { isPrivate }: Zone, type: string): void {
  if (!isPrivate || PRIVATE_RECORD_TYPES.includes(type) || LISTS.includes(type.toLowerCase())) return;
  const message = `The resource type '${path.types.join('/')}' could not be found in the namespace '${path.namespace}'.`;
  throw new Refusal(404, 'InvalidResourceType', message, { gateway: true });
}

/** ARM reads property names without regard to case and answers in its own spelling. */
function spelled(properties: JsonObject, isPrivate: boolean): JsonObject {
  const words = new Map((isPrivate ? PRIVATE_SPELLING : PUBLIC_SPELLING).map((word) => [word.toLowerCase(), word]));
  const readOnly = new Set(['fqdn', 'provisioningstate', 'isautoregistered', ...(isPrivate ? ['targetresource'] : [])]);
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([key, value]) => !readOnly.has(key.toLowerCase()) && value !== null)
      .map(([key, value]) => [words.get(key.toLowerCase()) ?? key, value]),
  );
}

function mergeProperties(found: Resource, body: JsonObject): JsonObject {
  const change = isObject(body['properties']) ? body['properties'] : {};
  return { ...found, ...body, properties: { ...copy(found.properties), ...change } };
}

function remove(
  fake: FakeAzure,
  { now }: Exchange,
  { isPrivate }: Zone,
  type: string,
  found: Resource | undefined,
): Answer {
  if (type === 'SOA') throw dnsRefusal(400, 'BadRequest', "Records of type 'SOA' cannot be deleted.");
  if (type === 'NS' && !isPrivate && found?.name === '@') {
    throw dnsRefusal(400, 'BadRequest', "The name server record set at name '@' cannot be deleted.");
  }
  if (found === undefined) return { status: 204, headers: {} };
  if (referenceAt(found.properties, 'targetResource') !== undefined) {
    fake.aliasDeletions.begin(found.id, now + fake.profile.aliasDeleteMs);
  }
  eraseAlone(fake, found.id);
  return { status: 200, headers: {} };
}
