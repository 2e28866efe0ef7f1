// A record set that makes room for another type: is its TTL lowered first where the settings say so, and does it go as soon
// as nobody has the old answer?
import { describe, expect, test } from '@jest/globals';
import type { AzureState } from '../../../../src/core/network/azure-state.js';
import type { PassTime } from '../../../../src/core/network/dns-zones/index.js';
import type { ZonesWish } from '../../../../src/core/network/network-model.js';
import type { DnsPolicy, Settings } from '../../../../src/core/settings.js';
import { armKey } from '../../../../src/core/values/arm-id.js';
import { naming, zone } from '../../../builders.js';
import { azure, desire, exposures, foreign, ingress, ours, SETTINGS, want, wished, written, ZONE } from './world.js';

const WWW = 'www.example.com';
const CNAME = ours('CNAME', 'www', ['old.example.net'], 'a');
const KEY = armKey(CNAME.id);
const ADDRESS = exposures(ingress('a', 1, [want(WWW, 'A', '192.0.2.1')]));
const NAME = exposures(ingress('a', 1, [want(WWW, 'CNAME', 'old.example.net')]));

function lowering(typeChangeTTL: number | undefined, policy: DnsPolicy = 'Sync'): Settings {
  const zones = [zone('example.com', { id: ZONE, policy })];
  return { ...SETTINGS, dns: naming({ zones, ...(typeChangeTTL !== undefined && { typeChangeTTL }) }) };
}

function at(seconds: number, seenAt?: number): PassTime {
  return { now: seconds * 1000, loweredSince: new Map(seenAt === undefined ? [] : [[KEY, seenAt * 1000]]) };
}

function cnameIn(wish: ZonesWish) {
  const body = wish.resources.find(({ id }) => armKey(id) === KEY)?.body;
  const { TTL, metadata } = (body?.properties ?? {}) as { TTL?: number; metadata?: Record<string, string> };
  return { ttl: TTL, from: metadata?.['azurenetwork-lowered-from'] };
}

const SETTINGS_30 = lowering(30);
const lowered = (): AzureState => written(desire(ADDRESS, SETTINGS_30, azure(CNAME), at(0)), azure(CNAME));

test('first it is lowered, and nothing else happens', () => {
  const wish = desire(ADDRESS, SETTINGS_30, azure(CNAME), at(0));
  expect(wished(wish)).toEqual({ 'CNAME www': ['old.example.net'] });
  expect(cnameIn(wish)).toEqual({ ttl: 30, from: '300' });
  expect(wish.fading).toEqual([{ id: CNAME.id }]);
});

test.each([
  { because: 'it is seen for the first time', time: at(7), since: 7, until: 307 },
  { because: 'it was seen a while ago', time: at(306, 7), since: 7, until: 307 },
])('lowered, it stays until the old TTL is over: $because', ({ time, since, until }) => {
  const state = lowered();
  const wish = desire(ADDRESS, SETTINGS_30, state, time);
  expect(wish.resources.map(({ body }) => body)).toEqual([...state.resources.values()]);
  expect(wish.fading).toEqual([{ id: CNAME.id, since: since * 1000, until: until * 1000 }]);
});

test('then it goes, and the other comes', () => {
  const state = lowered();
  const gone = desire(ADDRESS, SETTINGS_30, state, at(307, 7));
  expect(wished(gone)).toEqual({ 'CNAME www': undefined });
  expect(gone.fading).toEqual([]);
  const come = desire(ADDRESS, SETTINGS_30, written(gone, state), at(307));
  expect(wished(come)).toEqual({ 'A www': ['192.0.2.1'] });
  expect(JSON.stringify(come.resources)).not.toContain('lowered');
});

test('asked for again meanwhile, it is as it was', () => {
  const wish = desire(NAME, SETTINGS_30, lowered(), at(10, 7));
  expect(cnameIn(wish)).toEqual({ ttl: 300, from: undefined });
  expect(wish.fading).toEqual([]);
});

test('somebody who raises it again is waited for anew', () => {
  const raised = [...lowered().resources.values()].map((one) => ({
    ...one,
    properties: { ...one.properties, TTL: 3600 },
  }));
  const wish = desire(ADDRESS, SETTINGS_30, azure(...raised), at(306, 7));
  expect(cnameIn(wish)).toEqual({ ttl: 30, from: '3600' });
  expect(wish.fading).toEqual([{ id: CNAME.id }]);
});

describe('nothing is lowered', () => {
  const others = foreign('TXT', 'api', 'theirs');
  test.each<{ because: string; settings: Settings; there: AzureState; is: ReturnType<typeof wished> }>([
    {
      because: 'the settings do not ask for it',
      settings: lowering(undefined),
      there: azure(CNAME),
      is: { 'CNAME www': undefined },
    },
    { because: 'the TTL is low enough', settings: lowering(300), there: azure(CNAME), is: { 'CNAME www': undefined } },
    {
      because: 'the policy lets nothing go',
      settings: lowering(30, 'UpsertOnly'),
      there: azure(CNAME),
      is: { 'CNAME www': ['old.example.net'] },
    },
    {
      because: 'the record set is not ours',
      settings: SETTINGS_30,
      there: azure(foreign('CNAME', 'www', 'old.example.net'), others),
      is: {},
    },
  ])('$because', ({ settings, there, is }) => {
    const wish = desire(ADDRESS, settings, there, at(0));
    expect(wished(wish)).toEqual(is);
    expect(wish.fading).toEqual([]);
    expect(JSON.stringify(wish.resources)).not.toContain('lowered');
  });

  test('nobody comes in its place', () => {
    expect(wished(desire(exposures(), SETTINGS_30, azure(CNAME), at(0)))).toEqual({ 'CNAME www': undefined });
  });
});
