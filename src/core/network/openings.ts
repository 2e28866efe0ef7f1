// Who is to be let in where? What each LoadBalancer Service asks of the security groups, worked out from where its
// frontends are and what the load balancers serve now; the security groups' room makes the rules of it.
import type { Family } from '../values/ip-address.js';
import type { PortRange, Protocol } from '../values/port-range.js';
import type { SourceRef } from '../values/source-ref.js';

/** A box: every one of the sources may reach (or may not reach) every port of every destination. */
export interface Opening {
  readonly access: 'Allow' | 'Deny';
  readonly family: Family;
  readonly protocol: Protocol;
  /** Service tags (`Internet`, `AzureLoadBalancer`…) and CIDRs of the family; `*` alone in a Deny. Never empty. */
  readonly sources: readonly string[];
  /** Sorted, merged. */
  readonly ports: readonly PortRange[];
  /** Canonical addresses, or texts that say `(known after apply)`; of a node's subnet CIDRs where the settings allow it. */
  readonly destinations: readonly string[];
}

/** A part of what rules of ours let in now; without `ports` all of them, of both protocols. */
export interface Standpoint {
  readonly address: string;
  readonly protocol?: Protocol;
  readonly ports?: readonly PortRange[];
}

export interface ServiceOpenings {
  readonly source: SourceRef;
  readonly since: string;
  /** Undefined: what it has stays as it is, for it is held or its address isn't known yet. */
  readonly wanted: readonly Opening[] | undefined;
  /** Where it is now: what rules of ours say there is its. */
  readonly has: readonly Standpoint[];
}
