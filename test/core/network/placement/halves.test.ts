// Families come and go in any order; whatever the order, the half that stays keeps its names, and with them its address.
import { describe, expect, test } from '@jest/globals';
import type { Frontend } from '../../../../src/core/exposure.js';
import { azureState } from '../../../../src/core/network/azure-state.js';
import { namedHalves } from '../../../../src/core/network/placement/index.js';
import {
  contextOf,
  exposures,
  INTERNAL_FRONTEND,
  NODES,
  PUBLIC_FRONTEND,
  service,
  SETTINGS,
  settled,
  subnet,
  uidOf,
} from '../world.js';

const BARE = azureState([subnet()]);
const DUAL_NODES = NODES.map(({ name, addresses }, index) => ({ name, addresses: [...addresses, `fd00::${index}`] }));

type Families = readonly (4 | 6)[];

function asking(scheme: 'Public' | 'Internal', families: Families) {
  const base = scheme === 'Public' ? PUBLIC_FRONTEND : INTERNAL_FRONTEND;
  const frontends = families.map((family): Frontend => ({ ...base, family, floatingIP: scheme === 'Public' }));
  return exposures([service(1, { frontends })], { poolNodes: DUAL_NODES });
}

const named = (scheme: 'Public' | 'Internal', families: Families, azure = BARE): string => {
  const [one] = asking(scheme, families).loadBalancers;
  return namedHalves(one!, SETTINGS, azure)
    .map(({ family, suffix }) => `${family}${suffix}`)
    .join(' ');
};

describe.each(['Public', 'Internal'] as const)('%s: the halves of a Service are called', (scheme) => {
  test.each([
    { so: [[4]], as: '4', because: 'there is one' },
    { so: [[6]], as: '6', because: 'there is one' },
    { so: [[4, 6]], as: '4 6-IPv6', because: 'both are new' },
    { so: [[6, 4]], as: '6-IPv6 4', because: 'both are new' },
    { so: [[4], [4, 6]], as: '4 6-IPv6', because: 'IPv4 was plain' },
    { so: [[6], [6, 4]], as: '6 4-IPv4', because: 'IPv6 was plain' },
    { so: [[4, 6], [4]], as: '4', because: 'IPv4 was plain' },
    { so: [[6, 4], [6]], as: '6-IPv6', because: 'IPv6 was not' },
    { so: [[6, 4], [6], [6, 4]], as: '6-IPv6 4', because: 'IPv4 gets its name back' },
    { so: [[6], [6, 4], [6]], as: '6', because: 'IPv6 never changed' },
    { so: [[6], [6, 4], [6], [6, 4]], as: '6 4-IPv4', because: 'nor now' },
  ] satisfies { so: Families[]; as: string; because: string }[])('$as, since $because', ({ so, as }) => {
    const before = so.slice(0, -1).reduce((azure, families) => settled(asking(scheme, families), azure), BARE);
    expect(named(scheme, so.at(-1)!, before)).toBe(as);
  });
});

test('a half whose sibling comes or goes keeps its public IP and its frontend', () => {
  const whereIs6 = (azure: typeof BARE, families: Families): unknown => {
    const { places } = contextOf(asking('Public', families), azure);
    const six = places.of(uidOf(1)).find(({ frontend }) => frontend.family === 6)!;
    return { publicIP: six.publicIP, frontend: six.frontendName, rules: six.rules.map(({ name }) => name) };
  };
  const alone = settled(asking('Public', [6]), BARE);
  const both = settled(asking('Public', [6, 4]), alone);
  expect(whereIs6(alone, [6, 4])).toEqual(whereIs6(alone, [6]));
  expect(whereIs6(both, [6])).toEqual(whereIs6(alone, [6]));
});
