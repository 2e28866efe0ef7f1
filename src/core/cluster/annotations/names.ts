// What does an object say of its names? Annotations under three prefixes, of which ours counts first, then external-dns'
// new one, then its old one (https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/).
import { tagFault } from '../../values/azure-tag.js';
import { parseBoolean } from '../../values/boolean.js';
import type { Hostname } from '../../values/hostname.js';
import { parseHostname } from '../../values/hostname.js';
import type { IPAddress } from '../../values/ip-address.js';
import { parseIPAddress } from '../../values/ip-address.js';
import { parseKeyValues } from '../../values/key-values.js';
import { parseList } from '../../values/list.js';
import type { Origin, Parsed } from '../../values/problem.js';
import { problem, quoted, warning } from '../../values/problem.js';
import { parseTtl } from '../../values/ttl.js';
import type { Annotation } from './annotation.js';
import { dns } from './annotation.js';

const ALL = 'Ingress, routes, Service, DNSEndpoint, Node';

export const NAMES = {
  hostname: {
    keys: dns('hostname'),
    appliesTo: 'Ingress, routes, Service',
    values: 'names, separated by commas',
    default: 'none',
    example: 'shop.example.com',
    help: 'Its names, or such beside the hosts of its spec. Of a ClusterIP Service: only if the settings publish internal Services.',
    parse: (text: string, origin: Origin) => parseList(text, (one) => parseHostname(one, origin)),
  } satisfies Annotation<readonly Hostname[]>,
  internalHostname: {
    keys: dns('internal-hostname'),
    appliesTo: 'Service',
    values: 'names, separated by commas',
    default: 'none',
    example: 'shop.corp.example',
    help: 'Names that lead to its cluster IP.',
    parse: (text: string, origin: Origin) => parseList(text, (one) => parseHostname(one, origin)),
  } satisfies Annotation<readonly Hostname[]>,
  target: {
    keys: dns('target'),
    appliesTo: 'Ingress, Gateway, ListenerSet, Service, Pod of a headless Service, Node',
    values: 'addresses and names, separated by commas',
    default: 'its status',
    example: '203.0.113.7',
    help: 'Where its names lead; of a Gateway or a ListenerSet, those of the routes.',
    parse: (text: string, origin: Origin) => parseList(text, (one) => parseTarget(one, origin)),
  } satisfies Annotation<readonly (IPAddress | Hostname)[]>,
  ttl: {
    keys: dns('ttl'),
    appliesTo: ALL,
    values: '1 to 2147483647 seconds, or a duration like 5m',
    default: 'spec.dns.ttl of the settings',
    example: '5m',
    help: 'How long the answers for its names may be kept.',
    parse: parseTtl,
  } satisfies Annotation<number>,
  zones: {
    keys: ['azurenetwork.dev/zones'],
    appliesTo: ALL,
    values: 'public, private, both',
    default: 'both, as far as the settings say nothing else',
    example: 'private',
    help: 'Which zones its names go to, where a public and a private one fit. Who says so gets all of its targets into a private zone, public addresses too.',
    parse: (text: string, origin: Origin) => parseWord(text, ['public', 'private', 'both'], origin),
  } satisfies Annotation<'public' | 'private' | 'both'>,
  alias: {
    keys: dns('alias'),
    appliesTo: ALL,
    values: 'true, false',
    default: 'spec.dns.alias of the settings',
    example: 'true',
    help: 'Whether its names are alias record sets where they lead to a public IP that we manage: they follow its address, and may stand at the apex.',
    parse: parseBoolean,
  } satisfies Annotation<boolean>,
  azureTags: {
    keys: dns('azure-tags'),
    appliesTo: ALL,
    values: 'pairs like name=value, separated by commas',
    default: 'none',
    example: 'team=shop',
    help: 'Metadata of its record sets.',
    parse: (text: string, origin: Origin) => parseKeyValues(text, origin, tagFault),
  } satisfies Annotation<readonly (readonly [name: string, value: string])[]>,
  controller: {
    keys: dns('controller'),
    appliesTo: ALL,
    values: 'dns-controller',
    default: 'dns-controller',
    example: 'dns-controller',
    help: 'Any other value: its names are left to somebody else.',
    parse: (text: string) => ({ value: text.trim(), problems: [] }),
  } satisfies Annotation<string>,
  setIdentifier: {
    keys: dns('set-identifier'),
    appliesTo: ALL,
    values: 'none',
    default: 'none',
    example: 'blue',
    help: 'Has no effect, which is told: Azure DNS has no weighted record sets.',
    parse: (text: string, origin: Origin) => ({ value: text, problems: [noWeights(text, origin)] }),
  } satisfies Annotation<string>,
  access: {
    keys: dns('access'),
    appliesTo: 'Service',
    values: 'public, private',
    default: 'external addresses of the nodes, else internal ones',
    example: 'private',
    help: 'NodePort: which addresses of the nodes its names lead to.',
    parse: (text: string, origin: Origin) => parseWord(text, ['public', 'private'], origin),
  } satisfies Annotation<'public' | 'private'>,
  endpointsType: {
    keys: dns('endpoints-type'),
    appliesTo: 'Service',
    values: 'NodeExternalIP, HostIP',
    default: 'the addresses of the pods',
    example: 'HostIP',
    help: 'Headless: the addresses of the nodes instead of the pods.',
    parse: (text: string, origin: Origin) => parseWord(text, ['NodeExternalIP', 'HostIP'], origin),
  } satisfies Annotation<'NodeExternalIP' | 'HostIP'>,
  ingressHostnameSource: {
    keys: dns('ingress-hostname-source'),
    appliesTo: 'Ingress',
    values: 'defined-hosts-only, annotation-only',
    default: 'both',
    example: 'annotation-only',
    help: 'Whether its hosts come from its spec or from the annotation.',
    parse: parseHostnameSource,
  } satisfies Annotation<HostnameSource>,
  gatewayHostnameSource: {
    keys: dns('gateway-hostname-source'),
    appliesTo: 'routes',
    values: 'defined-hosts-only, annotation-only',
    default: 'both',
    example: 'annotation-only',
    help: 'Whether its hosts come from its spec or from the annotation.',
    parse: parseHostnameSource,
  } satisfies Annotation<HostnameSource>,
} as const;

export type HostnameSource = 'defined-hosts-only' | 'annotation-only';

function parseHostnameSource(text: string, origin: Origin): Parsed<HostnameSource> {
  return parseWord(text, ['defined-hosts-only', 'annotation-only'], origin);
}

function parseTarget(text: string, origin: Origin): Parsed<IPAddress | Hostname> {
  const address = parseIPAddress(text);
  return address === undefined
    ? parseHostname(text, origin, 'Allowed are addresses (of IPv4 without leading zeros) and names.')
    : { value: address, problems: [] };
}

function parseWord<const T extends string>(text: string, words: readonly T[], origin: Origin): Parsed<T> {
  const value = words.find((word) => word.toLowerCase() === text.trim().toLowerCase());
  if (value !== undefined) return { value, problems: [] };
  const message = `${origin.key}: ${quoted(text)} is not known. Allowed are ${words.join(' and ')}.`;
  return { value: undefined, problems: [problem(origin, text, message)] };
}

function noWeights(text: string, origin: Origin) {
  const message = `${origin.key}: ${quoted(text)} has no effect: Azure DNS has no weighted record sets. Addresses of one name are united.`;
  return warning(origin, text, message);
}
