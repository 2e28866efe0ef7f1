// `make bench`: are the figures of docs/performance.md still so? Prints them all; ends with an error only if something
// could not be measured.
import { cpus, totalmem } from 'node:os';
import { compareLayouts, compareWithLeast, measureCompile } from './compile.js';
import { writesOf } from './count.js';
import { fewNames, idleZones, manyZones, namesThere, RECORD_SETS, restarted, slowNames } from './names.js';
import { leastTime, total } from './least-time.js';
import { clusterService, ingress, internalService, node, publicService, times } from './objects.js';
import { measureMemory } from './memory.js';
import { measurePass } from './pass.js';
import { callsOf, shown } from './shown.js';
import type { Add, Row } from './table.js';
import { table } from './table.js';
import type { World, WorldOptions } from './world.js';
import { startWorld } from './world.js';
import { measureZonesPass } from './zones-pass.js';

const OBSERVED = 30_000;

async function main(): Promise<void> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  say(`${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}\n`);
  const rows: Row[] = [];
  const add = (row: Row): void => {
    rows.push(row);
    say(`${row.work}: ${row.measured}`);
  };
  const parts: Readonly<Record<string, () => Promise<void> | void>> = {
    // First, while the engine has learned nothing.
    compiles: () => compiles(add),
    services: async () => {
      await withWorld({ profile: 'instant' }, (world) => manyServices(world, add));
      await withWorld({ profile: 'instant' }, (world) => twentyServices(world, add));
      await withWorld({ profile: 'realistic' }, (world) => slowServices(world, add, say));
    },
    names: async () => {
      await withWorld(manyZones('instant', 0), (world) => fewNames(world, add));
      await withWorld(manyZones('realistic', 0), (world) => slowNames(world, add, say));
      await withWorld(manyZones('instant', RECORD_SETS, '10s'), (world) => idleZones(world, add));
      await withWorld(namesThere(), (world) => restarted(world, add));
    },
    passes: () => passes(add),
    memory: () => memory(add),
    optimum: () => optimum(add),
  };
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !(name in parts));
  if (unknown.length > 0)
    throw new Error(`there is no ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
  for (const [name, run] of Object.entries(parts)) if (asked.length === 0 || asked.includes(name)) await run();
  say(`\n${table(rows)}`);
}

async function withWorld(options: WorldOptions, work: (world: World) => Promise<void>): Promise<void> {
  const world = await startWorld(options);
  try {
    await work(world);
  } finally {
    await world.stop();
  }
}

async function manyServices(world: World, add: Add): Promise<void> {
  const many = await world.measure(() => times(250, publicService).forEach((one) => world.cluster.put(one)));
  const addresses = many.count.writes.get('publicIPAddresses') ?? 0;
  add({
    work: '250 new public Services at once',
    reach:
      '250 public IP writes, at most 12 other writes, GETs only polls and at most one per written resource, nothing Canceled',
    measured: shown(many),
    isReached:
      addresses === 250 &&
      writesOf(many.count) - addresses <= 12 &&
      many.count.reads <= many.count.written &&
      many.failures.length + many.count.refused === 0,
  });
  const one = await world.measure(() => world.cluster.put(publicService(250)));
  add({
    work: 'one more Service with 250 there',
    reach: '3 writes',
    measured: shown(one),
    peer: '3 writes, 10 reads',
    isReached: writesOf(one.count) === 3,
  });
  const joined = await world.measure(() => world.cluster.put(node(999)));
  add({
    work: 'a node joins with 251 Services',
    reach: '1 write per load balancer that has its pool',
    measured: shown(joined),
    peer: '1 write, 11 reads (with 2 Services)',
    isReached: writesOf(joined.count) === 1,
  });
  const names = await world.measure(() => times(100, (index) => world.cluster.put(ingress(index, world.zones[0]!))));
  add({
    work: '100 Ingress hosts at once',
    reach: '100 writes',
    measured: shown(names),
    isReached: writesOf(names.count) === 100,
  });
  const quiet = await world.observe(OBSERVED);
  const calls = callsOf(quiet.count);
  add({
    work: `nothing changes for ${OBSERVED / 1000} s`,
    reach: 'no Azure call between drift checks',
    measured: `${calls} calls`,
    peer: '0 calls',
    isReached: calls === 0,
  });
}

async function twentyServices(world: World, add: Add): Promise<void> {
  const twenty = await world.measure(() => times(20, publicService).forEach((one) => world.cluster.put(one)));
  add({
    work: '20 Services at once',
    reach: 'at most 24 writes',
    measured: shown(twenty),
    peer: '61 writes, 182 reads',
    isReached: writesOf(twenty.count) <= 24,
  });
}

async function slowServices(world: World, add: Add, say: (line: string) => void): Promise<void> {
  const legs = leastTime(200);
  for (const { what, seconds } of legs) say(`  least time: ${seconds.toFixed(2)} s  ${what}`);
  const slow = await world.measure(() => times(200, publicService).forEach((one) => world.cluster.put(one)));
  const ratio = slow.milliseconds / 1000 / total(legs);
  add({
    work: '200 Services, realistic profile',
    reach: 'at most 1.3 × the least time',
    measured: `${ratio.toFixed(2)} × (${(slow.milliseconds / 1000).toFixed(1)} s of ${total(legs).toFixed(1)} s); ${shown(slow)}`,
    isReached: ratio <= 1.3,
  });
}

function passes(add: Add): void {
  const worlds = [
    {
      work: 'a pass over 10,000 Services, one changed: 200 public, 100 internal, the rest ClusterIP',
      services: [...times(100, internalService), ...times(9700, clusterService), ...times(200, publicService)],
    },
    { work: 'a pass over 10,000 Services, one changed: all of them public', services: times(10_000, publicService) },
  ];
  for (const { work, services } of worlds) {
    const { changed, unchanged, accepted } = measurePass(services);
    add({
      work,
      reach: 'under 50 ms of CPU',
      measured: `${changed.toFixed(0)} ms (${unchanged.toFixed(0)} ms when nothing changed); ${accepted} on the load balancers`,
      isReached: changed < 50,
    });
  }
  const names = measureZonesPass(20_000);
  add({
    work: 'a pass over 20,000 names in two zones, one changed',
    reach: 'under 50 ms of CPU',
    measured: `${names.changed.toFixed(0)} ms (${names.unchanged.toFixed(0)} ms when nothing changed, ${names.written.toFixed(0)} ms for the pass that sees the write done)`,
    isReached: names.changed < 50,
  });
}

function memory(add: Add): void {
  const worlds = [
    {
      work: 'memory for each of 10,000 Services: 200 public, 100 internal, the rest ClusterIP',
      make: () => [...times(100, internalService), ...times(9700, clusterService), ...times(200, publicService)],
    },
    { work: 'memory for each of 10,000 Services: all of them public', make: () => times(10_000, publicService) },
  ];
  for (const { work, make } of worlds) {
    const { perService, heap } = measureMemory([publicService(0)], make);
    add({
      work,
      reach: 'said',
      measured: `${(perService / 1024).toFixed(1)} KiB (${(heap / 2 ** 20).toFixed(0)} MiB in all)`,
      isReached: true,
    });
  }
}

function compiles(add: Add): void {
  const { median, first, rules, plain } = measureCompile(5000);
  add({
    work: 'security rules compiled for 5,000 demands, each at its own address',
    reach: 'under 200 ms of CPU, proof included',
    measured: `${median.toFixed(0)} ms`,
    isReached: median < 200,
  });
  add({
    work: 'the same, the first time in a process',
    reach: 'under 200 ms of CPU, proof included',
    measured: `${first.toFixed(0)} ms; ${rules} rules`,
    peer: `${plain} rules`,
    isReached: first < 200,
  });
  for (const [cases, demands] of [
    [300, 7],
    [100, 100],
  ] as const) {
    const { ours, plain: others, worse } = compareLayouts(cases, demands);
    add({
      work: `security rules for ${demands} random demands, ${cases} times`,
      reach: "never more than the cloud controller's layout",
      measured: `${ours} rules in all, ${(ours / others).toFixed(2)} ×; more in ${worse} cases`,
      peer: `${others} rules`,
      isReached: worse === 0,
    });
  }
}

function optimum(add: Add): void {
  const { reached, worst, cases } = compareWithLeast(500);
  add({
    work: `security rules for up to 7 random demands, ${cases} times, against every cover that there is`,
    reach: 'the fewest in 95 of 100, never above 1.5 ×',
    measured: `the fewest in ${reached}, ${worst.toFixed(2)} × at worst`,
    isReached: reached >= 0.95 * cases && worst <= 1.5,
  });
}

await main();
