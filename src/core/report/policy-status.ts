// Is an ExposurePolicy as it should be? It grants nothing while it isn't.
import type { CustomObject } from '../cluster/cluster-state.js';
import { sourceRef } from '../values/source-ref.js';
import { accepted, condition } from './conditions.js';
import { customStatus } from './custom-status.js';
import { problemEvents } from './events.js';
import type { Facts } from './facts.js';
import type { Said } from './said.js';

export function reportPolicy(policy: CustomObject, facts: Facts, now: number): Said {
  const object = sourceRef('ExposurePolicy', undefined, policy.meta.name);
  const problems = facts.problemsOf(object);
  const conditions = [condition(accepted(problems, 'Accepted'), policy.conditions, policy.meta.generation, now)];
  return {
    status: { object, conditions },
    publications: [...customStatus(policy, object, conditions, {}), ...problemEvents(problems, policy.meta.uid)],
  };
}
