// Which names does an Ingress ask for, leading where? Hosts of its rules, its TLS hosts and its annotation, as far as the
// settings and itself let them count, at the addresses in its status.
import type { SourceRef } from '../../values/source-ref.js';
import { ANNOTATIONS, readAnnotation } from '../annotations/index.js';
import type { Ingress } from '../cluster-state.js';
import { memoise } from '../memoise.js';
import type { HostText, NamesContext, NamesReading, ReadHosts } from '../names/index.js';
import {
  hostsOfAnnotation,
  namesReading,
  parseHosts,
  readSaid,
  readTargets,
  sourceOf,
  together,
  withTemplate,
} from '../names/index.js';
import { refOf } from '../reading.js';
import type { NameSource } from '../../settings.js';
import type { Problem } from '../../values/problem.js';

/** Undefined: it asks for no name, or leaves them to another controller. */
export const readIngress = memoise((ingress: Ingress, context: NamesContext): NamesReading | undefined => {
  const { meta } = ingress;
  const source = sourceOf('Ingress', meta, context);
  if (!source || !isOfClass(ingress, source)) return undefined;
  const object = refOf(ingress);
  const said = readSaid(meta, object, source, context.settings);
  const from = readAnnotation(ANNOTATIONS.ingressHostnameSource, meta, object);
  const own = ownHosts(ingress, source, from.value, object);
  const { hosts, problems } = withTemplate(own, source, 'Ingress', meta, object);
  const texts = ingress.addresses.flatMap(({ ip, hostname }) => [ip ?? [], hostname ?? []].flat());
  const observed = { texts, key: 'status.loadBalancer.ingress' };
  const targets = readTargets([{ meta, object }], observed, source, object);
  const ofTheWhole: readonly Problem[] = [...from.problems, ...targets.problems];
  return namesReading({ object, meta, source, said }, [{ ...targets, hosts }], ofTheWhole, problems, context);
});

function isOfClass({ className }: Ingress, { ingressClassNames }: NameSource): boolean {
  return ingressClassNames.length === 0 || (className !== undefined && ingressClassNames.includes(className));
}

function ownHosts(
  ingress: Ingress,
  { hostnames }: NameSource,
  from: 'defined-hosts-only' | 'annotation-only' | undefined,
  object: SourceRef,
): ReadHosts {
  const texts = (list: readonly string[], key: string): readonly HostText[] => list.map((text) => ({ text, key }));
  const inSpec = [
    ...(hostnames.rules ? texts(ingress.ruleHosts, 'spec.rules[].host') : []),
    ...(hostnames.tls ? texts(ingress.tlsHosts, 'spec.tls[].hosts') : []),
  ];
  return together([
    ...(from === 'annotation-only' ? [] : [parseHosts(inSpec, object)]),
    ...(from === 'defined-hosts-only' || !hostnames.annotation
      ? []
      : [hostsOfAnnotation(ANNOTATIONS.hostname, ingress.meta, object)]),
  ]);
}
