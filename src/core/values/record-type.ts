// Which types of records may be asked for?

/** Sorted as they are shown. What each holds: https://learn.microsoft.com/azure/dns/dns-zones-records#record-types */
export const RECORD_TYPES = ['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'PTR', 'SRV', 'TXT'] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/**
 * Does a zone of this kind have records of this type? https://learn.microsoft.com/azure/dns/dns-zones-records#record-types and
 * https://learn.microsoft.com/azure/dns/dns-private-records
 */
export function takesType({ visibility }: { readonly visibility: 'Public' | 'Private' }, type: RecordType): boolean {
  return visibility === 'Public' || (type !== 'NS' && type !== 'CAA');
}
