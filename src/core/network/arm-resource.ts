// What does a resource of Azure look like to us? As ARM sends it, whole: what we don't know stays where it is.
import type { ArmId } from '../values/arm-id.js';
import type { JsonObject } from '../values/json.js';

/** One top-level resource or DNS record set in ARM's wire form. */
export interface ArmResource extends JsonObject {
  readonly id: ArmId;
  readonly name: string;
  /** As ARM spells it: public record sets say `Microsoft.Network/dnszones/A`. Compare without regard to case. */
  readonly type: string;
  readonly etag?: string;
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties?: JsonObject;
}

/** Where a value can only come from Azure, plans show this in its place: `(known after apply) <ARM id>#<JSON pointer>`. */
export function knownAfterApply(id: ArmId, pointer: string): string {
  return `${KNOWN_AFTER_APPLY} ${id}#${pointer}`;
}

export function isKnownAfterApply(value: string): boolean {
  return value.startsWith(KNOWN_AFTER_APPLY);
}

const KNOWN_AFTER_APPLY = '(known after apply)';

/** The types that we read or write, in lower case. */
export const TYPES = {
  loadBalancer: 'microsoft.network/loadbalancers',
  publicIP: 'microsoft.network/publicipaddresses',
  securityGroup: 'microsoft.network/networksecuritygroups',
  subnet: 'microsoft.network/virtualnetworks/subnets',
  dnsZone: 'microsoft.network/dnszones',
} as const;

/** `microsoft.network/dnszones/a` and the like. */
export function isRecordSet(resource: { readonly type: string }): boolean {
  return resource.type.toLowerCase().startsWith(`${TYPES.dnsZone}/`);
}
