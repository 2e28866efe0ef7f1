// Who is told of names, and where? Every kind of object that asks for some: a Service in its conditions, all others by
// events (a route's status belongs to its Gateway's controller, and an Ingress' to its own), a DNSEndpoint besides by
// the generation that was read.
import type { ClusterObject, ClusterState, Condition, DNSEndpoint } from '../cluster/cluster-state.js';
import { refOf } from '../cluster/reading.js';
import type { NamesExposure } from '../exposure.js';
import type { SourceRef } from '../values/source-ref.js';
import { accepted, condition } from './conditions.js';
import { problemEvents } from './events.js';
import type { Facts } from './facts.js';
import type { NamesFinding, NamesTold } from './names-status.js';
import { findNames, namesEvents, tellingOf } from './names-status.js';
import type { EventPublication, Publication } from './publication.js';
import type { ReportInput } from './report-input.js';
import type { Said } from './said.js';

export interface NamesSaid {
  /** Of the Services among them. */
  readonly ofService: (service: SourceRef) => NamesFinding | undefined;
  /** Of all others. */
  readonly said: readonly Said[];
  /** Of Services; the others' are in `said`. */
  readonly events: readonly EventPublication[];
  readonly told: NamesTold;
}

const NO_CONDITIONS: readonly Condition[] = [];

export function sayNames(facts: Facts, input: ReportInput): NamesSaid {
  const { exposures, memory } = input;
  const names = exposures.names.filter(({ standing }) => standing !== 'Gone');
  const objects = objectsOf(input.cluster);
  const balanced = new Set(exposures.loadBalancers.map(({ source }) => source));
  const ofServices = new Map<SourceRef, NamesFinding>();
  const said: Said[] = [];
  const events: EventPublication[] = [];
  const told = new Map<SourceRef, string>();
  for (const exposure of names) {
    const object = objects.get(exposure.source);
    if (!object) continue;
    const existing = object.kind === 'Service' ? object.conditions : NO_CONDITIONS;
    const found = findNames(exposure, existing, facts, input);
    const telling = tellingOf(found);
    if (telling !== undefined) told.set(exposure.source, telling);
    const news = namesEvents(exposure.source, object.meta.uid, found, memory.namesTold);
    if (object.kind === 'Service') {
      ofServices.set(exposure.source, found);
      // The condition `Accepted` of a load balancer of ours says them, and brings their events.
      const unsaid = balanced.has(exposure.source) ? [] : facts.problemsOf(exposure.source);
      events.push(...news, ...problemEvents(unsaid, object.meta.uid));
    } else said.push(sayOf(object, exposure, found, news, facts, input));
  }
  return { ofService: (service) => ofServices.get(service), said, events, told };
}

function objectsOf(cluster: ClusterState): ReadonlyMap<SourceRef, ClusterObject> {
  const { services, ingresses, routes, dnsEndpoints, nodes } = cluster;
  const objects: readonly ClusterObject[] = [services, ingresses, routes, dnsEndpoints, nodes].flat();
  return new Map(objects.map((object) => [refOf(object), object]));
}

function sayOf(
  object: ClusterObject,
  { source }: NamesExposure,
  { finding, results }: NamesFinding,
  news: readonly EventPublication[],
  facts: Facts,
  { now }: ReportInput,
): Said {
  const { generation, uid } = object.meta;
  const problems = facts.problemsOf(source);
  const conditions = [accepted(problems), finding].map((one) => condition(one, [], generation, now));
  return {
    status: { object: source, conditions, names: results },
    publications: [
      ...problemEvents(problems, uid),
      ...news,
      ...(object.kind === 'DNSEndpoint' ? generationRead(object, source) : []),
    ],
  };
}

// https://kubernetes-sigs.github.io/external-dns/latest/docs/sources/crd/
function generationRead({ meta, observedGeneration }: DNSEndpoint, object: SourceRef): readonly Publication[] {
  const { generation, uid } = meta;
  if (generation === undefined || generation === observedGeneration) return [];
  return [{ kind: 'CustomStatus', object, uid, status: { observedGeneration: generation } }];
}
