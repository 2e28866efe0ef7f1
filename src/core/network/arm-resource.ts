// What does a resource of Azure look like to us? As ARM sends it, whole: what we don't know stays where it is.
import type { ArmId } from '../values/arm-id.js';
import type { Family } from '../values/ip-address.js';
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

/**
 * Where a value can only come from Azure, plans show this in its place: `(known after apply) <ARM id>#<JSON pointer>`, of an
 * IPv6 address `(known after apply, IPv6) …`: no security rule may have addresses of both families.
 */
export function knownAfterApply(id: ArmId, pointer: string, family?: Family): string {
  return `${KNOWN_AFTER_APPLY}${family === 6 ? IPV6 : ''}) ${id}#${pointer}`;
}

export function isKnownAfterApply(value: string): boolean {
  return value.startsWith(KNOWN_AFTER_APPLY);
}

/** Of an address that only Azure can give. */
export function familyAfterApply(value: string): Family {
  return value.startsWith(`${KNOWN_AFTER_APPLY}${IPV6}`) ? 6 : 4;
}

const KNOWN_AFTER_APPLY = '(known after apply';
const IPV6 = ', IPv6';

/** The types that we read or write, in lower case. */
export const TYPES = {
  loadBalancer: 'microsoft.network/loadbalancers',
  publicIP: 'microsoft.network/publicipaddresses',
  securityGroup: 'microsoft.network/networksecuritygroups',
  subnet: 'microsoft.network/virtualnetworks/subnets',
  dnsZone: 'microsoft.network/dnszones',
  privateDnsZone: 'microsoft.network/privatednszones',
} as const;

/** `microsoft.network/dnszones/a`, `microsoft.network/privatednszones/a` and the like. */
export function isRecordSet({ type }: { readonly type: string }): boolean {
  return RECORD_SET.test(type);
}

/** Links to virtual networks are children of private zones too. */
const RECORD_SET = /^microsoft\.network\/(private)?dnszones\/(?!virtualnetworklinks$)/i;
