// What has the administrator decided? The AzureNetwork object and the defaults of azure.json, parsed once.
import type { ArmId } from './values/arm-id.js';
import type { PortRange } from './values/port-range.js';

export interface Settings {
  /** Marks all that we own in Azure; never changes. */
  readonly clusterId: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly virtualNetworkId: ArmId;
  readonly loadBalancer: {
    readonly name: string;
    readonly claim: 'ClassOnly' | 'All';
    /** Where internal frontends get their address, unless the Service says otherwise. */
    readonly subnetId?: ArmId;
    readonly excludeControlPlaneNodes: boolean;
  };
  readonly securityGroups: readonly {
    readonly id: ArmId;
    readonly allowPriorities: PortRange;
    readonly denyPriorities: PortRange;
  }[];
  readonly dns: {
    readonly zones: readonly { readonly id: ArmId; readonly name: string }[];
    /** Seconds. */
    readonly ttl: number;
    /** Seconds that a name outlives an emptied status. */
    readonly gracePeriod: number;
  };
  readonly mode: 'Apply' | 'Plan';
  readonly safety: { readonly maxDeletePercent: number };
  /** Seconds. */
  readonly drift: { readonly interval: number };
}
