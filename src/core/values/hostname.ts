// Which DNS name is meant? One spelling for each: lower case, IDNA in ASCII (UTS #46), no trailing dot. Underscores are
// names too, and a `*` stands for a whole left-most label only (https://www.rfc-editor.org/rfc/rfc4592#section-2.1.1).
import { toASCII } from 'tr46';
import { parseIPAddress } from './ip-address.js';
import type { Origin, Parsed } from './problem.js';
import { problem, quoted } from './problem.js';

export type Hostname = string & { readonly __brand: 'Hostname' };

const LONGEST_NAME = 253;
const LONGEST_LABEL = 63;
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?$/;
const ALLOWED =
  'Allowed are labels of letters, digits, - and _ between dots (63 characters each, 253 in all), the first may be *.';

/** `allowed`: a sentence, where more than names may stand. */
export function parseHostname(text: string, origin: Origin, allowed = ALLOWED): Parsed<Hostname> {
  const trimmed = text.trim();
  const ascii = inASCII(trimmed)?.replace(/\.$/, '');
  const fault = ascii === undefined ? 'is no name that IDNA can write in ASCII' : faultOf(ascii);
  if (ascii !== undefined && fault === undefined) return { value: ascii as Hostname, problems: [] };
  const message = `${origin.key}: ${quoted(trimmed)} ${fault}. ${allowed}`;
  return { value: undefined, problems: [problem(origin, trimmed, message)] };
}

// Nearly all names are plain, and of these IDNA says the same at a hundred times the cost.
const PLAIN = /^[a-z0-9._*-]+$/i;
const ENCODED = /(?:^|\.)xn--/i;

function inASCII(text: string): string | undefined {
  if (PLAIN.test(text) && !ENCODED.test(text)) return text.toLowerCase();
  return toASCII(text, { checkBidi: true, checkJoiners: true }) ?? undefined;
}

function faultOf(name: string): string | undefined {
  if (name === '') return 'is empty';
  if (parseIPAddress(name) !== undefined) return 'is an address, not a name';
  if (name.length > LONGEST_NAME) return `has ${name.length} characters`;
  const labels = name.split('.');
  const named = labels[0] === '*' ? labels.slice(1) : labels;
  if (named.length === 0) return 'is a wildcard of everything';
  for (const label of named) {
    if (label === '') return 'has an empty label';
    if (label.length > LONGEST_LABEL) return `has a label of ${label.length} characters`;
    if (label.includes('*')) return 'has a * that is not the whole first label';
    if (!LABEL.test(label)) return `has the label ${quoted(label)}`;
  }
  // No top level domain is a number; what looks like one is an address gone wrong.
  if (/^\d+$/.test(named.at(-1)!)) return 'ends with a number, as a mistyped address does';
  return undefined;
}

/** Is `host` the zone's name itself or below it, on a label boundary? Both as `parseHostname` writes them. */
export function isInZone(host: string, zone: string): boolean {
  return host === zone || host.endsWith(`.${zone}`);
}
