// What does one object of the cluster ask to have reachable? Exposures are the waist of the program: every kind of
// source is read into them (core/cluster), and everything in Azure is worked out from them (core/network). The two
// sides meet nowhere else.
import type { ArmId } from './values/arm-id.js';
import type { PortRange, Protocol } from './values/port-range.js';
import type { Problem } from './values/problem.js';
import type { SourceRef } from './values/source-ref.js';

/**
 * How an exposure is to be treated.
 * - `Wanted`: it should be in Azure as it says.
 * - `Held`: something about it is wrong or not there yet; what it already has in Azure stays as it is, nothing is opened.
 * - `Gone`: its object is being deleted or no longer asks for it; what it has in Azure goes.
 */
export type Standing = 'Wanted' | 'Held' | 'Gone';

/** Who may come: canonical CIDRs (network address, lower-case IPv6), or everybody on the Internet. */
export type Sources = { readonly kind: 'Internet' } | { readonly kind: 'Cidrs'; readonly cidrs: readonly string[] };

interface ExposureBase {
  readonly source: SourceRef;
  readonly standing: Standing;
  /** RFC 3339; of two that want the same thing, the older wins (then the smaller SourceRef). */
  readonly since: string;
}

export interface LoadBalancerPort {
  readonly protocol: Protocol;
  readonly port: number;
  /** The node port that a probe asks; undefined where the Service has none. */
  readonly nodePort?: number;
}

export type Frontend =
  | { readonly scheme: 'Public' }
  /** `subnetName` is given where the user chose a subnet: it is part of the names then, as the peer has it. */
  | { readonly scheme: 'Internal'; readonly subnetId: ArmId; readonly subnetName?: string };

/** A LoadBalancer Service of ours. */
export interface LoadBalancerExposure extends ExposureBase {
  readonly kind: 'LoadBalancer';
  readonly uid: string;
  readonly frontend: Frontend;
  readonly ports: readonly LoadBalancerPort[];
  /** `externalTrafficPolicy: Local`: the port that says whether a node has a pod of the Service. */
  readonly healthCheckNodePort?: number;
  /** Minutes. */
  readonly idleTimeout: number;
  readonly affinity: 'None' | 'ClientIP';
  /** Undefined: no rule is needed (internal without ranges; the network's own default rule lets it in). */
  readonly sources?: Sources;
}

/** A PortExposure, less what no policy grants. */
export interface OpenPortExposure extends ExposureBase {
  readonly kind: 'OpenPort';
  readonly path: 'HostPort' | 'HostNetwork' | 'NodePort';
  /** Plan: all of it stands in `refused`, and no policy is to blame. */
  readonly mode: 'Enforce' | 'Plan';
  /** Each grant is what one set of sources may reach. */
  readonly grants: readonly OpenPortGrant[];
  /** What would be opened if a policy granted it: planned and shown, never written. */
  readonly refused: readonly OpenPortGrant[];
}

export interface OpenPortGrant {
  readonly protocol: Protocol;
  readonly ports: readonly PortRange[];
  readonly cidrs: readonly string[];
  /** Addresses of the nodes where something answers on these ports, sorted. */
  readonly destinations: readonly string[];
  /** Names of the ExposurePolicies that grant it; none in `refused`. */
  readonly policies: readonly string[];
}

/** The names an Ingress asks for. */
export interface NamesExposure extends ExposureBase {
  readonly kind: 'Names';
  readonly names: readonly WantedName[];
}

export type AddressRecordType = 'A' | 'AAAA' | 'CNAME';

export interface WantedName {
  /** Lower case, IDNA ASCII, no trailing dot; may begin with `*.`. */
  readonly host: string;
  readonly type: AddressRecordType;
  /** Sorted; one for a CNAME. */
  readonly targets: readonly string[];
  /** Seconds. */
  readonly ttl: number;
  /** The zone that it falls in; undefined where none fits (a Problem says so). */
  readonly zoneId?: ArmId;
}

export type Exposure = LoadBalancerExposure | OpenPortExposure | NamesExposure;

/** A member of the backend pool. */
export interface PoolNode {
  readonly name: string;
  readonly address: string;
}

export interface HeldSource {
  readonly object: SourceRef;
  readonly reason: string;
  readonly message: string;
}

/** All that the cluster asks for, in one value. Lists are sorted by source. */
export interface Exposures {
  readonly loadBalancers: readonly LoadBalancerExposure[];
  readonly openPorts: readonly OpenPortExposure[];
  readonly names: readonly NamesExposure[];
  /** Sorted by name. */
  readonly poolNodes: readonly PoolNode[];
  readonly problems: readonly Problem[];
  readonly held: readonly HeldSource[];
  /** UIDs of LoadBalancer Services that are somebody else's and never were ours: their rules are foreign. */
  readonly foreignServiceUids: ReadonlySet<string>;
  /** Sources that the cluster still has, whether or not they ask for anything: what no longer asks goes without a guard. */
  readonly present: ReadonlySet<SourceRef>;
}
