// Who is told of names, and where? Every kind of object that asks for some: a Service in its conditions, all others by
// events (a route's status belongs to its Gateway's controller, and an Ingress' to its own), a DNSEndpoint besides by
// the generation that was read.
import type { ClusterObject, Condition, DNSEndpoint } from '../cluster/cluster-state.js';
import { objectsIn } from '../cluster/objects-in.js';
import type { NamesExposure } from '../exposure.js';
import type { SourceRef } from '../values/source-ref.js';
import { accepted, condition } from './conditions.js';
import { problemEvents } from './events.js';
import type { Facts } from './facts.js';
import type { AtRest } from './names-at-rest.js';
import { restingNames } from './names-at-rest.js';
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
  const objects = objectsIn(input.cluster);
  const resting = restingNames(facts, input);
  const balanced = new Set(exposures.loadBalancers.map(({ source }) => source));
  const ofServices = new Map<SourceRef, NamesFinding>();
  const said: Said[] = [];
  const events: EventPublication[] = [];
  const told = new Map<SourceRef, string>();
  const sayOne = (exposure: NamesExposure): AtRest | undefined => {
    const object = objects.of(exposure.source);
    if (!object) return undefined;
    const existing = object.kind === 'Service' ? object.conditions : NO_CONDITIONS;
    const found = findNames(exposure, existing, facts, input);
    const telling = tellingOf(found);
    if (telling !== undefined) told.set(exposure.source, telling);
    const news = namesEvents(exposure.source, object.meta.uid, found, memory.namesTold);
    if (object.kind !== 'Service') return { found, said: sayOf(object, exposure, found, news, facts, input) };
    // The condition `Accepted` of a load balancer of ours says them, and brings their events.
    const unsaid = balanced.has(exposure.source) ? [] : facts.problemsOf(exposure.source);
    events.push(...news, ...problemEvents(unsaid, object.meta.uid));
    return { found, said: undefined };
  };
  for (const exposure of exposures.names) {
    if (exposure.standing === 'Gone') continue;
    const before = resting.before(exposure);
    const one = before ?? sayOne(exposure);
    if (!one) continue;
    if (!before) resting.keep(exposure, one);
    if (one.said) said.push(one.said);
    else ofServices.set(exposure.source, one.found);
  }
  return { ofService: (service) => ofServices.get(service), said, events, told };
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
