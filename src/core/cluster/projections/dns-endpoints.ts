// What of external-dns' DNSEndpoints do we keep? As written: what is wrong with it is told where it is read.
import type { JsonObject } from '../../values/json.js';
import { objectsOf } from '../../values/json.js';
import type { DNSEndpoint, DNSEndpointEntry, Meta } from '../cluster-state.js';
import { numberOf, textOf, texts, textsOf } from './fields.js';

export function projectDNSEndpoint(meta: Meta, spec: JsonObject, status: JsonObject): DNSEndpoint {
  const observedGeneration = numberOf(status['observedGeneration']);
  return {
    kind: 'DNSEndpoint',
    meta,
    endpoints: objectsOf(spec['endpoints']).map(entryOf),
    ...(observedGeneration !== undefined && { observedGeneration }),
  };
}

function entryOf(raw: JsonObject): DNSEndpointEntry {
  const recordTTL = numberOf(raw['recordTTL']);
  return {
    dnsName: textOf(raw['dnsName']) ?? '',
    recordType: textOf(raw['recordType']) ?? '',
    targets: textsOf(raw['targets']),
    ...(recordTTL !== undefined && { recordTTL }),
    ...texts(raw, ['setIdentifier']),
    providerSpecific: objectsOf(raw['providerSpecific']).map((one) => ({
      name: textOf(one['name']) ?? '',
      value: textOf(one['value']) ?? '',
    })),
  };
}
