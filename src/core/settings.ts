// What has the administrator decided? The AzureNetwork object and the defaults of azure.json, parsed once.
import type { ArmId } from './values/arm-id.js';
import type { PortRange } from './values/port-range.js';
import type { LabelSelector } from './values/selector.js';

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
    readonly zones: readonly Zone[];
    /** Names that we may write are in one of these and in none of the excluded; empty: all. As `parseHostname` writes them. */
    readonly includeDomains: readonly string[];
    readonly excludeDomains: readonly string[];
    /** At most one of a kind; a kind without one gives no names. */
    readonly sources: readonly NameSource[];
    /** Which targets private zones take from objects that don't say: `Internal`, addresses that no one outside can reach. */
    readonly privateTargets: 'Internal' | 'All';
    /** Which names become alias record sets: those whose objects ask for it, or besides all that lead to frontends of ours. */
    readonly alias: 'ByAnnotation' | 'OwnFrontends';
    readonly ownership: 'Metadata' | 'MetadataAndTXT';
    /** How external-dns writes its ownership, to read it and to write it. */
    readonly txt: TxtRegistry;
    readonly adopt: {
      /** Owner ids of external-dns whose records become ours. */
      readonly externalDNSOwners: readonly string[];
      /** Whether its TXT records go once the record is ours. */
      readonly removeTXT: boolean;
      /** Names of record sets with nobody's mark that become ours when somebody asks for them. */
      readonly unowned: readonly string[];
    };
    /** Of all zones; the narrower one of a zone's own and this counts (`Zone.policy`). */
    readonly policy: DnsPolicy;
    /** Seconds. */
    readonly ttl: number;
    /** Seconds; a lower one of an object is raised to it. */
    readonly minimumTTL: number;
    /** Seconds that a name outlives an emptied status. */
    readonly gracePeriod: number;
    /** Seconds to which a TTL is lowered before a record set changes its type; undefined: it changes at once. */
    readonly typeChangeTTL?: number;
    /** Remove: then it goes. Keep: it stays for as long as its object is there. */
    readonly afterGracePeriod: 'Remove' | 'Keep';
  };
  readonly mode: 'Apply' | 'Plan';
  readonly safety: {
    readonly maxDeletePercent: number;
    /** How many may go all the same, by the administrator's word: by zone's name, or kind of resource in lower case. */
    readonly allowedDeletes?: ReadonlyMap<string, number>;
  };
  /** Seconds. */
  readonly drift: { readonly interval: number; readonly action: 'Repair' | 'Report' };
}

/** Sync: records come, change and go. UpsertOnly: none goes. CreateOnly: none changes either. */
export type DnsPolicy = 'Sync' | 'UpsertOnly' | 'CreateOnly';

export interface Zone {
  readonly id: ArmId;
  /** As `parseHostname` writes it. */
  readonly name: string;
  readonly visibility: 'Public' | 'Private';
  readonly policy: DnsPolicy;
  /** By labels of their namespace, the objects that may have names in it; undefined: all. */
  readonly namespaceSelector?: LabelSelector;
  /** The names that they may have: hosts, or `*.` and a domain for all below it. Undefined: all. */
  readonly names?: readonly string[];
}

export const NAME_SOURCE_KINDS = [
  'Ingress',
  'Service',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'UDPRoute',
  'DNSEndpoint',
  'Node',
] as const;
export type NameSourceKind = (typeof NAME_SOURCE_KINDS)[number];

/** Which objects of a kind give names, and which. */
export interface NameSource {
  readonly kind: NameSourceKind;
  /** Undefined: all. */
  readonly namespaceSelector?: LabelSelector;
  readonly labelSelector?: LabelSelector;
  /** Over annotations, as external-dns has it. */
  readonly annotationSelector?: LabelSelector;
  /** Of an Ingress; empty: all. */
  readonly ingressClassNames: readonly string[];
  /** Of a route: the only Gateway whose routes count. */
  readonly gateway: { readonly name?: string; readonly namespace?: string };
  /** Of a Service: `LoadBalancer`, `ClusterIP`, `NodePort`, `ExternalName`, `Headless`; empty: all. */
  readonly serviceTypes: readonly string[];
  /** Where hosts are read from. */
  readonly hostnames: { readonly rules: boolean; readonly tls: boolean; readonly annotation: boolean };
  /** Hosts of objects that name none (with `combineTemplate` of all): a template (values/host-template.ts), checked. */
  readonly hostnameTemplate?: string;
  readonly combineTemplate: boolean;
  /** Service: the `hostname` annotation of a ClusterIP counts. */
  readonly publishInternal: boolean;
  /** Headless Service: the nodes' addresses instead of the pods'. */
  readonly publishHostIP: boolean;
  /** Headless Service: pods that aren't ready too. */
  readonly publishNotReady: boolean;
  /** Node and NodePort: internal IPv6 addresses beside external ones. */
  readonly internalIPv6: boolean;
  /** Canonical; for objects without any. */
  readonly defaultTargets: readonly string[];
  /** Canonical; addresses outside of them are left out. Empty: all. */
  readonly targetCIDRs: readonly string[];
  /** Zones of which visibility its names go to, where both have them and the object doesn't say. */
  readonly zones: 'Public' | 'Private' | 'Both';
  /** Seconds; over that of all sources. */
  readonly minimumTTL?: number;
}

/** The TXT registry of external-dns (https://kubernetes-sigs.github.io/external-dns/latest/docs/registry/txt/). */
export interface TxtRegistry {
  /** Written as the owner; empty: clusterId. */
  readonly ownerId: string;
  /** At most one of them is set; either may hold `%{record_type}`. */
  readonly prefix: string;
  readonly suffix: string;
  readonly wildcardReplacement: string;
}
