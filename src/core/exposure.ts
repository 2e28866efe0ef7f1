// What does one object of the cluster ask to have reachable? Exposures are the waist of the program: every kind of
// source is read into them (core/cluster), and everything in Azure is worked out from them (core/network). The two
// sides meet nowhere else.
import type { ArmId } from './values/arm-id.js';
import { compare } from './values/compare.js';
import type { Family } from './values/ip-address.js';
import type { PortRange, Protocol } from './values/port-range.js';
import type { Problem } from './values/problem.js';
import type { RecordType } from './values/record-type.js';
import { RECORD_TYPES } from './values/record-type.js';
import type { SourceRef } from './values/source-ref.js';

/**
 * How an exposure is to be treated.
 * - `Wanted`: it should be in Azure as it says.
 * - `Held`: something about it is wrong or not there yet; what it already has in Azure stays as it is, nothing is opened.
 * - `Gone`: its object is being deleted or no longer asks for it; what it has in Azure goes.
 */
export type Standing = 'Wanted' | 'Held' | 'Gone';

/**
 * Who may come. Empty lists: no rule is needed (internal without ranges: the network's own default rule lets the virtual
 * network in; or the user said that no rules are to be written).
 */
export interface Sources {
  /** Azure service tags, `Internet` among them: everybody who isn't in the virtual network. Sorted. */
  readonly tags: readonly string[];
  /** Canonical CIDRs of either family (network address, lower-case IPv6), in the fewest that say the same. */
  readonly cidrs: readonly string[];
}

interface ExposureBase {
  readonly source: SourceRef;
  readonly standing: Standing;
  /** RFC 3339; of two that want the same thing, the older wins (then the smaller SourceRef). */
  readonly since: string;
}

/** Of two that want the same, the older has the first word. */
export function byAge(a: Pick<ExposureBase, 'source' | 'since'>, b: Pick<ExposureBase, 'source' | 'since'>): number {
  return compare(a.since, b.since) || compare(a.source, b.source);
}

export interface LoadBalancerPort {
  /** Security rules know no SCTP; on a load balancer it travels in a rule for all protocols. */
  readonly protocol: Protocol | 'Sctp';
  readonly port: number;
  /** Undefined where the Service has none: then packets can only arrive with floating IP. */
  readonly nodePort?: number;
  /** Undefined: nobody asks whether a node answers. */
  readonly probe?: Probe;
  /** Who answers, where pods are addressed themselves (`backends: PodIP`); undefined: the nodes do. */
  readonly pods?: PodBackends;
}

export interface PodBackends {
  /** The port that all of `addresses` answer on. */
  readonly port: number;
  /** Of ready pods, both families, sorted. */
  readonly addresses: readonly string[];
}

/** How is it found out whether a node (or pod) answers? */
export interface Probe {
  /** `Own`: this port's; `Health`: the health check port of `externalTrafficPolicy: Local`, for all ports; `Shared`: one for all Services. */
  readonly scope: 'Own' | 'Health' | 'Shared';
  readonly protocol: 'Tcp' | 'Http' | 'Https';
  readonly port: number;
  /** For Http and Https, never for Tcp. */
  readonly path?: string;
  /** Seconds. */
  readonly interval: number;
  /** Answers that fail until a node is down. */
  readonly threshold: number;
}

/** Something that is there already, and which key of the object names it: for messages. */
export interface Pin {
  readonly by: 'Address' | 'Name';
  readonly value: string;
  readonly key: string;
}

/** A public IP prefix, and which key of the object or of the settings names it: for messages. */
export interface PrefixChoice {
  readonly id: ArmId;
  readonly key: string;
}

interface FrontendBase {
  readonly family: Family;
  /** Packets arrive with the frontend's address and port; without, with the node's address and node port (or the pod's). */
  readonly floatingIP: boolean;
}

export interface PublicFrontend extends FrontendBase {
  readonly scheme: 'Public';
  /** A public IP that is there already; undefined: one that we make for this Service. */
  readonly pin?: Pin;
  /** Of the public IP. */
  readonly resourceGroup: string;
  /** Where one that we make gets its address from. */
  readonly prefix?: PrefixChoice;
  /** The empty text takes the label away; undefined leaves it alone. */
  readonly dnsLabel?: string;
  /** For public IPs of our own. */
  readonly tags: Readonly<Record<string, string>>;
  /** Sorted by type. For public IPs of our own; undefined leaves them alone. */
  readonly ipTags?: readonly { readonly type: string; readonly tag: string }[];
}

export interface InternalFrontend extends FrontendBase {
  readonly scheme: 'Internal';
  readonly subnetId: ArmId;
  /** Given where the user chose a subnet: it is part of the names then, as the peer has it. */
  readonly subnetName?: string;
  /** A static address of the subnet (`by` is Address); undefined: Azure chooses. */
  readonly pin?: Pin;
}

export type Frontend = PublicFrontend | InternalFrontend;

/** A LoadBalancer Service of ours. */
export interface LoadBalancerExposure extends ExposureBase {
  readonly kind: 'LoadBalancer';
  readonly uid: string;
  /** One per IP family, in the Service's order. */
  readonly frontends: readonly Frontend[];
  /** In the Service's order; those that can't be served are left out, and a Problem says so. */
  readonly ports: readonly LoadBalancerPort[];
  /** Ports that are to have no rule, by the user's word: no Problem, and nothing is opened for them. */
  readonly unservedPorts: readonly Pick<LoadBalancerPort, 'protocol' | 'port'>[];
  /** One rule for all ports and protocols, named after the first port; internal frontends only. */
  readonly allPorts: boolean;
  /** Minutes. */
  readonly idleTimeout: number;
  readonly tcpReset: boolean;
  readonly affinity: 'None' | 'ClientIP';
  readonly sources: Sources;
  /** Everybody else is refused, the virtual network too, which Azure's default rules let in. */
  readonly denyOthers: boolean;
  /** Canonical addresses of somebody else's (Traffic Manager, another load balancer) that lead here: for status and security rules. */
  readonly additionalAddresses: readonly string[];
  /** By the user's word, what can only be had with another address gets one. */
  readonly mayChangeAddress: boolean;
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

/** The names that an object asks for: an Ingress, a route, a Service, a DNSEndpoint, a Node. */
export interface NamesExposure extends ExposureBase {
  readonly kind: 'Names';
  readonly names: readonly WantedName[];
  /** What it asks for besides and can't be read (a Problem says so): what it has there stays. */
  readonly unread?: readonly UnreadName[];
}

/** As far as it is known. */
export interface UnreadName {
  readonly host?: string;
  readonly type?: RecordType;
}

export { RECORD_TYPES };
export type { RecordType };

/** Those that lead to something. */
export type AddressRecordType = Extract<RecordType, 'A' | 'AAAA' | 'CNAME'>;

/** One name, of one type, in one zone: a host that falls in two zones is two of them. */
export interface WantedName {
  /** Lower case, IDNA ASCII, no trailing dot; may begin with `*.`. */
  readonly host: string;
  readonly type: RecordType;
  /**
   * One record each, sorted, as a zone file writes its data: `203.0.113.7`, `10 mail.example.com`,
   * `0 50 443 www.example.com`, `0 issue "ca.example.net"`; of TXT the text itself, without quotes. Addresses are
   * canonical, names in the form of `host`. One for a CNAME. Empty where `leadsTo` says it.
   */
  readonly targets: readonly string[];
  /** Its object's own frontends, of this type's family, at whatever address they are: the network side knows it first. */
  readonly leadsTo?: 'Frontends';
  /** Seconds. */
  readonly ttl: number;
  /** The zone that it falls in; undefined where none fits (a Problem says so). */
  readonly zoneId?: ArmId;
  /** Where its address is that of a public IP of ours, the record set is an alias for that, as far as Azure allows it. */
  readonly alias?: true;
  /** On the record set, beside our marks. */
  readonly metadata?: Readonly<Record<string, string>>;
}

export type Exposure = LoadBalancerExposure | OpenPortExposure | NamesExposure;

/** A member of the backend pools. */
export interface PoolNode {
  readonly name: string;
  /** Internal addresses, the first of each family: at most one IPv4 and one IPv6. */
  readonly addresses: readonly string[];
}

export interface HeldSource {
  readonly object: SourceRef;
  /** Which of its exposures: a Service may have its names held and its load balancer not. */
  readonly kind: Exposure['kind'];
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
  /** Has the cluster it still, whether or not it asks for anything? What no longer asks goes without a guard. */
  readonly isPresent: (source: SourceRef) => boolean;
  /** Asks it for more names than the settings let it have? What it loses then is the settings' doing, and guarded. */
  readonly isNarrowed: (source: SourceRef) => boolean;
}
