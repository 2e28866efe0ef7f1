// What do the settings say of names? Zones and sources as the program reads them; what the schema can't judge is judged here.
import type { AzureNetworkSpec } from '../kinds/index.js';
import type { DnsPolicy, NameSource, NameSourceKind, Settings, Zone } from '../settings.js';
import type { ArmId } from '../values/arm-id.js';
import { parseArmId } from '../values/arm-id.js';
import { parseDuration } from '../values/duration.js';
import { badAction, TEMPLATE_FIELDS } from '../values/host-template.js';
import { parseHostname } from '../values/hostname.js';
import { parseIPAddress } from '../values/ip-address.js';
import type { Parsed } from '../values/problem.js';
import { AZURE_NETWORK_REF } from '../values/source-ref.js';

type Dns = AzureNetworkSpec['dns'];

export interface BadValue {
  /** `spec.dns.sources[0].hostnameTemplate`. */
  readonly field: string;
  readonly value: string;
  readonly message: string;
}

export function dnsSettings(dns: Dns): Settings['dns'] {
  const { ownership, privateTargets, alias, txt, adopt, policy, ttl, minimumTTL } = dns;
  return {
    zones: dns.zones.map((zone) => zoneOf(zone, policy)),
    includeDomains: dns.includeDomains.map(canonicalHost),
    excludeDomains: dns.excludeDomains.map(canonicalHost),
    sources: dns.sources?.map(sourceOf) ?? DEFAULT_SOURCES,
    privateTargets,
    alias,
    ownership,
    txt,
    adopt: { ...adopt, unowned: adopt.unowned.map(canonicalHost) },
    policy,
    ttl,
    minimumTTL,
    gracePeriod: parseDuration(dns.gracePeriod)!,
    ...(dns.typeChangeTTL !== undefined && { typeChangeTTL: dns.typeChangeTTL }),
    afterGracePeriod: dns.afterGracePeriod,
  };
}

export function badDns({ zones, includeDomains, excludeDomains, sources = [], adopt }: Dns): readonly BadValue[] {
  return [
    ...badHosts('spec.dns.includeDomains', includeDomains),
    ...badHosts('spec.dns.excludeDomains', excludeDomains),
    ...badHosts('spec.dns.adopt.unowned', adopt.unowned),
    ...zones.flatMap(({ names = [] }, index) => badHosts(`spec.dns.zones[${index}].names`, names)),
    ...sources.flatMap((source, index) => [
      ...badTemplate(`spec.dns.sources[${index}].hostnameTemplate`, source.hostnameTemplate),
      ...badTargets(`spec.dns.sources[${index}].defaultTargets`, source.defaultTargets),
    ]),
  ];
}

/** All objects of a kind, as far as nothing is said of them. */
export function unfiltered(kind: NameSourceKind): NameSource {
  return {
    kind,
    ingressClassNames: [],
    gateway: {},
    serviceTypes: [],
    hostnames: { rules: true, tls: true, annotation: true },
    combineTemplate: false,
    publishInternal: false,
    publishHostIP: false,
    publishNotReady: false,
    internalIPv6: false,
    defaultTargets: [],
    targetCIDRs: [],
    zones: 'Both',
  };
}

const DEFAULT_SOURCES = (['Ingress', 'Service', 'HTTPRoute', 'GRPCRoute', 'TLSRoute', 'DNSEndpoint'] as const).map(
  unfiltered,
);

/** From the one that allows most to the one that allows least. */
const BY_NARROWNESS: readonly DnsPolicy[] = ['Sync', 'UpsertOnly', 'CreateOnly'];

function narrower(a: DnsPolicy, b: DnsPolicy): DnsPolicy {
  return BY_NARROWNESS[Math.max(BY_NARROWNESS.indexOf(a), BY_NARROWNESS.indexOf(b))]!;
}

function zoneOf({ id, policy, namespaceSelector, names }: Dns['zones'][number], ofAll: DnsPolicy): Zone {
  const { name, type } = parseArmId(id)!;
  return {
    id: id as ArmId,
    name: name.toLowerCase(),
    visibility: type.toLowerCase().endsWith('/privatednszones') ? 'Private' : 'Public',
    policy: narrower(policy ?? ofAll, ofAll),
    ...(namespaceSelector && { namespaceSelector }),
    ...(names && { names: names.map(canonicalHost) }),
  };
}

function sourceOf(source: NonNullable<Dns['sources']>[number]): NameSource {
  return { ...source, defaultTargets: source.defaultTargets.map((one) => parseIPAddress(one) ?? canonicalHost(one)) };
}

function canonicalHost(text: string): string {
  return hostname(text).value ?? text.toLowerCase();
}

function hostname(text: string, field = ''): Parsed<string> {
  return parseHostname(text, { object: AZURE_NETWORK_REF, key: field, reason: 'InvalidSettings' });
}

function badHosts(field: string, texts: readonly string[]): readonly BadValue[] {
  return texts.flatMap((text, index) => badHost(`${field}[${index}]`, text));
}

function badHost(field: string, text: string): readonly BadValue[] {
  return hostname(text, field).problems.map(({ key, value, message }) => ({ field: key, value, message }));
}

function badTemplate(field: string, template: string | undefined): readonly BadValue[] {
  const action = template === undefined ? undefined : badAction(template);
  if (action === undefined) return [];
  const message = `${field}: ${action} is not known in a template. Allowed are ${TEMPLATE_FIELDS}.`;
  return [{ field, value: template!, message }];
}

function badTargets(field: string, targets: readonly string[]): readonly BadValue[] {
  const areNames = targets.map((one) => parseIPAddress(one) === undefined);
  const bad = targets.flatMap((one, index) => (areNames[index] ? badHost(`${field}[${index}]`, one) : []));
  if (bad.length > 0 || !areNames.includes(true) || targets.length === 1) return bad;
  const message = `${field}: ${targets.join(', ')} can't be the targets of one name. Allowed are addresses, or one name.`;
  return [{ field, value: targets.join(', '), message }];
}
