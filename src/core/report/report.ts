// What is said of a pass? The status of each object, the problems, what is held and withheld; and which of that must be
// written to Kubernetes because it isn't there yet.
import { refOf } from '../cluster/reading.js';
import type { HeldSource } from '../exposure.js';
import type { Withheld } from '../network/network-model.js';
import type { Problem } from '../values/problem.js';
import { driftEvents } from './drift-events.js';
import type { Facts } from './facts.js';
import { gatherFacts } from './facts.js';
import type { LimitUse } from './limits.js';
import { limitsIn } from './limits.js';
import type { NamesTold } from './names-status.js';
import { reportNetwork } from './network-status.js';
import { reportPolicy } from './policy-status.js';
import { reportPortExposure } from './port-exposure-status.js';
import type { Publication } from './publication.js';
import type { ReportInput } from './report-input.js';
import type { ObjectStatus, Said } from './said.js';
import type { NamesSaid } from './say-names.js';
import { sayNames } from './say-names.js';
import { reportServiceNames } from './service-names.js';
import { reportService } from './service-status.js';
import type { ZoneUse } from './zone-status.js';
import { zonesIn } from './zone-status.js';

export interface Report {
  readonly statuses: readonly ObjectStatus[];
  readonly problems: readonly Problem[];
  readonly held: readonly HeldSource[];
  readonly withheld: readonly Withheld[];
  readonly limits: readonly LimitUse[];
  readonly zones: readonly ZoneUse[];
  readonly publications: readonly Publication[];
  /** For the next pass. */
  readonly namesTold: NamesTold;
}

export function buildReport(input: ReportInput): Report {
  const facts = gatherFacts(input);
  const limits = limitsIn(input);
  const zones = zonesIn(input);
  const names = sayNames(facts, input);
  const said = [
    ...input.cluster.azureNetworks.map((network) => reportNetwork(network, facts, { limits, zones }, input)),
    ...input.cluster.exposurePolicies.map((policy) => reportPolicy(policy, facts, input.now)),
    ...sayOfServices(names, facts, input),
    ...sayOfOpenPorts(facts, input),
    ...names.said,
  ];
  const publications = said.flatMap((one) => one.publications);
  return {
    statuses: said.map(({ status }) => status).sort((a, b) => (a.object < b.object ? -1 : 1)),
    problems: facts.problems,
    held: input.exposures.held,
    withheld: input.plan.withheld,
    limits,
    zones,
    publications: [...publications, ...names.events, ...driftEvents(input)],
    namesTold: names.told,
  };
}

function sayOfServices(names: NamesSaid, facts: Facts, input: ReportInput): readonly Said[] {
  const { cluster, exposures, now } = input;
  const ours = new Map(exposures.loadBalancers.map((exposure) => [exposure.source, exposure]));
  return cluster.services.flatMap((service) => {
    const exposure = ours.get(refOf(service));
    const found = names.ofService(refOf(service));
    if (exposure) return [reportService(service, exposure, found, facts, input)];
    return reportServiceNames(service, found, now) ?? [];
  });
}

function sayOfOpenPorts(facts: Facts, input: ReportInput): readonly Said[] {
  const customs = new Map(input.cluster.portExposures.map((custom) => [refOf(custom), custom]));
  return input.exposures.openPorts.flatMap((exposure) => {
    const custom = customs.get(exposure.source);
    return custom ? [reportPortExposure(custom, exposure, facts, input)] : [];
  });
}
