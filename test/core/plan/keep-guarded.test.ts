import { expect, test } from '@jest/globals';
import type { ArmResource } from '../../../src/core/network/arm-resource.js';
import type { DesiredResource } from '../../../src/core/network/network-model.js';
import { keepGuarded } from '../../../src/core/plan/keep-guarded.js';
import type { ArmId } from '../../../src/core/values/arm-id.js';
import type { JsonObject } from '../../../src/core/values/json.js';

const ID = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/n' as ArmId;
const rule = (name: string, priority: number): JsonObject => ({ name, properties: { direction: 'Inbound', priority } });

function group(...rules: readonly JsonObject[]): ArmResource {
  return { id: ID, name: 'n', type: 'Microsoft.Network/networkSecurityGroups', properties: { securityRules: rules } };
}

function desired(body: ArmResource | undefined, ...gone: readonly string[]): DesiredResource {
  const removals = gone.map((name) => ({
    kind: 'SecurityRule' as const,
    id: `${ID}/securityRules/${name}` as ArmId,
    because: [],
  }));
  return { id: ID, type: 'x', body, because: [], attribution: new Map(), removals, gathers: [] };
}

test('the rule that is kept back stays, and the new one comes', () => {
  const wish = desired(group(rule('new', 3001)), 'orphan');
  const kept = keepGuarded(group(rule('orphan', 3000)), wish, wish.removals);
  expect(kept?.body).toEqual(group(rule('new', 3001), rule('orphan', 3000)));
  expect(kept?.removals).toEqual([]);
});

test('what no guard keeps goes all the same', () => {
  const wish = desired(group(), 'orphan', 'left');
  const kept = keepGuarded(group(rule('orphan', 3000), rule('left', 3001)), wish, wish.removals.slice(0, 1));
  expect(kept?.body).toEqual(group(rule('orphan', 3000)));
});

test('a rule of a load balancer stays with its frontend and its probe', () => {
  const prefix = 'a97c5afeda12a4355860191fcc0558bb';
  const whole = {
    ...group(),
    properties: {
      frontendIPConfigurations: [{ name: prefix }, { name: 'theirs' }],
      loadBalancingRules: [{ name: `${prefix}-TCP-80` }],
      probes: [{ name: `${prefix}-TCP-80` }],
    },
  };
  const body = {
    ...whole,
    properties: { frontendIPConfigurations: [{ name: 'theirs' }], loadBalancingRules: [], probes: [] },
  };
  const wish = desired(body, `${prefix}-TCP-80`);
  expect(keepGuarded(whole, wish, wish.removals)?.body?.properties).toEqual({
    ...whole.properties,
    frontendIPConfigurations: [{ name: 'theirs' }, { name: prefix }],
  });
});

test.each([
  { because: 'the whole resource is to go', body: undefined },
  { because: 'a new rule has its priority', body: group(rule('new', 3000)) },
])('nothing of the write is left when $because', ({ body }) => {
  const wish = desired(body, 'orphan');
  expect(keepGuarded(group(rule('orphan', 3000)), wish, wish.removals)).toBeUndefined();
});
