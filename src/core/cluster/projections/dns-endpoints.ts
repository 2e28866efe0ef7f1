// What of external-dns' DNSEndpoints do we keep? As written: what is wrong with it is told where it is read.
import type { Json, JsonObject } from '../../values/json.js';
import { isArray, objectOf } from '../../values/json.js';
import type { DNSEndpoint, DNSEndpointEntry, Meta } from '../cluster-state.js';
import { allAsTexts, numberOf, textOf, texts } from './fields.js';

export function projectDNSEndpoint(meta: Meta, spec: JsonObject, status: JsonObject): DNSEndpoint {
  const observedGeneration = numberOf(status['observedGeneration']);
  return {
    kind: 'DNSEndpoint',
    meta,
    endpoints: itemsOf(spec['endpoints']).map(entryOf),
    ...(observedGeneration !== undefined && { observedGeneration }),
  };
}

function entryOf(raw: JsonObject): DNSEndpointEntry {
  const recordTTL = numberOf(raw['recordTTL']);
  return {
    dnsName: textOf(raw['dnsName']) ?? '',
    recordType: textOf(raw['recordType']) ?? '',
    targets: allAsTexts(raw['targets']),
    ...(recordTTL !== undefined && { recordTTL }),
    ...texts(raw, ['setIdentifier']),
    providerSpecific: itemsOf(raw['providerSpecific']).map((one) => ({
      name: textOf(one['name']) ?? '',
      value: textOf(one['value']) ?? '',
    })),
  };
}

// What is no object says nothing, and keeps its place: what is wrong is told by its index.
function itemsOf(value: Json | undefined): readonly JsonObject[] {
  return isArray(value) ? value.map(objectOf) : [];
}
