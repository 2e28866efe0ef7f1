// In which zones does a host fall? In those with the longest name that fits, on a label boundary, whatever their
// visibility; several of one name each get it. Who says `both` gets the longest of each visibility instead.
//
//   the object says     zones that count
//   nothing             the longest; of those what the settings say for its kind (Public, Private, Both)
//   public, private     the longest of that visibility
//   both                the longest public and the longest private
import type { NameSource, Settings, Zone } from '../../settings.js';
import { isInZone } from '../../values/hostname.js';
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { matches } from '../../values/selector.js';
import type { NamesContext } from './context.js';
import type { WantedHost } from './hosts.js';
import type { Said } from './said.js';

export function zonesOf(host: string, said: Said['zones'], source: NameSource, { dns }: Settings): readonly Zone[] {
  const fitting = dns.zones.filter(({ name }) => isInZone(host, name));
  const visible = (visibility: Zone['visibility']) => fitting.filter((zone) => zone.visibility === visibility);
  switch (said) {
    case 'public':
      return longest(visible('Public'));
    case 'private':
      return longest(visible('Private'));
    case 'both':
      return [...longest(visible('Public')), ...longest(visible('Private'))];
    case undefined: {
      const all = longest(fitting);
      const wanted = all.filter(({ visibility }) => source.zones === 'Both' || visibility === source.zones);
      // Where there is but one, there is nothing to choose.
      return wanted.length > 0 ? wanted : all;
    }
  }
}

function longest(zones: readonly Zone[]): readonly Zone[] {
  const length = Math.max(...zones.map(({ name }) => name.length));
  return zones.filter(({ name }) => name.length === length);
}

/** Which setting keeps its names from being ours to write, as in "www.example.com …"; undefined: none does. */
export function whyNotInDomains(
  host: string,
  { dns: { includeDomains, excludeDomains } }: Settings,
): string | undefined {
  const bare = host.replace(/^\*\./, '');
  const excluded = excludeDomains.find((domain) => isInZone(bare, domain));
  if (excluded !== undefined) return `is in ${excluded}, which spec.dns.excludeDomains leaves out`;
  if (includeDomains.length === 0 || includeDomains.some((domain) => isInZone(bare, domain))) return undefined;
  return `is outside of spec.dns.includeDomains. Allowed are names in ${includeDomains.join(', ')}`;
}

/** Why an object of this namespace may not have the host in the zone, as in "…: the zone takes …"; undefined: it may. */
export function whyNotTheirs(
  host: string,
  { name, namespaceSelector, names }: Zone,
  namespace: string | undefined,
  { labelsOf }: NamesContext,
): string | undefined {
  if (namespaceSelector && (namespace === undefined || !matches(namespaceSelector, labelsOf(namespace))))
    return namespace === undefined
      ? `zone ${name} takes names of objects in chosen namespaces only (spec.dns.zones[].namespaceSelector)`
      : `zone ${name} takes no names of namespace ${namespace}: its labels don't match spec.dns.zones[].namespaceSelector`;
  if (names && !names.some((pattern) => isNamed(host, pattern)))
    return `zone ${name} takes only ${names.join(', ')} (spec.dns.zones[].names)`;
  return undefined;
}

// `*.` and a domain: all below it, however deep, and the wildcard itself.
function isNamed(host: string, pattern: string): boolean {
  return host === pattern || (pattern.startsWith('*.') && host.endsWith(pattern.slice(1)));
}

export function noZone({ host, key }: WantedHost, said: Said['zones'], { dns }: Settings, object: SourceRef): Problem {
  const zones = dns.zones.filter(
    ({ visibility }) => said === undefined || said === 'both' || visibility.toLowerCase() === said,
  );
  const names = [...new Set(zones.map(({ name }) => name))].sort();
  const which = said === undefined || said === 'both' ? '' : `${said} `;
  const allowed = names.length > 0 ? `Allowed are names in ${names.join(', ')}` : `The settings list no ${which}zone`;
  return problem(
    { object, key, reason: 'NoZone' },
    host,
    `${key}: no ${which}zone fits ${host}. ${allowed} (spec.dns.zones).`,
  );
}
