// How much fits into a public DNS zone?
// https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-dns-limits

export const LIMITS = {
  /** Record sets of one zone, of all types and whosever. */
  recordSets: 10_000,
  /** Records of one record set. */
  records: 20,
} as const;
