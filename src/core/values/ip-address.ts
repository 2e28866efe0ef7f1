// Is this text an IP address, and how is it written for ever after? Stricter than most parsers: octets with leading
// zeros are octal to some programs and decimal to others, so they are no address here.
import { Address4, Address6 } from 'ip-address';

/** Canonical text: dotted decimal, or RFC 5952 lower-case IPv6 (https://www.rfc-editor.org/rfc/rfc5952). */
export type IPAddress = string & { readonly __brand: 'IPAddress' };

export type Family = 4 | 6;

/** How Kubernetes and people call a family. */
export const FAMILY_NAMES: Readonly<Record<Family, string>> = { 4: 'IPv4', 6: 'IPv6' };

/** As Azure writes it, in any case; IPv4 where nothing is said. */
export function familyNamed(name: string): Family {
  return name.toLowerCase() === 'ipv6' ? 6 : 4;
}

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);
const IPV6_CHARACTERS = /^[0-9a-f:.]+$/i;

/** Undefined where the text is no address; zones (`%eth0`) and prefixes make it none. */
export function parseIPAddress(text: string): IPAddress | undefined {
  if (IPV4.test(text)) return new Address4(text).correctForm() as IPAddress;
  if (!text.includes(':') || !IPV6_CHARACTERS.test(text) || !Address6.isValid(text)) return undefined;
  const embedded = text.slice(text.lastIndexOf(':') + 1);
  if (embedded.includes('.') && !IPV4.test(embedded)) return undefined;
  return new Address6(text).correctForm() as IPAddress;
}

/** Of an address or a CIDR that has been parsed. */
export function familyOf(canonical: string): Family {
  return canonical.includes(':') ? 6 : 4;
}

/** 127.0.0.0/8 and ::1: reachable from nowhere else. */
export function isLoopback(address: IPAddress): boolean {
  return address === '::1' || address.startsWith('127.');
}

/** Loopback, unspecified, link-local, multicast and reserved: nothing is reached by these from elsewhere. */
export function isUnusable(address: IPAddress): boolean {
  return familyOf(address) === 4
    ? /^(0|127|22[4-9]|2[345]\d)\.|^169\.254\./.test(address)
    : address === '::' || address === '::1' || /^(fe[89ab]|ff)/.test(address);
}

/**
 * Of a range that no public IP is ever from: RFC 1918, RFC 6598, unique local IPv6.
 * https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq#what-address-ranges-can-i-use-in-my-virtual-networks
 */
export function isPrivate(address: IPAddress): boolean {
  return familyOf(address) === 4
    ? /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(address)
    : /^f[cd]/.test(address);
}

/** One host may be written with or without its prefix length; letters in any case. */
export function addressKey(text: string): string {
  // Asked for every address several times a pass; IPv4 has but one spelling.
  if (IPV4_HOST.test(text)) return text.endsWith('/32') ? text.slice(0, -3) : text;
  const host = text.toLowerCase().replace(/^([0-9a-f:.]+)\/128$/, '$1');
  return parseIPAddress(host) ?? host;
}

const IPV4_HOST = /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+(?:\/32)?$/;
