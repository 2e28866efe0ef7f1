// What do names cost in Azure? One, a thousand at once, none for as long as nothing happens, and all of them again after a
// restart.
import type { Ingress } from '../src/core/cluster/cluster-state.js';
import { marks } from '../src/core/network/ownership.js';
import { sourceRef } from '../src/core/values/source-ref.js';
import { callsOf, shown } from './shown.js';
import { writesOf } from './count.js';
import { leastTimeOfNames, total } from './least-time.js';
import { median } from './median.js';
import { ingress, times } from './objects.js';
import type { Add } from './table.js';
import type { RecordSet, World, WorldOptions } from './world.js';
import { CLUSTER_ID } from './world.js';

const ZONES = 5;
const AT_ONCE = 1000;
const RESTARTED = 10_000;
/** What a public zone takes (https://learn.microsoft.com/azure/dns/dns-faq#what-are-the-usage-limits-for-azure-dns), less its own NS and SOA. */
export const RECORD_SETS = 9_998;
const INTERVALS = 6;
const TRIES = 100;

export function manyZones(profile: WorldOptions['profile'], recordSets: number, driftInterval?: string): WorldOptions {
  const zones = zoneNames().map((name) => ({ name, recordSets: times(recordSets, foreign) }));
  return { profile, zones, ...(driftInterval !== undefined && { driftInterval }) };
}

function zoneNames(): readonly string[] {
  return times(ZONES, (index) => `zone-${index}.example`);
}

function foreign(index: number): RecordSet {
  return { id: `A/host-${index}`, properties: { TTL: 300, ARecords: [{ ipv4Address: '198.51.100.20' }] } };
}

/** Its host is `site-0007.<zone>`. */
function siteIn(zones: readonly string[], index: number): Ingress {
  return ingress(index, zones[index % zones.length]!);
}

function put({ cluster, zones }: World, index: number): void {
  cluster.put(siteIn(zones, index));
}

export async function fewNames(world: World, add: Add): Promise<void> {
  const one = await world.measure(() => put(world, 0));
  add({
    work: '1 name',
    reach: '1 write, no reads',
    measured: shown(one),
    isReached: callsOf(one.count) === 1 && writesOf(one.count) === 1,
  });
  const waits: number[] = [];
  for (let index = 1; index <= TRIES; index++) {
    const began = Date.now();
    const { entries } = await world.measure(() => put(world, index));
    waits.push(Date.parse(entries.find(({ method }) => method === 'PUT')!.time) - began);
  }
  const half = median(waits);
  add({
    work: `from an event until the write is at Azure, nothing else going on, ${TRIES} times`,
    reach: 'under 100 ms, the median',
    measured: `${half} ms (${Math.min(...waits)} to ${Math.max(...waits)} ms), of which 5 ms until the watch tells of it`,
    isReached: half < 100,
  });
}

export async function slowNames(world: World, add: Add, say: (line: string) => void): Promise<void> {
  const legs = leastTimeOfNames(AT_ONCE, ZONES);
  for (const { what, seconds } of legs) say(`  least time: ${seconds.toFixed(2)} s  ${what}`);
  const all = await world.measure(() => times(AT_ONCE, (index) => put(world, index)));
  const ratio = all.milliseconds / 1000 / total(legs);
  add({
    work: `${AT_ONCE} names over ${ZONES} zones, realistic profile`,
    reach: `${AT_ONCE} writes, at most 1.1 × the least time`,
    measured: `${ratio.toFixed(2)} × (${(all.milliseconds / 1000).toFixed(1)} s of ${total(legs).toFixed(1)} s); ${shown(all)}`,
    isReached: ratio <= 1.1 && callsOf(all.count) - all.count.refused === AT_ONCE,
  });
}

/** Its drift interval is 10 s, the least that there is: six of them stand for an hour of the usual 10 min. */
export async function idleZones(world: World, add: Add): Promise<void> {
  const { count, entries } = await world.observe(INTERVALS * 10_000);
  const pages = entries.filter(({ method, path }) => method === 'GET' && /\/recordsets(\?|$)/i.test(path));
  const lists = pages.length / Math.ceil((RECORD_SETS + 2) / 1000) / ZONES;
  add({
    work: `${INTERVALS} drift intervals of 10 s, ${ZONES} zones of 10,000 record sets`,
    reach: 'one list a zone and interval, in pages; no writes',
    measured: `${lists.toFixed(1)} lists of each zone, each in 10 pages; ${callsOf(count) - pages.length} other reads, ${writesOf(count)} writes`,
    isReached: lists <= INTERVALS + 1 && writesOf(count) + count.deletes === 0,
  });
}

/** All names are there already, and ours. */
export function namesThere(): WorldOptions {
  const names = zoneNames();
  const zones = names.map((name, at) => ({
    name,
    recordSets: times(RESTARTED / ZONES, (index) => ours(index * ZONES + at, name)),
  }));
  return { profile: 'instant', zones, objects: times(RESTARTED, (index) => siteIn(names, index)) };
}

function ours(index: number, zone: string): RecordSet {
  const { meta, addresses, kind } = ingress(index, zone);
  const metadata = marks(CLUSTER_ID, [sourceRef(kind, meta.namespace, meta.name)]);
  const ARecords = addresses.map(({ ip }) => ({ ipv4Address: ip }));
  return { id: `A/${meta.name}`, properties: { TTL: 300, ARecords, metadata } };
}

export async function restarted(world: World, add: Add): Promise<void> {
  const again = await world.restart();
  add({
    work: `another operator starts with ${RESTARTED} names there`,
    reach: 'lists, no writes',
    measured: shown(again),
    isReached: writesOf(again.count) + again.count.deletes === 0,
  });
}
