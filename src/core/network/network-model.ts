// How should Azure look? For each resource that is ours wholly or in part: its whole body as it should be, foreign
// parts as they are, and which objects of the cluster are the reason for which part.
import type { ArmId } from '../values/arm-id.js';
import type { Problem } from '../values/problem.js';
import type { SourceRef } from '../values/source-ref.js';
import type { ArmResource } from './arm-resource.js';

/** Guards count deletes per kind of thing; of record sets per zone. */
export type ResourceKind = 'PublicIP' | 'LoadBalancerRule' | 'SecurityRule' | 'RecordSet';

/** One thing of ours that is to go, though nothing in the cluster may have said so. */
export interface Removal {
  readonly kind: ResourceKind;
  /** The id of the thing itself: a child rule's, where the resource is written whole. */
  readonly id: ArmId;
  /** Whom it was for, as far as Azure's marks tell. */
  readonly because: readonly SourceRef[];
}

export interface DesiredResource {
  readonly id: ArmId;
  readonly type: string;
  /** The body as it should be, made by overlaying our part on the observed one; undefined: it should not exist. */
  readonly body: ArmResource | undefined;
  /** All objects that have a part in this resource. */
  readonly because: readonly SourceRef[];
  /** Whose is the change at this path? Paths are those of change.ts; the longest prefix decides, else `because`. */
  readonly attribution: ReadonlyMap<string, readonly SourceRef[]>;
  /** Things of ours inside the observed resource (or it itself) that the body no longer has. */
  readonly removals: readonly Removal[];
  /** Resources that don't exist yet and will add to this one: a write waits a little for those under way. */
  readonly gathers: readonly ArmId[];
}

/** What one room wishes: desired resources, in the order of their ids, and what it could not meet. */
export interface Wish {
  readonly resources: readonly DesiredResource[];
  readonly problems: readonly Problem[];
  /** How many things of ours there are now, per kind: what a share of deletes is a share of. */
  readonly owned: Readonly<Partial<Record<ResourceKind, number>>>;
  /** Things that would be written if it were allowed: shown, never sent. */
  readonly withheld: readonly Withheld[];
}

export interface Withheld {
  readonly id: ArmId;
  readonly action: 'Create' | 'Update' | 'Delete';
  readonly reason: 'NoPolicy' | 'TooManyDeletes' | 'PlanMode' | 'Unreadable' | 'Drift' | 'NicPool' | 'DnsPolicy';
  readonly message: string;
  readonly because: readonly SourceRef[];
}

/** How much of a listed zone is ours. */
export interface ZoneCount {
  readonly id: ArmId;
  /** Record sets with our mark. */
  readonly owned: number;
}

/** A record set whose TTL is lowered before it makes room for one of another type at its name. */
export interface Fading {
  readonly id: ArmId;
  /** Milliseconds of Unix time; undefined while it is still to be lowered. */
  readonly since?: number;
  /** When it goes: then no resolver has the old answer any more. Milliseconds of Unix time. */
  readonly until?: number;
}

export interface ZonesWish extends Wish {
  readonly fading: readonly Fading[];
  /** As the settings list them. */
  readonly zones: readonly ZoneCount[];
}

export interface NetworkModel {
  readonly publicIPs: Wish;
  readonly loadBalancers: Wish;
  readonly securityGroups: Wish;
  readonly dnsZones: ZonesWish;
}

/** In the order in which things come about. */
export function wishesOf(model: NetworkModel): readonly Wish[] {
  return [model.publicIPs, model.loadBalancers, model.securityGroups, model.dnsZones];
}
