// Which names does the cluster ask for? Every kind of source in its room; here time has its say: an emptied status is
// waited for until the grace period is over.
import type { Memory } from '../memory.js';
import type { Settings } from '../settings.js';
import { unfiltered } from '../settings/index.js';
import { NAME_SOURCE_KINDS } from '../settings.js';
import type { SourceRef } from '../values/source-ref.js';
import type { ClusterState, DNSEndpoint, Ingress, Node, Route, Service } from './cluster-state.js';
import { readDNSEndpoint } from './dns-endpoints/index.js';
import { readIngress } from './ingresses/index.js';
import type { NamesReading } from './names/index.js';
import { goOnWithout, holdForAddress, namesContext } from './names/index.js';
import { readNodeNames } from './node-names/index.js';
import { gatewayIndex, readRoute } from './routes/index.js';
import { refOf } from './reading.js';
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
  const read = readerOf(cluster, settings);
  return sourcesIn(cluster)
    .map(read)
    .filter((one) => one !== undefined);
}

type NamesObject = Ingress | Route | Service | DNSEndpoint | Node;

function sourcesIn(cluster: ClusterState): readonly NamesObject[] {
  const { ingresses, routes, services, dnsEndpoints, nodes } = cluster;
  return [...ingresses, ...routes, ...services, ...dnsEndpoints, ...nodes];
}

function readerOf(cluster: ClusterState, settings: Settings): (object: NamesObject) => NamesReading | undefined {
  const context = namesContext(cluster.namespaces, settings);
  const gateways = gatewayIndex(cluster.gateways, cluster.listenerSets);
  return (object) => {
    switch (object.kind) {
      case 'Ingress':
        return readIngress(object, context);
      case 'Service':
        return readServiceNames(object, cluster, context);
      case 'DNSEndpoint':
        return readDNSEndpoint(object, context);
      case 'Node':
        return readNodeNames(object, context);
      default:
        return readRoute(object, gateways, context);
    }
  };
}

/** Asked of the few whose names are to go: would they have more of them if the settings took everything? */
export function narrowedBySettings(cluster: ClusterState, settings: Settings): (source: SourceRef) => boolean {
  let objects: ReadonlyMap<SourceRef, NamesObject> | undefined;
  const read = readerOf(cluster, settings);
  const readAll = readerOf(cluster, takingAll(settings));
  return (source) => {
    objects ??= new Map(sourcesIn(cluster).map((object) => [refOf(object), object]));
    const object = objects.get(source);
    if (!object) return false;
    const [now, all] = [read(object), readAll(object)].map((reading) => reading?.exposure.names.length ?? 0);
    return all! > now!;
  };
}

const TAKING_ALL = new WeakMap<Settings, Settings>();

function takingAll(settings: Settings): Settings {
  let all = TAKING_ALL.get(settings);
  if (!all) {
    const sources = NAME_SOURCE_KINDS.map((kind) => ({
      ...unfiltered(kind),
      publishInternal: true,
      publishNotReady: true,
      internalIPv6: true,
    }));
    const zones = settings.dns.zones.map(({ namespaceSelector: _, names: __, ...zone }) => zone);
    const dns = {
      ...settings.dns,
      zones,
      includeDomains: [],
      excludeDomains: [],
      privateTargets: 'All' as const,
      sources,
    };
    all = { ...settings, dns };
    TAKING_ALL.set(settings, all);
  }
  return all;
}
