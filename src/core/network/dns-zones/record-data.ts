// How does ARM write records, and how does a zone file? The waist has the zone file's texts, one a record; ARM has objects,
// under names that differ between public and private zones.
// https://learn.microsoft.com/rest/api/dns/record-sets/create-or-update
// https://learn.microsoft.com/rest/api/dns/privatednszones/record-sets/create-or-update
import type { RecordType } from '../../exposure.js';
import { RECORD_TYPES } from '../../exposure.js';
import type { Zone } from '../../settings.js';
import { parseIPAddress } from '../../values/ip-address.js';
import type { Json, JsonObject } from '../../values/json.js';
import { isArray, objectsOf, textOf } from '../../values/json.js';
import { LIMITS } from './limits.js';

export type Visibility = Zone['visibility'];

interface Form {
  readonly read: (record: JsonObject) => string;
  readonly write: (text: string) => JsonObject;
  /** What two spellings of one record have in common. */
  readonly key: (text: string) => string;
}

const FORMS: Readonly<Record<RecordType, Form>> = {
  A: addresses('ipv4Address'),
  AAAA: addresses('ipv6Address'),
  CAA: {
    read: ({ flags, tag, value }) => `${textOf(flags)} ${textOf(tag)} "${textOf(value)}"`,
    write: (text) => {
      const [flags, tag, value] = words(text, 3);
      return { flags: Number(flags), tag: tag!, value: value!.replace(/^"(.*)"$/, '$1') };
    },
    key: (text) => {
      const [flags, tag, value] = words(text, 3);
      return `${Number(flags)} ${tag!.toLowerCase()} ${value!.replace(/^"(.*)"$/, '$1')}`;
    },
  },
  CNAME: names('cname'),
  MX: {
    read: ({ preference, exchange }) => `${textOf(preference)} ${nameKey(textOf(exchange))}`,
    write: (text) => {
      const [preference, exchange] = words(text, 2);
      return { preference: Number(preference), exchange: exchange! };
    },
    key: nameLastKey,
  },
  NS: names('nsdname'),
  PTR: names('ptrdname'),
  SRV: {
    read: ({ priority, weight, port, target }) =>
      `${textOf(priority)} ${textOf(weight)} ${textOf(port)} ${nameKey(textOf(target))}`,
    write: (text) => {
      const [priority, weight, port, target] = words(text, 4);
      return { priority: Number(priority), weight: Number(weight), port: Number(port), target: target! };
    },
    key: nameLastKey,
  },
  TXT: {
    read: ({ value }) => (isArray(value) ? value.map(textOf).join('') : ''),
    write: (text) => ({ value: inStrings(text) }),
    key: (text) => text,
  },
};

export function recordsIn(type: RecordType, properties: JsonObject | undefined, visibility: Visibility): string[] {
  const value = properties?.[recordsKey(type, visibility)];
  return objectsOf(isArray(value) ? value : [value ?? null])
    .map(FORMS[type].read)
    .filter((text) => text !== '');
}

/** Of one property of a record set, in either spelling; undefined where it holds no records that we know. */
export function recordTexts(key: string, value: Json | undefined): readonly string[] | undefined {
  const type = TYPE_OF_KEY.get(key.toLowerCase());
  return type && recordsIn(type, { [recordsKey(type, 'Public')]: value }, 'Public');
}

/** The property that holds the records, as ARM takes it. */
export function recordsOf(type: RecordType, texts: readonly string[], visibility: Visibility): JsonObject {
  const records = texts.map(FORMS[type].write);
  return { [recordsKey(type, visibility)]: type === 'CNAME' ? records[0]! : records };
}

const TYPE_OF_KEY = new Map(RECORD_TYPES.map((type) => [recordsKey(type, 'Private').toLowerCase(), type]));

/** `ARecords`, `aRecords`, `CNAMERecord`… */
export function recordsKey(type: RecordType, visibility: Visibility): string {
  const ending = type === 'CNAME' ? 'Record' : 'Records';
  return (visibility === 'Private' || type === 'CAA' ? type.toLowerCase() : type) + ending;
}

export function targetKey(type: RecordType, text: string): string {
  return FORMS[type].key(text);
}

/** Octets, as a TXT record's limits count them. */
export function octetsOf(text: string): number {
  let octets = 0;
  for (const character of text) octets += octetsOfCharacter(character);
  return octets;
}

function addresses(property: string): Form {
  return {
    read: (record) => textOf(record[property]),
    write: (text) => ({ [property]: text }),
    key: (text) => (text.includes(':') ? (parseIPAddress(text) ?? text.toLowerCase()) : text),
  };
}

function names(property: string): Form {
  return { read: (record) => textOf(record[property]), write: (text) => ({ [property]: text }), key: nameKey };
}

function nameKey(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function nameLastKey(text: string): string {
  return words(text, 4).map(nameKey).join(' ');
}

/** The last of them keeps its blanks. */
function words(text: string, count: number): string[] {
  const all = text.trim().split(/\s+/);
  const found = all.length <= count ? all : [...all.slice(0, count - 1), all.slice(count - 1).join(' ')];
  return [...found, ...Array.from({ length: Math.max(0, count - found.length) }, () => '')].slice(0, count);
}

// A string of a TXT record holds 255 octets, and no character is torn (https://www.rfc-editor.org/rfc/rfc1035#section-3.3).
function inStrings(text: string): readonly string[] {
  const strings: string[] = [];
  let current = '';
  let octets = 0;
  for (const character of text) {
    const more = octetsOfCharacter(character);
    if (octets + more > LIMITS.textString) {
      strings.push(current);
      current = '';
      octets = 0;
    }
    current += character;
    octets += more;
  }
  return [...strings, current];
}

function octetsOfCharacter(character: string): number {
  const code = character.codePointAt(0)!;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
}
