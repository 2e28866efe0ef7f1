// Does a record's content parse? One record of one type, as Azure reads it before it takes the set.
import { isIPv4, isIPv6 } from 'node:net';
import type { JsonObject } from '../json.js';
import { numberAt, objectsAt, stringAt, stringsAt } from '../json.js';

const MAX_TXT_STRING = 255;
// Spelled as RFC 1035 2.3.1 has it, with underscores (RFC 8552).
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i;

export function isLabel(text: string): boolean {
  return LABEL.test(text);
}

/** What is wrong with it. */
export function problemOfRecord(type: string, record: JsonObject): string | undefined {
  const text = (key: string): string => stringAt(record, key) ?? '';
  // A dot alone is the root: an SRV record's "no such service" (RFC 2782), an MX record's "no mail" (RFC 7505).
  const domain = (key: string, mayBeRoot = false): string | undefined =>
    isDomain(text(key)) || (mayBeRoot && text(key) === '.') ? undefined : `The domain name '${text(key)}' is invalid.`;
  const number = (key: string, most: number): string | undefined =>
    isWhole(record, key, most) ? undefined : `The ${key} of the ${type} record is not within 0 and ${most}.`;
  switch (type) {
    case 'A':
      return isIPv4(text('ipv4Address'))
        ? undefined
        : `The value '${text('ipv4Address')}' of the A record is not an IPv4 address.`;
    case 'AAAA':
      return isIPv6(text('ipv6Address')) && !text('ipv6Address').includes('%')
        ? undefined
        : `The value '${text('ipv6Address')}' of the AAAA record is not an IPv6 address.`;
    case 'CNAME':
      return domain('cname');
    case 'NS':
      return domain('nsdname');
    case 'PTR':
      return domain('ptrdname');
    case 'MX':
      return number('preference', 0xffff) ?? domain('exchange', true);
    case 'SRV':
      return number('priority', 0xffff) ?? number('weight', 0xffff) ?? number('port', 0xffff) ?? domain('target', true);
    case 'CAA':
      return number('flags', 0xff) ?? problemOfCaa(text('tag'), text('value'));
    case 'TXT':
      return stringsAt(record, 'value').some(({ length }) => length > MAX_TXT_STRING)
        ? `A string of a TXT record has more than ${MAX_TXT_STRING} characters.`
        : undefined;
    default:
      return undefined;
  }
}

function isWhole(record: JsonObject, key: string, most: number): boolean {
  const value = numberAt(record, key);
  return value !== undefined && Number.isInteger(value) && value >= 0 && value <= most;
}

function problemOfCaa(tag: string, value: string): string | undefined {
  if (!/^[a-z0-9]{1,15}$/i.test(tag)) return `The tag '${tag}' of the CAA record is invalid.`;
  return value.length > 1024 ? 'The value of the CAA record has more than 1024 characters.' : undefined;
}

function isDomain(name: string): boolean {
  return name !== '' && name.length <= 254 && name.replace(/\.$/, '').split('.').every(isLabel);
}

/** The records of a set, under the name that their type and the kind of zone give them. */
export function recordsOf(properties: JsonObject, type: string, isPrivate: boolean): JsonObject[] {
  if (type === 'CNAME' || type === 'SOA') {
    const key = isPrivate ? `${type.toLowerCase()}Record` : `${type}Record`;
    return objectsAt({ records: [properties[key] ?? null] }, 'records');
  }
  const key = isPrivate || type === 'CAA' ? `${type.toLowerCase()}Records` : `${type}Records`;
  return objectsAt(properties, key);
}
