import { describe, expect, test } from '@jest/globals';
import type { ArmResource } from '../../../src/core/network/arm-resource.js';
import { azureState } from '../../../src/core/network/azure-state.js';
import { loadBalancerId } from '../../../src/core/network/names.js';
import type { Operation } from '../../../src/core/network/operation.js';
import { isReady } from '../../../src/core/plan/gate.js';
import type { ArmId, ArmKey } from '../../../src/core/values/arm-id.js';
import { armKey, networkId } from '../../../src/core/values/arm-id.js';
import { settings } from '../../builders.js';

const SETTINGS = settings();
const ID = networkId(SETTINGS.subscriptionId, SETTINGS.resourceGroup, 'publicIPAddresses', 'old');
const ADDRESS = resource(ID, 'publicIPAddresses', { ipAddress: '198.18.0.1' });
const LOAD_BALANCER = loadBalancerId(SETTINGS, 'Public');

function resource(id: ArmId, type: string, properties: object): ArmResource {
  return { id, name: id.split('/').at(-1)!, type: `Microsoft.Network/${type}`, properties } as ArmResource;
}

function deletion(of: ArmResource): Operation {
  const { id, type } = of;
  return { id, type, action: 'Delete', because: [], changes: [], gathers: [], closes: true };
}

function goes(inFlight: readonly ArmId[], ...there: readonly ArmResource[]): boolean {
  const keys: ReadonlySet<ArmKey> = new Set(inFlight.map(armKey));
  return isReady(deletion(ADDRESS), azureState([ADDRESS, ...there]), SETTINGS, keys);
}

describe('a public IP', () => {
  test('goes when nobody needs it', () => {
    expect(goes([])).toBe(true);
  });

  test('waits while a frontend names it', () => {
    const frontend = { name: 'f', properties: { publicIPAddress: { id: ID.toUpperCase() } } };
    const named = resource(LOAD_BALANCER, 'loadBalancers', { frontendIPConfigurations: [frontend] });
    expect(goes([], named)).toBe(false);
  });

  test('waits while a load balancer is being written: that one may name it', () => {
    expect(goes([LOAD_BALANCER])).toBe(false);
    expect(goes([loadBalancerId(SETTINGS, 'Internal')])).toBe(false);
    expect(goes([SETTINGS.securityGroups[0]!.id])).toBe(true);
  });
});

test('anything else goes at once', () => {
  const loadBalancer = resource(LOAD_BALANCER, 'loadBalancers', {});
  const isGoing = isReady(
    deletion(loadBalancer),
    azureState([loadBalancer]),
    SETTINGS,
    new Set([armKey(LOAD_BALANCER)]),
  );
  expect(isGoing).toBe(true);
});
