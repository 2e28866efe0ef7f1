// How much fits into one network security group? Foreign rules count too, Azure's default rules don't.
// https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#networking-limits

export const LIMITS = {
  rules: 1000,
  /** Source addresses, ranges and tags, summed over all rules. */
  sources: 4000,
  /** The same of destinations. */
  destinations: 4000,
} as const;
