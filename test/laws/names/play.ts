// What is in the zones after a sequence of changes? Plays it under the virtual clock, with the whole operator in this process
// over the fake Azure, until nothing is left to do, however long that takes.
import { setTimeout as turn } from 'node:timers/promises';
import { apiVersionOf } from '../../../src/adapters/azure/api-versions.js';
import { FakeAzure, PROFILES } from '../../../src/sandbox/azure/index.js';
import { loadState } from '../../../src/sandbox/azure/state.js';
import { SUBSCRIPTION } from '../../../src/sandbox/azure/subscriptions.js';
import { VirtualClock } from '../../operator/virtual-clock.js';
import { AzureInProcess } from '../changes/azure-in-process.js';
import type { Json } from '../changes/packets.js';
import { SmallKubernetes } from '../changes/small-kubernetes.js';
import type { Life } from '../changes/world.js';
import { SPEC, startLife } from '../changes/world.js';
import { expectedOf } from './expected.js';
import type { Shown } from './expected.js';
import type { Change, Relative, Step, Visibility } from './sequences.js';
import { APEX, ZONES } from './sequences.js';

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
const ZONE_IDS: Readonly<Record<Visibility, string>> = {
  Public: `${GROUP}/providers/Microsoft.Network/dnsZones/${APEX}`,
  Private: `${GROUP}/providers/Microsoft.Network/privateDnsZones/${APEX}`,
};

/** Milliseconds: somebody who keeps changing a record set is waited for, at most for so long; and what is looked at anew, so often. */
const PATIENCE = 4 * 3_600_000;
const DRIFT = 300_000;

export interface Ending {
  /** By zone, `<type> <relative name>`. */
  readonly ours: Readonly<Record<Visibility, ReadonlyMap<string, Shown>>>;
  readonly expected: Readonly<Record<Visibility, ReadonlyMap<string, Shown>>>;
  /** What others wrote, as it is, and as they left it. */
  readonly foreign: readonly Json[];
  readonly foreignAsLeft: readonly Json[];
  readonly failures: readonly string[];
}

export async function play(steps: readonly Step[]): Promise<Ending> {
  const player = new Player();
  await player.advance(5000);
  for (const { wait, change } of steps) {
    await player.advance(wait);
    player.change(change);
  }
  await player.settle();
  return player.ending();
}

class Player {
  private readonly clock = new VirtualClock();
  private readonly kubernetes = new SmallKubernetes(this.clock);
  private readonly azure: AzureInProcess;
  private readonly lives: Life[] = [];
  private life: Life;
  /** What others have written last, by id in lower case. */
  private readonly theirs = new Map<string, Json>();

  constructor() {
    const profile = { ...PROFILES['realistic']!, throttled: false };
    const fake = new FakeAzure({ profile, anyToken: true, clock: () => this.clock.now() });
    const problem = loadState(fake, [
      { id: GROUP, type: 'Microsoft.Resources/resourceGroups', location: 'westeurope' },
      ...Object.values(ZONE_IDS).map((id) => ({ id, location: 'global' })),
    ]);
    if (problem !== undefined) throw new Error(problem);
    this.azure = new AzureInProcess(fake, this.clock, () => {});
    const zones = Object.values(ZONE_IDS).map((id) => ({ id }));
    const spec = { ...SPEC, securityGroups: [], dns: { zones }, drift: { interval: `${DRIFT / 1000}s` } };
    this.kubernetes.apply('AzureNetwork', 'default', { spec });
    this.life = this.born();
  }

  advance(milliseconds: number): Promise<void> {
    return this.clock.advance(milliseconds);
  }

  /** Until nothing has been left to do over a whole drift interval, in which all was looked at. */
  async settle(): Promise<void> {
    const end = this.clock.now() + PATIENCE;
    while (this.clock.now() < end) {
      const before = this.recordSets();
      await this.clock.advance(2.5 * DRIFT);
      // Stays the tests' host able to do other things.
      await turn(0);
      if (this.isIdle() && JSON.stringify(before) === JSON.stringify(this.recordSets()) && !this.isApart()) return;
    }
  }

  change(change: Change): void {
    switch (change.kind) {
      case 'Ask': {
        const { hosts, targets, ttl, zones } = change.asking;
        const annotations = {
          'azurenetwork.dev/target': targets.join(','),
          'azurenetwork.dev/ttl': String(ttl),
          'azurenetwork.dev/zones': zones,
        };
        this.kubernetes.apply('Ingress', change.name, {
          annotations,
          spec: { rules: hosts.map((one) => ({ host: hostOf(one) })) },
        });
        return;
      }
      case 'Write': {
        const endpoints = change.entries.map(({ host, type, targets }) => ({
          dnsName: hostOf(host),
          recordType: type,
          targets,
        }));
        this.kubernetes.apply('DNSEndpoint', change.name, { spec: { endpoints } });
        return;
      }
      case 'Delete':
        return this.kubernetes.remove(change.of, change.name);
      case 'Outside':
        return this.writeFromOutside(change);
      case 'Crash':
        this.life.die();
        this.life = this.born();
        return;
      case 'Trouble': {
        const { method, times, fault } = change;
        this.azure.fake.faults.set([{ match: { method, times }, fault: fault as never }]);
      }
    }
  }

  ending(): Ending {
    if (process.env['TELL'] !== undefined)
      for (const one of this.azure.fake.journal.after(0))
        if (one.method !== 'GET')
          process.stdout.write(
            `${one.time} ${one.method} ${one.status} ${JSON.stringify(one.code ?? '')} ${one.path.replace(/.*Microsoft.Network./, '')}\n`,
          );
    this.life.die();
    const all = this.recordSets();
    const foreign = all.filter((one) => !isOurs(one));
    const of = (zone: Visibility, sets: readonly Json[]) => sets.filter(({ id }) => inZone(id as string, zone));
    const shown = (zone: Visibility) =>
      new Map(
        of(zone, all.filter(isOurs))
          .map((one) => [keyOf(one), contentOf(one)] as const)
          .sort(),
      );
    const expected = (zone: Visibility) => new Map([...this.expected(zone)].sort());
    return {
      ours: { Public: shown('Public'), Private: shown('Private') },
      expected: { Public: expected('Public'), Private: expected('Private') },
      foreign,
      foreignAsLeft: [...this.theirs.values()].sort(byId),
      failures: this.lives.flatMap(({ failures }) => failures),
    };
  }

  private expected(zone: Visibility): ReadonlyMap<string, Shown> {
    const foreign = new Set(
      this.recordSets()
        .filter((one) => !isOurs(one) && inZone(one.id as string, zone))
        .map(keyOf),
    );
    return expectedOf(zone, this.kubernetes.list('Ingress'), this.kubernetes.list('DNSEndpoint'), foreign);
  }

  private isApart(): boolean {
    return ZONES.some((zone) => {
      const ours = this.recordSets().filter((one) => isOurs(one) && inZone(one.id as string, zone));
      const expected = this.expected(zone);
      return (
        ours.length !== expected.size ||
        ours.some((one) => JSON.stringify(expected.get(keyOf(one))) !== JSON.stringify(contentOf(one)))
      );
    });
  }

  /** Somebody else's at that place changes or goes, or comes; what is ours there is changed, its mark left as it is, or deleted. */
  private writeFromOutside({ zone, at, type }: Extract<Change, { kind: 'Outside' }>): void {
    const id = `${ZONE_IDS[zone]}/${type}/${at}`;
    const there = this.recordSets().find((one) => one.id.toLowerCase() === id.toLowerCase());
    const isEven = Math.floor(this.clock.now() / 10) % 2 === 0;
    if (there && isEven) {
      this.send('DELETE', id);
      this.theirs.delete(id.toLowerCase());
      return;
    }
    const metadata = there?.properties.metadata ?? { owner: 'somebody' };
    this.send('PUT', id, JSON.stringify({ properties: foreignContent(zone, type, metadata) }));
    const now = this.recordSets().find((one) => one.id.toLowerCase() === id.toLowerCase());
    if (now && !isOurs(now)) this.theirs.set(id.toLowerCase(), now);
  }

  // Not the operator's: no fault is for it.
  private send(method: string, id: string, body = ''): void {
    const faults = this.azure.fake.faults.list();
    this.azure.fake.faults.set([]);
    this.azure.handle(
      method,
      `${encodeURI(id)}?api-version=${apiVersionOf(id.includes('private') ? 'Microsoft.Network/privateDnsZones/A' : 'Microsoft.Network/dnsZones/A')}`,
      {},
      body,
    );
    this.azure.fake.faults.set(faults);
  }

  private recordSets(): readonly Json[] {
    return this.azure.fake.store
      .all()
      .filter(({ id }) => /dnszones\/[^/]+\/[^/]+\/[^/]+$/i.test(id) && !/\/(SOA|NS)\/@$/i.test(id))
      .map((one) => one as Json)
      .sort(byId);
  }

  private isIdle(): boolean {
    const plan = this.life.operator.lastPass()?.plan;
    return this.life.operator.isIdle() && plan?.operations.length === 0 && plan.waiting.length === 0;
  }

  private born(): Life {
    const life = startLife(this.clock, this.azure, this.kubernetes, () => 0.5);
    this.lives.push(life);
    return life;
  }
}

function foreignContent(zone: Visibility, type: string, metadata: Json): Json {
  const records: Readonly<Record<string, Json>> = {
    A: { ARecords: [{ ipv4Address: '203.0.113.200' }] },
    CNAME: { CNAMERecord: { cname: 'foreign.example.net' } },
    TXT: { TXTRecords: [{ value: ['foreign'] }] },
    MX: { MXRecords: [{ preference: 5, exchange: 'foreign.example.net' }] },
  };
  if (zone === 'Public') return { TTL: 77, metadata, ...records[type] };
  const lower = Object.entries(records[type] as object).map(([key, value]) => [
    key.replace(/^[A-Z]+(?=R)/, (one) => one.toLowerCase()),
    value,
  ]);
  return { ttl: 77, metadata, ...Object.fromEntries(lower) };
}

function isOurs(one: Json): boolean {
  return one.properties.metadata?.['azurenetwork-cluster'] === SPEC.clusterId;
}

function inZone(id: string, zone: Visibility): boolean {
  return id.toLowerCase().startsWith(`${ZONE_IDS[zone].toLowerCase()}/`);
}

function keyOf({ id }: Json): string {
  const [type, name] = (id as string).split('/').slice(-2);
  return `${type!.toUpperCase()} ${name}`;
}

function contentOf({ properties }: Json): Shown {
  const ofKey = (pattern: RegExp): Json => Object.entries(properties as object).find(([key]) => pattern.test(key))?.[1];
  const lists: readonly string[] = [
    ...(ofKey(/^ARecords$/i) ?? []).map((one: Json) => one.ipv4Address),
    ...(ofKey(/^AAAARecords$/i) ?? []).map((one: Json) => one.ipv6Address),
    ...(ofKey(/^CNAMERecord$/i)?.cname ? [ofKey(/^CNAMERecord$/i).cname.replace(/\.$/, '')] : []),
    ...(ofKey(/^TXTRecords$/i) ?? []).map((one: Json) => one.value.join('')),
    ...(ofKey(/^MXRecords$/i) ?? []).map((one: Json) => `${one.preference} ${one.exchange.replace(/\.$/, '')}`),
    ...(ofKey(/^SRVRecords$/i) ?? []).map(
      (one: Json) => `${one.priority} ${one.weight} ${one.port} ${one.target.replace(/\.$/, '')}`,
    ),
  ];
  return { targets: [...lists].sort(), ttl: ofKey(/^TTL$/i) };
}

function hostOf(relative: Relative): string {
  return relative === '@' ? APEX : `${relative}.${APEX}`;
}

function byId(a: Json, b: Json): number {
  return a.id.toLowerCase() < b.id.toLowerCase() ? -1 : 1;
}
