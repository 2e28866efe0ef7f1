// Who is told that somebody else changed what is ours in Azure? The objects concerned and the AzureNetwork, once each time
// it is found.
import type { ClusterObject, Meta } from '../cluster/cluster-state.js';
import { refOf } from '../cluster/reading.js';
import type { Drifted } from '../plan/drift.js';
import { sayDrift } from '../plan/drift.js';
import type { Plan } from '../plan/plan.js';
import type { ArmKey } from '../values/arm-id.js';
import { armKey } from '../values/arm-id.js';
import type { SourceRef } from '../values/source-ref.js';
import { sourceRef, uniqueSources } from '../values/source-ref.js';
import { event } from './events.js';
import type { EventPublication } from './publication.js';
import type { ReportInput } from './report-input.js';

const REASONS = { Repaired: 'DriftRepaired', Reported: 'DriftReported', Later: 'DriftFlapping' } as const;

export function driftEvents({ cluster, plan, memory }: ReportInput): readonly EventPublication[] {
  const fresh = plan.drifted.filter((one) => memory.driftTold.get(keyOf(one)) !== foundAt(one));
  if (fresh.length === 0) return [];
  const { services, portExposures, ingresses, routes, dnsEndpoints, nodes } = cluster;
  const objects: readonly ClusterObject[] = [services, portExposures, ingresses, routes, dnsEndpoints, nodes].flat();
  const metas = new Map(objects.map((object) => [refOf(object), object.meta]));
  const networks = cluster.azureNetworks.map(
    ({ meta }) => [sourceRef('AzureNetwork', undefined, meta.name), meta] as const,
  );
  return fresh.flatMap((drifted) => {
    const concerned = uniqueSources(drifted.changes.flatMap(({ because }) => because ?? drifted.operation.because));
    const told = concerned.flatMap((source): [SourceRef, Meta][] => {
      const meta = metas.get(source);
      return meta ? [[source, meta]] : [];
    });
    return [...networks, ...told].map(([object, { uid }]) =>
      event(object, uid, 'Warning', REASONS[drifted.treatment], sayDrift(drifted)),
    );
  });
}

/** What the next pass need not tell again. */
export function toldOf({ drifted }: Plan): ReadonlyMap<ArmKey, number> {
  return new Map(drifted.map((one) => [keyOf(one), foundAt(one)]));
}

function keyOf({ operation }: Drifted): ArmKey {
  return armKey(operation.id);
}

function foundAt({ record }: Drifted): number {
  return record.foundAt.at(-1)!;
}
