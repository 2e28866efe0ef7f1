// Does a release for one of two zones of the same name release the other's deletes?
import { expect, test } from '@jest/globals';
import { guardedThings } from '../../../src/core/plan/guarded.js';
import type { NetworkModel } from '../../../src/core/network/network-model.js';
import type { Settings } from '../../../src/core/settings.js';
import type { ArmId } from '../../../src/core/values/arm-id.js';

test('a public and a private zone of one name are released each for itself', () => {
  const zones = ['dnsZones', 'privateDnsZones'].map((kind) => `/g/${kind}/example.com` as ArmId);
  const model = { dnsZones: { zones: zones.map((id) => ({ id, owned: 10 })) } } as unknown as NetworkModel;
  const settings = {
    dns: { zones: zones.map((id, at) => ({ id, name: 'example.com', visibility: at ? 'Private' : 'Public' })) },
  } as unknown as Settings;
  const guarded = guardedThings(model, settings);
  const keys = zones.map((id) => guarded({ kind: 'RecordSet', id: `${id}/A/www` as ArmId, because: [] }).key);
  expect(new Set(keys).size).toBe(2);
});
