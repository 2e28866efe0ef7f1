// Which types of records may be asked for?

/** Sorted as they are shown. What each holds: https://learn.microsoft.com/azure/dns/dns-zones-records#record-types */
export const RECORD_TYPES = ['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'PTR', 'SRV', 'TXT'] as const;
export type RecordType = (typeof RECORD_TYPES)[number];
