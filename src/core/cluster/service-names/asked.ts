// Which names does a Service ask for, and where does it say itself that they lead? Asked of every Service, most of which
// ask for none.
//
//   annotation          leads to                                     counts for
//   hostname            what the Service is reached by from outside  all types; ClusterIP: if the settings publish it, or
//   (or the template)                                                its `target` annotation says where it leads
//   internal-hostname   its cluster IPs                              all types that have some; else as hostname
import type { NameSource } from '../../settings.js';
import type { Problem } from '../../values/problem.js';
import { warning } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import { ANNOTATIONS, readAnnotation, warnOfUnreadNames } from '../annotations/index.js';
import type { Meta, Service } from '../cluster-state.js';
import { memoise } from '../memoise.js';
import type { Asker, NamesContext, ReadHosts, WantedHost } from '../names/index.js';
import { hostsOfAnnotation, readSaid, sourceOf, together, withTemplate } from '../names/index.js';
import { refOf } from '../reading.js';

export type ServiceType = 'LoadBalancer' | 'NodePort' | 'ClusterIP' | 'Headless' | 'ExternalName';

export interface Asked {
  readonly asker: Asker;
  readonly type: ServiceType;
  readonly hosts: readonly WantedHost[];
  readonly internalHosts: readonly WantedHost[];
  /** Whether its `target` annotation says where `hosts` lead, be it wrongly. */
  readonly isTold: boolean;
  /** Of single hosts. */
  readonly problems: readonly Problem[];
}

const NONE: ReadHosts = { hosts: [], problems: [] };

/** Undefined: it asks for no name and seems not to mean to, or leaves them to another controller. */
export const askedBy = memoise((service: Service, context: NamesContext): Asked | undefined => {
  const { meta } = service;
  const source = sourceOf('Service', meta, context);
  const type = typeOf(service);
  if (!source || (source.serviceTypes.length > 0 && !source.serviceTypes.includes(type))) return undefined;
  const object = refOf(service);
  const isTold = saysTarget(meta, object);
  const isPublished = type !== 'ClusterIP' || source.publishInternal || isTold;
  const { outside, inside, unpublished } = annotated(service, source, isPublished, object);
  const namesItself = outside.hosts.length + inside.hosts.length > 0;
  const usesTemplate = isPublished && (source.combineTemplate || !namesItself);
  const template = usesTemplate ? withTemplate(NONE, source, 'Service', meta, object) : NONE;
  const problems = [outside, inside, template].flatMap((one) => one.problems);
  const isSilent = !namesItself && template.hosts.length + problems.length + unpublished.length === 0;
  if (isSilent && warnOfUnreadNames(meta, 'Service', object).length === 0) return undefined;
  const hasClusterIP = type !== 'Headless' && type !== 'ExternalName';
  return {
    asker: { object, meta, source, said: readSaid(meta, object, source, context.settings) },
    type,
    hosts: together(hasClusterIP ? [outside, template] : [outside, inside, template]).hosts,
    internalHosts: hasClusterIP ? inside.hosts : [],
    isTold,
    problems: [...problems, ...unpublished],
  };
});

function saysTarget(meta: Meta, object: SourceRef): boolean {
  const { value = [], problems } = readAnnotation(ANNOTATIONS.target, meta, object);
  return value.length > 0 || problems.length > 0;
}

function typeOf({ type, clusterIPs }: Service): ServiceType {
  if (type === 'ClusterIP') return clusterIPs[0] === 'None' ? 'Headless' : 'ClusterIP';
  return type as ServiceType;
}

interface Annotated {
  readonly outside: ReadHosts;
  readonly inside: ReadHosts;
  readonly unpublished: readonly Problem[];
}

function annotated({ meta }: Service, { hostnames }: NameSource, isPublished: boolean, object: SourceRef): Annotated {
  if (!hostnames.annotation) return { outside: NONE, inside: NONE, unpublished: [] };
  const outside = hostsOfAnnotation(ANNOTATIONS.hostname, meta, object);
  const inside = hostsOfAnnotation(ANNOTATIONS.internalHostname, meta, object);
  if (isPublished) return { outside, inside, unpublished: [] };
  return { outside: NONE, inside, unpublished: outside.hosts.map((host) => notPublished(host, object)) };
}

function notPublished({ host, key }: WantedHost, object: SourceRef): Problem {
  const message =
    `${key}: ${host} has no effect on a Service of type ClusterIP. Allowed are ${ANNOTATIONS.internalHostname.keys[0]}, ` +
    'or publishInternal in spec.dns.sources[] of the settings.';
  return warning({ object, key, reason: 'Unsupported' }, host, message);
}
