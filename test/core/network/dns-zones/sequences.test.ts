// Whatever happens one after the other, do both zones end as what is asked for and what is foreign, byte for byte?
//
//   a failing one again      SEED=<its seed> PATH_=<its path> NODE_OPTIONS=--experimental-vm-modules npx jest <this file>
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { NamesExposure, RecordType, WantedName } from '../../../../src/core/exposure.js';
import type { ArmResource } from '../../../../src/core/network/arm-resource.js';
import type { AzureState } from '../../../../src/core/network/azure-state.js';
import { diffJson } from '../../../../src/core/network/change.js';
import type { PassTime } from '../../../../src/core/network/dns-zones/index.js';
import type { ZonesWish } from '../../../../src/core/network/network-model.js';
import type { DnsPolicy, Settings } from '../../../../src/core/settings.js';
import type { ArmId } from '../../../../src/core/values/arm-id.js';
import { armKey } from '../../../../src/core/values/arm-id.js';
import { naming, privateZone, zone } from '../../../builders.js';
import { azure, desire, exposures, foreign, ingress, SETTINGS, want, ZONE } from './world.js';

const PRIVATE = ZONE.replace('dnsZones', 'privateDnsZones') as ArmId;
const CLUSTER = 'azurenetwork-cluster';

const TARGETS: Readonly<Partial<Record<RecordType, readonly string[]>>> = {
  A: ['192.0.2.1', '192.0.2.2'],
  AAAA: ['2001:db8::1'],
  CAA: ['0 issue "ca.example.net"'],
  CNAME: ['one.example.net', 'two.example.net'],
  MX: ['10 mail.example.net'],
  NS: ['ns1.example.net'],
  TXT: ['one', 'two'],
};
const TYPES = Object.keys(TARGETS) as RecordType[];

const aName: fc.Arbitrary<WantedName> = fc
  .record({
    host: fc.constantFrom('www.example.com', 'api.example.com', 'example.com'),
    type: fc.constantFrom(...TYPES),
    zoneId: fc.constantFrom(ZONE, PRIVATE),
    first: fc.boolean(),
  })
  .map(({ host, type, zoneId, first }) => {
    const targets = TARGETS[type]!;
    return { ...want(host, type, targets[first ? 0 : targets.length - 1]!), zoneId };
  });

const objects: fc.Arbitrary<readonly NamesExposure[]> = fc.tuple(
  ...['a', 'b', 'c'].map((name, day) =>
    fc
      .record({
        names: fc.uniqueArray(aName, {
          maxLength: 3,
          selector: ({ host, type, zoneId }) => `${host} ${type} ${zoneId}`,
        }),
        standing: fc.constantFrom(
          'Wanted' as const,
          'Wanted' as const,
          'Wanted' as const,
          'Held' as const,
          'Gone' as const,
        ),
      })
      .map(({ names, standing }) => ingress(name, day + 1, standing === 'Wanted' ? names : [], standing)),
  ),
);

const others: fc.Arbitrary<AzureState> = fc
  .record({ text: fc.boolean(), address: fc.boolean(), alone: fc.boolean() })
  .map(({ text, address, alone }) =>
    azure(
      ...(text ? [foreign('TXT', 'www', 'theirs')] : []),
      ...(address ? [foreign('A', '@', '203.0.113.1')] : []),
      ...(alone ? [inPrivate(foreign('CNAME', 'api', 'x.example.net'))] : []),
    ),
  );

function inPrivate(resource: ArmResource): ArmResource {
  const { CNAMERecord, TTL, fqdn } = resource.properties!;
  return {
    ...resource,
    id: resource.id.replace('dnsZones', 'privateDnsZones') as ArmId,
    type: 'Microsoft.Network/privateDnsZones/CNAME',
    properties: { ttl: TTL!, fqdn: fqdn!, cnameRecord: CNAMERecord! },
  };
}

function isOurs({ properties }: ArmResource): boolean {
  return JSON.stringify(properties ?? {}).includes(CLUSTER);
}

function settingsFor(policy: DnsPolicy, typeChangeTTL?: number): Settings {
  const zones = [zone('example.com', { id: ZONE, policy }), privateZone('example.com', { id: PRIVATE, policy })];
  return { ...SETTINGS, dns: naming({ zones, ...(typeChangeTTL !== undefined && { typeChangeTTL }) }) };
}

/** Some of the writes, as Azure takes them: none that puts a CNAME beside anything else. */
function someWritten(wish: ZonesWish, before: AzureState, isSent: (index: number) => boolean): AzureState {
  const resources = new Map(before.resources);
  for (const [index, { id, body }] of wish.resources.entries()) {
    if (!isSent(index) || diffJson(resources.get(armKey(id)), body).length === 0) continue;
    if (body) resources.set(armKey(id), body);
    else resources.delete(armKey(id));
    const names = [...resources.values()].filter((one) => nameOf(one) === nameOf({ id }));
    const isAlone = names.length < 2 || names.every((one) => !/\/CNAME\//i.test(one.id));
    expect([nameOf({ id }), isAlone]).toEqual([nameOf({ id }), true]);
  }
  return { ...before, resources };
}

function nameOf({ id }: Pick<ArmResource, 'id'>): string {
  return armKey(id).replace(/\/\w+(\/[^/]+)$/, '$1');
}

const steps = fc.array(
  fc.record({
    asked: objects,
    isSent: fc.infiniteStream(fc.boolean()).map((stream) => Array.from({ length: 40 }, () => stream.next().value)),
  }),
  { minLength: 1, maxLength: 5 },
);

const RUNS = Number(process.env['RUNS'] ?? 150);
const SEED = Number(process.env['SEED'] ?? Date.now() & 0x7fffffff);
const PARAMETERS = { numRuns: RUNS, seed: SEED, ...(process.env['PATH_'] && { path: process.env['PATH_'] }) };
process.stdout.write(`sequences.test.ts: RUNS=${RUNS} SEED=${SEED}\n`);

function play(
  settings: Settings,
  sequence: readonly { asked: readonly NamesExposure[]; isSent: readonly boolean[] }[],
  start: AzureState,
  look: (before: AzureState, after: AzureState) => void,
) {
  let state = start;
  let time: PassTime = { now: 0, loweredSince: new Map() };
  const next = (asked: readonly NamesExposure[], isSent: (index: number) => boolean): ZonesWish => {
    const wish = desire(exposures(...asked), settings, state, time);
    const since = wish.fading.flatMap((one) => (one.since === undefined ? [] : [[armKey(one.id), one.since] as const]));
    time = { now: time.now + 200_000, loweredSince: new Map(since) };
    const after = someWritten(wish, state, isSent);
    look(state, after);
    state = after;
    return wish;
  };
  for (const { asked, isSent } of sequence) next(asked, (index) => isSent[index % isSent.length]!);
  const last = sequence.at(-1)!.asked;
  for (let round = 0; round < 6; round++) next(last, () => true);
  return { state, wish: next(last, () => true) };
}

function theirsIn({ resources }: AzureState): readonly ArmResource[] {
  return [...resources.values()].filter((one) => !isOurs(one));
}

test('both zones end as what is asked for, what is held, and what is foreign', () => {
  fc.assert(
    fc.property(steps, others, fc.constantFrom(undefined, 30), (sequence, start, typeChangeTTL) => {
      const { state, wish } = play(settingsFor('Sync', typeChangeTTL), sequence, start, (_before, after) => {
        expect(theirsIn(after)).toEqual(theirsIn(start));
      });
      expect(wish.fading).toEqual([]);
      const asked = sequence.at(-1)!.asked;
      const held = asked.filter(({ standing }) => standing === 'Held').map(({ source }) => source as string);
      const wanted = new Map<string, Set<string>>();
      for (const { source, names } of asked)
        for (const { host, type, zoneId, targets } of names) {
          const relative = host === 'example.com' ? '@' : host.slice(0, 3);
          const key = armKey(`${zoneId}/${type}/${relative}`);
          const set = state.resources.get(key);
          const holds =
            set !== undefined &&
            isOurs(set) &&
            JSON.stringify(set).includes(JSON.stringify(targets[0]!.split(' ').at(-1)!.replaceAll('"', '')));
          const isTold = wish.problems.some(({ object, value }) => object === source && value.startsWith(host));
          expect([source, key, holds || isTold]).toEqual([source, key, true]);
          if (holds) wanted.set(key, (wanted.get(key) ?? new Set()).add(targets[0]!));
        }
      for (const [key, set] of state.resources) {
        if (!isOurs(set)) continue;
        const text = JSON.stringify(set.properties);
        const isHeld = held.some((source) => text.includes(source));
        const records = Object.values(set.properties!).flatMap((value) => (Array.isArray(value) ? value : []));
        expect([key, isHeld || wanted.has(key)]).toEqual([key, true]);
        if (!isHeld && records.length > 0) expect(records).toHaveLength(wanted.get(key)!.size);
      }
    }),
    PARAMETERS,
  );
});

test('where none may go, none goes; where none may change, none changes', () => {
  fc.assert(
    fc.property(fc.constantFrom<DnsPolicy>('UpsertOnly', 'CreateOnly'), steps, others, (policy, sequence, start) => {
      play(settingsFor(policy, 30), sequence, start, (before, after) => {
        for (const [key, resource] of before.resources) {
          expect(after.resources.has(key)).toBe(true);
          if (policy === 'CreateOnly' || !isOurs(resource)) expect(after.resources.get(key)).toBe(resource);
        }
      });
    }),
    PARAMETERS,
  );
});
