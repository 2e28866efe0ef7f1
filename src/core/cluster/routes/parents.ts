// Which Gateways and ListenerSets does a route name, and which of them are there? Looked up by name, so that a route costs
// what it refers to and not what the cluster has.
import type { NameSource } from '../../settings.js';
import type { Gateway, ListenerSet, ParentRef, Route } from '../cluster-state.js';
import { memoise } from '../memoise.js';

/** One entry of `spec.parentRefs`, with what it leads to as far as the cluster has it. */
export interface Parent {
  readonly ref: ParentRef;
  readonly listenerSet?: ListenerSet;
  /** That of the ListenerSet, where the route names one. */
  readonly gateway?: Gateway;
}

export interface Parents {
  /** In the order of the spec. */
  readonly ours: readonly Parent[];
  /** Whether somebody else serves it too: a Gateway that the settings leave out, or a parent of another kind. */
  readonly hasOthers: boolean;
}

/** By `namespace/name`. The same value for as long as the lists are. */
export interface GatewayIndex {
  readonly gateways: ReadonlyMap<string, Gateway>;
  readonly listenerSets: ReadonlyMap<string, ListenerSet>;
}

const GROUP = 'gateway.networking.k8s.io';

export const gatewayIndex = memoise(
  (gateways: readonly Gateway[], listenerSets: readonly ListenerSet[]): GatewayIndex => ({
    gateways: new Map(gateways.map((one) => [keyOf(one.meta), one])),
    listenerSets: new Map(listenerSets.map((one) => [keyOf(one.meta), one])),
  }),
);

export function parentsOf({ parentRefs }: Route, { gateway: only }: NameSource, index: GatewayIndex): Parents {
  const found = parentRefs.flatMap((ref) => find(ref, index) ?? []);
  const ours = found.filter((parent) => {
    const { name, namespace } = gatewayRefOf(parent) ?? {};
    return (
      // Whose a ListenerSet is that isn't there, nobody knows.
      name === undefined ||
      ((only.name === undefined || only.name === name) &&
        (only.namespace === undefined || only.namespace === namespace))
    );
  });
  return { ours, hasOthers: ours.length < parentRefs.length };
}

/** Undefined: it is no parent that has listeners, but a Service of a mesh, say. */
function find(ref: ParentRef, { gateways, listenerSets }: GatewayIndex): Parent | undefined {
  if (ref.group !== GROUP) return undefined;
  switch (ref.kind) {
    case 'Gateway': {
      const gateway = gateways.get(keyOf(ref));
      return { ref, ...(gateway && { gateway }) };
    }
    case 'ListenerSet': {
      const listenerSet = listenerSets.get(keyOf(ref));
      const gateway = listenerSet && gateways.get(keyOf(listenerSet.parent));
      return { ref, ...(listenerSet && { listenerSet }), ...(gateway && { gateway }) };
    }
    default:
      return undefined;
  }
}

/** The Gateway that stands behind; undefined where its ListenerSet isn't there. */
export function gatewayRefOf({ ref, listenerSet }: Parent): ParentRef | undefined {
  return ref.kind === 'Gateway' ? ref : listenerSet?.parent;
}

export function keyOf({ namespace, name }: { readonly namespace?: string; readonly name: string }): string {
  return `${namespace ?? 'default'}/${name}`;
}
