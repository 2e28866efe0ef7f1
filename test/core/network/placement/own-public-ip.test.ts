// What Azure can't change of a public IP needs another one: when does a Service get it?
import { describe, expect, test } from '@jest/globals';
import type { LoadBalancerExposure, PublicFrontend } from '../../../../src/core/exposure.js';
import type { AzureState } from '../../../../src/core/network/azure-state.js';
import { azureState, find } from '../../../../src/core/network/azure-state.js';
import { publicIPId } from '../../../../src/core/network/names.js';
import type { Settings } from '../../../../src/core/settings.js';
import type { ArmId } from '../../../../src/core/values/arm-id.js';
import {
  contextOf,
  exposures,
  GROUP,
  NETWORK,
  prefixFor,
  PUBLIC_FRONTEND,
  publicIPsFor,
  service,
  SETTINGS,
  settled,
  subnet,
  uidOf,
} from '../world.js';

const BARE = azureState([subnet()]);
const NAME = `kubernetes-${prefixFor(1)}`;
const PREFIX = `${NETWORK}/publicIPPrefixes/range-1` as ArmId;
const OF_PREFIX = { id: PREFIX, key: 'azure-pip-prefix-id' };
const TAGS = [{ type: 'RoutingPreference', tag: 'Internet' }];
const WITH_PREFIX: Settings = {
  ...SETTINGS,
  loadBalancer: { ...SETTINGS.loadBalancer, publicIPPrefixes: { 4: PREFIX } },
};

function asking(change: Partial<PublicFrontend>, mayChangeAddress = false): LoadBalancerExposure {
  return service(1, { frontends: [{ ...PUBLIC_FRONTEND, ...change }], mayChangeAddress });
}

function outcome(asked: LoadBalancerExposure, azure: AzureState, settings = SETTINGS) {
  const { places } = contextOf(exposures([asked]), azure, settings);
  const group = (id: string): string => id.split('/')[4]!;
  const [place] = places.of(asked.uid);
  const id = place?.publicIP;
  const successor = publicIPId(settings, { uid: uidOf(1), suffix: '', resourceGroup: 'rg1', variant: 'x' });
  const isSuccessor = id !== undefined && id.replace(/-[0-9a-f]{6}$/, '-x') === successor;
  const name = id?.split('/').at(-1)?.replace(NAME, 'own');
  return {
    on: id === undefined ? 'none' : isSuccessor ? 'a successor' : `${group(id)}/${name!}`,
    told: places.problems.map(({ key }) => key.replace(/.*\//, '')),
  };
}

const plain = settled(exposures([asking({})]), BARE);
const tagged = settled(exposures([asking({ ipTags: TAGS })]), BARE);
const retagged = settled(exposures([asking({ ipTags: TAGS }, true)]), plain);
const fromPrefix = settled(exposures([asking({ prefix: OF_PREFIX })]), BARE);
const fromSettings = asking({ prefix: OF_PREFIX });

describe('a Service without a pinned address is on', () => {
  test.each([
    { because: 'nothing is there', asked: asking({}), azure: BARE, on: 'rg1/own', told: [] },
    { because: 'it is there', asked: asking({}), azure: plain, on: 'rg1/own', told: [] },
    { because: 'it has the IP tags', asked: asking({ ipTags: TAGS }), azure: tagged, on: 'rg1/own', told: [] },
    {
      because: 'IP tags need the word',
      asked: asking({ ipTags: TAGS }),
      azure: plain,
      on: 'none',
      told: ['azure-pip-ip-tags'],
    },
    { because: 'IP tags, with it', asked: asking({ ipTags: TAGS }, true), azure: plain, on: 'a successor', told: [] },
    {
      because: 'no tags are a wish, too',
      asked: asking({ ipTags: [] }),
      azure: tagged,
      on: 'none',
      told: ['azure-pip-ip-tags'],
    },
    {
      because: 'it got a successor before',
      asked: asking({ ipTags: TAGS }),
      azure: retagged,
      on: 'a successor',
      told: [],
    },
    {
      because: 'nothing is said of IP tags any more: it stays',
      asked: asking({}),
      azure: retagged,
      on: 'a successor',
      told: [],
    },
    {
      because: 'a prefix that the Service names needs the word',
      asked: asking({ prefix: OF_PREFIX }),
      azure: plain,
      on: 'none',
      told: ['azure-pip-prefix-id'],
    },
    {
      because: 'the prefix, with it',
      asked: asking({ prefix: OF_PREFIX }, true),
      azure: plain,
      on: 'rg1/own-range-1',
      told: [],
    },
    { because: 'the prefix no longer named', asked: asking({}), azure: fromPrefix, on: 'rg1/own-range-1', told: [] },
    {
      because: 'no longer named, with the word',
      asked: asking({}, true),
      azure: fromPrefix,
      on: 'rg1/own',
      told: [],
    },
    {
      because: 'another resource group needs the word',
      asked: asking({ resourceGroup: 'rg2' }),
      azure: plain,
      on: 'none',
      told: ['azure-load-balancer-resource-group'],
    },
    {
      because: 'another resource group, with it',
      asked: asking({ resourceGroup: 'rg2' }, true),
      azure: plain,
      on: 'rg2/own',
      told: [],
    },
  ])('$on: $because', ({ asked, azure, on, told }) => {
    expect(outcome(asked, azure)).toEqual({ on, told });
  });

  test("what it has, when the settings' prefix changes", () => {
    expect(outcome(fromSettings, plain, WITH_PREFIX)).toEqual({ on: 'rg1/own', told: [] });
    expect(outcome(fromSettings, BARE, WITH_PREFIX)).toEqual({ on: 'rg1/own-range-1', told: [] });
  });

  test('the new one once it is there, and the old one goes only then', () => {
    const asked = exposures([asking({ prefix: OF_PREFIX }, true)]);
    const ids = (azure: AzureState) =>
      publicIPsFor(asked, azure).resources.map(({ id, body }) => [id.split('/').at(-1), body !== undefined]);
    expect(ids(plain)).toEqual([
      [NAME, false],
      [`${NAME}-range-1`, true],
    ]);
    const later = settled(asked, plain);
    expect(ids(later)).toEqual([[`${NAME}-range-1`, true]]);
    expect(find(later, `${GROUP}/providers/Microsoft.Network/publicIPAddresses/${NAME}`)).toBeUndefined();
  });
});

describe('a prefix', () => {
  const prefix = (version: string) => ({
    id: PREFIX,
    name: 'range-1',
    type: 'Microsoft.Network/publicIPPrefixes',
    properties: { publicIPAddressVersion: version },
  });
  const missing: AzureState = {
    ...BARE,
    unreadable: new Map([[PREFIX.toLowerCase() as never, { status: 404, code: 'ResourceNotFound', message: '' }]]),
  };

  test.each([
    { because: 'of the family', azure: azureState([prefix('IPv4')]), reasons: [] },
    { because: 'of the other family', azure: azureState([prefix('IPv6')]), reasons: ['AddressConflict'] },
    { because: "that isn't there", azure: missing, reasons: ['NotFound'] },
    { because: 'that nobody has looked at', azure: BARE, reasons: [] },
  ])('$because', ({ azure, reasons }) => {
    const asked = exposures([asking({ prefix: OF_PREFIX })]);
    expect(contextOf(asked, azure).places.problems.map(({ reason }) => reason)).toEqual(reasons);
    expect(publicIPsFor(asked, azure).resources).toHaveLength(reasons.length === 0 ? 1 : 0);
  });

  test("that isn't there is told with the key that names it, be it of the settings", () => {
    const key = 'spec.loadBalancer.publicIPPrefixId of the AzureNetwork';
    const [problem] = contextOf(exposures([asking({ prefix: { id: PREFIX, key } })]), missing).places.problems;
    expect(problem).toMatchObject({ key, value: PREFIX, message: expect.stringContaining(key) });
  });
});

test('a half of another family gets a public IP of another name', () => {
  const alone = settled(exposures([asking({ family: 6 })]), BARE);
  const dual = service(1, {
    frontends: [
      { ...PUBLIC_FRONTEND, family: 6 },
      { ...PUBLIC_FRONTEND, family: 4 },
    ],
  });
  const wish = publicIPsFor(exposures([dual]), alone);
  const families = wish.resources
    .filter(({ body }) => body !== undefined)
    .map(({ id, body }) => [
      id === `${NETWORK}/publicIPAddresses/${NAME}`,
      body!.properties!['publicIPAddressVersion'],
    ]);
  expect(families).toContainEqual([false, 'IPv4']);
  expect(families).not.toContainEqual([true, 'IPv4']);
});
