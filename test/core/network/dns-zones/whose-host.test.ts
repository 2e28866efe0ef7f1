// Whose is a host in a zone that says who may have names in it? One namespace's, whoever came first.
import { describe, expect, test } from '@jest/globals';
import type { NamesExposure } from '../../../../src/core/exposure.js';
import type { Zone } from '../../../../src/core/settings.js';
import type { ArmResource } from '../../../../src/core/network/arm-resource.js';
import { marks } from '../../../../src/core/network/ownership.js';
import type { SourceRef } from '../../../../src/core/values/source-ref.js';
import { naming, zone } from '../../../builders.js';
import { azure, desire, exposures, recordSet, SETTINGS, want, wished, ZONE } from './world.js';

const WWW = 'www.example.com';
const RESTRICTED: Partial<Zone> = { namespaceSelector: { matchLabels: { dns: 'yes' } } };

/** `Ingress/<namespace>/web`; of two, the one with the smaller day is the older. */
function asks(namespace: string, day: number, address: string, standing: NamesExposure['standing'] = 'Wanted') {
  const source = `Ingress/${namespace}/web` as SourceRef;
  return {
    kind: 'Names',
    source,
    standing,
    since: `2026-01-0${day}T00:00:00Z`,
    names: [want(WWW, 'A', address)],
  } as const;
}

function settled(change: Partial<Zone>, there: readonly ArmResource[], ...asking: readonly NamesExposure[]) {
  const dns = naming({ zones: [zone('example.com', { id: ZONE, ...change })] });
  const wish = desire(exposures(...asking), { ...SETTINGS, dns }, azure(...there));
  return { addresses: wished(wish)['A www'], told: wish.problems.map(({ object, reason }) => `${object} ${reason}`) };
}

const inShop = asks('shop', 2, '192.0.2.2');
const inBlog = asks('blog', 1, '192.0.2.1');
const ofShop = recordSet('A', 'www', {
  ARecords: [{ ipv4Address: '192.0.2.2' }],
  metadata: marks('prod-1', [inShop.source]),
});

describe('a host that two namespaces ask for', () => {
  test('is everybody’s where the zone restricts nobody: addresses unite', () => {
    expect(settled({}, [], inShop, inBlog)).toEqual({ addresses: ['192.0.2.1', '192.0.2.2'], told: [] });
  });

  test.each([
    {
      because: 'its object is the older',
      change: RESTRICTED,
      there: [],
      asking: [inShop, inBlog],
      has: '192.0.2.1',
      told: 'Ingress/shop/web',
    },
    {
      because: 'names restrict a zone too',
      change: { names: ['*.example.com'] },
      there: [],
      asking: [inShop, inBlog],
      has: '192.0.2.1',
      told: 'Ingress/shop/web',
    },
    {
      because: 'it has it already, though the other is older',
      change: RESTRICTED,
      there: [ofShop],
      asking: [inShop, inBlog],
      has: '192.0.2.2',
      told: 'Ingress/blog/web',
    },
    {
      because: 'it has it already, and is held for a moment',
      change: RESTRICTED,
      there: [ofShop],
      asking: [asks('shop', 2, '192.0.2.2', 'Held'), inBlog],
      has: '192.0.2.2',
      told: 'Ingress/blog/web',
    },
  ])('is one’s in a zone that restricts them: $because', ({ change, there, asking, has, told }) => {
    expect(settled(change, there, ...asking)).toEqual({ addresses: [has], told: [`${told} NameConflict`] });
  });

  test('is the next one’s once nobody of the first asks', () => {
    expect(settled(RESTRICTED, [ofShop], inBlog)).toEqual({ addresses: ['192.0.2.1'], told: [] });
  });

  test('unites for objects of one namespace', () => {
    const other = { ...asks('shop', 3, '192.0.2.3'), source: 'Ingress/shop/other' as SourceRef };
    expect(settled(RESTRICTED, [], inShop, other)).toEqual({ addresses: ['192.0.2.2', '192.0.2.3'], told: [] });
  });
});
