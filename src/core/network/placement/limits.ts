// How much fits on one load balancer?
// https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#load-balancer

export const LIMITS = {
  /** Frontends of a Standard load balancer. */
  frontends: 600,
  /** Load balancing rules and inbound NAT rules of one load balancer. */
  rules: 1500,
} as const;
