// What becomes of rules when what is asked for changes? Worked on openings as they come from the ground floor, so that each
// test says exactly who asks for what.
import { describe, expect, test } from '@jest/globals';
import type { Opening, ServiceOpenings } from '../../../../src/core/network/openings.js';
import type { ArmResource } from '../../../../src/core/network/arm-resource.js';
import type { AzureState } from '../../../../src/core/network/azure-state.js';
import { azureState } from '../../../../src/core/network/azure-state.js';
import type { Wish } from '../../../../src/core/network/network-model.js';
import type { Child } from '../../../../src/core/network/overlay.js';
import { isOpenFor } from '../../../../src/core/network/placement/index.js';
import { desireRules } from '../../../../src/core/network/security-groups/desire.js';
import { securityGroupUsage } from '../../../../src/core/network/security-groups/index.js';
import type { ArmId } from '../../../../src/core/values/arm-id.js';
import type { Settings } from '../../../../src/core/settings.js';
import {
  addressOf,
  azure,
  destinations,
  observedRules,
  opening,
  openPort,
  ports,
  properties,
  rule,
  rulesAfter,
  SETTINGS,
  sources,
  withBand,
  written,
} from './world.js';

const EMPTY = azure([]);

function wish(
  openings: readonly ServiceOpenings[],
  state: AzureState = EMPTY,
  settings: Settings = SETTINGS,
  openPorts: readonly ReturnType<typeof openPort>[] = [],
): Wish {
  return desireRules({ openings, openPorts, nodes: new Set(), gathers: [] }, settings, state);
}

function settled(openings: readonly ServiceOpenings[], state: AzureState = EMPTY, settings = SETTINGS): AzureState {
  return written(wish(openings, state, settings), state);
}

function shown(rules: readonly Child[]): unknown {
  return rules.map((one) => [properties(one)['access'], sources(one), ports(one), destinations(one)]);
}

/** Names of rules that are there otherwise than before, or no longer. */
function changed(before: AzureState, after: Wish): readonly string[] {
  const next = new Map(rulesAfter(after).map((one) => [one.name, JSON.stringify(one)]));
  const was = new Map(observedRules(before).map((one) => [one.name, JSON.stringify(one)]));
  return [...new Set([...next.keys(), ...was.keys()])].filter((name) => next.get(name) !== was.get(name));
}

const from = (...list: readonly string[]): Partial<Opening> => ({ sources: list });
const at = (...list: readonly number[]): Partial<Opening> => ({
  ports: list.map((port) => ({ from: port, to: port })),
});
const held = (n: number, part: Partial<Opening> = {}) => opening(n, part, { wanted: undefined });

/** Only these sources, and nobody else. */
function guarded(n: number, list: readonly string[], port = 80): ServiceOpenings {
  const allow = opening(n, { ...from(...list), ...at(port) });
  return { ...allow, wanted: [...allow.wanted!, { ...allow.wanted![0]!, access: 'Deny', sources: ['*'] }] };
}

describe('few rules', () => {
  test('250 Services with equal ports and sources take one per family and protocol; one with other ranges touches two', () => {
    const all = Array.from({ length: 250 }, (_, n) => opening(n, from('192.0.2.0/24')));
    const before = settled(all);
    expect(observedRules(before)).toHaveLength(1);
    const after = wish(all.with(17, opening(17, from('198.51.100.0/24'))), before);
    expect(changed(before, after)).toHaveLength(2);
    const back = written(after, before);
    expect(changed(back, wish(all, back))).toHaveLength(2);
  });

  const cases: readonly { because: string; openings: readonly ServiceOpenings[]; rules: unknown }[] = [
    {
      because: 'what two ask for at one place is one rule for both',
      openings: [opening(1, from('10.0.0.0/8')), opening(2, { ...from('192.0.2.0/24'), destinations: [addressOf(1)] })],
      rules: [['Allow', ['10.0.0.0/8', '192.0.2.0/24'], ['80'], [addressOf(1)]]],
    },
    {
      because: 'a range in a wider one at the same place is needless',
      openings: [opening(1, from('10.0.0.0/8')), opening(2, { ...from('10.1.0.0/16'), destinations: [addressOf(1)] })],
      rules: [['Allow', ['10.0.0.0/8'], ['80'], [addressOf(1)]]],
    },
    {
      because: 'all addresses as a range hold the Internet and every other range',
      openings: [opening(1, from('Internet', '0.0.0.0/0', '10.0.0.0/8'))],
      rules: [['Allow', ['0.0.0.0/0'], ['80'], [addressOf(1)]]],
    },
    {
      because: 'the Internet does not hold private ranges: one rule each, a tag stands alone',
      openings: [opening(1, from('Internet', '10.0.0.0/8', 'AzureCloud'))],
      rules: [
        ['Allow', ['AzureCloud'], ['80'], [addressOf(1)]],
        ['Allow', ['Internet'], ['80'], [addressOf(1)]],
        ['Allow', ['10.0.0.0/8'], ['80'], [addressOf(1)]],
      ],
    },
    {
      because: 'three sets of ports are two rules where one is the other two together',
      openings: [opening(1, at(80)), opening(2, at(443)), opening(3, at(80, 443))],
      rules: [
        ['Allow', ['Internet'], ['443'], [addressOf(2), addressOf(3)]],
        ['Allow', ['Internet'], ['80'], [addressOf(1), addressOf(3)]],
      ],
    },
    {
      because: 'a rule with few sources may reach where more are let in, if that spares one',
      openings: [
        opening(1, { ...from('10.1.0.0/16'), ports: [{ from: 80, to: 81 }] }),
        opening(2, { ...from('10.1.0.0/16'), ...at(80) }),
        opening(3, { ...from('10.0.0.0/8'), ...at(81), destinations: [addressOf(2)] }),
      ],
      rules: [
        ['Allow', ['10.1.0.0/16'], ['80-81'], [addressOf(1), addressOf(2)]],
        ['Allow', ['10.0.0.0/8'], ['81'], [addressOf(2)]],
      ],
    },
  ];
  const sorted = (rules: unknown): readonly string[] =>
    (rules as readonly unknown[]).map((one) => JSON.stringify(one)).sort();
  test.each(cases)('$because', ({ openings, rules }) => {
    expect(sorted(shown(rulesAfter(wish(openings))))).toEqual(sorted(rules));
  });
});

describe('an edit', () => {
  const first = [opening(1, from('192.0.2.0/24')), opening(2), opening(3, at(443))];
  const before = settled(first);
  const edits: readonly { because: string; openings: readonly ServiceOpenings[]; rules: number }[] = [
    { because: 'other sources', openings: [opening(1, from('198.51.100.0/24')), ...first.slice(1)], rules: 1 },
    { because: 'other ports', openings: [...first.slice(0, 2), opening(3, at(444))], rules: 1 },
    {
      because: 'another address',
      openings: [first[0]!, opening(2, { destinations: ['198.18.9.9'] }), first[2]!],
      rules: 1,
    },
    { because: 'somebody joins', openings: [...first, opening(4)], rules: 1 },
    { because: 'nothing', openings: first.toReversed(), rules: 0 },
  ];
  test.each(edits)('changes rules in place: $because', ({ openings, rules }) => {
    const after = wish(openings, before);
    expect(changed(before, after)).toHaveLength(rules);
    const named = (all: readonly Child[]) => all.map((one) => [one.name, properties(one)['priority']]);
    expect(named(rulesAfter(after))).toEqual(named(observedRules(before)));
    expect(after.resources[0]!.removals).toEqual([]);
  });

  test('concerns the one who asked for it, also where rules of others are cut anew', () => {
    const start = settled([opening(1, at(80)), opening(2, at(443))]);
    const [after] = wish([opening(1, at(80)), opening(2, at(443)), opening(3, at(80, 443))], start).resources;
    expect(new Set([...after!.attribution.values()].flat())).toEqual(new Set(['Service/default/s3']));
  });

  test('that only takes away concerns the one who loses it', () => {
    const start = settled([opening(1), opening(2)]);
    const gone = { ...opening(2), wanted: [] };
    const [after] = wish([opening(1), gone], start).resources;
    expect([...after!.attribution.values()]).toEqual([['Service/default/s2']]);
  });

  test('of a new rule leaves all numbers where they are, and takes the lowest that is free', () => {
    const start = settled([opening(1, at(1)), opening(2, at(3)), opening(3, at(5))]);
    const less = settled([opening(1, at(1)), { ...opening(2), wanted: [] }, opening(3, at(5))], start);
    expect(
      observedRules(less)
        .map((one) => properties(one)['priority'])
        .sort(),
    ).toEqual([3000, 3002]);
    const more = rulesAfter(wish([opening(1, at(1)), opening(3, at(5)), opening(4, at(7))], less));
    expect(more.map((one) => properties(one)['priority']).sort()).toEqual([3000, 3001, 3002]);
  });
});

describe('denies', () => {
  test('are for exactly the ports and destinations, one per protocol, after all allows', () => {
    const rules = rulesAfter(wish([guarded(1, ['10.0.0.0/8']), guarded(2, ['192.0.2.0/24']), opening(3)]));
    const denies = rules.filter((one) => properties(one)['access'] === 'Deny');
    expect(shown(denies)).toEqual([['Deny', ['*'], ['80'], [addressOf(1), addressOf(2)]]]);
    expect(denies.map((one) => properties(one)['protocol'])).toEqual(['Tcp']);
    const numbers = (access: string) =>
      rules.filter((one) => properties(one)['access'] === access).map((one) => Number(properties(one)['priority']));
    expect(Math.min(...numbers('Deny'))).toBeGreaterThan(Math.max(...numbers('Allow')));
    expect(numbers('Deny')).toEqual([3500]);
  });

  test('that somebody moved before the allows go back behind them; other numbers never move', () => {
    const state = settled([guarded(1, ['10.0.0.0/8'])]);
    const moved = observedRules(state).map((one) =>
      properties(one)['access'] === 'Deny'
        ? { ...one, properties: { ...properties(one), priority: 200 } }
        : { ...one, properties: { ...properties(one), priority: 150 } },
    );
    const after = rulesAfter(wish([guarded(1, ['10.0.0.0/8'])], azure(moved)));
    expect(after.map((one) => [properties(one)['access'], properties(one)['priority']]).sort()).toEqual([
      ['Allow', 150],
      ['Deny', 3500],
    ]);
  });

  test('have no place in a band before the allows: that is said, and nothing is shut', () => {
    const group = { ...SETTINGS.securityGroups[0]!, denyPriorities: { from: 200, to: 299 } };
    const after = wish([guarded(1, ['10.0.0.0/8'])], EMPTY, { ...SETTINGS, securityGroups: [group] });
    expect(shown(rulesAfter(after))).toEqual([['Allow', ['10.0.0.0/8'], ['80'], [addressOf(1)]]]);
    expect(after.problems.map(({ object, reason, severity }) => [object, reason, severity])).toEqual([
      ['AzureNetwork/default', 'InvalidSettings', 'Error'],
      ['Service/default/s1', 'InvalidSettings', 'Error'],
    ]);
  });
});

describe('what is held', () => {
  test('keeps what it has when a neighbour in the same rule changes', () => {
    const before = settled([opening(1, from('10.0.0.0/8')), opening(2, from('10.0.0.0/8'))]);
    const after = rulesAfter(wish([opening(1, from('192.0.2.0/24')), held(2)], before));
    expect(new Set(shown(after) as unknown[])).toEqual(
      new Set([
        ['Allow', ['10.0.0.0/8'], ['80'], [addressOf(2)]],
        ['Allow', ['192.0.2.0/24'], ['80'], [addressOf(1)]],
      ]),
    );
  });

  test('keeps only its ports of an address that it shares', () => {
    const node = { destinations: ['10.0.0.4'] };
    const before = settled([opening(1, { ...node, ...at(30001) }), opening(2, { ...node, ...at(30002) })]);
    const stands = (port: number): Partial<ServiceOpenings> => ({
      has: [{ address: '10.0.0.4', protocol: 'Tcp', ports: [{ from: port, to: port }] }],
    });
    const after = wish(
      [opening(1, {}, { wanted: [], ...stands(30001) }), opening(2, {}, { wanted: undefined, ...stands(30002) })],
      before,
    );
    expect(shown(rulesAfter(after))).toEqual([['Allow', ['Internet'], ['30002'], ['10.0.0.4']]]);
  });

  test('keeps its denies too', () => {
    const before = settled([guarded(1, ['10.0.0.0/8'])]);
    const after = wish([held(1)], before);
    expect(after.resources[0]!.body).toEqual(before.resources.get(after.resources[0]!.id.toLowerCase() as never));
  });
});

describe('when the group is full', () => {
  const own = (n: number) => opening(n, at(1000 + 2 * n));

  test('the youngest is refused and told who uses how much; it comes in when there is room', () => {
    const settings = withBand(3000, 3001);
    const full = wish([own(1), own(2), own(3)], EMPTY, settings);
    expect(full.problems).toMatchObject([
      { object: 'Service/default/s3', reason: 'LimitReached', severity: 'Error', key: 'spec.ports' },
    ]);
    expect(full.problems[0]!.message).toContain('3000-3001');
    expect(full.problems[0]!.message).toContain("2 rules are namespace default's");
    const state = written(full, EMPTY);
    const later = wish([own(1), { ...own(2), wanted: [] }, own(3)], state, settings);
    expect(later.problems).toEqual([]);
    expect(rulesAfter(later).flatMap(destinations).sort()).toEqual([addressOf(1), addressOf(3)]);
  });

  test('a layout with fewer prefixes is tried before anybody is refused', () => {
    // As fewest rules: ports 1 and 2 as a rule each, in which those with both stand twice.
    const some = (first: number, list: readonly number[]) =>
      Array.from({ length: 1150 }, (_, n) => opening(first + n, at(...list)));
    const all = [...some(0, [1]), ...some(1150, [3]), ...some(2300, [1, 3])];
    const few = wish(all.slice(0, -1).filter((_, n) => n % 10 === 0));
    expect(rulesAfter(few)).toHaveLength(2);
    const many = wish(all);
    expect(many.problems).toEqual([]);
    expect(rulesAfter(many)).toHaveLength(3);
    expect(rulesAfter(many).reduce((sum, one) => sum + destinations(one).length, 0)).toBe(3450);
  });

  test('a PortExposure that finds no room leaves Services alone, and is told', () => {
    const settings = withBand(3000, 3000);
    const after = wish([own(1)], EMPTY, settings, [openPort('web')]);
    expect(rulesAfter(after).flatMap(destinations)).toEqual([addressOf(1)]);
    expect(after.problems.map(({ object }) => object)).toEqual(['PortExposure/default/web']);
  });

  test('how much is used can be asked for each group', () => {
    const state = settled(
      [opening(1), guarded(2, ['10.0.0.0/8', '192.0.2.0/24'])],
      azure([
        rule('ssh', {
          priority: 3001,
          direction: 'Inbound',
          access: 'Allow',
          sourceAddressPrefix: '*',
          destinationAddressPrefix: '*',
        }),
      ]),
    );
    expect(securityGroupUsage(state, SETTINGS)).toEqual([
      {
        id: SETTINGS.securityGroups[0]!.id,
        rules: { used: 4, allowed: 1000 },
        sources: { used: 5, allowed: 4000 },
        destinations: { used: 4, allowed: 4000 },
        allowPriorities: { used: 3, allowed: 500 },
        denyPriorities: { used: 1, allowed: 100 },
        ours: 3,
      },
    ]);
  });
});

describe('nodes', () => {
  const NODES = ['10.240.0.4', '10.240.0.5', '10.250.0.4'];
  const subnet: ArmResource = {
    id: `${SETTINGS.virtualNetworkId}/subnets/nodes` as ArmId,
    name: 'nodes',
    type: 'Microsoft.Network/virtualNetworks/subnets',
    properties: { addressPrefix: '10.240.0.0/16' },
  };
  const bySubnets: Settings = {
    ...SETTINGS,
    securityGroups: [{ ...SETTINGS.securityGroups[0]!, nodeDestinations: 'Subnets' }],
  };
  const onNodes = (standing: 'Wanted' | 'Held'): ServiceOpenings => {
    const { wanted, ...rest } = opening(1, { destinations: NODES, ...at(30080) });
    const has = NODES.map((address) => ({ address, protocol: 'Tcp' as const, ports: [{ from: 30080, to: 30080 }] }));
    return { ...rest, has, wanted: standing === 'Held' ? undefined : wanted };
  };
  const asked = (standing: 'Wanted' | 'Held') => ({
    openings: [onNodes(standing)],
    openPorts: [openPort('web', {}, NODES)],
    nodes: new Set(NODES),
    gathers: [],
  });
  const empty = azureState([...EMPTY.resources.values(), subnet]);

  const cases = [
    { because: 'each by its address', settings: SETTINGS, stand: NODES },
    {
      because: 'by the prefix of their subnet, where they have one',
      settings: bySubnets,
      stand: ['10.240.0.0/16', '10.250.0.4'],
    },
  ];
  test.each(cases)('stand in rules $because', ({ settings, stand }) => {
    const after = desireRules(asked('Wanted'), settings, empty);
    expect(rulesAfter(after).map(destinations)).toEqual([stand, stand]);
    const state = written(after, empty);
    for (const standing of ['Wanted', 'Held'] as const) {
      expect(rulesAfter(desireRules(asked(standing), settings, state))).toEqual(observedRules(state));
    }
    const point = { address: '10.240.0.5', protocol: 'Tcp', port: 30080 };
    expect(isOpenFor(state, settings, ['Internet'], point)).toBe(true);
    expect(isOpenFor(state, settings, ['Internet'], { ...point, port: 30081 })).toBe(false);
  });

  test('whose Service is held keep what they have when the settings change', () => {
    const state = written(desireRules(asked('Wanted'), bySubnets, empty), empty);
    const [shared] = rulesAfter(desireRules(asked('Held'), SETTINGS, state));
    expect(destinations(shared)).toEqual(['10.240.0.0/16', '10.250.0.4']);
  });
});
