// Do the rules say what was asked for, no more, and are they left alone where they already do?
import { describe, expect, test } from '@jest/globals';
import type { LoadBalancerExposure } from '../../../../src/core/exposure.js';
import { EMPTY_AZURE } from '../../../../src/core/network/azure-state.js';
import { diffJson } from '../../../../src/core/network/change.js';
import { isAddressOpen, rulesOf } from '../../../../src/core/network/security-groups/index.js';
import { desireRules } from '../../../../src/core/network/security-groups/desire.js';
import { armKey } from '../../../../src/core/values/arm-id.js';
import type { JsonObject } from '../../../../src/core/values/json.js';
import {
  addressOf,
  azure,
  desireSecurityGroups,
  destinations,
  exposures,
  GROUP,
  observedRules,
  opening,
  openPort,
  ports,
  properties,
  ranges,
  rule,
  rulesAfter,
  service,
  SETTINGS,
  sources,
  tcp,
  withBand,
  written,
} from './world.js';

const FOREIGN = rule('allow-ssh', { priority: 3000, direction: 'Inbound', access: 'Allow', theirs: { kept: true } });
const PEERS = rule('k8s-azure-lb_allow_IPv4_0', { priority: 500, direction: 'Inbound', access: 'Allow' });
const OTHER_CLUSTERS = rule('azurenetwork_prod-2_0123456789ab', {
  priority: 3002,
  direction: 'Inbound',
  description: 'azurenetwork.dev|prod-2|Service/default/s1',
});

describe('rules of Services', () => {
  test('that differ only in their address are one rule', () => {
    const wish = desireSecurityGroups(exposures([service(1), service(2), service(3)]), SETTINGS, azure([], [1, 2, 3]));
    expect(rulesAfter(wish)).toHaveLength(1);
    expect(properties(rulesAfter(wish)[0])).toEqual({
      access: 'Allow',
      direction: 'Inbound',
      protocol: 'Tcp',
      priority: 3000,
      description: 'azurenetwork.dev|prod-1|Service/default/s1,Service/default/s2,Service/default/s3',
      sourceAddressPrefix: 'Internet',
      sourcePortRange: '*',
      destinationAddressPrefixes: [addressOf(1), addressOf(2), addressOf(3)],
      destinationPortRanges: ['80'],
    });
  });

  const cases: readonly {
    because: string;
    part: Partial<LoadBalancerExposure>;
    rules: readonly { from: readonly string[]; ports: readonly string[] }[];
  }[] = [
    { because: 'no sources: the network lets in who may', part: { sources: ranges() }, rules: [] },
    {
      because: 'several ranges are a list',
      part: { sources: ranges('203.0.113.0/24', '198.51.100.0/24') },
      rules: [{ from: ['198.51.100.0/24', '203.0.113.0/24'], ports: ['80'] }],
    },
    {
      because: 'ranges that overlap are merged: Azure refuses them within a rule',
      part: { sources: ranges('10.0.0.0/8', '10.1.0.0/16') },
      rules: [{ from: ['10.0.0.0/8'], ports: ['80'] }],
    },
    {
      because: 'neighbouring ports are a range',
      part: { ports: tcp(443, 81, 80) },
      rules: [{ from: ['Internet'], ports: ['80-81', '443'] }],
    },
    {
      because: 'IPv6 ranges can reach no IPv4 address',
      part: { sources: ranges('2001:db8::/32') },
      rules: [],
    },
    {
      because: 'each protocol is a rule of its own',
      part: { ports: [...tcp(53), { protocol: 'Udp' as const, port: 53 }] },
      rules: [
        { from: ['Internet'], ports: ['53'] },
        { from: ['Internet'], ports: ['53'] },
      ],
    },
  ];
  test.each(cases)('$because', ({ part, rules }) => {
    const after = rulesAfter(desireSecurityGroups(exposures([service(1, part)]), SETTINGS, azure([], [1])));
    expect(after.map((each) => ({ from: sources(each), ports: ports(each) }))).toEqual(rules);
  });

  test('wait for the address, and say what they wait for', () => {
    const wish = desireSecurityGroups(exposures([service(1)]), SETTINGS, azure([]));
    expect(rulesAfter(wish)).toEqual([]);
    expect(wish.resources[0]!.gathers).toEqual([expect.stringContaining('/publicIPAddresses/prod-1-a00000001')]);
  });

  test('take an address that is only foreseen as it is', () => {
    const foreseen = `(known after apply) /subscriptions/s/x#/properties/ipAddress`;
    const state = azure([], [1]);
    const resources = new Map(state.resources);
    for (const [key, one] of resources) {
      if (key.includes('/publicipaddresses/')) {
        resources.set(key, { ...one, properties: { ...one.properties, ipAddress: foreseen } });
      }
    }
    const after = rulesAfter(desireSecurityGroups(exposures([service(1)]), SETTINGS, { ...state, resources }));
    expect(after.map(destinations)).toEqual([[foreseen]]);
  });

  test('lose the address of a Service that is gone, keep it for one that is held', () => {
    const both = exposures([service(1), service(2)]);
    const state = written(desireSecurityGroups(both, SETTINGS, azure([], [1, 2])), azure([], [1, 2]));
    const changed = exposures([service(1, { standing: 'Gone' }), service(2, { standing: 'Held', ports: tcp(9) })]);
    const wish = desireSecurityGroups(changed, SETTINGS, state);
    expect(rulesAfter(wish).map((each) => [destinations(each), ports(each)])).toEqual([[[addressOf(2)], ['80']]]);
    expect(wish.resources[0]!.removals).toEqual([]);
  });

  test('blame only those whose address comes', () => {
    const state = written(
      desireSecurityGroups(exposures([service(1)]), SETTINGS, azure([], [1, 2])),
      azure([], [1, 2]),
    );
    const [wish] = desireSecurityGroups(exposures([service(1), service(2)]), SETTINGS, state).resources;
    expect([...wish!.attribution.values()]).toEqual([['Service/default/s2']]);
  });

  test('blame also those whose address goes', () => {
    const both = [service(1), service(2)];
    const state = written(desireSecurityGroups(exposures(both), SETTINGS, azure([], [1, 2])), azure([], [1, 2]));
    const [wish] = desireSecurityGroups(exposures([service(1)]), SETTINGS, state).resources;
    expect([...wish!.attribution.values()]).toEqual([['Service/default/s2']]);
  });

  test('stay as they are for a Service whose new address is still to come', () => {
    const state = written(desireSecurityGroups(exposures([service(1)]), SETTINGS, azure([], [1])), azure([], [1]));
    const internal = service(1, {
      frontends: [{ scheme: 'Internal', family: 4, floatingIP: true, subnetId: `${GROUP}/x` as typeof GROUP }],
    });
    const after = rulesAfter(desireSecurityGroups(exposures([internal]), SETTINGS, state));
    expect(after).toEqual(observedRules(state));
  });

  test('keep destinations that nobody explains while public IPs cannot be read', () => {
    const state = written(desireSecurityGroups(exposures([service(1)]), SETTINGS, azure([], [1])), azure([], [1]));
    const resources = new Map([...state.resources].filter(([key]) => key === armKey(GROUP)));
    const publicIPs = armKey('/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/publicIPAddresses');
    const blind = {
      ...EMPTY_AZURE,
      resources,
      unreadable: new Map([[publicIPs, { status: 403, code: 'x', message: 'y' }]]),
    };
    expect(rulesAfter(desireSecurityGroups(exposures([service(1)]), SETTINGS, blind))).toEqual(observedRules(state));
    const seeing = { ...EMPTY_AZURE, resources };
    expect(rulesAfter(desireSecurityGroups(exposures([]), SETTINGS, seeing))).toEqual([]);
  });
});

describe('rules of a PortExposure', () => {
  test('have the nodes as destinations, and are found by its name', () => {
    const wish = desireSecurityGroups(exposures([], [openPort('web')]), SETTINGS, azure([]));
    const after = rulesAfter(wish);
    expect(after.map((each) => [sources(each), destinations(each), ports(each)])).toEqual([
      [['203.0.113.0/24'], ['10.0.0.4', '10.0.0.5'], ['8080']],
    ]);
    const state = written(wish, azure([]));
    expect(rulesOf(state, SETTINGS, openPort('web').source)).toEqual(after.map(({ name }) => name));
    expect(rulesOf(state, SETTINGS, openPort('other').source)).toEqual([]);
  });

  test('are found also where its name is too long for a description', () => {
    const long = openPort('x'.repeat(200));
    const state = written(desireSecurityGroups(exposures([], [long]), SETTINGS, azure([])), azure([]));
    expect(rulesOf(state, SETTINGS, long.source)).toHaveLength(1);
    const gone = desireSecurityGroups(exposures([], [{ ...long, standing: 'Gone' }]), SETTINGS, state);
    expect(gone.resources[0]!.removals.map(({ because }) => because)).toEqual([[long.source]]);
  });

  test('stay untouched while it is held, whatever it says', () => {
    const state = written(desireSecurityGroups(exposures([], [openPort('web')]), SETTINGS, azure([])), azure([]));
    const held = openPort('web', { standing: 'Held', grants: [] });
    expect(rulesAfter(desireSecurityGroups(exposures([], [held]), SETTINGS, state))).toEqual(observedRules(state));
  });

  test('follow its pods by name: another node is the same rule', () => {
    const state = written(desireSecurityGroups(exposures([], [openPort('web')]), SETTINGS, azure([])), azure([]));
    const moved = openPort('web', {}, ['10.0.0.9']);
    const after = rulesAfter(desireSecurityGroups(exposures([], [moved]), SETTINGS, state));
    expect(after.map((each) => [each.name, destinations(each)])).toEqual([
      [observedRules(state)[0]!.name, ['10.0.0.9']],
    ]);
  });

  test('join grants where nothing more is allowed by it', () => {
    const grant = (port: number, cidr: string) => ({
      protocol: 'Tcp' as const,
      ports: [{ from: port, to: port }],
      cidrs: [cidr],
      destinations: ['10.0.0.4'],
      policies: ['p'],
    });
    const all = [
      grant(80, '10.0.0.0/8'),
      grant(81, '10.0.0.0/8'),
      grant(80, '192.0.2.0/24'),
      grant(81, '192.0.2.0/24'),
    ];
    const square = rulesAfter(
      desireSecurityGroups(exposures([], [openPort('a', { grants: all })]), SETTINGS, azure([])),
    );
    expect(square.map((each) => [sources(each), ports(each)])).toEqual([[['10.0.0.0/8', '192.0.2.0/24'], ['80-81']]]);
    const corner = openPort('a', { grants: all.slice(0, 3) });
    expect(rulesAfter(desireSecurityGroups(exposures([], [corner]), SETTINGS, azure([])))).toHaveLength(2);
  });

  test('that no policy grants are withheld, not written', () => {
    const refused = openPort('web', { grants: [], refused: openPort('web').grants });
    const wish = desireSecurityGroups(exposures([], [refused]), SETTINGS, azure([]));
    expect(rulesAfter(wish)).toEqual([]);
    expect(wish.withheld).toEqual([
      {
        id: expect.stringMatching(/^.*\/nsg-nodes\/securityRules\/azurenetwork_prod-1_[0-9a-f]{12}_[0-9a-f]{6}$/),
        action: 'Create',
        reason: 'NoPolicy',
        message:
          'No ExposurePolicy grants PortExposure/default/web TCP 8080 from 203.0.113.0/24 to 10.0.0.4, 10.0.0.5.',
        because: ['PortExposure/default/web'],
      },
    ]);
  });
});

describe('what is there', () => {
  test('and foreign stays where and as it is', () => {
    const state = azure([FOREIGN, PEERS, OTHER_CLUSTERS], [1]);
    const after = rulesAfter(desireSecurityGroups(exposures([service(1)]), SETTINGS, state));
    expect(after.slice(0, 3)).toEqual([FOREIGN, PEERS, OTHER_CLUSTERS]);
    expect(properties(after[3])['priority']).toBe(3001);
  });

  const same: readonly { because: string; change: (properties: JsonObject) => JsonObject }[] = [
    {
      because: 'one destination in the plural property',
      change: ({ destinationAddressPrefix, ...rest }) => ({
        ...rest,
        destinationAddressPrefixes: [destinationAddressPrefix!],
      }),
    },
    {
      because: 'one port in the singular property, and the plural one empty',
      change: (all) => ({ ...all, destinationPortRange: '80', destinationPortRanges: [] }),
    },
    {
      because: 'a host with its prefix length, words in another case, empty lists',
      change: (all) => ({
        ...all,
        destinationAddressPrefix: `${addressOf(1)}/32`,
        access: 'allow',
        protocol: 'TCP',
        sourceAddressPrefixes: [],
        sourceApplicationSecurityGroups: [],
      }),
    },
    { because: 'a property that we do not know', change: (all) => ({ ...all, unknown: { deep: [1] } }) },
    { because: 'another number: numbers never move', change: (all) => ({ ...all, priority: 120 }) },
  ];
  test.each(same)('and ours makes no difference with $because', ({ change }) => {
    const before = written(desireSecurityGroups(exposures([service(1)]), SETTINGS, azure([], [1])), azure([], [1]));
    const [ours] = observedRules(before);
    const state = azure([{ ...ours!, properties: change(properties(ours)) }], [1]);
    const [wish] = desireSecurityGroups(exposures([service(1)]), SETTINGS, state).resources;
    expect(diffJson([...state.resources.values()][0], wish!.body)).toEqual([]);
  });

  const drifted: readonly { because: string; change: JsonObject }[] = [
    { because: 'it denies', change: { access: 'Deny' } },
    { because: 'it is open to more ports', change: { destinationPortRanges: ['80', '22'] } },
    { because: 'it is open to more sources', change: { sourceAddressPrefix: '*' } },
    { because: 'it reaches more', change: { destinationAddressPrefixes: ['10.0.0.0/8'] } },
    { because: 'it is for another protocol', change: { protocol: '*' } },
    { because: 'it looks outwards', change: { direction: 'Outbound' } },
    { because: 'only some source ports may', change: { sourcePortRange: '1024-65535' } },
    { because: 'groups stand in for sources', change: { sourceApplicationSecurityGroups: [{ id: 'asg' }] } },
  ];
  test.each(drifted)('and ours is put right when $because', ({ change }) => {
    const before = written(desireSecurityGroups(exposures([service(1)]), SETTINGS, azure([], [1])), azure([], [1]));
    const [ours] = observedRules(before);
    const state = azure([{ ...ours!, properties: { ...properties(ours), theirs: 1, ...change } }], [1]);
    const [after] = rulesAfter(desireSecurityGroups(exposures([service(1)]), SETTINGS, state));
    const full = properties(after);
    expect([full['access'], full['direction'], full['protocol']]).toEqual(['Allow', 'Inbound', 'Tcp']);
    expect([sources(after), destinations(after), ports(after)]).toEqual([['Internet'], [addressOf(1)], ['80']]);
    expect([full['sourcePortRange'], full['theirs']]).toEqual(['*', 1]);
    expect(full['sourceApplicationSecurityGroups'] ?? []).toEqual([]);
  });

  test('and has the name that we would give, but is not ours, stays: ours takes another name', () => {
    const before = written(desireSecurityGroups(exposures([service(1)]), SETTINGS, azure([], [1])), azure([], [1]));
    const taken = {
      ...observedRules(before)[0]!,
      properties: { description: 'mine now', priority: 3000, direction: 'Inbound' },
    };
    const after = rulesAfter(desireSecurityGroups(exposures([service(1)]), SETTINGS, azure([taken], [1])));
    expect(after[0]).toEqual(taken);
    expect(after[1]!.name).toMatch(/^azurenetwork_prod-1_[0-9a-f]{12}$/);
    expect(properties(after[1])['priority']).toBe(3001);
  });

  test('and ours goes whole when nobody is left: the removal names whom it was for', () => {
    const state = written(
      desireSecurityGroups(exposures([service(1)]), SETTINGS, azure([FOREIGN], [1])),
      azure([FOREIGN], [1]),
    );
    const wish = desireSecurityGroups(exposures([]), SETTINGS, state);
    expect(rulesAfter(wish)).toEqual([FOREIGN]);
    expect(wish.owned).toEqual({ SecurityRule: 1 });
    expect(wish.resources[0]!.removals).toEqual([
      {
        kind: 'SecurityRule',
        id: expect.stringContaining('/securityRules/azurenetwork_'),
        because: ['Service/default/s1'],
      },
    ]);
  });

  test('says whether an address is still open', () => {
    const state = written(desireSecurityGroups(exposures([service(1)]), SETTINGS, azure([], [1])), azure([], [1]));
    expect(isAddressOpen(state, SETTINGS, addressOf(1))).toBe(true);
    expect(isAddressOpen(state, SETTINGS, addressOf(2))).toBe(false);
    const unreadable = new Map([[armKey(GROUP), { status: 403, code: 'AuthorizationFailed', message: 'no' }]]);
    expect(isAddressOpen({ ...EMPTY_AZURE, unreadable }, SETTINGS, addressOf(2))).toBe(true);
  });
});

describe('a group that cannot be read', () => {
  const cases = [
    { status: 403, reason: 'Forbidden' },
    { status: 404, reason: 'NotFound' },
    { status: 500, reason: 'AzureError' },
  ];
  test.each(cases)('$status is a problem of the settings and stops nothing else', ({ status, reason }) => {
    const other = { ...SETTINGS.securityGroups[0]!, id: `${GROUP}-2` as typeof GROUP };
    const settings = { ...SETTINGS, securityGroups: [other, ...SETTINGS.securityGroups] };
    const state = { ...azure([], [1]), unreadable: new Map([[armKey(other.id), { status, code: 'C', message: 'm' }]]) };
    const wish = desireSecurityGroups(exposures([service(1)]), settings, state);
    expect(wish.problems).toMatchObject([
      { object: 'AzureNetwork/default', key: 'spec.securityGroups[0].id', value: other.id, reason },
    ]);
    expect(wish.resources.map(({ id }) => id)).toEqual([GROUP]);
    expect(rulesAfter(wish)).toHaveLength(1);
    expect(wish.withheld).toMatchObject([{ id: other.id, reason: 'Unreadable', because: ['Service/default/s1'] }]);
  });

  test('one that has been deleted since we read it is not written, and nothing is open in it', () => {
    const before = written(desireSecurityGroups(exposures([service(1)]), SETTINGS, azure([], [1])), azure([], [1]));
    const gone = new Map([[armKey(GROUP), { status: 404, code: 'ResourceNotFound', message: 'gone' }]]);
    const wish = desireSecurityGroups(exposures([service(2)]), SETTINGS, { ...before, unreadable: gone });
    expect(wish.resources).toEqual([]);
    expect(wish.problems).toMatchObject([{ key: 'spec.securityGroups[0].id', reason: 'NotFound' }]);
    expect(isAddressOpen({ ...before, unreadable: gone }, SETTINGS, addressOf(1))).toBe(false);
  });
});

describe('limits', () => {
  const own = (n: number) => service(n, { ports: tcp(1000 + 2 * n) });

  test('a full band refuses the newest, and names band and group', () => {
    const wish = desireSecurityGroups(exposures([own(3), own(1), own(2)]), withBand(3000, 3001), azure([], [1, 2, 3]));
    expect(rulesAfter(wish).flatMap(destinations).sort()).toEqual([addressOf(1), addressOf(2)]);
    expect(wish.problems).toMatchObject([{ object: 'Service/default/s3', reason: 'LimitReached', value: 'nsg-nodes' }]);
    expect(wish.problems[0]!.message).toContain('3000-3001');
  });

  test('a foreign rule in the band takes its number', () => {
    const wish = desireSecurityGroups(exposures([own(1), own(2)]), withBand(3000, 3001), azure([FOREIGN], [1, 2]));
    expect(
      rulesAfter(wish)
        .slice(1)
        .map((one) => properties(one)['priority']),
    ).toEqual([3001]);
    expect(wish.problems.map(({ object }) => object)).toEqual(['Service/default/s2']);
  });

  test('who is in place stays, also before somebody older', () => {
    const settings = withBand(3000, 3000);
    const state = written(desireSecurityGroups(exposures([own(2)]), settings, azure([], [1, 2])), azure([], [1, 2]));
    const wish = desireSecurityGroups(exposures([own(1), own(2)]), settings, state);
    expect(rulesAfter(wish)).toEqual(observedRules(state));
    expect(wish.problems.map(({ object }) => object)).toEqual(['Service/default/s1']);
  });

  test('who is refused a change keeps what it has', () => {
    const settings = withBand(3000, 3000);
    const state = written(desireSecurityGroups(exposures([own(1)]), settings, azure([], [1])), azure([], [1]));
    const wider = service(1, { ports: [...tcp(1002), { protocol: 'Udp', port: 53 }] });
    const wish = desireSecurityGroups(exposures([wider]), settings, state);
    expect(rulesAfter(wish)).toEqual(observedRules(state));
    expect(wish.problems.map(({ reason }) => reason)).toEqual(['LimitReached']);
  });

  test('a wish that is too big for any group does not stop the small ones behind it', () => {
    const cidrs = Array.from({ length: 4001 }, (_, n) => `10.${n >> 8}.${n & 255}.${0}/25`);
    const wish = desireSecurityGroups(
      exposures([service(1, { sources: ranges(...cidrs) }), service(2)]),
      SETTINGS,
      azure([], [1, 2]),
    );
    expect(rulesAfter(wish).map(destinations)).toEqual([[addressOf(2)]]);
    expect(wish.problems.map(({ object }) => object)).toEqual(['Service/default/s1']);
  });

  test('foreign rules count towards the thousand', () => {
    const foreign = Array.from({ length: 999 }, (_, n) =>
      rule(`f${n}`, { direction: 'Outbound', priority: 100 + n, access: 'Allow' }),
    );
    const wish = desireSecurityGroups(exposures([own(1), own(2)]), SETTINGS, azure(foreign, [1, 2]));
    expect(rulesAfter(wish)).toHaveLength(1000);
    expect(wish.problems.map(({ object }) => object)).toEqual(['Service/default/s2']);
  });

  test('4,000 destinations are as many as go in', () => {
    const openings = Array.from({ length: 4002 }, (_, n) => opening(n));
    const wish = desireRules({ openings, openPorts: [], nodes: new Set(), gathers: [] }, SETTINGS, azure([]));
    expect(rulesAfter(wish).map((one) => destinations(one).length)).toEqual([4000]);
    expect(wish.problems.map(({ object }) => object)).toEqual(['Service/default/s4000', 'Service/default/s4001']);
  });
});
