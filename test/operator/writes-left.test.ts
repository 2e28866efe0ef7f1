import { expect, test } from '@jest/globals';
import type { ArmId } from '../../src/core/values/arm-id.js';
import { Throttle } from '../../src/operator/throttle.js';
import { VirtualClock } from './virtual-clock.js';

test('a zone says how many writes it takes now, and takes as many as ever a minute later', async () => {
  const clock = new VirtualClock();
  const throttle = new Throttle(clock);
  const zone = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/dnsZones/example.com' as ArmId;
  expect(throttle.writesLeft(zone)).toBeUndefined();
  for (let n = 0; n < 3; n++) await throttle.admit('write', `${zone}/A/h${n}` as ArmId);
  await throttle.admit('read', `${zone}/recordsets` as ArmId);
  expect(throttle.writesLeft(zone)).toBe(197);
  throttle.observe({ kind: 'write', id: `${zone}/A/h1` as ArmId, status: 429, retryAfter: 30, milliseconds: 1 });
  expect(throttle.writesLeft(zone)).toBe(0);
  await clock.advance(60_001);
  expect(throttle.writesLeft(zone)).toBe(200);
});
