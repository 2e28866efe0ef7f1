// What is said of a pass? The status of each object, the problems, what is held and withheld; and which of that must be
// written to Kubernetes because it isn't there yet.
import type { ClusterObject } from '../cluster/cluster-state.js';
import type { HeldSource } from '../exposure.js';
import type { Withheld } from '../network/network-model.js';
import type { Problem } from '../values/problem.js';
import type { SourceRef } from '../values/source-ref.js';
import { sourceRef } from '../values/source-ref.js';
import { driftEvents } from './drift-events.js';
import type { Facts } from './facts.js';
import { gatherFacts } from './facts.js';
import type { LimitUse } from './limits.js';
import { limitsIn } from './limits.js';
import { reportNames } from './names-status.js';
import { reportNetwork } from './network-status.js';
import { reportPolicy } from './policy-status.js';
import { reportPortExposure } from './port-exposure-status.js';
import type { Publication } from './publication.js';
import type { ReportInput } from './report-input.js';
import type { ObjectStatus, Said } from './said.js';
import { reportService } from './service-status.js';

export interface Report {
  readonly statuses: readonly ObjectStatus[];
  readonly problems: readonly Problem[];
  readonly held: readonly HeldSource[];
  readonly withheld: readonly Withheld[];
  readonly limits: readonly LimitUse[];
  readonly publications: readonly Publication[];
}

export function buildReport(input: ReportInput): Report {
  const facts = gatherFacts(input);
  const limits = limitsIn(input);
  const said = [
    ...input.cluster.azureNetworks.map((network) => reportNetwork(network, facts, limits, input)),
    ...input.cluster.exposurePolicies.map((policy) => reportPolicy(policy, facts, input.now)),
    ...sayOfExposures(facts, input),
  ];
  return {
    statuses: said.map(({ status }) => status).sort((a, b) => (a.object < b.object ? -1 : 1)),
    problems: facts.problems,
    held: input.exposures.held,
    withheld: input.plan.withheld,
    limits,
    publications: [...said.flatMap(({ publications }) => publications), ...driftEvents(input)],
  };
}

function sayOfExposures(facts: Facts, input: ReportInput): readonly Said[] {
  const { cluster, exposures, memory } = input;
  const services = byRef(cluster.services);
  const customs = byRef(cluster.portExposures);
  const ingresses = byRef(cluster.ingresses);
  return [
    ...exposures.loadBalancers.flatMap((exposure) => {
      const service = services.get(exposure.source);
      return service ? [reportService(service, exposure, facts, input)] : [];
    }),
    ...exposures.openPorts.flatMap((exposure) => {
      const custom = customs.get(exposure.source);
      return custom ? [reportPortExposure(custom, exposure, facts, input)] : [];
    }),
    ...exposures.names.flatMap((exposure) => {
      const ingress = ingresses.get(exposure.source);
      return ingress ? [reportNames(ingress, exposure, memory.unfinished.has(exposure.source), facts, input)] : [];
    }),
  ];
}

function byRef<T extends ClusterObject>(objects: readonly T[]): ReadonlyMap<SourceRef, T> {
  return new Map(objects.map((object) => [sourceRef(object.kind, object.meta.namespace, object.meta.name), object]));
}
