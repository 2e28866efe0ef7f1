// Which range of addresses is meant? `10.1.0.0/16` and nothing looser: host bits, a missing prefix or octets with
// leading zeros may each mean two things, and a firewall is no place to guess.
import { Address4, Address6 } from 'ip-address';
import type { Family } from './ip-address.js';
import { FAMILY_NAMES, familyOf, parseIPAddress } from './ip-address.js';
import type { Origin, Parsed, Problem } from './problem.js';
import { problem, quoted } from './problem.js';

/** Canonical: the network's own address and its prefix length. */
export type Cidr = string & { readonly __brand: 'Cidr' };

const EXAMPLES = { 4: '203.0.113.0/24', 6: '2001:db8::/32' } as const;

/** `family`, where only one has a meaning. */
export function parseCidr(text: string, origin: Origin, family?: Family): Parsed<Cidr> {
  const trimmed = text.trim();
  const [addressText = '', prefixText, ...rest] = trimmed.split('/');
  const address = parseIPAddress(addressText);
  const examples = family ? EXAMPLES[family] : `${EXAMPLES[4]} or ${EXAMPLES[6]}`;
  const refuse = (what: string): Parsed<Cidr> => ({
    value: undefined,
    problems: [refusal(origin, trimmed, what, examples)],
  });
  if (hasLeadingZero(addressText)) return refuse('has an octet with a leading zero, which may be read as octal');
  if (address === undefined || rest.length > 0) return refuse('is no range of addresses');
  const longest = familyOf(address) === 4 ? 32 : 128;
  if (prefixText === undefined) return refuse(`has no prefix length (one address alone is ${address}/${longest})`);
  if (!/^(0|[1-9]\d{0,2})$/.test(prefixText) || Number(prefixText) > longest)
    return refuse(`has no prefix length between 0 and ${longest}`);
  if (family !== undefined && familyOf(address) !== family)
    return refuse(`is ${FAMILY_NAMES[familyOf(address)]}, where only ${FAMILY_NAMES[family]} has a meaning`);
  const network = networkAddress(address, prefixText);
  if (network !== address) return refuse(`has bits set behind its prefix; ${network}/${prefixText} was probably meant`);
  return { value: `${address}/${prefixText}` as Cidr, problems: [] };
}

function refusal(origin: Origin, text: string, what: string, examples: string): Problem {
  const allowed = `Allowed is a network address with its prefix length, like ${examples}`;
  return problem(origin, text, `${origin.key}: ${quoted(text)} ${what}. ${allowed}.`);
}

function hasLeadingZero(text: string): boolean {
  return /^[\d.]+$/.test(text) && text.split('.').some((octet) => /^0\d/.test(octet));
}

function networkAddress(address: string, prefix: string): string {
  const cidr = `${address}/${prefix}`;
  return (familyOf(address) === 4 ? new Address4(cidr) : new Address6(cidr)).startAddress().correctForm();
}
