// Which hosts does an object name? In its spec, in an annotation, or by the template of the settings.
//
//   names hosts itself   template   combineTemplate   hosts
//   yes                  –          false             its own
//   yes                  set        true              its own and the template's
//   no                   set        –                 the template's
import type { NameSource } from '../../settings.js';
import { fillTemplate } from '../../values/host-template.js';
import type { Hostname } from '../../values/hostname.js';
import { parseHostname } from '../../values/hostname.js';
import { parseList } from '../../values/list.js';
import type { Origin, Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ANNOTATIONS } from '../annotations/index.js';
import { readAnnotation } from '../annotations/index.js';
import type { Meta } from '../cluster-state.js';

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

/** As written in an object. */
export interface HostText {
  readonly text: string;
  readonly key: string;
}

/** Each of `texts` is a Problem of its own where it is no name. */
export function parseHosts(texts: readonly HostText[], object: SourceRef): ReadHosts {
  const found = new Map<Hostname, string>();
  const refused = new Map<string, readonly Problem[]>();
  for (const { text, key } of texts) {
    const { value, problems } = parseHostname(text, { object, key, reason: 'InvalidHostname' });
    if (value !== undefined && !found.has(value)) found.set(value, key);
    if (value === undefined && !refused.has(text)) refused.set(text, problems);
  }
  return { hosts: sorted(found), problems: [...refused.values()].flat() };
}

/** Of the annotation `hostname` or `internal-hostname`. */
export function hostsOfAnnotation(
  annotation: typeof ANNOTATIONS.hostname | typeof ANNOTATIONS.internalHostname,
  meta: Meta,
  object: SourceRef,
): ReadHosts {
  const { key, value = [], problems } = readAnnotation(annotation, meta, object);
  return {
    hosts: sorted(new Map(value.map((host) => [host, key]))),
    problems: problems.map((one) => ({ ...one, reason: 'InvalidHostname' as const })),
  };
}

/** `own`: what the object names itself; with the template's, where they count. */
export function withTemplate(
  own: ReadHosts,
  source: NameSource,
  kind: string,
  meta: Meta,
  object: SourceRef,
): ReadHosts {
  const { hostnameTemplate: template, combineTemplate } = source;
  if (template === undefined || (own.hosts.length > 0 && !combineTemplate)) return own;
  return together([own, hostsOfTemplate(template, kind, meta, object)]);
}

export function together(all: readonly ReadHosts[]): ReadHosts {
  const found = new Map<Hostname, string>();
  for (const { hosts } of all) for (const { host, key } of hosts) if (!found.has(host)) found.set(host, key);
  return { hosts: sorted(found), problems: all.flatMap(({ problems }) => problems) };
}

const TEMPLATE_KEY = 'spec.dns.sources[].hostnameTemplate';

function hostsOfTemplate(template: string, kind: string, meta: Meta, object: SourceRef): ReadHosts {
  const origin: Origin = { object, key: TEMPLATE_KEY, reason: 'InvalidHostname' };
  const { name, namespace = '', labels, annotations } = meta;
  const filled = fillTemplate(template, { kind, name, namespace, labels, annotations });
  if ('missing' in filled) {
    const message = `The template of the settings asks for ${filled.missing}, which this ${kind} doesn't have: it gets no name from ${template}.`;
    return { hosts: [], problems: [problem(origin, template, message)] };
  }
  const { value = [], problems } = parseList(filled.text, (one) => parseHostname(one, origin));
  return { hosts: sorted(new Map(value.map((host) => [host, TEMPLATE_KEY]))), problems };
}

function sorted(found: ReadonlyMap<Hostname, string>): readonly WantedHost[] {
  return [...found].map(([host, key]) => ({ host, key })).sort((a, b) => (a.host < b.host ? -1 : 1));
}
