// Does a parent serve a route? What its controller says of this generation of the route counts, and what stands in the
// parent itself: an old status isn't believed, neither in what it grants nor in what it doesn't.
//
//   the parent                      the route's status for it        listener fits   verdict      what the route has
//   isn't there                     –                                –               Missing      stays for the grace period
//   a ListenerSet not let in        –                                –               Missing      "
//   there                           none, Unknown                    –               Undecided    "
//   there                           of an older generation           –               Stale        "
//   there                           Accepted=False                   –               Missing      "
//   there                           Accepted=True                    no              Closed       goes
//   there                           Accepted=True                    yes             Open         follows
import type { Problem } from '../../values/problem.js';
import { problem } from '../../values/problem.js';
import type { Condition, ParentRef, Route } from '../cluster-state.js';
import type { NamesContext } from '../names/index.js';
import { refOf } from '../reading.js';
import type { OpenListener } from './listeners.js';
import { isAllowed, listenersFor } from './listeners.js';
import type { Parent } from './parents.js';
import { gatewayRefOf } from './parents.js';

export type Verdict =
  | { readonly kind: 'Open'; readonly parent: Parent; readonly listeners: readonly OpenListener[] }
  | { readonly kind: 'Missing' | 'Undecided' | 'Stale' | 'Closed'; readonly problem: Problem };

export function judge(route: Route, parent: Parent, context: NamesContext): Verdict {
  const name = nameOf(parent.ref);
  const refuse = (kind: Exclude<Verdict['kind'], 'Open'>, reason: 'NotFound' | 'HostRefused', why: string): Verdict => {
    const origin = { object: refOf(route), key: 'spec.parentRefs', reason };
    return { kind, problem: problem(origin, name, `spec.parentRefs: ${name} ${why}.`) };
  };

  const fault = faultOf(parent, context);
  if (fault) return refuse(fault.kind, fault.reason, fault.why);
  const accepted = acceptanceOfRoute(route, parent.ref);
  if (accepted.kind !== 'Accepted') return refuse(accepted.kind, 'HostRefused', accepted.why);
  const listeners = listenersFor(route, parent, context);
  if ('why' in listeners) return refuse('Closed', listeners.reason, listeners.why);
  return { kind: 'Open', parent, listeners };
}

// Several controllers may speak of one parent: one that accepts is enough.
function acceptanceOfRoute({ kind, meta, parents }: Route, parent: ParentRef): Acceptance {
  const said = parents
    .filter(({ ref }) => isSame(ref, parent))
    .map(({ conditions }) => acceptanceOf(conditions, meta.generation, `this ${kind}`, 'status.parents'));
  return (
    said.find((one) => one.kind === 'Accepted') ??
    said.find((one) => one.kind === 'Stale') ??
    said[0] ??
    acceptanceOf([], meta.generation, `this ${kind}`, 'status.parents')
  );
}

interface Fault {
  readonly kind: 'Missing' | 'Undecided' | 'Stale';
  readonly reason: 'NotFound' | 'HostRefused';
  /** As in "Gateway default/edge …". */
  readonly why: string;
}

/** What is wrong with the parent whoever belongs to it. */
function faultOf(parent: Parent, context: NamesContext): Fault | undefined {
  const { ref, listenerSet, gateway } = parent;
  if (!(ref.kind === 'ListenerSet' ? listenerSet : gateway))
    return {
      kind: 'Missing',
      reason: 'NotFound',
      why: "isn't there. Allowed are Gateways and ListenerSets of the cluster",
    };
  if (!listenerSet) return undefined;
  const owner = nameOf(gatewayRefOf(parent)!);
  if (!gateway) return { kind: 'Missing', reason: 'NotFound', why: `belongs to ${owner}, which isn't there` };
  const { meta, conditions } = listenerSet;
  if (!isAllowed(ref.namespace, gateway.listenerSets, gateway, context))
    return {
      kind: 'Missing',
      reason: 'HostRefused',
      why: `may not add to ${owner}: spec.allowedListeners there doesn't take namespace ${ref.namespace}`,
    };
  const accepted = acceptanceOf(conditions, meta.generation, 'it', 'status.conditions');
  return accepted.kind === 'Accepted'
    ? undefined
    : { kind: accepted.kind, reason: 'HostRefused', why: `is not in force: ${owner} ${accepted.why}` };
}

type Acceptance =
  { readonly kind: 'Accepted' } | { readonly kind: 'Missing' | 'Undecided' | 'Stale'; readonly why: string };

/** A condition that names no generation is believed: it is all that its controller says. */
function acceptanceOf(
  conditions: readonly Condition[],
  generation: number | undefined,
  what: string,
  where: string,
): Acceptance {
  const condition = conditions.find(({ type }) => type === 'Accepted');
  if (!condition || condition.status === 'Unknown')
    return { kind: 'Undecided', why: `hasn't said yet whether it accepts ${what} (${where})` };
  const { observedGeneration: seen, status, reason, message } = condition;
  if (seen !== undefined && generation !== undefined && seen < generation)
    return {
      kind: 'Stale',
      why: `has seen ${what} as of generation ${seen} only, which is at ${generation} now (${where})`,
    };
  if (status === 'True') return { kind: 'Accepted' };
  const because = [reason, message].filter((text) => text !== '').join(': ');
  return {
    kind: 'Missing',
    why: `doesn't accept ${what}${because === '' ? `, without a reason (${where})` : ` (${because.replace(/\.$/, '')})`}`,
  };
}

function isSame(a: ParentRef, b: ParentRef): boolean {
  return (
    a.kind === b.kind &&
    a.group === b.group &&
    a.namespace === b.namespace &&
    a.name === b.name &&
    a.sectionName === b.sectionName &&
    a.port === b.port
  );
}

/** `Gateway default/edge`. */
export function nameOf({ kind, namespace, name }: ParentRef): string {
  return `${kind} ${namespace}/${name}`;
}
