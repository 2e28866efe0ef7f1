// Which annotations do we read? One table: key, parser, default and help of each; the documentation is made from it, and
// no other file knows a key.
import { parseBoolean } from '../values/boolean.js';
import type { Cidr } from '../values/cidr.js';
import { parseCidr } from '../values/cidr.js';
import type { Hostname } from '../values/hostname.js';
import { parseHostname } from '../values/hostname.js';
import { parseInteger } from '../values/integer.js';
import type { IPAddress } from '../values/ip-address.js';
import { parseIPAddress } from '../values/ip-address.js';
import type { Origin, Parsed } from '../values/problem.js';
import { problem } from '../values/problem.js';
import type { SourceRef } from '../values/source-ref.js';
import { parseTtl } from '../values/ttl.js';
import type { Meta } from './cluster-state.js';

export interface Annotation<T> {
  /** The first that is set counts. */
  readonly keys: readonly string[];
  readonly appliesTo: 'Service' | 'Ingress';
  /** For people. */
  readonly values: string;
  readonly default: string;
  readonly help: string;
  readonly parse: (text: string, origin: Origin) => Parsed<T>;
}

const AZURE = 'service.beta.kubernetes.io/';
const DNS_PREFIXES = ['azurenetwork.dev/', 'external-dns.kubernetes.io/', 'external-dns.alpha.kubernetes.io/'];

function azure(name: string): readonly string[] {
  return [AZURE + name];
}

function dns(name: string): readonly string[] {
  return DNS_PREFIXES.map((prefix) => prefix + name);
}

export const ANNOTATIONS = {
  internal: {
    keys: azure('azure-load-balancer-internal'),
    appliesTo: 'Service',
    values: 'true, false',
    default: 'false',
    help: 'An address in the virtual network instead of a public one.',
    parse: parseBoolean,
  } satisfies Annotation<boolean>,
  internalSubnet: {
    keys: azure('azure-load-balancer-internal-subnet'),
    appliesTo: 'Service',
    values: 'name of a subnet in spec.virtualNetworkId',
    default: 'spec.loadBalancer.subnetId of the settings',
    help: 'Where an internal Service gets its address.',
    parse: parseSubnetName,
  } satisfies Annotation<string | null>,
  sourceRanges: {
    keys: azure('load-balancer-source-ranges'),
    appliesTo: 'Service',
    values: 'IPv4 CIDRs, separated by commas',
    default: 'everybody for a public Service; no rule of its own for an internal one',
    help: 'Who may come. Read while spec.loadBalancerSourceRanges is empty.',
    parse: parseRanges,
  } satisfies Annotation<readonly Cidr[]>,
  allowedRanges: {
    keys: azure('azure-allowed-ip-ranges'),
    appliesTo: 'Service',
    values: 'IPv4 CIDRs, separated by commas',
    default: 'none',
    help: 'Who may come, beside the annotation load-balancer-source-ranges. Not together with spec.loadBalancerSourceRanges.',
    parse: parseRanges,
  } satisfies Annotation<readonly Cidr[]>,
  idleTimeout: {
    keys: azure('azure-load-balancer-tcp-idle-timeout'),
    appliesTo: 'Service',
    values: '4 to 100 (minutes)',
    default: '4',
    help: 'How long a TCP connection may be silent.',
    parse: (text: string, origin: Origin) => parseInteger(text, origin, { min: 4, max: 100, unit: 'minutes' }),
  } satisfies Annotation<number>,
  ttl: {
    keys: dns('ttl'),
    appliesTo: 'Ingress',
    values: '1 to 2147483647 seconds, or a duration like 5m',
    default: 'spec.dns.ttl of the settings',
    help: 'How long the answers for its names may be kept.',
    parse: parseTtl,
  } satisfies Annotation<number>,
  hostname: {
    keys: dns('hostname'),
    appliesTo: 'Ingress',
    values: 'names, separated by commas',
    default: 'none',
    help: 'Names beside the hosts of spec.rules and spec.tls.',
    parse: (text: string, origin: Origin) => parseList(text, (one) => parseHostname(one, origin)),
  } satisfies Annotation<readonly Hostname[]>,
  target: {
    keys: dns('target'),
    appliesTo: 'Ingress',
    values: 'addresses and names, separated by commas',
    default: 'status.loadBalancer.ingress',
    help: 'Where its names lead.',
    parse: (text: string, origin: Origin) => parseList(text, (one) => parseTarget(one, origin)),
  } satisfies Annotation<readonly (IPAddress | Hostname)[]>,
  controller: {
    keys: dns('controller'),
    appliesTo: 'Ingress',
    values: 'dns-controller',
    default: 'dns-controller',
    help: 'Any other value: its names are left to somebody else.',
    parse: (text: string) => ({ value: text.trim(), problems: [] }),
  } satisfies Annotation<string>,
} as const;

/** What reading an annotation gave: `key` is the one that was set, or the first where none is. */
export interface ReadAnnotation<T> extends Parsed<T> {
  readonly key: string;
  readonly isSet: boolean;
}

export function readAnnotation<T>(
  annotation: Annotation<T>,
  { annotations }: Meta,
  object: SourceRef,
): ReadAnnotation<T> {
  const key = annotation.keys.find((one) => annotations[one] !== undefined);
  if (key === undefined) return { key: annotation.keys[0]!, isSet: false, value: undefined, problems: [] };
  const origin = { object, key, reason: 'InvalidAnnotation' } as const;
  return { key, isSet: true, ...annotation.parse(annotations[key]!, origin) };
}

export interface AnnotationRow {
  readonly keys: readonly string[];
  readonly appliesTo: string;
  readonly values: string;
  readonly default: string;
  readonly help: string;
}

/** The rows of the documentation's table, by kind and key. */
export function annotationsTable(): readonly AnnotationRow[] {
  return Object.values<AnnotationRow>(ANNOTATIONS)
    .map(({ keys, appliesTo, values, default: unset, help }) => ({ keys, appliesTo, values, default: unset, help }))
    .sort((a, b) => compare(b.appliesTo, a.appliesTo) || compare(a.keys[0]!, b.keys[0]!));
}

const READ: ReadonlySet<string> = new Set(Object.values<AnnotationRow>(ANNOTATIONS).flatMap(({ keys }) => keys));

/** Keys of Azure's cloud controller on this object that nothing here reads, sorted: nobody is to be ignored silently. */
export function unreadAzureKeys({ annotations }: Meta): readonly string[] {
  return Object.keys(annotations)
    .filter((key) => /^service\.beta\.kubernetes\.io\/(azure-|port_)/.test(key) && !READ.has(key))
    .sort();
}

/** Of those, the ones that narrow who may come: to pass over them would open more than was asked for. */
export const NARROWING_KEYS: ReadonlySet<string> = new Set([
  `${AZURE}azure-allowed-service-tags`,
  `${AZURE}azure-deny-all-except-load-balancer-source-ranges`,
  `${AZURE}azure-disable-load-balancer-nsg-rule`,
]);

// https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftnetwork
const SUBNET_NAME = /^[a-z0-9](?:[a-z0-9_.-]{0,78}[a-z0-9_])?$/i;

/** Null where it is empty: as if it weren't set. */
function parseSubnetName(text: string, origin: Origin): Parsed<string | null> {
  const name = text.trim();
  if (name === '') return { value: null, problems: [] };
  if (SUBNET_NAME.test(name)) return { value: name, problems: [] };
  const message = `${origin.key}: ${JSON.stringify(text)} is no name of a subnet. Allowed are 1 to 80 letters, digits, _, . and -.`;
  return { value: undefined, problems: [problem(origin, text, message)] };
}

// Set but empty is a slip, and to take it for "nobody in particular" would let everybody in.
function parseRanges(text: string, origin: Origin): Parsed<readonly Cidr[]> {
  const ranges = parseList(text, (one) => parseCidr(one, origin, 4));
  if (ranges.value?.length !== 0 || ranges.problems.length > 0) return ranges;
  const message = `${origin.key}: ${JSON.stringify(text)} names no range. Allowed are IPv4 CIDRs, separated by commas; to let everybody in, leave it out.`;
  return { value: undefined, problems: [problem(origin, text, message)] };
}

function parseTarget(text: string, origin: Origin): Parsed<IPAddress | Hostname> {
  const address = parseIPAddress(text);
  return address === undefined ? parseHostname(text, origin) : { value: address, problems: [] };
}

/** Those that parse, and what was wrong with the others. */
function parseList<T>(text: string, parse: (one: string) => Parsed<T>): Parsed<readonly T[]> {
  const parsed = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map(parse);
  return {
    value: parsed.flatMap(({ value }) => (value === undefined ? [] : [value])),
    problems: parsed.flatMap(({ problems }) => problems),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
