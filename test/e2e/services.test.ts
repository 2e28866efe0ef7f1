// What each annotation and field leads to, end to end: Services side by side in one world, each a row of
// services/cases.ts.
import { afterAll, beforeAll, expect } from '@jest/globals';
import { describeOnBoth } from '../contract/describe-on-both.js';
import { eventually } from '../contract/eventually.js';
import { CASES, shownBy } from './services/cases.js';
import { manifestOf } from './services/manifest.js';
import { see } from './services/seen.js';
import { placeSurroundings } from './services/surroundings.js';
import type { Item, World } from './world.js';
import { startWorld } from './world.js';

describeOnBoth('a LoadBalancer Service', (server, test, isReal) => {
  const cases = CASES.filter(({ onReal }) => onReal || !isReal);
  let world: World;

  beforeAll(async () => {
    world = await startWorld(server());
    await placeSurroundings(world);
    for (const one of cases) await world.apply(manifestOf(one.name, one));
    // One deadline for all of them, so that a row that fails doesn't make the others wait.
    await eventually(() => allDone(world)).catch(() => undefined);
  }, 60_000);
  afterAll(async () => world?.stop(), 60_000);

  for (const { name, shows } of cases) {
    test(`${name}: Azure and the status show it`, async () => {
      await eventually(async () => {
        const seen = await see(world, name);
        expect(shownBy(seen)).toMatchObject(typeof shows === 'function' ? shows(seen.service, seen.addresses) : shows);
        expect(seen.conditions).toMatchObject({ Accepted: { status: 'True' }, Programmed: { status: 'True' } });
      }, 2000);
    });
  }
});

async function allDone({ cluster }: World): Promise<void> {
  const services = await cluster.list('services');
  const isDone = ({ spec, status }: Item): boolean =>
    spec.type !== 'LoadBalancer' ||
    (status.conditions ?? []).some(({ type, status: value }: Item) => type.endsWith('/Programmed') && value === 'True');
  expect(services.filter((one) => !isDone(one)).map(({ metadata }) => metadata.name as string)).toEqual([]);
}
