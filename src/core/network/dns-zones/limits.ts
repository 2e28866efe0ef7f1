// How much fits into a DNS zone?
// https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits#azure-dns-limits

export const LIMITS = {
  /** Record sets of one zone, of all types and whosever. */
  recordSets: { Public: 10_000, Private: 25_000 },
  /** Records of one record set. */
  records: 20,
  /** Octets of one string of a TXT record. */
  textString: 255,
  /** Octets of all of a TXT record set (https://learn.microsoft.com/azure/dns/dns-zones-records#txt-records). */
  text: 4096,
  /** Alias record sets that lead to one resource, of all zones and whosever. */
  aliases: 20,
} as const;
