import { describe, expect, test } from '@jest/globals';
import type { Exposures } from '../../../src/core/exposure.js';
import { EMPTY_AZURE } from '../../../src/core/network/azure-state.js';
import type { DesiredResource, NetworkModel, Wish } from '../../../src/core/network/network-model.js';
import type { Candidate } from '../../../src/core/plan/candidate.js';
import { withholdDeletes } from '../../../src/core/plan/withhold.js';
import type { Settings } from '../../../src/core/settings.js';
import type { ArmId } from '../../../src/core/values/arm-id.js';
import type { SourceRef } from '../../../src/core/values/source-ref.js';

const ingress = (number: number): SourceRef => `Ingress/default/${number}` as SourceRef;

function recordOf(source: SourceRef, zone = 'example.com'): Candidate {
  const id = `/zones/${zone}/A/${source.replaceAll('/', '-')}` as ArmId;
  const because = [source];
  const desired: DesiredResource = {
    id,
    type: 'Microsoft.Network/dnszones/A',
    body: undefined,
    because,
    attribution: new Map(),
    removals: [{ kind: 'RecordSet', id, because }],
    gathers: [],
  };
  const operation = {
    action: 'Delete',
    id,
    type: desired.type,
    because,
    changes: [],
    gathers: [],
    closes: true,
  } as const;
  return { desired, operation };
}

const NOTHING: Wish = { resources: [], problems: [], withheld: [], owned: {} };

/** Zones with so many record sets of ours each. */
function modelOf(zones: Readonly<Record<string, number>>): NetworkModel {
  const counts = Object.entries(zones).map(([name, owned]) => ({ id: `/zones/${name}` as ArmId, owned }));
  const total = counts.reduce((sum, { owned }) => sum + owned, 0);
  const dnsZones = { ...NOTHING, fading: [], owned: { RecordSet: total }, zones: counts };
  return { publicIPs: NOTHING, loadBalancers: NOTHING, securityGroups: NOTHING, dnsZones };
}

function settingsFor(
  zones: Readonly<Record<string, number>>,
  percent: number,
  allowed: Readonly<Record<string, number>>,
) {
  const listed = Object.keys(zones).map((name) => ({ id: `/zones/${name}` as ArmId, name, visibility: 'Public' }));
  const safety = { maxDeletePercent: percent, allowedDeletes: new Map(Object.entries(allowed)) };
  return { safety, dns: { zones: listed } } as unknown as Settings;
}

interface Situation {
  readonly owned: number;
  readonly gone: number;
  readonly present?: number;
  /** Of those present: the settings take what they ask for away. */
  readonly narrowed?: number;
  readonly seen?: number;
  readonly percent?: number;
  readonly allowed?: Readonly<Record<string, number>>;
}

function guard({ owned, gone, present = 0, narrowed = 0, seen = 0, percent = 30, allowed = {} }: Situation) {
  const sources = Array.from({ length: gone }, (_, index) => ingress(index));
  const taken = new Set(sources.slice(0, narrowed));
  const there = new Set(sources.slice(0, present));
  const exposures = {
    isPresent: (one: SourceRef) => there.has(one),
    isNarrowed: (one: SourceRef) => taken.has(one),
  } as unknown as Exposures;
  const zones = { 'example.com': owned };
  return withholdDeletes(
    sources.map((source) => recordOf(source)),
    modelOf(zones),
    exposures,
    settingsFor(zones, percent, allowed),
    EMPTY_AZURE,
    new Set(sources.slice(0, seen)),
  );
}

describe('deletes are kept back', () => {
  test.each([
    { because: 'three of ten are within the share', owned: 10, gone: 3, withheld: 0 },
    { because: 'four of ten that merely vanished are more', owned: 10, gone: 4, withheld: 4 },
    { because: 'the only one vanished', owned: 1, gone: 1, withheld: 1 },
    { because: 'the only one was seen being deleted', owned: 1, gone: 1, seen: 1, withheld: 0 },
    { because: 'all are there and no longer ask', owned: 4, gone: 4, present: 4, withheld: 0 },
    {
      because: 'all are there, and the settings have another filter',
      owned: 4,
      gone: 4,
      present: 4,
      narrowed: 4,
      withheld: 4,
    },
    { because: 'the filter is for one of them', owned: 4, gone: 4, present: 4, narrowed: 1, withheld: 0 },
    { because: 'only the unexplained ones are kept', owned: 10, gone: 9, seen: 4, withheld: 5 },
    { because: '100 switches it off', owned: 4, gone: 4, percent: 100, withheld: 0 },
    { because: '0 lets nothing go unasked', owned: 100, gone: 1, percent: 0, withheld: 1 },
    { because: 'as many were released', owned: 4, gone: 4, allowed: { 'example.com': 4 }, withheld: 0 },
    { because: 'fewer were released', owned: 5, gone: 5, allowed: { 'example.com': 4 }, withheld: 5 },
    { because: 'another zone was released', owned: 4, gone: 4, allowed: { 'example.org': 4 }, withheld: 4 },
  ])('$withheld when $because', ({ withheld, ...situation }) => {
    const result = guard(situation);
    expect(result.withheld).toHaveLength(withheld);
    expect(result.allowed).toHaveLength(situation.gone - withheld);
  });

  test('of each zone by its own share: a small one that empties does not hide behind a large one', () => {
    const zones = { 'large.example': 100, 'small.example': 2 };
    const candidates = [
      recordOf(ingress(1), 'small.example'),
      recordOf(ingress(2), 'small.example'),
      recordOf(ingress(3), 'large.example'),
    ];
    const exposures = { isPresent: () => false } as unknown as Exposures;
    const { allowed, withheld } = withholdDeletes(
      candidates,
      modelOf(zones),
      exposures,
      settingsFor(zones, 30, {}),
      EMPTY_AZURE,
      new Set(),
    );
    expect(withheld.map(({ id }) => id)).toEqual(candidates.slice(0, 2).map(({ operation }) => operation.id));
    expect(allowed).toEqual([candidates[2]]);
  });

  test('saying how many, of how many, and what to do', () => {
    expect(guard({ owned: 10, gone: 4 }).withheld[0]?.message).toBe(
      '4 of our 10 DNS record sets in the public zone example.com would go although nobody was seen deleting what they ' +
        'are for; spec.safety.maxDeletePercent allows 30 %. If it is meant, annotate the AzureNetwork with ' +
        'azurenetwork.dev/allow-deletes: example.com=4.',
    );
  });
});
