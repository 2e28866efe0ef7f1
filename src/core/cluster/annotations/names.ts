// What does an Ingress say of its names beside its hosts?
import type { Hostname } from '../../values/hostname.js';
import { parseHostname } from '../../values/hostname.js';
import type { IPAddress } from '../../values/ip-address.js';
import { parseIPAddress } from '../../values/ip-address.js';
import { parseList } from '../../values/list.js';
import type { Origin, Parsed } from '../../values/problem.js';
import { parseTtl } from '../../values/ttl.js';
import type { Annotation } from './annotation.js';
import { dns } from './annotation.js';

export const NAMES = {
  ttl: {
    keys: dns('ttl'),
    appliesTo: 'Ingress',
    values: '1 to 2147483647 seconds, or a duration like 5m',
    default: 'spec.dns.ttl of the settings',
    example: '5m',
    help: 'How long the answers for its names may be kept.',
    parse: parseTtl,
  } satisfies Annotation<number>,
  hostname: {
    keys: dns('hostname'),
    appliesTo: 'Ingress',
    values: 'names, separated by commas',
    default: 'none',
    example: 'shop.example.com',
    help: 'Names beside the hosts of spec.rules and spec.tls.',
    parse: (text: string, origin: Origin) => parseList(text, (one) => parseHostname(one, origin)),
  } satisfies Annotation<readonly Hostname[]>,
  target: {
    keys: dns('target'),
    appliesTo: 'Ingress',
    values: 'addresses and names, separated by commas',
    default: 'status.loadBalancer.ingress',
    example: '203.0.113.7',
    help: 'Where its names lead.',
    parse: (text: string, origin: Origin) => parseList(text, (one) => parseTarget(one, origin)),
  } satisfies Annotation<readonly (IPAddress | Hostname)[]>,
  controller: {
    keys: dns('controller'),
    appliesTo: 'Ingress',
    values: 'dns-controller',
    default: 'dns-controller',
    example: 'dns-controller',
    help: 'Any other value: its names are left to somebody else.',
    parse: (text: string) => ({ value: text.trim(), problems: [] }),
  } satisfies Annotation<string>,
} as const;

function parseTarget(text: string, origin: Origin): Parsed<IPAddress | Hostname> {
  const address = parseIPAddress(text);
  return address === undefined ? parseHostname(text, origin) : { value: address, problems: [] };
}
