// What does a message of each reason look like? One of each, for the docs; the beginnings of ids are left out.
import type { Reason } from './reasons.js';

export interface ReasonExample {
  /** Of the object that is told. */
  readonly kind: string;
  readonly message: string;
}

export const REASON_EXAMPLES: Readonly<Record<Reason, ReasonExample>> = {
  InvalidAnnotation: {
    kind: 'Service',
    message:
      'service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout: "soon" is no whole number. Allowed is 4 to 100 minutes.',
  },
  InvalidField: {
    kind: 'Service',
    message:
      'spec.loadBalancerSourceRanges[0]: "203.0.113.7/24" has bits set behind its prefix; 203.0.113.0/24 was probably meant. Allowed is a network address with its prefix length, like 203.0.113.0/24 or 2001:db8::/32.',
  },
  InvalidHostname: {
    kind: 'Ingress',
    message:
      'spec.rules[].host: "a..example.com" has an empty label. Allowed are labels of letters, digits, - and _ between dots (63 characters each, 253 in all), the first may be *.',
  },
  InvalidSettings: {
    kind: 'AzureNetwork',
    message: 'spec.mode is Perhaps; it must be one of Apply, Plan.',
  },
  Unsupported: {
    kind: 'Service',
    message:
      'service.beta.kubernetes.io/azure-load-balancer-internl: "true" has no effect: there is no annotation of that name. service.beta.kubernetes.io/azure-load-balancer-internal was probably meant.',
  },
  SubnetNotFound: {
    kind: 'Service',
    message:
      "service.beta.kubernetes.io/azure-load-balancer-internal-subnet names subnet nowhere, which the virtual network doesn't have. There are: default.",
  },
  PortConflict: {
    kind: 'Service',
    message:
      "TCP port 80 of this Service's address is Service/default/first's. It is taken over when that one no longer has it.",
  },
  AddressConflict: {
    kind: 'Service',
    message:
      'service.beta.kubernetes.io/azure-pip-name: public IP far (…/publicIPAddresses/far) is in northeurope, the load balancer in westeurope. Allowed is one in westeurope.',
  },
  NameConflict: {
    kind: 'Ingress',
    message:
      'www.example.com: Ingress/default/web wants A 203.0.113.10, but Ingress/default/other has the name as CNAME www.example.net. A name is one CNAME or anything else; the oldest object has it.',
  },
  NameTaken: {
    kind: 'Ingress',
    message:
      "www.example.com has a record set of type A already, which isn't marked as ours: it is left alone. Delete it, or list it in spec.dns.adopt.unowned, to let Ingress/default/web have A at this name (…/dnsZones/example.com/A/www).",
  },
  NoZone: {
    kind: 'Ingress',
    message: 'spec.rules[].host: no zone fits www.example.org. Allowed are names in example.com (spec.dns.zones).',
  },
  HostRefused: {
    kind: 'HTTPRoute',
    message:
      "spec.parentRefs: Gateway default/edge doesn't accept this HTTPRoute (NotAllowedByListeners: No listener takes it).",
  },
  OpenToNetwork: {
    kind: 'Service',
    message: `spec.loadBalancerSourceRanges: Azure's default rule AllowVnetInBound (65000) still lets the whole virtual network in. To let in nobody else, set service.beta.kubernetes.io/azure-deny-all-except-load-balancer-source-ranges: "true".`,
  },
  LimitReached: {
    kind: 'Service',
    message:
      'service.beta.kubernetes.io/azure-allowed-ip-ranges: 4001 ranges are more than a security group holds. Allowed are 4000, of all Services together.',
  },
  NoPolicy: {
    kind: 'PortExposure',
    message: 'No ExposurePolicy selects its namespace, so nothing is opened. Allowed is what an ExposurePolicy grants.',
  },
  RefusedByPolicy: {
    kind: 'PortExposure',
    message:
      'spec.ports[0]: HostPort 7000/TCP from 203.0.113.0/24 is granted by none of the policies (office). Allowed is office: HostPort, HostNetwork, NodePort, 1-65535 from 198.51.100.0/24, not the Internet.',
  },
  Shadowed: {
    kind: 'Service',
    message:
      'Security rule no-web (priority 100) of network security group nsg is not ours, comes before our rules and refuses some whom Service/default/web is to let in: TCP 80 at 20.50.0.9. Change or move that rule, or priorities in spec.securityGroups of the AzureNetwork.',
  },
  NothingSelected: {
    kind: 'PortExposure',
    message:
      'spec.podSelector: {"matchLabels":{"app":"relay"}} selects no running pod with a host port in default; nothing is opened. Allowed is a selector that matches the labels of such pods.',
  },
  NotFound: {
    kind: 'Service',
    message:
      'service.beta.kubernetes.io/azure-pip-name: there is no public IP of that name in resource group rg of subscription 00000000-0000-0000-0000-000000000000. Allowed is one that exists there.',
  },
  Forbidden: {
    kind: 'AzureNetwork',
    message:
      "spec.securityGroups[0].id: We may not read network security group …/networkSecurityGroups/nsg. The operator's identity needs a role such as Network Contributor on it. Azure says: AuthorizationFailed: The client has no authorization to perform action Microsoft.Network/networkSecurityGroups/read.",
  },
  AzureError: {
    kind: 'Service',
    message:
      'PublicIPCountLimitReached: Cannot create more than 1000 public IP addresses. (…/publicIPAddresses/prod-1-aded130f8747f873d8c8dbd8961a630e)',
  },
  Accepted: {
    kind: 'Service',
    message: 'Everything that it asks for is understood.',
  },
  Programmed: {
    kind: 'Service',
    message: '20.50.0.9 answers for 1 port.',
  },
  NamesProgrammed: {
    kind: 'Ingress',
    message: 'www.example.com answers.',
  },
  Pending: {
    kind: 'Service',
    message:
      'Still to come in Azure: public IP prod-1-aded130f8747f873d8c8dbd8961a630e; load balancer rules for TCP 80 on frontend aded130f8747f873d8c8dbd8961a630e; security rules for TCP 80 of prod-1-aded130f8747f873d8c8dbd8961a630e.',
  },
  Planned: {
    kind: 'PortExposure',
    message: 'spec.mode is Plan: what would be opened is shown, and stays closed.',
  },
  Held: {
    kind: 'Service',
    message:
      'spec.loadBalancerSourceRanges[0]: "203.0.113.7/24" has bits set behind its prefix; 203.0.113.0/24 was probably meant. Allowed is a network address with its prefix length, like 203.0.113.0/24 or 2001:db8::/32. What it already has in Azure stays as it is.',
  },
  Waiting: {
    kind: 'HTTPRoute',
    message:
      "spec.parentRefs: Gateway default/edge hasn't said yet whether it accepts this HTTPRoute (status.parents). What it already has in Azure stays as it is.",
  },
  Withheld: {
    kind: 'Service',
    message:
      "We may not read network security group …/networkSecurityGroups/nsg. The operator's identity needs a role such as Network Contributor on it. Azure says: AuthorizationFailed: The client has no authorization to perform action Microsoft.Network/networkSecurityGroups/read.",
  },
  NotAccepted: {
    kind: 'Service',
    message:
      "TCP port 80 of this Service's address is Service/default/first's. It is taken over when that one no longer has it.",
  },
  Deleting: {
    kind: 'Service',
    message: 'It is being taken out of Azure.',
  },
  InStep: {
    kind: 'AzureNetwork',
    message: 'Azure is as the cluster asks.',
  },
  PlanMode: {
    kind: 'AzureNetwork',
    message: 'Planned: 1 write; spec.mode is Plan, so nothing is sent.',
  },
  Ready: {
    kind: 'AzureNetwork',
    message: 'Working for cluster prod-1.',
  },
  Degraded: {
    kind: 'AzureNetwork',
    message:
      "spec.securityGroups[0].id: We may not read network security group …/networkSecurityGroups/nsg. The operator's identity needs a role such as Network Contributor on it. Azure says: AuthorizationFailed: The client has no authorization to perform action Microsoft.Network/networkSecurityGroups/read.",
  },
  AzureUnreachable: {
    kind: 'AzureNetwork',
    message: 'Azure does not answer: ETIMEDOUT.',
  },
  TooManyDeletes: {
    kind: 'AzureNetwork',
    message:
      '1 of our 1 DNS record sets in the public zone example.com would go although nobody was seen deleting what they are for; spec.safety.maxDeletePercent allows 30 %. If it is meant, annotate the AzureNetwork with azurenetwork.dev/allow-deletes: example.com=1.',
  },
  DriftRepaired: {
    kind: 'Service',
    message:
      'Somebody else changed prod-1 since 2026-01-01T11:50:00Z: /properties/loadBalancingRules[aded130f8747f873d8c8dbd8961a630e-TCP-80]/properties/idleTimeoutInMinutes is 30, not 4. It is put right.',
  },
  DriftReported: {
    kind: 'Service',
    message:
      'Somebody else changed prod-1 since 2026-01-01T11:50:00Z: /properties/loadBalancingRules[aded130f8747f873d8c8dbd8961a630e-TCP-80]/properties/idleTimeoutInMinutes is 30, not 4. It stays: spec.drift.action of the AzureNetwork is Report.',
  },
  DriftFlapping: {
    kind: 'Service',
    message:
      'Somebody else changed prod-1 since 2026-01-01T11:50:00Z: /properties/loadBalancingRules[aded130f8747f873d8c8dbd8961a630e-TCP-80]/properties/idleTimeoutInMinutes is 30, not 4. That is the 3th time within an hour: somebody else keeps changing it, so it is put right no sooner than 2026-01-01T12:10:00Z.',
  },
};
