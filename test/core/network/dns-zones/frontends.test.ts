// Do names that lead to frontends of ours lead to what answers, and does no alias ever dangle?
import { describe, expect, test } from '@jest/globals';
import type { LoadBalancerExposure, NamesExposure, WantedName } from '../../../../src/core/exposure.js';
import type { ArmResource } from '../../../../src/core/network/arm-resource.js';
import type { AzureState } from '../../../../src/core/network/azure-state.js';
import { azureState } from '../../../../src/core/network/azure-state.js';
import { desireDnsZones } from '../../../../src/core/network/dns-zones/index.js';
import { marks } from '../../../../src/core/network/ownership.js';
import { isReady } from '../../../../src/core/plan/gate.js';
import { armKey } from '../../../../src/core/values/arm-id.js';
import type { JsonObject } from '../../../../src/core/values/json.js';
import { naming, zone } from '../../../builders.js';
import { applied, contextOf, exposures, INTERNAL, publicIPsFor, service, settled, SETTINGS, subnet } from '../world.js';
import { ingress, recordSet, want, wished, written, ZONE } from './world.js';

const NAMING = { ...SETTINGS, dns: naming({ zones: [zone('example.com', { id: ZONE })] }) };

function leading(change: Partial<WantedName> = {}): WantedName {
  return { ...want('shop.example.com', 'A'), leadsTo: 'Frontends', ...change };
}

const NOW = { now: 0, loweredSince: new Map() };

function namesOf({ source, since }: LoadBalancerExposure, ...names: readonly WantedName[]): NamesExposure {
  return { kind: 'Names', source, since, standing: 'Wanted', names };
}

function wish(services: readonly LoadBalancerExposure[], names: readonly NamesExposure[], azure: AzureState) {
  return desireDnsZones(contextOf(exposures(services, { names }), azure, NAMING), NOW);
}

function withRecords(azure: AzureState, ...records: readonly ArmResource[]): AzureState {
  return { ...azure, resources: new Map([...azure.resources, ...azureState(records).resources]) };
}

function publicIPIn(azure: AzureState): ArmResource {
  return [...azure.resources.values()].find(({ type }) => /publicip/i.test(type))!;
}

function addressIn(azure: AzureState): string {
  return publicIPIn(azure).properties!['ipAddress'] as string;
}

const WEB = service(1);
const NAMES = [namesOf(WEB, leading())];
const EMPTY = azureState([subnet()]);

describe('a name that leads to its Service’s frontend', () => {
  test('waits until Azure knows the address, and then is there before anything is served', () => {
    expect(wished(wish([WEB], NAMES, EMPTY))).toEqual({});
    const known = applied(publicIPsFor(exposures([WEB]), EMPTY), EMPTY);
    expect(wished(wish([WEB], NAMES, known))).toEqual({ 'A shop': [addressIn(known)] });
  });

  test('leads to the old address until the new one answers', () => {
    const before = settled(exposures([WEB]));
    const moved = { ...WEB, ...INTERNAL };
    expect(wished(wish([moved], NAMES, before))).toEqual({ 'A shop': [addressIn(before)] });
    const after = settled(exposures([moved]), before);
    expect(wished(wish([moved], NAMES, after))['A shop']).toEqual([expect.stringMatching(/^10\.0\./)]);
  });

  test('leads to what is served while its load balancer’s wish is held', () => {
    const before = settled(exposures([WEB]));
    const held = { ...WEB, standing: 'Held' as const };
    expect(wished(wish([held], NAMES, before))).toEqual({ 'A shop': [addressIn(before)] });
  });

  test('is left alone while nobody knows where it leads', () => {
    const mine = recordSet('A', 'shop', {
      ARecords: [{ ipv4Address: '203.0.113.1' }],
      metadata: marks('prod-1', [WEB.source]),
    });
    const { resources } = wish([WEB], NAMES, withRecords(EMPTY, mine));
    expect(resources.map(({ body }) => body)).toEqual([mine]);
  });
});

describe('an alias', () => {
  const there = settled(exposures([WEB]));
  const id = publicIPIn(there).id;
  const byAlias = [namesOf(WEB, leading({ alias: true }))];

  test('stands for the public IP instead of saying its address', () => {
    const [set] = wish([WEB], byAlias, there).resources;
    expect(set!.body!.properties).toEqual({
      TTL: 300,
      targetResource: { id },
      metadata: marks('prod-1', [WEB.source]),
    });
  });

  test('and a list of addresses turn into each other in one write', () => {
    const plain = written(wish([WEB], NAMES, there), there);
    const turned = wish([WEB], byAlias, plain);
    expect(turned.resources[0]!.body!.properties).not.toHaveProperty('ARecords');
    expect(wished(turned)).toEqual({ 'A shop': [`alias of ${id.split('/').at(-1)}`] });
    expect(wished(wish([WEB], NAMES, written(turned, plain)))).toEqual({ 'A shop': [addressIn(there)] });
  });

  test('is for one address: a name that others lead elsewhere too says both', () => {
    const others = ingress('a', 1, [want('shop.example.com', 'A', '192.0.2.1')]);
    expect(wished(wish([WEB], [...byAlias, others], there))).toEqual({ 'A shop': ['192.0.2.1', addressIn(there)] });
  });

  test('is for addresses of our frontends, whoever names them', () => {
    const names = [want('a.example.com', 'A', addressIn(there)), want('b.example.com', 'A', '192.0.2.1')];
    const asked = ingress(
      'a',
      1,
      names.map((name) => ({ ...name, alias: true as const })),
    );
    expect(wished(wish([WEB], [asked], there))).toEqual({
      'A a': [`alias of ${id.split('/').at(-1)}`],
      'A b': ['192.0.2.1'],
    });
  });

  test('becomes its address before the public IP goes', () => {
    const address = addressIn(there);
    const orphan = azureState([publicIPIn(there)]);
    const stale = ingress('a', 1, [{ ...want('shop.example.com', 'A', address), alias: true }]);
    const aliased = withRecords(
      orphan,
      recordSet('A', 'shop', { targetResource: { id }, metadata: marks('prod-1', [stale.source]) }),
    );
    expect(wished(wish([], [stale], aliased))).toEqual({ 'A shop': [address] });
  });

  test('keeps its public IP from going, if it is ours', () => {
    const { type } = publicIPIn(there);
    const goes = (metadata: JsonObject): boolean => {
      const alias = recordSet('A', 'shop', { targetResource: { id: id.toUpperCase() }, metadata });
      const deletion = { id, type, action: 'Delete' as const, because: [], changes: [], gathers: [], closes: true };
      return isReady(deletion, azureState([publicIPIn(there), alias]), NAMING, new Set());
    };
    expect(goes(marks('prod-1', [WEB.source]))).toBe(false);
    expect(goes({})).toBe(true);
  });

  test('is one of 20 for its public IP, others’ counted; the newest say the address', () => {
    const names = Array.from({ length: 20 }, (_, n) => leading({ host: `n${n}.example.com`, alias: true }));
    const theirs = recordSet('A', 'theirs', { targetResource: { id } });
    const azure = withRecords(there, theirs);
    const { resources, problems } = wish([WEB], [namesOf(WEB, ...names)], azure);
    const isAlias = ({ body }: (typeof resources)[number]): boolean => 'targetResource' in body!.properties!;
    expect(resources.filter(isAlias)).toHaveLength(19);
    expect(resources.filter((one) => !isAlias(one)).map((one) => one.id)).toEqual([`${ZONE}/A/n9`]);
    expect(problems).toMatchObject([{ object: WEB.source, severity: 'Warning', reason: 'LimitReached' }]);
    // Those that are aliases already stay it.
    const next = written({ ...wish([WEB], [namesOf(WEB, ...names)], azure) }, azure);
    const older = [namesOf(WEB, ...names, leading({ host: 'a.example.com', alias: true }))];
    const still = wish([WEB], older, next).resources.filter((one) => !isAlias(one));
    expect(still.map((one) => one.id.split('/').at(-1))).toEqual(['a', 'n9']);
    expect(next.resources.get(armKey(theirs.id))).toBe(theirs);
  });
});
