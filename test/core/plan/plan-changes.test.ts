import { describe, expect, test } from '@jest/globals';
import type { Exposures } from '../../../src/core/exposure.js';
import type { ArmResource } from '../../../src/core/network/arm-resource.js';
import { azureState } from '../../../src/core/network/azure-state.js';
import type { DesiredResource, NetworkModel, Wish } from '../../../src/core/network/network-model.js';
import { planChanges } from '../../../src/core/plan/plan-changes.js';
import type { Settings } from '../../../src/core/settings.js';
import type { ArmId } from '../../../src/core/values/arm-id.js';
import type { SourceRef } from '../../../src/core/values/source-ref.js';

const ID = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/publicIPAddresses/web' as ArmId;
const WEB = ['Service/default/web' as SourceRef];

function publicIP(provisioningState: string): ArmResource {
  return {
    id: ID,
    name: 'web',
    type: 'Microsoft.Network/publicIPAddresses',
    etag: 'W/"1"',
    properties: { provisioningState },
  };
}

function planFor(observed: ArmResource, because: readonly SourceRef[] = WEB) {
  const desired: DesiredResource = {
    id: ID,
    type: observed.type,
    body: observed,
    because,
    attribution: new Map(),
    removals: [],
    gathers: [],
  };
  const none: Wish = { resources: [], problems: [], owned: {}, withheld: [] };
  const model: NetworkModel = {
    publicIPs: { ...none, resources: [desired] },
    loadBalancers: none,
    securityGroups: none,
    dnsZones: { ...none, fading: [], zones: [] },
  };
  const settings = { safety: { maxDeletePercent: 30 }, securityGroups: [] } as unknown as Settings;
  const exposures = { isPresent: () => false } as unknown as Exposures;
  const azure = azureState([observed]);
  return planChanges({
    model,
    exposures,
    settings,
    azure,
    seenDeleted: new Set(),
    inFlight: new Set(),
    drift: new Map(),
    now: 0,
  });
}

describe('a resource that says the same as the wish', () => {
  test('is left alone', () => {
    expect(planFor(publicIP('Succeeded')).operations).toEqual([]);
  });

  test.each(['Failed', 'Canceled'])('is written again when its last write ended %s', (state) => {
    const { operations, unfinished } = planFor(publicIP(state));
    expect(operations).toMatchObject([{ action: 'Update', id: ID, etag: 'W/"1"', because: WEB }]);
    expect(operations[0]!.changes).toEqual([
      { path: '/properties/provisioningState', before: state, after: 'Succeeded' },
    ]);
    expect([...unfinished]).toEqual(WEB);
  });

  test('is left alone in any state while nobody asks for a part of it', () => {
    expect(planFor(publicIP('Failed'), []).operations).toEqual([]);
  });
});
