// What does a record set say on the wire? Its records as the DNS library takes them; what isn't well formed is left out.
// Public zones spell `ARecords`, private ones `aRecords`: both are read.
import type { Answer } from 'dns-packet';
import { isIPv4, isIPv6 } from 'node:net';
import type { JsonObject } from '../../json.js';
import { isObject, numberAt, stringAt, stringsAt } from '../../json.js';

/** Record types that it can say. DS, NAPTR and TLSA are stored, and answered with nothing. */
export const SERVED = ['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'TXT'] as const;
export type Served = (typeof SERVED)[number];

// Of an alias without one: the portal's default.
const DEFAULT_TTL = 3600;

export function isServed(type: string): type is Served {
  return (SERVED as readonly string[]).includes(type);
}

/** `owner`: as it stands in the answer. */
export function recordsOf(properties: JsonObject, type: Served, owner: string): Answer[] {
  const name = owner;
  const ttl = ttlOf(properties);
  return listed(properties, type).flatMap((record) => answerOf(record, type, name, ttl) ?? []);
}

export function ttlOf(properties: JsonObject): number {
  return numberAt(properties, 'TTL') ?? numberAt(properties, 'ttl') ?? DEFAULT_TTL;
}

export function addressRecord(type: 'A' | 'AAAA', owner: string, ttl: number, address: string): Answer[] {
  const fits = type === 'A' ? isIPv4(address) : isIPv6(address);
  return fits ? [{ type, name: owner, ttl, data: address }] : [];
}

function listed(properties: JsonObject, type: Served): JsonObject[] {
  const words = [`${type}record`, `${type}records`].map((word) => word.toLowerCase());
  const key = Object.keys(properties).find((one) => words.includes(one.toLowerCase()));
  return key === undefined ? [] : [properties[key]].flat().filter(isObject);
}

function answerOf(record: JsonObject, type: Served, name: string, ttl: number): Answer[] | undefined {
  switch (type) {
    case 'A':
      return addressRecord(type, name, ttl, stringAt(record, 'ipv4Address') ?? '');
    case 'AAAA':
      return addressRecord(type, name, ttl, stringAt(record, 'ipv6Address') ?? '');
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return nameRecord(record, type, name, ttl);
    case 'TXT':
      return textRecord(stringsAt(record, 'value'), name, ttl);
    case 'CAA':
      return [{ type, name, ttl, data: caaOf(record) }];
    case 'MX': {
      const exchange = nameAt(record, 'exchange');
      if (exchange === undefined) return [];
      return [{ type, name, ttl, data: { preference: numberAt(record, 'preference') ?? 0, exchange } }];
    }
    case 'SRV':
      return nameAt(record, 'target') === undefined ? [] : [{ type, name, ttl, data: srvOf(record) }];
    case 'SOA':
      return [{ type, name, ttl, data: soaOf(record) }];
  }
}

const TARGET = { CNAME: 'cname', NS: 'nsdname', PTR: 'ptrdname' } as const;

function nameRecord(record: JsonObject, type: keyof typeof TARGET, name: string, ttl: number): Answer[] {
  const data = nameAt(record, TARGET[type]);
  return data === undefined || data === '' ? [] : [{ type, name, ttl, data }];
}

/** A name that fits on the wire, without a dot at its end; '' for the root. */
function nameAt(record: JsonObject, key: string): string | undefined {
  const name = stringAt(record, key)?.replace(/\.$/, '');
  if (name === undefined || name === '') return name;
  const fits = name.length <= 253 && name.split('.').every((label) => label !== '' && Buffer.byteLength(label) <= 63);
  return fits ? name : undefined;
}

function textRecord(strings: string[], name: string, ttl: number): Answer[] {
  const fits = strings.length > 0 && strings.every((one) => Buffer.byteLength(one) <= 255);
  return fits ? [{ type: 'TXT', name, ttl, data: strings }] : [];
}

type DataOf<T extends Served> = Extract<Answer, { type: T }>['data'];

function caaOf(record: JsonObject): DataOf<'CAA'> {
  const tag = (stringAt(record, 'tag') ?? '') as DataOf<'CAA'>['tag'];
  return { flags: numberAt(record, 'flags') ?? 0, tag, value: stringAt(record, 'value') ?? '' };
}

function srvOf(record: JsonObject): DataOf<'SRV'> {
  return {
    priority: numberAt(record, 'priority') ?? 0,
    weight: numberAt(record, 'weight') ?? 0,
    port: numberAt(record, 'port') ?? 0,
    target: nameAt(record, 'target') ?? '',
  };
}

function soaOf(record: JsonObject): Required<DataOf<'SOA'>> {
  return {
    mname: stringAt(record, 'host') ?? '',
    rname: stringAt(record, 'email') ?? '',
    serial: numberAt(record, 'serialNumber') ?? 1,
    refresh: numberAt(record, 'refreshTime') ?? 0,
    retry: numberAt(record, 'retryTime') ?? 0,
    expire: numberAt(record, 'expireTime') ?? 0,
    minimum: numberAt(record, 'minimumTTL') ?? numberAt(record, 'minimumTtl') ?? 0,
  };
}
