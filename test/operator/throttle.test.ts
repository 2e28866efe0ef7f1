import { describe, expect, test } from '@jest/globals';
import type { ArmId } from '../../src/core/values/arm-id.js';
import { Throttle } from '../../src/operator/throttle.js';
import type { CallKind } from '../../src/operator/ports.js';
import { VirtualClock } from './virtual-clock.js';

const GROUP = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network';
const address = (n: number | string): ArmId => `${GROUP}/publicIPAddresses/p${n}` as ArmId;
const record = (n: number | string, zone = 'z'): ArmId => `${GROUP}/dnsZones/${zone}/A/r${n}` as ArmId;

function start() {
  const clock = new VirtualClock();
  const throttle = new Throttle(clock);
  const began = clock.now();
  const admitted: { id: string; at: number }[] = [];
  const ask = (kind: CallKind, id: ArmId): void =>
    void throttle.admit(kind, id).then(() => admitted.push({ id, at: clock.now() - began }));
  const times = (count: number, run: (n: number) => void): void => {
    for (let n = 0; n < count; n++) run(n);
  };
  const by = (at: number): number => admitted.filter((one) => one.at <= at).length;
  return { clock, throttle, admitted, ask, times, by };
}

describe('the throttle', () => {
  test('lets a full bucket go at once and the rest at its pace, to the millisecond', async () => {
    const { clock, ask, times, by, admitted } = start();
    times(250, (n) => ask('write', address(n)));
    await clock.advance(10_000);
    expect(by(0)).toBe(200);
    expect(by(99)).toBe(200);
    expect(by(100)).toBe(201);
    expect(by(4999)).toBe(249);
    expect(admitted.at(-1)!.at).toBe(5000);
  });

  test('never sends the network provider more than 1,000 writes in any five minutes', async () => {
    const { clock, ask, times, admitted } = start();
    times(1100, (n) => ask(n % 2 ? 'delete' : 'write', address(n)));
    await clock.advance(400_000);
    expect(admitted).toHaveLength(1100);
    admitted.forEach(({ at }, n) => {
      const earlier = admitted[n - 1000];
      if (earlier) expect(at - earlier.at).toBeGreaterThanOrEqual(300_000);
    });
  });

  test('gives a zone 200 writes a minute without holding up what is outside it', async () => {
    const { clock, throttle, ask, times, by, admitted } = start();
    // The subscription's bucket would be the narrower one at first: it has filled up again after 200.
    times(150, (n) => ask('write', record(n)));
    await clock.advance(20_000);
    times(60, (n) => ask('write', record(150 + n)));
    ask('write', record(0, 'other'));
    ask('write', address(0));
    await clock.advance(1000);
    expect(by(20_000)).toBe(202);
    expect(throttle.queued).toBe(10);
    await clock.advance(39_000);
    expect(admitted.at(-1)!.at).toBe(60_000);
    expect(throttle.queued).toBe(0);
  });

  test('sends what closes before what adds, and looks last', async () => {
    const { clock, throttle, ask, times, admitted } = start();
    times(200, (n) => ask('write', address(n)));
    throttle.mark(address('adds'), 'Adds');
    throttle.mark(address('closes'), 'Closes');
    for (const name of ['looks', 'adds', 'closes']) ask('write', address(name));
    await clock.advance(1000);
    expect(admitted.slice(200).map(({ id }) => id)).toEqual(['closes', 'adds', 'looks'].map((n) => address(n)));
  });

  test('waits as long as a 429 for quota says, for that kind of request only', async () => {
    const { clock, throttle, ask, by } = start();
    const answer = { kind: 'write', id: address(0), status: 429, code: 'SubscriptionRequestsThrottled' } as const;
    throttle.observe({ ...answer, retryAfter: 7, milliseconds: 1 });
    ask('write', address(1));
    ask('read', address(1));
    await clock.advance(6999);
    expect(by(6999)).toBe(1);
    await clock.advance(1);
    expect(by(7000)).toBe(2);
  });

  test('is not slowed by a 429 for a lock', async () => {
    const { clock, throttle, ask, by } = start();
    const answer = { kind: 'write', id: address(0), status: 429, code: 'RetryableError' } as const;
    throttle.observe({ ...answer, detailCodes: ['ReferencedResourceNotProvisioned'], retryAfter: 60, milliseconds: 1 });
    ask('write', address(1));
    await clock.advance(0);
    expect(by(0)).toBe(1);
  });

  test('believes Azure when it says how little is left', async () => {
    const { clock, throttle, ask, times, by } = start();
    throttle.observe({ kind: 'write', id: address(0), status: 200, remaining: 3, milliseconds: 1 });
    times(10, (n) => ask('write', address(n)));
    await clock.advance(300);
    expect(by(0)).toBe(3);
    expect(by(300)).toBe(6);
  });
});
