import { describe, expect, test } from '@jest/globals';
import type { Exposures } from '../../../src/core/exposure.js';
import { EMPTY_AZURE } from '../../../src/core/network/azure-state.js';
import type { DesiredResource, Wish } from '../../../src/core/network/network-model.js';
import type { Candidate } from '../../../src/core/plan/candidate.js';
import { withholdDeletes } from '../../../src/core/plan/withhold.js';
import type { Settings } from '../../../src/core/settings.js';
import type { ArmId } from '../../../src/core/values/arm-id.js';
import type { SourceRef } from '../../../src/core/values/source-ref.js';

const ingress = (number: number): SourceRef => `Ingress/default/${number}` as SourceRef;

function recordOf(source: SourceRef): Candidate {
  const id = `/zone/A/${source}` as ArmId;
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

function guard(situation: { owned: number; gone: number; present?: number; seen?: number; percent?: number }) {
  const { owned, gone, present = 0, seen = 0, percent = 30 } = situation;
  const sources = Array.from({ length: gone }, (_, index) => ingress(index));
  const wish: Wish = { resources: [], problems: [], withheld: [], owned: { RecordSet: owned } };
  const exposures = { present: new Set(sources.slice(0, present)) } as unknown as Exposures;
  const settings = { safety: { maxDeletePercent: percent } } as Settings;
  return withholdDeletes(
    sources.map(recordOf),
    [wish],
    exposures,
    settings,
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
    { because: 'only the unexplained ones are kept', owned: 10, gone: 9, seen: 4, withheld: 5 },
    { because: '100 switches it off', owned: 4, gone: 4, percent: 100, withheld: 0 },
    { because: '0 lets nothing go unasked', owned: 100, gone: 1, percent: 0, withheld: 1 },
  ])('$withheld when $because', ({ withheld, ...situation }) => {
    const result = guard(situation);
    expect(result.withheld).toHaveLength(withheld);
    expect(result.allowed).toHaveLength(situation.gone - withheld);
  });

  test('saying how many, of how many, and what to do', () => {
    expect(guard({ owned: 10, gone: 4 }).withheld[0]?.message).toBe(
      '4 of our 10 DNS record sets would go although nobody was seen deleting what they are for; ' +
        'spec.safety.maxDeletePercent allows 30 %. If it is meant, raise it (100 switches the guard off).',
    );
  });
});
