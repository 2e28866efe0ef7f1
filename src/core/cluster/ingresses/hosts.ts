// Which names does an Ingress ask for, and in which zone does each fall? The longest zone that fits, on a label boundary.
import type { Settings } from '../../settings.js';
import type { Hostname } from '../../values/hostname.js';
import { isInZone, parseHostname } from '../../values/hostname.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { ANNOTATIONS, readAnnotation } from '../annotations/index.js';
import type { Ingress } from '../cluster-state.js';

export type Zone = Settings['dns']['zones'][number];

export interface WantedHost {
  readonly host: Hostname;
  /** Where it was asked for first. */
  readonly key: string;
}

export interface ReadHosts {
  /** Sorted, each once. */
  readonly hosts: readonly WantedHost[];
  readonly problems: readonly Problem[];
}

export function readHosts(ingress: Ingress, object: SourceRef): ReadHosts {
  const found = new Map<Hostname, string>();
  const problems: Problem[] = [];
  const inSpec = [
    ...ingress.ruleHosts.map((text) => ({ text, key: 'spec.rules[].host' })),
    ...ingress.tlsHosts.map((text) => ({ text, key: 'spec.tls[].hosts' })),
  ];
  const refused = new Set<string>();
  for (const { text, key } of inSpec) {
    const { value, problems: found_ } = parseHostname(text, { object, key, reason: 'InvalidHostname' });
    if (value !== undefined && !found.has(value)) found.set(value, key);
    if (value === undefined && !refused.has(text)) problems.push(...found_);
    if (value === undefined) refused.add(text);
  }
  const annotation = readAnnotation(ANNOTATIONS.hostname, ingress.meta, object);
  problems.push(...annotation.problems.map((one) => ({ ...one, reason: 'InvalidHostname' as const })));
  for (const host of annotation.value ?? []) if (!found.has(host)) found.set(host, annotation.key);
  const hosts = [...found].map(([host, key]) => ({ host, key })).sort((a, b) => (a.host < b.host ? -1 : 1));
  return { hosts, problems };
}

export function zoneOf(host: string, zones: readonly Zone[]): Zone | undefined {
  return zones
    .filter(({ name }) => isInZone(host, name.toLowerCase()))
    .reduce<Zone | undefined>((best, zone) => (best && best.name.length >= zone.name.length ? best : zone), undefined);
}

export function noZone({ host, key }: WantedHost, zones: readonly Zone[], object: SourceRef): Problem {
  const names = zones.map(({ name }) => name).sort();
  const allowed = names.length > 0 ? `Allowed are names in ${names.join(', ')}` : 'The settings list no zone';
  return problem({ object, key, reason: 'NoZone' }, host, `${key}: no zone fits ${host}. ${allowed} (spec.dns.zones).`);
}
