// How much fits on one load balancer?
// https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#load-balancer

export const LIMITS = {
  /** Frontends of a Standard load balancer. */
  frontends: 600,
  /** Load balancing rules and inbound NAT rules of one load balancer. */
  rules: 1500,
  /** Members of one backend pool. */
  poolMembers: 5000,
  /** Members of all pools that one frontend leads to. */
  backendsOfFrontend: 10_000,
} as const;
