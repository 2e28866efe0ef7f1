// Who leads? Several electors, one lease, one clock that is told when to move, and a process that can be put to sleep.
import { describe, expect, test } from '@jest/globals';
import type { Lease, LeaseApi, LeaseRecord } from '../../src/operator/lease.js';
import { LeaseError } from '../../src/operator/lease.js';
import { DEFAULT_LEASE_TIMING, Elector, timingProblem } from '../../src/operator/leader.js';
import { SILENT } from '../../src/operator/log.js';
import { settle, VirtualClock } from './virtual-clock.js';

/** The server's side: one Lease, and a version that moves with each write. */
class FakeLease {
  lease: Lease | undefined;
  private version = 0;
  writes: LeaseRecord[] = [];

  set(record: LeaseRecord): Lease {
    this.writes.push(record);
    return (this.lease = { record, resourceVersion: String(++this.version) });
  }
}

/** One process: its clock can stand still while the others' goes on. */
function contender(world: { clock: VirtualClock; server: FakeLease }, identity: string) {
  const { clock, server } = world;
  const events: string[] = [];
  const held: (() => void)[] = [];
  const one = {
    identity,
    events,
    /** What each call throws. */
    failure: undefined as Error | undefined,
    /** A stopped process' timers don't run. */
    isAsleep: false,
    /** By how much its wall clock was set forward. */
    leap: 0,
    wake: (): void => {
      one.isAsleep = false;
      held.splice(0).forEach((run) => run());
    },
    elector: undefined as unknown as Elector,
  };
  const answer = async <T>(act: () => T): Promise<T> => {
    await Promise.resolve();
    if (one.failure) throw one.failure;
    return act();
  };
  const lease: LeaseApi = {
    read: () => answer(() => server.lease),
    create: (record) =>
      answer(() => {
        if (server.lease) throw new LeaseError('Conflict', 'it is there already');
        return server.set(record);
      }),
    update: (record, resourceVersion) =>
      answer(() => {
        if (server.lease?.resourceVersion !== resourceVersion) throw new LeaseError('Conflict', 'it has been modified');
        return server.set(record);
      }),
    close: () => Promise.resolve(),
  };
  one.elector = new Elector({
    lease,
    identity,
    clock: {
      now: () => clock.now(),
      after: (milliseconds, run) => clock.after(milliseconds, () => (one.isAsleep ? void held.push(run) : run())),
    },
    elapsed: () => clock.now() + one.leap,
    steady: () => clock.now(),
    random: () => 0.5,
    log: SILENT,
    led: () => events.push('led'),
    lost: (because) => events.push(`lost: ${because}`),
    slowPath: () => events.push('slow path'),
  });
  one.elector.start();
  return one;
}

async function world(...names: string[]) {
  const base = { clock: new VirtualClock(), server: new FakeLease() };
  const all = [];
  for (const name of names) {
    all.push(contender(base, name));
    await settle();
  }
  return { ...base, join: (name: string) => contender(base, name), all };
}

const roles = (all: readonly { elector: Elector }[]): string[] => all.map(({ elector }) => elector.role);

describe('leader election', () => {
  test('the first leads and renews, the second stands by', async () => {
    const { clock, server, all } = await world('a', 'b');
    await clock.advance(60_000);
    expect(roles(all)).toEqual(['Leader', 'Standby']);
    expect(all.map(({ elector }) => elector.mayWrite())).toEqual([true, false]);
    expect(server.lease!.record).toMatchObject({ holder: 'a', durationSeconds: 15, transitions: 0 });
    expect(all[0]!.events).toEqual(['led']);
  });

  test('a leader that dies is followed when its lease is over, and not before', async () => {
    const { clock, server, all } = await world('a', 'b');
    const [a, b] = all as [(typeof all)[0], (typeof all)[0]];
    await clock.advance(20_000);
    a.isAsleep = true;
    const lastSeen = Date.parse(server.lease!.record.renewTime);
    await clock.advance(12_900);
    expect(b.elector.role).toBe('Standby');
    // The renewal was seen one look late; it isn't another look later that the lease is taken.
    await clock.advance(4_500);
    expect(b.elector.role).toBe('Leader');
    expect(clock.now() - lastSeen).toBeGreaterThanOrEqual(15_000);
    expect(server.lease!.record).toMatchObject({ holder: 'b', transitions: 1 });
  });

  test('one that was stopped for longer than its lease may not write when it wakes, and sees that it has lost', async () => {
    const { clock, all } = await world('a', 'b');
    const [a, b] = all as [(typeof all)[0], (typeof all)[0]];
    await clock.advance(5000);
    a.isAsleep = true;
    await clock.advance(30_000);
    expect(b.elector.role).toBe('Leader');
    // Before any of its timers has run.
    expect(a.elector.mayWrite()).toBe(false);
    a.wake();
    await settle();
    expect(a.elector.role).toBe('Lost');
    expect(a.events.at(-1)).toBe('lost: b holds it now');
    await clock.advance(60_000);
    expect(roles(all)).toEqual(['Lost', 'Leader']);
  });

  test('one that was stopped while nobody else wanted the lease leads on, once it has renewed', async () => {
    const { clock, all } = await world('a');
    const [a] = all as [(typeof all)[0]];
    await clock.advance(5000);
    a.isAsleep = true;
    await clock.advance(100_000);
    expect(a.elector.mayWrite()).toBe(false);
    a.wake();
    await settle();
    expect([a.elector.role, a.elector.mayWrite()]).toEqual(['Leader', true]);
  });

  test('one that was stopped while another came and went has lost', async () => {
    const { clock, all } = await world('a', 'b');
    const [a, b] = all as [(typeof all)[0], (typeof all)[0]];
    a.isAsleep = true;
    await clock.advance(30_000);
    await b.elector.release();
    a.wake();
    await settle();
    expect(a.events.at(-1)).toBe('lost: nobody holds it now');
  });

  test('a leader that cannot reach the server stops writing after the renew deadline, and gives up', async () => {
    const { clock, all } = await world('a');
    const [a] = all as [(typeof all)[0]];
    await clock.advance(4000);
    a.failure = new LeaseError('Failed', 'no answer');
    await clock.advance(9_900);
    expect([a.elector.role, a.elector.mayWrite()]).toEqual(['Leader', true]);
    await clock.advance(200);
    expect(a.elector.mayWrite()).toBe(false);
    await clock.advance(2000);
    expect(a.events.at(-1)).toMatch(/^lost: it could not be renewed for 1\d s: no answer$/);
  });

  test('an answer that comes late renews from when the request left', async () => {
    const { clock, server } = await world();
    const base = contender({ clock, server }, 'a');
    await settle();
    // The request of the next renewal leaves, and the process is stopped before it reads the answer.
    let arrive: () => void = () => undefined;
    const update = Reflect.get(base.elector, 'options') as { lease: LeaseApi };
    const real = update.lease.update.bind(update.lease);
    update.lease.update = async (...call) => {
      const answer = await real(...call);
      await new Promise<void>((resolve) => (arrive = resolve));
      return answer;
    };
    await clock.advance(2000);
    await clock.advance(20_000);
    arrive();
    await settle();
    expect(base.elector.mayWrite()).toBe(false);
  });

  test('a released lease is taken at the next look, long before it would be over', async () => {
    const { clock, all } = await world('a', 'b');
    const [a, b] = all as [(typeof all)[0], (typeof all)[0]];
    await clock.advance(10_000);
    await a.elector.release();
    expect(a.elector.mayWrite()).toBe(false);
    await clock.advance(2500);
    expect(b.elector.role).toBe('Leader');
  });

  test('who releases it may not write while the request is on its way: the server may have given it away already', async () => {
    const { clock, all } = await world('a', 'b');
    const [a] = all as [(typeof all)[0]];
    await clock.advance(10_000);
    expect(a.elector.mayWrite()).toBe(true);
    const released = a.elector.release();
    expect(a.elector.mayWrite()).toBe(false);
    await released;
  });

  test.each([
    { seconds: 0, because: 'the field is missing, which is read as 0' },
    { seconds: -5, because: 'nothing is over before it began' },
  ])(
    'a lease of $seconds s is not taken at once, but when one of ours would be over: $because',
    async ({ seconds }) => {
      const { clock, server, join } = await world();
      server.set({ holder: 'x', durationSeconds: seconds, acquireTime: '', renewTime: '', transitions: 3 });
      const b = join('b');
      await clock.advance(14_900);
      expect(b.elector.role).toBe('Standby');
      await clock.advance(2500);
      expect(b.elector.role).toBe('Leader');
    },
  );

  test('the times in the lease are not believed: a holder whose clock is wrong keeps it', async () => {
    const { clock, server, join } = await world();
    const wrong = { holder: 'x', durationSeconds: 15, acquireTime: '2001-01-01T00:00:00.000000Z', transitions: 3 };
    server.set({ ...wrong, renewTime: '2001-01-01T00:00:00.000000Z' });
    const b = join('b');
    for (let second = 0; second < 60; second += 5) {
      server.set({ ...wrong, renewTime: `2001-01-01T00:01:${String(second).padStart(2, '0')}.000000Z` });
      await clock.advance(5000);
      expect(b.elector.role).toBe('Standby');
    }
    await clock.advance(20_000);
    expect(b.elector.role).toBe('Leader');
    expect(server.lease!.record.transitions).toBe(4);
  });

  test('a wall clock set forward makes no standby impatient: the leader may still write', async () => {
    const { clock, all } = await world('a', 'b');
    const [a, b] = all as [(typeof all)[0], (typeof all)[0]];
    await clock.advance(20_000);
    // Its renewals are late, as they may be.
    a.isAsleep = true;
    await clock.advance(3000);
    b.leap = 60_000;
    await clock.advance(4000);
    expect([a.elector.mayWrite(), b.elector.role]).toEqual([true, 'Standby']);
    await clock.advance(12_000);
    expect([a.elector.mayWrite(), b.elector.role]).toEqual([false, 'Leader']);
  });

  test('a leader whose wall clock was set forward may not write until it has renewed', async () => {
    const { clock, all } = await world('a');
    const [a] = all as [(typeof all)[0]];
    await clock.advance(3000);
    a.leap = 60_000;
    expect(a.elector.mayWrite()).toBe(false);
    await clock.advance(2000);
    expect([a.elector.role, a.elector.mayWrite()]).toEqual(['Leader', true]);
  });

  test('a Lease that somebody deleted is made anew by its holder; a standby waits until it would have been over', async () => {
    const { clock, server, all } = await world('a', 'b');
    const [a, b] = all as [(typeof all)[0], (typeof all)[0]];
    await clock.advance(20_000);
    a.isAsleep = true;
    await clock.advance(1000);
    server.lease = undefined;
    await clock.advance(5000);
    expect([a.elector.mayWrite(), b.elector.role]).toEqual([true, 'Standby']);
    a.wake();
    await settle();
    expect(server.lease).toMatchObject({ record: { holder: 'a' } });
    a.isAsleep = true;
    server.lease = undefined;
    await clock.advance(18_000);
    expect([a.elector.mayWrite(), b.elector.role]).toEqual([false, 'Leader']);
  });

  test('of two that see it free one wins', async () => {
    const { clock, all } = await world('a', 'b', 'c');
    await all[0]!.elector.release();
    await clock.advance(2500);
    expect(roles(all).filter((role) => role === 'Leader')).toHaveLength(1);
  });

  test("somebody's label on the lease costs a look, not the lead", async () => {
    const { clock, server, all } = await world('a', 'b');
    await clock.advance(1000);
    server.set(server.lease!.record);
    await clock.advance(2000);
    expect(roles(all)).toEqual(['Leader', 'Standby']);
    expect(all[0]!.events).toEqual(['led', 'slow path']);
  });

  test('without the permission it stands by, says why, and leads when it is granted', async () => {
    const { clock, join } = await world();
    const a = join('a');
    a.failure = new LeaseError('Forbidden', 'the permission to get leases is missing');
    await clock.advance(60_000);
    expect([a.elector.role, a.elector.trouble]).toEqual(['Standby', 'the permission to get leases is missing']);
    a.failure = undefined;
    await clock.advance(2500);
    expect([a.elector.role, a.elector.trouble]).toEqual(['Leader', '']);
  });

  test.each([
    { change: {}, problem: undefined, because: "client-go's numbers" },
    { change: { duration: 10_000 }, problem: 'the lease must last longer', because: 'nothing is left for the way' },
    { change: { renewDeadline: 2000 }, problem: 'the renew deadline', because: 'one failed renewal would be the end' },
    { change: { retryPeriod: 0 }, problem: 'the retry period', because: 'it would never rest' },
    { change: { duration: 15_500 }, problem: 'whole seconds', because: 'a Lease has no fractions' },
  ])('timing: $because', ({ change, problem }) => {
    const found = timingProblem({ ...DEFAULT_LEASE_TIMING, ...change });
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(problem);
  });
});
