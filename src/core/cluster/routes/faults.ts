// What is wrong between a route and its parents, and does it wait? For what may pass, if it hasn't got all that it asks for.
//
//   a parent is                            all hosts lead somewhere   the route   told
//   Stale                                  –                          waits       when it has waited
//   Undecided, or without address          no                         waits       when it has waited
//   Undecided, or without address          yes                        goes on     as a warning
//   Missing                                no                         waits       at once
//   Missing                                yes                        goes on     at once
//   Closed                                 –                          goes on     at once
import type { Problem } from '../../values/problem.js';
import { problem, warning } from '../../values/problem.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { Awaited } from '../names/index.js';
import type { Verdict } from './acceptance.js';
import { nameOf } from './acceptance.js';
import type { Parent, Parents } from './parents.js';
import { gatewayRefOf } from './parents.js';
import type { Served } from './serve.js';

export interface Faults {
  readonly told: readonly Problem[];
  readonly areOfParents: boolean;
  readonly waitsFor?: Awaited;
}

// A parent that speaks of an older generation served it, and will again: without it names would go and come back.
export function faultsOf(verdicts: readonly Verdict[], served: Served, object: SourceRef): Faults {
  const of = (kind: Exclude<Verdict['kind'], 'Open'>): readonly Problem[] =>
    verdicts.flatMap((verdict) => (verdict.kind === kind ? verdict.problem : []));
  const missing = unique(of('Missing'));
  const undecided = unique([...of('Stale'), ...of('Undecided'), ...withoutAddress(served.withoutAddress, object)]);
  const closed = unique(of('Closed'));
  const areOfParents = missing.length + closed.length > 0;
  const hasAll = served.groups.length > 0 && served.unserved.length === 0 && !served.leadsNowhere;
  const [first] = [...missing, ...undecided];
  if (first && (of('Stale').length > 0 || !hasAll)) {
    const { reason, message } = undecided[0] ?? first;
    return { told: [...missing, ...closed], areOfParents, waitsFor: { reason, message, overdue: undecided } };
  }
  const withOthers = undecided.map((one) => warning({ ...one }, one.value, one.message));
  return { told: [...missing, ...closed, ...withOthers], areOfParents };
}

function withoutAddress(parents: readonly Parent[], object: SourceRef): readonly Problem[] {
  return parents.map((parent) => {
    const name = nameOf(gatewayRefOf(parent)!);
    const message =
      parent.gateway!.addresses.length === 0
        ? `spec.parentRefs: ${name} has no address yet (status.addresses).`
        : `spec.parentRefs: ${name} has no address that spec.dns.sources[].targetCIDRs takes (status.addresses).`;
    return problem({ object, key: 'spec.parentRefs', reason: 'NotFound' }, name, message);
  });
}

/** Two references to one parent have much in common. */
function unique(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((one) => [one.message, one])).values()];
}

// Where another parent may serve them, now or after the wait, nothing is wrong with the host.
export function unservedHosts(
  { ours, hasOthers }: Parents,
  { unserved }: Served,
  { areOfParents, waitsFor }: Faults,
  object: SourceRef,
): readonly Problem[] {
  if (hasOthers || areOfParents || waitsFor) return [];
  const names = [...new Set(ours.map(({ ref }) => nameOf(ref)))].join(', ');
  return unserved.map(({ host, key }) => {
    const message = `${key}: ${host} is refused: no listener of ${names} that takes this route has it. Allowed are the hosts of spec.listeners[].hostname there.`;
    return problem({ object, key, reason: 'HostRefused' }, host, message);
  });
}
