import { describe, expect, test } from '@jest/globals';
import type { ArmResource } from '../../../src/core/network/arm-resource.js';
import { azureState, EMPTY_AZURE } from '../../../src/core/network/azure-state.js';
import type { ArmId } from '../../../src/core/values/arm-id.js';
import type { LoadBalancerExposure, PublicFrontend } from '../../../src/core/exposure.js';
import type { AzureState } from '../../../src/core/network/azure-state.js';
import {
  changedPaths,
  contextOf,
  exposures,
  INTERNAL,
  NETWORK,
  prefixFor,
  PUBLIC_FRONTEND,
  publicIPsFor,
  service,
  SETTINGS,
  subnet,
  uidOf,
} from './world.js';

const ID = `${NETWORK}/publicIPAddresses/kubernetes-${prefixFor(1)}` as ArmId;
const OURS = { 'azurenetwork-cluster': 'prod-1', 'azurenetwork-sources': 'Service/default/web-1' };
const PEERS = { 'k8s-azure-cluster-name': 'kubernetes', 'k8s-azure-service': 'default/web-1' };

function publicIP(tags: Record<string, string>, properties = {}): ArmResource {
  return {
    id: ID,
    name: `kubernetes-${prefixFor(1)}`,
    type: 'Microsoft.Network/publicIPAddresses',
    location: 'westeurope',
    zones: ['1', '2'],
    sku: { name: 'Standard', tier: 'Regional' },
    tags,
    properties: {
      publicIPAllocationMethod: 'Static',
      publicIPAddressVersion: 'IPv4',
      ipAddress: '20.50.0.11',
      provisioningState: 'Succeeded',
      ...properties,
    },
  };
}

test('a public Service has a static Standard IPv4 address, marked with whom it is for', () => {
  expect(publicIPsFor(exposures([service(1)]), EMPTY_AZURE).resources).toMatchObject([
    {
      id: ID,
      because: ['Service/default/web-1'],
      body: {
        location: 'westeurope',
        sku: { name: 'Standard' },
        properties: { publicIPAllocationMethod: 'Static', publicIPAddressVersion: 'IPv4' },
        tags: OURS,
      },
    },
  ]);
});

describe('what becomes of the public IP of that name', () => {
  test.each([
    { because: 'ours and right', tags: OURS, change: {}, becomes: 'same' },
    { because: "the peer's and right: tags alone are no reason to write", tags: PEERS, change: {}, becomes: 'same' },
    { because: 'held', tags: OURS, change: { standing: 'Held' }, becomes: 'same' },
    { because: 'the Service became internal', tags: OURS, change: INTERNAL, becomes: 'deleted' },
    { because: 'gone', tags: OURS, change: { standing: 'Gone' }, becomes: 'deleted' },
    { because: "gone, and it was the peer's", tags: PEERS, change: { standing: 'Gone' }, becomes: 'deleted' },
    { because: "somebody else's", tags: { owner: 'me' }, change: {}, becomes: 'untouched' },
    { because: "another cluster's", tags: { ...OURS, 'azurenetwork-cluster': 'b' }, change: {}, becomes: 'untouched' },
    { because: "the peer's, for another Service", tags: { service: 'default/b' }, change: {}, becomes: 'untouched' },
    { because: "gone, and somebody else's", tags: {}, change: { standing: 'Gone' }, becomes: 'untouched' },
  ] as const)('$because: $becomes', ({ tags, change, becomes }) => {
    const azure = azureState([publicIP(tags), subnet()]);
    const wish = publicIPsFor(exposures([service(1, change)]), azure);
    const [desired] = wish.resources;
    if (becomes === 'untouched') expect(desired).toBeUndefined();
    if (becomes === 'same') expect([desired!.body, changedPaths(wish, azure)]).toEqual([publicIP(tags), []]);
    if (becomes === 'deleted') {
      expect(desired).toMatchObject({ body: undefined, removals: [{ kind: 'PublicIP', id: ID }] });
    }
    const isTaken = becomes === 'untouched' && !('standing' in change);
    const { places } = contextOf(exposures([service(1, change)]), azure);
    expect(places.problems.map(({ reason }) => reason)).toEqual(isTaken ? ['NameTaken'] : []);
  });

  test("the peer's one that differs gets our tags with the write, beside its own", () => {
    const azure = azureState([publicIP(PEERS, { publicIPAllocationMethod: 'Dynamic' })]);
    const [desired] = publicIPsFor(exposures([service(1)]), azure).resources;
    expect(desired!.body).toEqual(publicIP({ ...PEERS, ...OURS }));
  });

  test.each([
    { because: 'its Service vanished', foreign: [], paths: 1 },
    { because: "its Service is somebody else's now", foreign: [uidOf(1)], paths: 0 },
  ])('$because', ({ foreign, paths }) => {
    const asked = exposures([], { foreignServiceUids: new Set(foreign) });
    const { resources, owned } = publicIPsFor(asked, azureState([publicIP(OURS)]));
    expect(resources).toHaveLength(paths);
    expect(owned).toEqual({ PublicIP: paths });
    for (const { removals } of resources) expect(removals[0]!.because).toEqual(['Service/default/web-1']);
  });
});

test('a held Service without a public IP gets none', () => {
  const wish = publicIPsFor(exposures([service(1, { standing: 'Held' })]), EMPTY_AZURE);
  expect(wish.resources).toEqual([]);
});

test('what cannot be read is neither made nor deleted', () => {
  const unreadable = new Map([
    [`${NETWORK}/publicIPAddresses`.toLowerCase() as never, { status: 403, code: 'AuthorizationFailed', message: '' }],
  ]);
  const wish = publicIPsFor(exposures([service(1)]), { ...EMPTY_AZURE, unreadable });
  expect(wish.resources).toEqual([]);
  expect(wish.withheld).toMatchObject([{ id: ID, reason: 'Unreadable', because: ['Service/default/web-1'] }]);
});

/** The frontend of a public Service with these wishes. */
function asking(change: Partial<PublicFrontend>, rest: Partial<LoadBalancerExposure> = {}): LoadBalancerExposure {
  return service(1, { ...rest, frontends: [{ ...PUBLIC_FRONTEND, ...change }] });
}

function bodyFor(asked: LoadBalancerExposure, azure: AzureState): ArmResource | undefined {
  return publicIPsFor(exposures([asked]), azure).resources[0]?.body;
}

describe('what a new public IP says', () => {
  test.each([
    { asked: asking({ family: 6 }), says: { properties: { publicIPAddressVersion: 'IPv6' } }, because: 'its family' },
    {
      asked: asking({ tags: { team: 'b', cost: 'c' } }),
      says: { tags: { all: 'yes', team: 'b', cost: 'c', 'azurenetwork-cluster': 'prod-1' } },
      because: "the annotation's tags, over those of the settings",
    },
    {
      asked: asking({ tags: { 'azurenetwork-cluster': 'theirs' } }),
      says: { tags: { 'azurenetwork-cluster': 'prod-1' } },
      because: 'our mark, whatever is asked',
    },
    {
      asked: asking({ ipTags: [{ type: 'RoutingPreference', tag: 'Internet' }] }),
      says: { properties: { ipTags: [{ ipTagType: 'RoutingPreference', tag: 'Internet' }] } },
      because: 'its IP tags',
    },
    {
      asked: asking({ dnsLabel: 'shop' }),
      says: {
        properties: { dnsSettings: { domainNameLabel: 'shop' } },
        tags: { 'azurenetwork-dns-label': 'Service/default/web-1' },
      },
      because: 'its DNS label, and whose it is',
    },
  ])('$because', ({ asked, says }) => {
    const loadBalancer = { ...SETTINGS.loadBalancer, tags: { all: 'yes', team: 'a' }, publicIPTags: { cost: 'a' } };
    const wish = publicIPsFor(exposures([asked]), EMPTY_AZURE, { ...SETTINGS, loadBalancer });
    expect(wish.resources[0]!.body).toMatchObject(says);
  });

  test('a prefix gives it its address and a part of its name', () => {
    const prefixId = `${NETWORK}/publicIPPrefixes/range-1` as ArmId;
    const [desired] = publicIPsFor(
      exposures([asking({ prefix: { id: prefixId, key: 'azure-pip-prefix-id' } })]),
      EMPTY_AZURE,
    ).resources;
    expect(desired!.id).toBe(`${ID}-range-1`);
    expect(desired!.body).toMatchObject({ properties: { publicIPPrefix: { id: prefixId } } });
  });
});

describe('IP tags, which Azure gives to new addresses only', () => {
  const wanted = [{ type: 'RoutingPreference', tag: 'Internet' }];
  const observed = publicIP(OURS, { ipTags: [{ ipTagType: 'FirstPartyUsage', tag: '/Old' }] });

  test("others than there are change nothing without the user's word, which is asked for", () => {
    const asked = asking({ ipTags: wanted });
    const azure = azureState([observed]);
    expect(bodyFor(asked, azure)).toEqual(observed);
    const { places } = contextOf(exposures([asked]), azure);
    expect(places.isKept(asked.uid)).toBe(true);
    expect(places.problems).toMatchObject([
      { reason: 'AddressConflict', message: expect.stringContaining('azurenetwork.dev/allow-address-change: "true"') },
    ]);
  });

  test('with it, another public IP is made beside the old one, which goes when it is there', () => {
    const asked = asking({ ipTags: wanted }, { mayChangeAddress: true });
    const { resources } = publicIPsFor(exposures([asked]), azureState([observed]));
    const next = resources.find(({ body }) => body !== undefined)!;
    expect(next.id).toMatch(new RegExp(`^${ID}-[0-9a-f]{6}$`));
    const both = azureState([
      observed,
      { ...publicIP(OURS, { ipTags: next.body!.properties!['ipTags'] }), id: next.id },
    ]);
    const later = publicIPsFor(exposures([asked]), both).resources;
    expect(later.map(({ id, body }) => [id, body !== undefined])).toEqual([
      [ID, false],
      [next.id, true],
    ]);
  });

  test('the same in another order are the same', () => {
    const two = [...wanted, { type: 'A', tag: 'b' }];
    const same = publicIP(OURS, { ipTags: two.toReversed().map(({ type, tag }) => ({ ipTagType: type, tag })) });
    expect(bodyFor(asking({ ipTags: two }), azureState([same]))).toEqual(same);
  });
});

describe('the DNS label', () => {
  const labelled = (label: string, tags: Record<string, string>): ArmResource =>
    publicIP(tags, { dnsSettings: { domainNameLabel: label, fqdn: `${label}.westeurope.cloudapp.azure.com` } });
  const mine = { ...OURS, 'azurenetwork-dns-label': 'Service/default/web-1' };

  test.each([
    { now: labelled('shop', mine), asked: 'shop', label: 'shop', because: 'it is right' },
    { now: labelled('shop', mine), asked: 'other', label: 'other', because: 'its owner wants another' },
    { now: labelled('shop', mine), asked: '', label: undefined, because: 'its owner takes it away' },
    { now: labelled('shop', mine), asked: undefined, label: 'shop', because: 'nothing is said: it is left alone' },
    { now: publicIP(OURS), asked: 'shop', label: 'shop', because: 'there is none' },
  ])('$because', ({ now, asked, label }) => {
    const body = bodyFor(asking(asked === undefined ? {} : { dnsLabel: asked }), azureState([now]));
    const settings = body!.properties!['dnsSettings'] as { domainNameLabel?: string } | undefined;
    expect(settings?.domainNameLabel).toBe(label);
    expect(body!.tags?.['azurenetwork-dns-label']).toBe(label && mine['azurenetwork-dns-label']);
  });

  test('of two that share an address the older has the first word, the younger is told', () => {
    const pin = { by: 'Name', value: ID.split('/').at(-1)!, key: 'azure-pip-name' } as const;
    const older = asking({ dnsLabel: 'first' });
    const younger = service(2, { frontends: [{ ...PUBLIC_FRONTEND, pin, dnsLabel: 'second' }] });
    const wish = publicIPsFor(exposures([older, younger]), azureState([publicIP(OURS)]));
    expect(wish.resources[0]!.body).toMatchObject({ properties: { dnsSettings: { domainNameLabel: 'first' } } });
    expect(wish.resources[0]!.body!.tags!['azurenetwork-sources']).toBe('Service/default/web-1,Service/default/web-2');
    expect(wish.problems).toMatchObject([
      {
        object: 'Service/default/web-2',
        reason: 'NameTaken',
        message: expect.stringContaining('Service/default/web-1'),
      },
    ]);
  });

  test.each([
    { now: labelled('theirs', {}), asked: 'mine', label: 'theirs', problems: 1, because: 'a label of theirs stays' },
    { now: publicIP({}), asked: 'mine', label: 'mine', problems: 0, because: 'where there is none, ours is set' },
  ])("on a public IP that isn't ours: $because", ({ now, asked, label, problems }) => {
    const pin = { by: 'Name', value: now.name, key: 'azure-pip-name' } as const;
    const wish = publicIPsFor(exposures([asking({ pin, dnsLabel: asked })]), azureState([now]));
    expect(wish.resources[0]!.body).toMatchObject({ properties: { dnsSettings: { domainNameLabel: label } } });
    expect(wish.resources[0]!.body!.tags).toEqual({});
    expect(wish.problems).toHaveLength(problems);
  });
});

describe('tags that are there', () => {
  const noted = (tags: Record<string, string>, names: string) => ({ ...OURS, ...tags, 'azurenetwork-tags': names });
  test.each([
    { there: noted({ team: 'a' }, 'team'), asked: {}, left: {}, because: 'nobody asks any more for one that we set' },
    { there: { ...OURS, team: 'a' }, asked: {}, left: { team: 'a' }, because: 'nobody says that it is ours' },
    {
      there: noted({ team: 'a', cost: '1' }, 'cost,team'),
      asked: { cost: '2' },
      left: { cost: '2', 'azurenetwork-tags': 'cost' },
      because: 'one is asked for still, with another value',
    },
    {
      there: { ...OURS, Team: 'a' },
      asked: { team: 'b' },
      left: { Team: 'b', 'azurenetwork-tags': 'Team' },
      because: 'to Azure a name is one whatever its case',
    },
    {
      there: noted({}, 'azurenetwork-cluster'),
      asked: {},
      left: {},
      because: 'the note can make nobody take our mark away',
    },
  ])('$because', ({ there, asked, left }) => {
    const body = bodyFor(asking({ tags: asked }), azureState([publicIP(there)]));
    expect(body!.tags).toEqual({ ...OURS, ...left });
  });

  test('of several Services stand side by side, the older one’s word first', () => {
    const pin = { by: 'Name', value: ID.split('/').at(-1)!, key: 'azure-pip-name' } as const;
    const older = asking({ tags: { team: 'a' } });
    const younger = service(2, { frontends: [{ ...PUBLIC_FRONTEND, pin, tags: { team: 'b', cost: '2' } }] });
    for (const both of [
      [older, younger],
      [younger, older],
    ]) {
      const wish = publicIPsFor(exposures(both), azureState([publicIP(OURS)]));
      expect(wish.resources[0]!.body!.tags).toMatchObject({ team: 'a', cost: '2', 'azurenetwork-tags': 'cost,team' });
    }
  });
});

test("a label on somebody else's public IP that Azure's cloud controller noted as this Service's may change", () => {
  const noted = publicIP(
    { 'k8s-azure-dns-label-service': 'default/web-1' },
    { dnsSettings: { domainNameLabel: 'old', fqdn: 'old.westeurope.cloudapp.azure.com' } },
  );
  const pin = { by: 'Name', value: noted.name, key: 'azure-pip-name' } as const;
  const labelFor = (dnsLabel: string) =>
    publicIPsFor(exposures([asking({ pin, dnsLabel })]), azureState([{ ...noted, id: ID }])).resources[0]!.body!;
  expect(labelFor('new')).toMatchObject({ properties: { dnsSettings: { domainNameLabel: 'new' } }, tags: noted.tags });
  expect(labelFor('').properties!['dnsSettings']).toBeUndefined();
  expect(labelFor('').tags).toEqual(noted.tags);
});

test('both halves of a Service refused for the same reason are told of once', () => {
  const theirs = (family: 4 | 6) => ({
    ...publicIP({}, { publicIPAddressVersion: `IPv${family}`, dnsSettings: { domainNameLabel: 'theirs' } }),
    id: `${NETWORK}/publicIPAddresses/theirs-${family}` as ArmId,
    name: `theirs-${family}`,
  });
  const half = (family: 4 | 6): PublicFrontend => ({
    ...PUBLIC_FRONTEND,
    family,
    dnsLabel: 'mine',
    pin: { by: 'Name', value: `theirs-${family}`, key: 'azure-pip-name' },
  });
  const asked = exposures([service(1, { frontends: [half(4), half(6)] })]);
  expect(publicIPsFor(asked, azureState([theirs(4), theirs(6)])).problems).toHaveLength(1);
});

test('Services that have no room get no public IP', () => {
  const many = Array.from({ length: 1000 }, (_, index) => service(index + 1));
  const asked = exposures(many);
  const wish = publicIPsFor(asked, azureState([subnet()]));
  expect(wish.resources).toHaveLength(SETTINGS.loadBalancer.maxRulesPerBackend);
  const { places } = contextOf(asked, azureState([subnet()]));
  expect(places.problems.filter(({ reason }) => reason === 'LimitReached')).toHaveLength(700);
});
