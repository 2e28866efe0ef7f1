// What does a record hold? One record's data as a zone file writes it (https://www.rfc-editor.org/rfc/rfc1035#section-5),
// read strictly and written in one spelling:
//
//   A, AAAA          an address of that family, canonical
//   CNAME, NS, PTR   a name, as `parseHostname` writes it
//   MX               <preference> <name>
//   SRV              <priority> <weight> <port> <name>
//   CAA              <flags> <tag> "<value>"; the quotes may be missing
//   TXT              the text itself; where all of it stands in quotes, they are left out
import { parseHostname } from './hostname.js';
import { familyOf, parseIPAddress } from './ip-address.js';
import type { Origin, Parsed, Problem } from './problem.js';
import { problem, quoted, warning } from './problem.js';
import type { RecordType } from './record-type.js';

/** Of a record set, which may hold one text of this length (https://learn.microsoft.com/azure/dns/dns-zones-records#txt-records). */
const LONGEST_TEXT = 4096;
/** https://learn.microsoft.com/rest/api/dns/record-sets/create-or-update#caarecord */
const LONGEST_CAA_VALUE = 1024;

/** In the form that `WantedName.targets` has. */
export function parseRecordData(type: RecordType, text: string, origin: Origin): Parsed<string> {
  const trimmed = text.trim();
  switch (type) {
    case 'A':
      return address(trimmed, 4, origin);
    case 'AAAA':
      return address(trimmed, 6, origin);
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return target(trimmed, type, origin);
    case 'MX':
      return numbersAndName(trimmed, 'MX', ['preference'], '10 mail.example.com', origin);
    case 'SRV':
      return numbersAndName(trimmed, 'SRV', SRV_NUMBERS, '0 50 443 www.example.com', origin);
    case 'CAA':
      return authorization(trimmed, origin);
    case 'TXT':
      return textOf(text, origin);
  }
}

const SRV_NUMBERS = ['priority', 'weight', 'port'];

function refused<T>(text: string, origin: Origin, fault: string, allowed: string): Parsed<T> {
  const message = `${origin.key}: ${quoted(text)} ${fault}. Allowed ${allowed}.`;
  return { value: undefined, problems: [problem(origin, text, message)] };
}

function address(text: string, family: 4 | 6, origin: Origin): Parsed<string> {
  const [type, example] = family === 4 ? ['A', '203.0.113.7'] : ['AAAA', '2001:db8::7'];
  const allowed = `in an ${type} record is an IPv${family} address like ${example}, without leading zeros and without a dot at the end`;
  const parsed = parseIPAddress(text);
  if (parsed === undefined) return refused(text, origin, 'is no address', allowed);
  if (familyOf(parsed) !== family) return refused(text, origin, `is of IPv${family === 4 ? 6 : 4}`, allowed);
  return { value: parsed, problems: [] };
}

// A wildcard is a name that may be asked for, never one that something leads to.
function target(text: string, type: string, origin: Origin): Parsed<string> {
  if (text.startsWith('*')) return refused(text, origin, 'is a wildcard', `in ${type} records is a single name`);
  return parseHostname(text, origin);
}

function numbersAndName(
  text: string,
  type: string,
  fields: readonly string[],
  example: string,
  origin: Origin,
): Parsed<string> {
  const parts = text.split(/\s+/);
  const allowed = `in ${type} records are ${fields.join(', ')} (0 to 65535) and a name, as in ${quoted(example)}`;
  if (parts.length !== fields.length + 1)
    return refused(text, origin, `has ${parts.length} of ${fields.length + 1} parts`, allowed);
  const numbers = fields.map((_, index) => numberUpTo(65535, parts[index]!));
  const bad = numbers.indexOf(undefined);
  if (bad >= 0) return refused(text, origin, `has the ${fields[bad]!} ${quoted(parts[bad]!)}`, allowed);
  const { value, problems } = target(parts.at(-1)!, type, origin);
  return { value: value && [...numbers, value].join(' '), problems };
}

function numberUpTo(most: number, text: string): number | undefined {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : undefined;
  return value !== undefined && value <= most ? value : undefined;
}

const CAA = /^(\S+)\s+(\S+)\s+(?:"([^"\\]*)"|([^\s"\\]+))$/;

// https://www.rfc-editor.org/rfc/rfc8659#section-4.1
function authorization(text: string, origin: Origin): Parsed<string> {
  const allowed = `in CAA records are flags (0 to 255), a tag of letters and digits, and a value, as in ${quoted('0 issue "ca.example.net"')}`;
  const [, flags, tag, inQuotes, bare] = CAA.exec(text) ?? [];
  const value = inQuotes ?? bare;
  if (flags === undefined || tag === undefined || value === undefined)
    return refused(text, origin, 'is not flags, tag and value', allowed);
  const number = numberUpTo(255, flags);
  if (number === undefined) return refused(text, origin, `has the flags ${quoted(flags)}`, allowed);
  if (!/^[a-z0-9]{1,255}$/i.test(tag)) return refused(text, origin, `has the tag ${quoted(tag)}`, allowed);
  if (value.length > LONGEST_CAA_VALUE)
    return refused(text, origin, `has a value of ${value.length} characters`, `are ${LONGEST_CAA_VALUE}`);
  return { value: `${number} ${tag.toLowerCase()} "${value}"`, problems: [] };
}

const QUOTED = /"((?:[^"\\]|\\.)*)"/g;
const ALL_QUOTED = /^\s*"(?:[^"\\]|\\.)*"(?:\s+"(?:[^"\\]|\\.)*")*\s*$/;

// Several in quotes are the pieces of one text: the cut is the writer's, and Azure's to make anew.
function textOf(text: string, origin: Origin): Parsed<string> {
  const value = ALL_QUOTED.test(text)
    ? [...text.matchAll(QUOTED)].map(([, piece]) => piece!.replace(/\\(.)/g, '$1')).join('')
    : text;
  if (value === '') return refused(text, origin, 'is empty', 'is a text');
  if (value.length > LONGEST_TEXT)
    return refused(text, origin, `has ${value.length} characters`, `in a TXT record are ${LONGEST_TEXT}`);
  return { value, problems: value === text && isHalfQuoted(text) ? [halfQuoted(text, origin)] : [] };
}

/** Quotes of its own come in pairs, and behind something. */
function isHalfQuoted(text: string): boolean {
  const quotes = text.replace(/\\./g, '').split('"').length - 1;
  return quotes % 2 === 1 || text.trimStart().startsWith('"');
}

function halfQuoted(text: string, origin: Origin): Problem {
  const message =
    `${origin.key}: ${quoted(text)} is not in quotes from end to end, so they belong to the text. ` +
    'Allowed are a text without quotes around it, or one in quotes or several with blanks between.';
  return warning(origin, text, message);
}
