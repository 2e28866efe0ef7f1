// What holds for every world: foreign record sets stay, a name is never both, and everything settles.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AddressRecordType, NamesExposure } from '../../../../src/core/exposure.js';
import type { ArmResource } from '../../../../src/core/network/arm-resource.js';
import type { AzureState } from '../../../../src/core/network/azure-state.js';
import { diffJson } from '../../../../src/core/network/change.js';
import { armKey } from '../../../../src/core/values/arm-id.js';
import { azure, desire, exposures, foreign, ingress, ours, recordSet, SETTINGS, want, written } from './world.js';

const TARGETS: Record<AddressRecordType, readonly string[]> = {
  A: ['192.0.2.1', '192.0.2.2', '192.0.2.3'],
  AAAA: ['2001:db8::1', '2001:db8::2'],
  CNAME: ['one.example.net', 'two.example.net'],
};
const HOSTS = ['www.example.com', 'api.example.com'] as const;
const NAMES = ['a', 'b', 'c', 'd'] as const;

const type = fc.constantFrom<AddressRecordType>('A', 'AAAA', 'CNAME');
const targetsOf = (of: AddressRecordType) =>
  of === 'CNAME'
    ? fc.constantFrom(...TARGETS.CNAME).map((one) => [one])
    : fc.subarray([...TARGETS[of]], { minLength: 1 });

const aName = fc
  .record({ host: fc.constantFrom(...HOSTS), type })
  .chain((one) => targetsOf(one.type).map((targets) => want(one.host, one.type, ...targets)));

const anIngress = (name: string, day: number): fc.Arbitrary<NamesExposure> =>
  fc
    .record({
      names: fc.uniqueArray(aName, { maxLength: 2, selector: ({ host, type: of }) => `${host} ${of}` }),
      standing: fc.constantFrom('Wanted' as const, 'Wanted' as const, 'Held' as const, 'Gone' as const),
    })
    .map(({ names, standing }) => ingress(name, day, names, standing));

const asked = fc.tuple(...NAMES.map((name, index) => anIngress(name, index + 1)));

/** At each name either a CNAME, or addresses and a TXT: what Azure itself allows. */
const there = fc.tuple(...['www', 'api'].map((relative) => atName(relative))).map((sets) => azure(...sets.flat()));

function atName(relative: string): fc.Arbitrary<readonly ArmResource[]> {
  const one = (of: AddressRecordType): fc.Arbitrary<ArmResource> =>
    fc
      .record({ targets: targetsOf(of), owner: fc.option(fc.constantFrom(...NAMES)) })
      .map(({ targets, owner }) => (owner ? ours(of, relative, targets, owner) : foreign(of, relative, ...targets)));
  const maybe = (arbitrary: fc.Arbitrary<ArmResource>) => fc.option(arbitrary).map((set) => (set ? [set] : []));
  const addresses = fc
    .tuple(maybe(one('A')), maybe(one('AAAA')), maybe(fc.constant(recordSet('TXT', relative, { TXTRecords: [] }))))
    .map((sets) => sets.flat());
  return fc.oneof(
    addresses,
    one('CNAME').map((set) => [set]),
  );
}

function isForeign({ properties }: ArmResource): boolean {
  return properties?.['metadata'] === undefined;
}

function settled(names: readonly NamesExposure[], start: AzureState): AzureState {
  let state = start;
  for (let step = 0; step < 3; step++) state = written(desire(exposures(...names), SETTINGS, state), state);
  return state;
}

describe('for every world', () => {
  test('foreign record sets are never wished otherwise', () => {
    fc.assert(
      fc.property(asked, there, (names, state) => {
        const wish = desire(exposures(...names), SETTINGS, state);
        for (const one of state.resources.values()) {
          if (isForeign(one)) expect(wish.resources.some(({ id }) => armKey(id) === armKey(one.id))).toBe(false);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('everything settles in two steps, and no name is ever both a CNAME and something else', () => {
    fc.assert(
      fc.property(asked, there, (names, start) => {
        let state = start;
        for (let step = 0; step < 2; step++) {
          const before = state;
          const wish = desire(exposures(...names), SETTINGS, before);
          // Writes of one pass may come in any order: what is to come must go with what is there still.
          const coming = wish.resources.flatMap(({ body }) => body ?? []);
          expectNoMixture([...before.resources.values(), ...coming]);
          state = written(wish, before);
        }
        const last = desire(exposures(...names), SETTINGS, state);
        for (const { id, body } of last.resources) expect(diffJson(state.resources.get(armKey(id)), body)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('the order of what comes in says nothing', () => {
    fc.assert(
      fc.property(asked, there, (names, state) => {
        const turned = { ...state, resources: new Map([...state.resources].reverse()) };
        expect(desire(exposures(...names.toReversed()), SETTINGS, turned)).toEqual(
          desire(exposures(...names), SETTINGS, state),
        );
      }),
      { numRuns: 100 },
    );
  });

  test('whoever is wanted has every target at its name, or a problem that says why not', () => {
    fc.assert(
      fc.property(asked, there, (names, start) => {
        const state = settled(names, start);
        const { problems } = desire(exposures(...names), SETTINGS, state);
        for (const { source, names: wanted } of names.filter(({ standing }) => standing === 'Wanted')) {
          for (const { host, type: of, targets } of wanted) {
            const zone = SETTINGS.dns.zones[0]!;
            const set = state.resources.get(armKey(`${zone.id}/${of}/${host.slice(0, 3)}`));
            const text = JSON.stringify(set ?? {});
            const isThere = set !== undefined && !isForeign(set) && targets.every((target) => text.includes(target));
            const isTold = problems.some(({ object, value }) => object === source && value.startsWith(host));
            expect([host, of, isThere || isTold]).toEqual([host, of, true]);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('what is held keeps its record sets byte for byte, unless others join', () => {
    fc.assert(
      fc.property(asked, there, (names, state) => {
        const held = names.map((one) => ({ ...one, standing: 'Held' as const }));
        const wish = desire(exposures(...held), SETTINGS, state);
        for (const { id, body } of wish.resources) expect(body).toBe(state.resources.get(armKey(id)));
      }),
      { numRuns: 60 },
    );
  });
});

function expectNoMixture(resources: readonly ArmResource[]): void {
  const byName = Map.groupBy(resources, ({ id }) => id.slice(id.lastIndexOf('/')).toLowerCase());
  for (const sets of byName.values()) {
    const types = new Set(sets.map((set) => set.type.slice(set.type.lastIndexOf('/') + 1)));
    expect(types.has('CNAME') && types.size > 1).toBe(false);
  }
}
