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
    /** Who is behind the frontends: the nodes, or on flat networks the pods themselves. */
    readonly backends: 'NodeIP' | 'PodIP';
    readonly probe: {
      /** Shared: one HTTP probe asks each node for all Services with `externalTrafficPolicy: Cluster`. */
      readonly mode: 'ServiceNodePort' | 'Shared';
      /** Of the shared probe. */
      readonly port: number;
      readonly path: string;
      /** Seconds; for probes of Services that don't say. */
      readonly interval: number;
      readonly threshold: number;
    };
    readonly disableOutboundSNAT: boolean;
    /** Load balancing rules that may lead to one network interface. */
    readonly maxRulesPerBackend: number;
    readonly adopt: {
      /** Whether rules of Azure's cloud controller go from the NSGs for destinations that are ours now. */
      readonly removePeerRules: boolean;
      /** Whether pools of network interfaces become pools of addresses. */
      readonly replaceNicPools: boolean;
    };
    /** On load balancers and public IPs that we make. */
    readonly tags: Readonly<Record<string, string>>;
    /** On public IPs that we make, over `tags`. */
    readonly publicIPTags: Readonly<Record<string, string>>;
    /** Where public IPs get their address from, unless the Service says otherwise. */
    readonly publicIPPrefixes: { readonly 4?: ArmId; readonly 6?: ArmId };
    /** Zones of public IPs that we make; empty: Azure's choice (all zones of the region). */
    readonly publicIPZones: readonly string[];
  };
  readonly securityGroups: readonly {
    readonly id: ArmId;
    readonly allowPriorities: PortRange;
    readonly denyPriorities: PortRange;
    /** How nodes stand in rules: each by its address, or by the prefixes of their subnets (fewer entries, but all of the subnet). */
    readonly nodeDestinations: 'Addresses' | 'Subnets';
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
  readonly drift: { readonly interval: number; readonly action: 'Repair' | 'Report' };
}
