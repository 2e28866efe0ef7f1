// What about rules that aren't ours? They stay as they are, to the byte; those in the way of ours are told of; and those
// of Azure's cloud controller give up what is ours only by the administrator's word and once ours are in place.
import { describe, expect, test } from '@jest/globals';
import type { ServiceOpenings } from '../../../../src/core/network/openings.js';
import type { Child } from '../../../../src/core/network/overlay.js';
import { desireRules } from '../../../../src/core/network/security-groups/desire.js';
import type { Settings } from '../../../../src/core/settings.js';
import type { JsonObject } from '../../../../src/core/values/json.js';
import { addressOf, azure, destinations, opening, rule, rulesAfter, SETTINGS } from './world.js';

function theirs(name: string, priority: number, change: JsonObject = {}): Child {
  return rule(name, {
    access: 'Deny',
    direction: 'Inbound',
    protocol: '*',
    priority,
    sourceAddressPrefix: '*',
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: '*',
    kept: { to: ['the', 'byte'] },
    ...change,
  });
}

function wish(openings: readonly ServiceOpenings[], rules: readonly Child[], settings: Settings = SETTINGS) {
  return desireRules({ openings, openPorts: [], nodes: new Set(), gathers: [] }, settings, azure(rules));
}

describe('a foreign rule', () => {
  const partners = opening(1, { sources: ['203.0.113.0/24'] });
  const inside = opening(1, { sources: ['10.1.0.0/16'] });
  const open = opening(1);
  const guarded: ServiceOpenings = {
    ...inside,
    wanted: [...inside.wanted!, { ...inside.wanted![0]!, access: 'Deny', sources: ['*'] }],
  };
  const cases: readonly { because: string; openings: ServiceOpenings; foreign: Child; said?: RegExp }[] = [
    {
      because: 'that denies all before ours',
      openings: open,
      foreign: theirs('no', 200),
      said: /\bno \(priority 200\).* refuses .*TCP 80 at 198\.18\.0\.1/,
    },
    { because: 'that denies all after ours', openings: open, foreign: theirs('no', 3900) },
    { because: 'that denies another port', openings: open, foreign: theirs('no', 200, { destinationPortRange: '22' }) },
    {
      because: 'that denies a range with ours in it',
      openings: open,
      foreign: theirs('no', 200, { destinationPortRange: '1-1024' }),
      said: /refuses/,
    },
    { because: 'that denies another protocol', openings: open, foreign: theirs('no', 200, { protocol: 'Udp' }) },
    {
      because: 'that denies other sources',
      openings: partners,
      foreign: theirs('no', 200, { sourceAddressPrefix: '198.51.100.0/24' }),
    },
    {
      because: 'that denies the Internet, of which ours are',
      openings: partners,
      foreign: theirs('no', 200, { sourceAddressPrefix: 'Internet' }),
      said: /refuses/,
    },
    {
      because: 'that denies the Internet, of which private ranges are not',
      openings: inside,
      foreign: theirs('no', 200, { sourceAddressPrefix: 'Internet' }),
    },
    {
      because: 'that denies the virtual network, in which ours may be',
      openings: inside,
      foreign: theirs('no', 200, { sourceAddressPrefix: 'VirtualNetwork' }),
      said: /may refuse.*not known/,
    },
    {
      because: 'that denies other destinations',
      openings: open,
      foreign: theirs('no', 200, { destinationAddressPrefix: '10.0.0.0/8' }),
    },
    { because: 'that denies on the way out', openings: open, foreign: theirs('no', 200, { direction: 'Outbound' }) },
    {
      because: 'that allows before our deny',
      openings: guarded,
      foreign: theirs('yes', 200, { access: 'Allow' }),
      said: /yes \(priority 200\).* lets in/,
    },
    {
      because: 'that allows only whom we let in anyway',
      openings: guarded,
      foreign: theirs('yes', 200, { access: 'Allow', sourceAddressPrefix: '10.1.2.0/24' }),
    },
    { because: 'that allows before our allow', openings: open, foreign: theirs('yes', 200, { access: 'Allow' }) },
  ];
  test.each(cases)('$because', ({ openings, foreign, said }) => {
    const after = wish([openings], [foreign]);
    expect(rulesAfter(after)[0]).toEqual(foreign);
    expect(after.problems).toEqual(
      said
        ? [
            expect.objectContaining({
              object: 'Service/default/s1',
              severity: 'Warning',
              reason: 'Shadowed',
              value: foreign.name,
              message: expect.stringMatching(said),
            }),
          ]
        : [],
    );
  });
});

describe("rules of Azure's cloud controller", () => {
  const peers = (list: readonly string[], change: JsonObject = {}): Child =>
    theirs('k8s-azure-lb_allow_IPv4_556f044ec033071ec39ed47d5dcb1d7e', 500, {
      access: 'Allow',
      protocol: 'Tcp',
      sourceAddressPrefix: 'Internet',
      destinationAddressPrefix: undefined,
      destinationAddressPrefixes: list,
      destinationPortRange: undefined,
      destinationPortRanges: ['80'],
      ...change,
    });
  const { loadBalancer } = SETTINGS;
  const adopting: Settings = {
    ...SETTINGS,
    loadBalancer: { ...loadBalancer, adopt: { ...loadBalancer.adopt, removePeerRules: true } },
  };
  const settled = (openings: readonly ServiceOpenings[], rules: readonly Child[]): readonly Child[] =>
    rulesAfter(wish(openings, rules, SETTINGS));

  test('stay as they are unless the administrator says so', () => {
    const rules = settled([opening(1)], [peers([addressOf(1), addressOf(2)])]);
    expect(rulesAfter(wish([opening(1)], rules))[0]).toEqual(peers([addressOf(1), addressOf(2)]));
  });

  test('give up what is ours, but only when ours are in place', () => {
    const before = [peers([addressOf(1), addressOf(2)])];
    const first = wish([opening(1)], before, adopting);
    expect(rulesAfter(first)[0]).toEqual(before[0]);
    const second = wish([opening(1)], rulesAfter(first), adopting);
    expect(rulesAfter(second).map(destinations)).toEqual([[addressOf(2)], [addressOf(1)]]);
    expect(second.resources[0]!.attribution.get(`/properties/securityRules[${before[0]!.name}]`)).toEqual([
      'Service/default/s1',
    ]);
    const third = wish([opening(1)], rulesAfter(second), adopting);
    expect(rulesAfter(third)).toEqual(rulesAfter(second));
  });

  test('go with their last destination', () => {
    const rules = settled([opening(1)], [peers([addressOf(1)])]);
    expect(rulesAfter(wish([opening(1)], rules, adopting)).map(({ name }) => name)).toEqual([rules[1]!.name]);
  });

  test('go also for a Service that asks for no rule, and for one that is gone', () => {
    const before = [peers([addressOf(1)])];
    expect(rulesAfter(wish([{ ...opening(1), wanted: [] }], before, adopting))).toEqual([]);
    expect(rulesAfter(wish([opening(1, {}, { wanted: undefined })], before, adopting))).toEqual(before);
  });

  test('keep a node that somebody else has ports on', () => {
    const node = { destinations: ['10.0.0.4'], ports: [{ from: 30080, to: 30080 }] };
    const ours = opening(1, node, { has: [{ address: '10.0.0.4', protocol: 'Tcp', ports: node.ports }] });
    const both = peers(['10.0.0.4'], { destinationPortRanges: ['30080', '30443'] });
    const one = peers(['10.0.0.4'], { destinationPortRanges: ['30080'] });
    for (const [before, left] of [
      [both, true],
      [one, false],
    ] as const) {
      const rules = settled([ours], [before]);
      expect(rulesAfter(wish([ours], rules, adopting)).some(({ name }) => name === before.name)).toBe(left);
    }
  });

  test('are told by their name and number: another of that name stays', () => {
    const before = [peers([addressOf(1)], { priority: 400 })];
    const rules = settled([opening(1)], before);
    expect(rulesAfter(wish([opening(1)], rules, adopting))[0]).toEqual(before[0]);
  });
});
