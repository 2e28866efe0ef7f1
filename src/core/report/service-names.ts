// How do the names of a Service stand in its status? As one condition beside the others, whoever serves the Service; it goes
// when the Service asks for no names any more.
import type { Condition, Service } from '../cluster/cluster-state.js';
import { refOf } from '../cluster/reading.js';
import { condition, NAMES_PROGRAMMED } from './conditions.js';
import type { Finding } from './conditions.js';
import type { NamesFinding } from './names-status.js';
import type { Said } from './said.js';
import { serviceStatus } from './service-publication.js';

/** Other people's conditions and ours of the load balancer as they are; `finding` undefined: it has no names. */
export function withNames(
  conditions: readonly Condition[],
  service: Service,
  finding: Finding | undefined,
  now: number,
): readonly Condition[] {
  const others = conditions.filter(({ type }) => type !== NAMES_PROGRAMMED);
  return finding ? [...others, condition(finding, service.conditions, service.meta.generation, now)] : others;
}

/** Of a Service whose load balancer isn't ours. Undefined where there is nothing to say, and nothing was said. */
export function reportServiceNames(service: Service, names: NamesFinding | undefined, now: number): Said | undefined {
  const finding = names?.finding;
  if (!finding && !service.conditions.some(({ type }) => type === NAMES_PROGRAMMED)) return undefined;
  const object = refOf(service);
  const conditions = withNames(service.conditions, service, finding, now);
  return {
    status: { object, conditions, ...(names && { names: names.results }) },
    publications: serviceStatus(service, object, service.ingress, conditions),
  };
}
