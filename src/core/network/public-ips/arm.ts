// How does ARM write a public IP? Only what we read or set; all else stays as it comes.
// https://learn.microsoft.com/rest/api/virtualnetwork/public-ip-addresses/create-or-update
import type { PublicFrontend } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import { FAMILY_NAMES } from '../../values/ip-address.js';
import type { Overlay } from '../overlay.js';

export const PUBLIC_IP_TYPE = 'Microsoft.Network/publicIPAddresses';

/** What we want of one of ours, whenever it is written: a static Standard address of the family. */
export function ownPart({ family }: PublicFrontend): Overlay {
  return {
    sku: { name: 'Standard' },
    properties: { publicIPAllocationMethod: 'Static', publicIPAddressVersion: FAMILY_NAMES[family] },
  };
}

/** What can only be said at its creation. */
export function creationPart({ prefix, ipTags }: PublicFrontend, { loadBalancer }: Settings): Overlay {
  const { publicIPZones: zones } = loadBalancer;
  return {
    ...(zones.length > 0 && prefix === undefined && { zones }),
    properties: {
      ...(prefix !== undefined && { publicIPPrefix: { id: prefix.id } }),
      ...(ipTags !== undefined && { ipTags: ipTags.map(({ type, tag }) => ({ ipTagType: type, tag })) }),
    },
  };
}
