// What is wrong is told, nothing is opened for it, and who stands beside it goes on; end to end, each a row of
// services/bad-cases.ts.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../contract/describe-on-both.js';
import { eventually } from '../contract/eventually.js';
import { BAD_CASES } from './services/bad-cases.js';
import { manifestOf } from './services/manifest.js';
import type { Seen } from './services/seen.js';
import { see } from './services/seen.js';
import { placeGroup, placeSurroundings } from './services/surroundings.js';
import type { World } from './world.js';
import { addressOf, startWorld } from './world.js';

describeOnBoth('a Service that asks for what cannot be had', (server, test, isReal) => {
  const cases = BAD_CASES.filter(({ onReal }) => onReal || !isReal);
  let world: World;
  let beside: Seen;

  beforeAll(async () => {
    // What Azure refused is tried again at this interval.
    world = await startWorld(server(), { settings: { drift: { interval: '10s' } } });
    await placeSurroundings(world);
    await world.apply(manifestOf('beside', {}));
    await addressOf(world, 'beside');
    beside = await see(world, 'beside');
    for (const one of cases.filter(({ isLast }) => !isLast)) await world.apply(manifestOf(one.name, one));
    const served = cases.filter(({ outcome }) => outcome === 'Served');
    for (const { name } of served) await addressOf(world, name);
    for (const one of cases.filter(({ isLast }) => isLast)) await world.apply(manifestOf(one.name, one));
  }, 60_000);
  afterAll(async () => world?.stop(), 60_000);

  for (const { name, outcome, reason, says } of cases) {
    test(`${name}: it is ${outcome.toLowerCase()} and told why`, async () => {
      await eventually(async () => {
        const seen = await see(world, name);
        const { Accepted, Programmed } = seen.conditions;
        if (reason !== undefined) {
          const told = seen.events.filter((one) => one.startsWith(`Warning ${reason} `));
          // One event says all of it.
          expect(told.filter((one) => says.every((word) => one.includes(word)))).not.toEqual([]);
        }
        if (outcome === 'Held') {
          expect(Accepted).toMatchObject({ reason });
          for (const word of says) expect(Accepted!.message).toContain(word);
        }
        const isServed = outcome === 'Served';
        if (outcome !== 'Refused') expect(Accepted?.status).toBe(isServed ? 'True' : 'False');
        expect(Programmed?.status).toBe(isServed ? 'True' : 'False');
        expect(seen.rules.length).toBe(isServed ? 1 : 0);
        if (!isServed)
          expect({ security: seen.security, addresses: seen.addresses }).toEqual({ security: [], addresses: [] });
      }, 20_000);
    }, 30_000);
  }

  test('who stands beside them has what it had', async () => {
    const now = await see(world, 'beside');
    const has = ({ frontends, rules, publicIPs, addresses }: Seen): object => ({
      ...{ frontends: frontends.map(({ name }) => name), rules, addresses },
      publicIPs: publicIPs.map(({ id }) => id),
    });
    expect(has(now)).toEqual(has(beside));
    expect(now.conditions['Programmed']).toMatchObject({ status: 'True' });
  });

  test('whose mistake is mended is served', async () => {
    const mended = cases.filter(({ outcome }) => outcome === 'Held');
    for (const { name } of mended) {
      const service = await world.cluster.get('services', name);
      const gone = Object.fromEntries(Object.keys(service.metadata.annotations).map((key) => [key, null]));
      await world.cluster.patch('services', name, { metadata: { annotations: gone } });
    }
    for (const { name } of mended) await addressOf(world, name);
  }, 60_000);

  if (!isReal) {
    test('what was missing in Azure is found once it is there', async () => {
      await placeGroup(world, 'rg-nowhere');
      const { publicIPs } = await eventually(async () => {
        const seen = await see(world, 'no-group');
        expect(seen.conditions['Programmed']).toMatchObject({ status: 'True' });
        return seen;
      }, 60_000);
      expect(publicIPs).toMatchObject([{ id: expect.stringContaining('/rg-nowhere/') }]);
    }, 90_000);

    for (const name of ['from-a-full-prefix', 'in-a-full-subnet'])
      test(`${name}: room is taken once somebody gives it up`, async () => {
        const last = cases.filter((one) => one.name.startsWith(name)).at(-1)!;
        await world.cluster.remove('services', `${name}-0`);
        await eventually(async () => {
          const { conditions } = await see(world, last.name);
          expect(conditions['Programmed']).toMatchObject({ status: 'True' });
        }, 60_000);
      }, 90_000);
  }
});
