import { describe, expect, test } from '@jest/globals';
import type { ArmResource } from '../../src/core/network/arm-resource.js';
import { find } from '../../src/core/network/azure-state.js';
import type { Publication } from '../../src/core/report/publication.js';
import { armKey, networkId } from '../../src/core/values/arm-id.js';
import type { SourceRef } from '../../src/core/values/source-ref.js';
import { WATCHED_KINDS } from '../../src/operator/cluster-store.js';
import { azureError } from './fake-azure-api.js';
import { addressId, LOAD_BALANCER, resource, service, SETTINGS, startWorld } from './world.js';

const PUBLICATION: Publication = {
  kind: 'ServiceStatus',
  object: 'Service/d/a' as SourceRef,
  uid: 'a',
  resourceVersion: '1',
  conditions: [],
};

type World = ReturnType<typeof startWorld>;

async function inStep(options?: Parameters<typeof startWorld>[0]): Promise<World> {
  const world = startWorld(options);
  world.kubernetes.sync();
  await world.clock.advance(500);
  return world;
}

const inAzure = ({ azure }: World, id = LOAD_BALANCER): ArmResource | undefined => azure.resources.get(armKey(id));
const frontends = (world: World): unknown => inAzure(world)?.properties?.['frontends'];

describe('passes', () => {
  test('none before every kind has been listed', async () => {
    const world = startWorld();
    world.kubernetes.sync(
      [],
      WATCHED_KINDS.filter((kind) => kind !== 'Namespace'),
    );
    await world.clock.advance(60_000);
    expect(world.passes).toHaveLength(0);
    expect(world.operator.readiness().because).toEqual(['Namespace: Waiting']);
    world.kubernetes.sync([], ['Namespace']);
    await world.clock.advance(500);
    expect(world.passes.length).toBeGreaterThan(0);
    expect(world.operator.readiness().isReady).toBe(true);
  });

  test('none before all of Azure has been read, which is tried until it works', async () => {
    const world = startWorld();
    for (let n = 0; n < 3; n++) {
      world.azure.failures.push({ what: 'list', error: azureError({ status: 500, code: 'InternalServerError' }) });
    }
    world.kubernetes.sync();
    await world.clock.advance(500);
    expect(world.passes).toHaveLength(0);
    expect(world.operator.readiness().isReady).toBe(false);
    await world.clock.advance(10_000);
    expect(world.passes.length).toBeGreaterThan(0);
  });

  test('the resource group of a public IP of ours on a load balancer is looked at too, and nobody waits for it', async () => {
    const world = startWorld();
    const theirs = networkId('s', 'elsewhere', 'publicIPAddresses', 'theirs');
    const frontend = { name: 'one', properties: { publicIPAddress: { id: theirs } } };
    world.azure.place(resource(LOAD_BALANCER, { frontendIPConfigurations: [frontend] }));
    world.azure.place(resource(theirs));
    const group = theirs.slice(0, theirs.lastIndexOf('/'));
    const broken = azureError({ status: 500, code: 'InternalServerError' });
    world.azure.failures.push({ what: 'list', id: group, error: broken });
    world.kubernetes.sync();
    await world.clock.advance(500);
    expect(world.passes.at(-1)!.azure.unreadable.get(armKey(group))).toMatchObject({ code: 'NotRead' });
    await world.clock.advance(10_000);
    expect(world.passes.at(-1)!.azure.unreadable.size).toBe(0);
    expect(find(world.passes.at(-1)!.azure, theirs)).toBeDefined();
  });

  test('where somebody waits for something to appear, Azure is looked at sooner, then ever later', async () => {
    const world = startWorld();
    const group = addressId('').slice(0, -1);
    world.awaited = new Set([armKey(group)]);
    world.kubernetes.sync();
    await world.clock.advance(100_000);
    // At once, then after 15, 30 and 60 seconds (within a tenth); not again before two minutes more.
    expect(world.azure.count('list', group)).toBeGreaterThanOrEqual(3);
    const before = world.azure.count('list', group);
    world.awaited = new Set();
    world.operator.trigger();
    await world.clock.advance(130_000);
    const settled = world.azure.count('list', group);
    await world.clock.advance(300_000);
    expect(settled).toBeLessThanOrEqual(before + 1);
    expect(world.azure.count('list', group)).toBeLessThanOrEqual(settled + 1);
  });

  test('what Azure is still at work on counts only once it is done, at the start and later', async () => {
    const world = startWorld();
    const old = addressId('left-under-way');
    world.azure.place(resource(old, { provisioningState: 'Updating' }));
    world.kubernetes.sync();
    await world.clock.advance(1500);
    expect(world.passes).toHaveLength(0);
    world.azure.place(resource(old, { provisioningState: 'Succeeded', ipAddress: '192.0.2.1' }));
    await world.clock.advance(3000);
    const known = (): unknown => find(world.passes.at(-1)!.azure, old)?.properties;
    expect(known()).toMatchObject({ ipAddress: '192.0.2.1' });
    world.azure.place(resource(old, { provisioningState: 'Updating', ipAddress: '192.0.2.2' }));
    await world.clock.advance(700_000);
    expect(known()).toMatchObject({ ipAddress: '192.0.2.2' });
    const looks = world.azure.count('list', addressId('').slice(0, -1));
    expect(looks).toBeLessThan(15);
  });

  test('what a write under way makes of a resource is known while it is', async () => {
    const world = await inStep();
    world.azure.writeTime = 5000;
    world.wishes.set(LOAD_BALANCER, { properties: { frontends: 1 } });
    world.operator.trigger();
    await world.clock.advance(1000);
    world.operator.trigger();
    await world.clock.advance(500);
    const { azure } = world.passes.at(-1)!;
    expect(find(azure, LOAD_BALANCER)).toBeUndefined();
    expect(azure.underWay.get(armKey(LOAD_BALANCER))?.properties).toBeDefined();
    await world.clock.advance(10_000);
    world.operator.trigger();
    await world.clock.advance(500);
    expect(world.passes.at(-1)!.azure.underWay.size).toBe(0);
  });

  test('a part that is forbidden is told of, read again later, and stops nothing else', async () => {
    const world = startWorld();
    const subnets = `${SETTINGS.virtualNetworkId}/subnets`;
    world.azure.failures.push({
      what: 'list',
      id: subnets,
      error: azureError({ status: 403, code: 'AuthorizationFailed' }),
    });
    world.kubernetes.sync();
    await world.clock.advance(500);
    expect(world.passes.at(-1)!.azure.unreadable.get(armKey(subnets))?.status).toBe(403);
    await world.clock.advance(10_000);
    expect(world.passes.at(-1)!.azure.unreadable.size).toBe(0);
  });

  test('a burst of changes is one pass, and a steady stream does not put it off for ever', async () => {
    const world = await inStep();
    const before = world.passes.length;
    for (let n = 0; n < 50; n++) world.kubernetes.sinks.get('Service')!.put(service(`s${n}`));
    await world.clock.advance(100);
    expect(world.passes.length).toBe(before + 1);
    expect(world.passes.at(-1)!.cluster.services).toHaveLength(50);
    for (let n = 0; n < 40; n++) {
      world.kubernetes.sinks.get('Service')!.put(service('s0'));
      await world.clock.advance(10);
    }
    expect(world.passes.length - before).toBeGreaterThanOrEqual(2);
  });

  test('know what was seen going from what is merely missing', async () => {
    const world = startWorld();
    world.kubernetes.sync([service('a'), service('b'), service('c')]);
    await world.clock.advance(500);
    world.kubernetes.sinks.get('Service')!.remove(service('a'));
    world.kubernetes.sinks.get('Service')!.replace([service('c')]);
    await world.clock.advance(500);
    expect([...world.passes.at(-1)!.seenDeleted]).toEqual(['Service/d/a']);
    world.kubernetes.sinks.get('Service')!.put(service('a'));
    await world.clock.advance(500);
    expect(world.passes.at(-1)!.seenDeleted.size).toBe(0);
  });

  test('a failed one sends nothing and comes again', async () => {
    let fails = 2;
    const world = await inStep({
      passed: () => {
        if (fails-- > 0) throw new Error('defect');
      },
    });
    await world.clock.advance(10_000);
    expect(world.passes.length).toBe(3);
  });
});

describe('settings', () => {
  test('bad ones at the start: nothing is read or written', async () => {
    const world = startWorld();
    world.settings = undefined;
    world.kubernetes.sync();
    await world.clock.advance(10_000);
    expect(world.azure.calls).toHaveLength(0);
  });

  test('bad ones later leave the last good ones in force, and the pass hears what is wrong', async () => {
    const world = await inStep();
    world.settings = undefined;
    world.problems = [{ message: 'bad' } as never];
    world.wishes.set(LOAD_BALANCER, { properties: { frontends: 1 } });
    world.operator.trigger();
    await world.clock.advance(500);
    expect(world.passes.at(-1)!.settings).toEqual(SETTINGS);
    expect(world.passes.at(-1)!.settingsProblems).toHaveLength(1);
    expect(frontends(world)).toBe(1);
  });

  test('new ones while a write is under way: what they no longer name is not held, what they name is read first', async () => {
    const world = await inStep();
    world.azure.writeTime = 5000;
    world.wishes.set(LOAD_BALANCER, { properties: { frontends: 1 } });
    world.operator.trigger();
    await world.clock.advance(500);
    world.wishes.clear();
    world.azure.readTime = 1000;
    const other = networkId('s', 'g', 'loadBalancers', 'other');
    world.azure.place(resource(other));
    world.settings = { ...SETTINGS, loadBalancer: { ...SETTINGS.loadBalancer, name: 'other' } };
    world.operator.trigger();
    const before = world.passes.length;
    await world.clock.advance(900);
    expect(world.passes.length).toBe(before);
    await world.clock.advance(10_000);
    expect(find(world.passes.at(-1)!.azure, other)).toBeDefined();
    expect(find(world.passes.at(-1)!.azure, LOAD_BALANCER)).toBeUndefined();
  });

  test.each([
    ['the settings say Plan', { ...SETTINGS, mode: 'Plan' as const }, false],
    ['the command says so', SETTINGS, true],
  ])('nothing is written when %s', async (_, settings, planOnly) => {
    const world = startWorld({ planOnly });
    world.settings = settings;
    world.wishes.set(LOAD_BALANCER, { properties: { frontends: 1 } });
    world.kubernetes.sync();
    await world.clock.advance(10_000);
    expect(world.passes.length).toBeGreaterThan(0);
    expect(world.azure.count('put')).toBe(0);
  });
});

describe('lanes', () => {
  test('what is wished while a write is under way becomes one more write', async () => {
    const world = await inStep();
    world.azure.writeTime = 10_000;
    for (let n = 1; n <= 100; n++) {
      world.wishes.set(LOAD_BALANCER, { properties: { frontends: n } });
      world.operator.trigger();
      await world.clock.advance(50);
    }
    await world.clock.advance(30_000);
    expect(frontends(world)).toBe(100);
    expect(world.azure.count('put')).toBe(2);
    expect(world.azure.twiceAtOnce).toBe(0);
  });

  test('250 addresses and the load balancer that they go into: few writes, no reads', async () => {
    const world = await inStep();
    world.azure.writeTime = 1000;
    const reads = world.azure.count('get') + world.azure.count('list');
    const ids = Array.from({ length: 250 }, (_, n) => addressId(`p${n}`));
    for (const id of ids) world.wishes.set(id, { properties: { v: 1 } });
    const refresh = (): void => {
      const there = ids.filter((id) => find(world.passes.at(-1)!.azure, id));
      const coming = ids.filter((id) => !there.includes(id));
      if (there.length > 0)
        world.wishes.set(LOAD_BALANCER, { properties: { frontends: there.length }, gathers: coming });
      world.operator.trigger();
    };
    for (let n = 0; n < 200; n++) {
      refresh();
      await world.clock.advance(100);
    }
    expect(frontends(world)).toBe(250);
    expect(world.azure.count('put', LOAD_BALANCER)).toBe(1);
    expect(world.azure.count('put')).toBe(251);
    expect(world.azure.count('get') + world.azure.count('list')).toBe(reads);
  });

  test.each([
    { closes: true, atMost: 500, because: 'closing a port waits for nobody' },
    { closes: false, atMost: 500, because: 'the window ends when a load balancer would have been changed' },
  ])('waits for company at most so long: $because', async ({ closes, atMost }) => {
    const world = await inStep();
    world.azure.writeTime = 60_000;
    world.wishes.set(addressId('slow'), { properties: { v: 1 } });
    world.operator.trigger();
    await world.clock.advance(100);
    world.wishes.set(LOAD_BALANCER, { properties: { frontends: 1 }, gathers: [addressId('slow')], closes });
    world.operator.trigger();
    if (!closes) {
      await world.clock.advance(9800);
      expect(world.azure.count('put', LOAD_BALANCER)).toBe(0);
    }
    await world.clock.advance(atMost);
    expect(world.azure.count('put', LOAD_BALANCER)).toBe(1);
  });

  test('412: looks again, then writes over what is there now', async () => {
    const world = await inStep();
    world.wishes.set(LOAD_BALANCER, { properties: { frontends: 1 } });
    world.azure.place(resource(LOAD_BALANCER, { frontends: 'theirs' }));
    const reads = world.azure.count('get');
    world.operator.trigger();
    await world.clock.advance(500);
    expect(frontends(world)).toBe(1);
    expect(world.azure.count('get') - reads).toBe(1);
    expect(world.azure.count('put')).toBe(2);
    expect(world.passes.every(({ failures }) => failures.size === 0)).toBe(true);
  });

  test('a write whose end is unknown is looked at, not repeated', async () => {
    const world = await inStep();
    const error = azureError({ status: 0, code: 'ConnectionFailed', uncertain: true });
    world.azure.failures.push({ what: 'put', error, afterCommit: true });
    world.wishes.set(LOAD_BALANCER, { properties: { frontends: 1 } });
    world.operator.trigger();
    await world.clock.advance(60_000);
    expect(world.azure.count('put')).toBe(1);
    expect(find(world.passes.at(-1)!.azure, LOAD_BALANCER)?.properties).toEqual({ frontends: 1 });
    expect(world.passes.at(-1)!.failures.size).toBe(0);
  });

  test('nothing is sent while the look itself fails', async () => {
    const world = await inStep();
    world.azure.failures.push({ what: 'put', error: azureError({ status: 0, code: 'TimedOut', uncertain: true }) });
    for (let n = 0; n < 3; n++) world.azure.failures.push({ what: 'get', error: azureError({ status: 503 }) });
    world.wishes.set(LOAD_BALANCER, { properties: { frontends: 1 } });
    world.operator.trigger();
    await world.clock.advance(3000);
    expect(world.azure.count('put')).toBe(1);
    await world.clock.advance(30_000);
    expect(frontends(world)).toBe(1);
  });

  test('what Azure refuses is told, not tried again until the wish changes or the drift interval is over', async () => {
    const world = await inStep();
    const error = azureError({ status: 400, code: 'InvalidRequestFormat' });
    for (let n = 0; n < 2; n++) world.azure.failures.push({ what: 'put', error });
    world.wishes.set(LOAD_BALANCER, { properties: { frontends: 1 } });
    for (let n = 0; n < 59; n++) {
      world.operator.trigger();
      await world.clock.advance(10_000);
    }
    expect(world.azure.count('put')).toBe(1);
    expect(world.passes.at(-1)!.failures.get(armKey(LOAD_BALANCER))).toMatchObject({
      code: 'InvalidRequestFormat',
      terminal: true,
    });
    await world.clock.advance(30_000);
    expect(world.azure.count('put')).toBe(2);
    world.wishes.set(LOAD_BALANCER, { properties: { frontends: 2 } });
    world.operator.trigger();
    await world.clock.advance(1000);
    expect(frontends(world)).toBe(2);
    expect(world.passes.at(-1)!.failures.size).toBe(0);
  });

  test('a lock holds up its own lane, for as long as Azure says', async () => {
    const world = await inStep();
    const detailCodes = ['RetryableErrorDueToAnotherOperation'];
    const error = azureError({ status: 429, code: 'RetryableError', detailCodes, retryAfter: 20 });
    world.azure.failures.push({ what: 'put', id: LOAD_BALANCER, error });
    world.wishes.set(LOAD_BALANCER, { properties: { frontends: 1 } });
    world.wishes.set(addressId('a'), { properties: { v: 1 } });
    world.operator.trigger();
    await world.clock.advance(19_000);
    expect(inAzure(world, addressId('a'))).toBeDefined();
    expect(world.azure.count('put', LOAD_BALANCER)).toBe(1);
    await world.clock.advance(2000);
    expect(frontends(world)).toBe(1);
  });

  test('who keeps failing is asked ever less often, while others go on', async () => {
    const world = await inStep();
    for (let n = 0; n < 100; n++) {
      world.azure.failures.push({ what: 'put', id: LOAD_BALANCER, error: azureError({ status: 500 }) });
    }
    world.wishes.set(LOAD_BALANCER, { properties: { frontends: 1 } });
    world.operator.trigger();
    await world.clock.advance(60_000);
    expect(world.azure.count('put', LOAD_BALANCER)).toBeLessThanOrEqual(8);
    expect(world.azure.count('put', LOAD_BALANCER)).toBeGreaterThanOrEqual(5);
    world.wishes.set(addressId('a'), { properties: { v: 1 } });
    world.operator.trigger();
    await world.clock.advance(100);
    expect(inAzure(world, addressId('a'))).toBeDefined();
  });

  test('nobody writes who may not', async () => {
    let mayWrite = false;
    const world = await inStep({ mayWrite: () => mayWrite });
    world.wishes.set(LOAD_BALANCER, { properties: { frontends: 1 } });
    world.operator.trigger();
    await world.clock.advance(10_000);
    expect(world.azure.count('put')).toBe(0);
    mayWrite = true;
    await world.clock.advance(2000);
    expect(frontends(world)).toBe(1);
  });

  test('a standby is ready and computes, but neither writes to Azure nor to Kubernetes', async () => {
    const world = await inStep({ standby: true });
    world.wishes.set(LOAD_BALANCER, { properties: { frontends: 1 } });
    world.publications = [PUBLICATION];
    world.operator.trigger();
    await world.clock.advance(10_000);
    expect(world.operator.readiness().isReady).toBe(true);
    expect(world.passes.length).toBeGreaterThan(1);
    expect(world.azure.count('put')).toBe(0);
    expect(world.kubernetes.published).toEqual([]);
    world.operator.lead();
    await world.clock.advance(2000);
    expect(frontends(world)).toBe(1);
    expect(world.kubernetes.published).toEqual([PUBLICATION]);
  });

  test('who takes over looks at Azure first: what the last leader wrote is not written over', async () => {
    const world = await inStep({ standby: true });
    world.wishes.set(addressId('a'), { properties: { v: 1 } });
    world.azure.place(resource(addressId('a'), { v: 1 }));
    const reads = world.azure.count('list');
    world.operator.lead();
    await world.clock.advance(5000);
    expect(world.azure.count('list')).toBeGreaterThan(reads);
    expect(world.azure.count('put')).toBe(0);
    expect(world.passes.at(-1)!.azure.resources.has(armKey(addressId('a')))).toBe(true);
  });

  test('a read that a standby began is not what the leader goes by', async () => {
    const world = await inStep({ standby: true });
    world.azure.readTime = 3000;
    // Drift reads are under way when the last leader writes for the last time, and dies.
    await world.clock.advance(SETTINGS.drift.interval * 1000);
    const passes = world.passes.length;
    world.operator.lead();
    await world.clock.advance(2900);
    world.azure.place(resource(addressId('a'), { v: 1 }));
    expect(world.passes).toHaveLength(passes);
    await world.clock.advance(4000);
    expect(world.passes.length).toBeGreaterThan(passes);
  });

  test('stopping waits for what is under way and starts nothing more', async () => {
    const world = await inStep({ concurrency: 1 });
    world.azure.writeTime = 3000;
    world.wishes.set(addressId('a'), { properties: { v: 1 } });
    world.wishes.set(addressId('b'), { properties: { v: 1 } });
    world.operator.trigger();
    await world.clock.advance(100);
    let isStopped = false;
    void world.operator.stop().then(() => (isStopped = true));
    await world.clock.advance(2000);
    expect(isStopped).toBe(false);
    await world.clock.advance(5000);
    expect(isStopped && world.azure.isClosed && world.kubernetes.isClosed).toBe(true);
    expect(world.azure.count('put')).toBe(1);
    expect(inAzure(world, addressId('a'))).toBeDefined();
    expect(world.clock.pending).toBe(0);
  });
});

describe('drift', () => {
  test('nothing is asked between checks, and what was changed behind our back is repaired at one', async () => {
    const world = await inStep();
    world.wishes.set(LOAD_BALANCER, { properties: { frontends: 1 } });
    world.operator.trigger();
    await world.clock.advance(1000);
    const calls = world.azure.calls.length;
    await world.clock.advance(500_000);
    expect(world.azure.calls.length).toBe(calls);
    world.azure.place(resource(LOAD_BALANCER, { frontends: 'theirs' }));
    await world.clock.advance(180_000);
    expect(frontends(world)).toBe(1);
    world.azure.resources.delete(armKey(LOAD_BALANCER));
    await world.clock.advance(700_000);
    expect(frontends(world)).toBe(1);
    expect(world.azure.count('put', LOAD_BALANCER)).toBe(3);
  });

  test.each([
    { readTime: 3000, writeTime: 10_000, because: 'the write is still under way' },
    { readTime: 10_000, writeTime: 3000, because: 'the read began before the write ended' },
  ])('a read never undoes what a write has told us: $because', async ({ readTime, writeTime }) => {
    const world = await inStep();
    await world.clock.advance(598_000);
    world.azure.readTime = readTime;
    world.azure.writeTime = writeTime;
    world.wishes.set(LOAD_BALANCER, { properties: { frontends: 1 } });
    const reads = world.azure.count('get', LOAD_BALANCER);
    for (let waited = 0; world.azure.count('get', LOAD_BALANCER) === reads && waited < 10_000; waited += 100) {
      await world.clock.advance(100);
    }
    expect(world.azure.count('get', LOAD_BALANCER)).toBe(reads + 1);
    world.operator.trigger();
    await world.clock.advance(30_000);
    world.operator.trigger();
    await world.clock.advance(30_000);
    expect(find(world.passes.at(-1)!.azure, LOAD_BALANCER)?.properties).toEqual({ frontends: 1 });
    expect(world.azure.count('put')).toBe(1);
  });
});

describe('what is published', () => {
  const object = 'Service/d/web' as SourceRef;
  const status = (text: string): Publication => ({ kind: 'CustomStatus', object, uid: 'u', status: { text } });
  const event = (message: string): Publication => {
    return { kind: 'Event', object, uid: 'u', type: 'Normal', reason: 'Programmed', action: 'A', message };
  };
  const say = async (world: World, publications: Publication[]): Promise<void> => {
    world.publications = publications;
    world.operator.trigger();
    await world.clock.advance(500);
  };
  const texts = ({ kubernetes }: World): unknown[] =>
    kubernetes.published.map((one) => (one.kind === 'CustomStatus' ? one.status['text'] : one.kind));

  test('only the newest is sent after what was under way', async () => {
    const world = await inStep();
    let open = (): void => undefined;
    world.kubernetes.gate = new Promise((resolve) => (open = resolve));
    for (const text of ['1', '2', '3', '4']) await say(world, [status(text)]);
    open();
    await world.clock.advance(500);
    expect(texts(world)).toEqual(['1', '4']);
  });

  test('what a newer pass no longer says is not sent', async () => {
    const world = await inStep();
    world.kubernetes.failures = 1;
    await say(world, [status('1')]);
    const sent = texts(world).length;
    world.kubernetes.failures = 1000;
    await say(world, [status('2')]);
    await say(world, []);
    world.kubernetes.failures = 0;
    await world.clock.advance(120_000);
    expect(texts(world).slice(sent)).not.toContain('2');
  });

  test('the same is not sent twice while the cluster has yet to show it, and again if it never does', async () => {
    const world = await inStep();
    for (let n = 0; n < 5; n++) await say(world, [status('1')]);
    expect(texts(world)).toEqual(['1']);
    await world.clock.advance(6000);
    expect(texts(world)).toEqual(['1', '1']);
  });

  test('what fails is tried again', async () => {
    const world = await inStep();
    world.kubernetes.failures = 3;
    await say(world, [status('1')]);
    await world.clock.advance(3000);
    expect(texts(world)).toEqual(['1']);
  });

  test('nothing more is tried for an object that is gone', async () => {
    const world = await inStep();
    world.kubernetes.gone.add(object);
    await say(world, [status('1'), event('a')]);
    world.publications = [];
    await world.clock.advance(60_000);
    expect(world.operator.isIdle()).toBe(true);
    expect(world.kubernetes.published).toEqual([]);
  });

  test('an event that each pass repeats is sent once', async () => {
    const world = await inStep();
    for (let n = 0; n < 5; n++) await say(world, [event('a'), event('b')]);
    expect(texts(world)).toEqual(['Event', 'Event']);
  });
});
