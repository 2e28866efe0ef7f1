// Which frontends, rules and probes are on a load balancer when it is written? Rules first: whatever a rule that stays
// needs stays with it, and so does what somebody else's parts need.
import type { ArmId } from '../../values/arm-id.js';
import { childId } from '../../values/arm-id.js';
import type { ArmResource } from '../arm-resource.js';
import { SHARED_PROBE } from '../names.js';
import type { Child } from '../overlay.js';
import { overlayChildren } from '../overlay.js';
import type { Collection } from './arm.js';
import { children } from './arm.js';
import { referencesOf } from './observed.js';
import type { Standing } from './standing.js';
import type { Written } from './written.js';

export type Children = Readonly<Record<Collection, readonly Child[]>>;

export function observedChildren(observed: ArmResource | undefined): Children {
  return {
    frontendIPConfigurations: children(observed, 'frontendIPConfigurations'),
    loadBalancingRules: children(observed, 'loadBalancingRules'),
    probes: children(observed, 'probes'),
  };
}

export function childrenAfter(
  id: ArmId,
  observed: ArmResource | undefined,
  written: Written,
  standing: Standing,
): Children {
  const before = observedChildren(observed);
  const loadBalancingRules = overlayChildren(
    before.loadBalancingRules,
    written.loadBalancingRules,
    ({ name }) => standing.goes(name) && !written.waiting.has(name.toLowerCase()),
  );
  const needed = referencesOf(observed, loadBalancingRules);
  const isNeeded = (collection: Collection, name: string): boolean =>
    needed.has(childId(id, collection, name).toLowerCase());
  return {
    frontendIPConfigurations: overlayChildren(
      before.frontendIPConfigurations,
      written.frontendIPConfigurations,
      ({ name }) =>
        (standing.goes(name) || standing.goesWithTheLast(name)) && !isNeeded('frontendIPConfigurations', name),
    ),
    loadBalancingRules,
    probes: overlayChildren(
      before.probes,
      written.probes,
      ({ name }) => (standing.goes(name) || name === SHARED_PROBE) && !isNeeded('probes', name),
    ),
  };
}
