// Which names does the cluster ask for? Every kind of source in its room; here time has its say: an emptied status is
// waited for until the grace period is over.
import type { Memory } from '../memory.js';
import type { Settings } from '../settings.js';
import type { SourceRef } from '../values/source-ref.js';
import type { ClusterState } from './cluster-state.js';
import { readDNSEndpoint } from './dns-endpoints/index.js';
import { readIngress } from './ingresses/index.js';
import type { NamesReading } from './names/index.js';
import { goOnWithout, holdForAddress, namesContext } from './names/index.js';
import { readNodeNames } from './node-names/index.js';
import { gatewayIndex, readRoute } from './routes/index.js';
import { readServiceNames } from './service-names/index.js';

export interface ReadNames {
  readonly readings: readonly NamesReading[];
  readonly emptySince: ReadonlyMap<SourceRef, number>;
  /** Milliseconds of Unix time. */
  readonly wakeAt?: number;
}

/** `now`: milliseconds of Unix time. */
export function readNames(cluster: ClusterState, settings: Settings, memory: Memory, now: number): ReadNames {
  const readings: NamesReading[] = [];
  const emptySince = new Map<SourceRef, number>();
  let wakeAt: number | undefined;
  for (const reading of allReadings(cluster, settings)) {
    if (!reading.isEmpty) {
      readings.push(reading);
      continue;
    }
    const object = reading.exposure.source;
    const since = memory.emptySince.get(object) ?? now;
    const until = since + settings.dns.gracePeriod * 1000;
    emptySince.set(object, since);
    const isOver = now >= until && settings.dns.afterGracePeriod === 'Remove';
    readings.push(isOver ? goOnWithout(reading) : holdForAddress(reading));
    if (now < until) wakeAt = Math.min(wakeAt ?? until, until);
  }
  return { readings, emptySince, ...(wakeAt !== undefined && { wakeAt }) };
}

function allReadings(cluster: ClusterState, settings: Settings): readonly NamesReading[] {
  const context = namesContext(cluster.namespaces, settings);
  const gateways = gatewayIndex(cluster.gateways, cluster.listenerSets);
  return [
    ...cluster.ingresses.map((ingress) => readIngress(ingress, context)),
    ...cluster.routes.map((route) => readRoute(route, gateways, context)),
    ...cluster.services.map((service) => readServiceNames(service, cluster, context)),
    ...cluster.dnsEndpoints.map((endpoint) => readDNSEndpoint(endpoint, context)),
    ...cluster.nodes.map((node) => readNodeNames(node, context)),
  ].filter((one) => one !== undefined);
}
