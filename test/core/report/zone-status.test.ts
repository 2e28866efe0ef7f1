// What does the AzureNetwork show of each zone?
import { expect, test } from '@jest/globals';
import { azureState } from '../../../src/core/network/azure-state.js';
import type { Failure } from '../../../src/core/plan/failure.js';
import { zonesIn, zonesLine } from '../../../src/core/report/zone-status.js';
import type { ArmId } from '../../../src/core/values/arm-id.js';
import { armKey } from '../../../src/core/values/arm-id.js';
import { reconcile } from '../../../src/reconcile.js';
import { naming, passInput, settings, zone } from '../../builders.js';

const [COM, ORG] = [zone('example.com'), zone('example.org')];
const SETTINGS = settings({ dns: naming({ zones: [COM, ORG] }) });
const record = (name: string, cluster?: string) => ({
  id: `${COM.id}/A/${name}` as ArmId,
  name,
  type: 'Microsoft.Network/dnszones/A',
  properties: {
    TTL: 300,
    ARecords: [{ ipv4Address: '192.0.2.1' }],
    ...(cluster && { metadata: { 'azurenetwork-cluster': cluster } }),
  },
});
const failed = (code: string, since: number): Failure => {
  return { code, message: 'No.', terminal: true, isRefusal: true, wish: '', since };
};

test('a zone shows how much of it is ours, the newest error and what may still be written', () => {
  const azure = azureState([record('a', 'prod-1'), record('b', 'prod-1'), record('c', 'other'), record('d')]);
  const failures = new Map([
    [armKey(`${ORG.id}/A/x`), failed('ScopeLocked', 2)],
    [armKey(`${ORG.id}/A/y`), failed('Conflict', 1)],
  ]);
  const writesLeft = new Map([[armKey(COM.id), 137]]);
  const input = passInput({ azure, failures, settings: SETTINGS, writesLeft });
  const zones = zonesIn({ ...input, model: reconcile(input).model });
  expect(zones).toEqual([
    { id: COM.id, name: 'example.com', visibility: 'Public', recordSets: 2, writesLeft: 130 },
    { id: ORG.id, name: 'example.org', visibility: 'Public', recordSets: 0, lastError: 'ScopeLocked: No.' },
  ]);
  expect(zonesLine(zones)).toBe('example.com: 2, example.org: 0 (ScopeLocked)');
});

test('a zone that can’t be read says why', () => {
  const unreadable = new Map([
    [armKey(`${COM.id}/recordsets`), { status: 403, code: 'AuthorizationFailed', message: 'No.' }],
  ]);
  const input = passInput({ azure: { ...azureState([]), unreadable }, settings: SETTINGS });
  const [first] = zonesIn({ ...input, model: reconcile(input).model });
  expect(first?.lastError).toBe('AuthorizationFailed: No.');
});
