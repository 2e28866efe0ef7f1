// How does ARM write a public IP? Only what we read or set; all else stays as it comes.
// https://learn.microsoft.com/rest/api/virtualnetwork/public-ip-addresses/create-or-update
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ArmResource } from '../arm-resource.js';
import { same } from '../change.js';
import { overlay } from '../overlay.js';
import { isMarked, marks } from '../ownership.js';

export const PUBLIC_IP_TYPE = 'Microsoft.Network/publicIPAddresses';

const PART = {
  sku: { name: 'Standard' },
  properties: { publicIPAllocationMethod: 'Static', publicIPAddressVersion: 'IPv4' },
};

/** The whole body: a static Standard IPv4 address, over what is there. */
export function publicIPBody(
  id: ArmId,
  observed: ArmResource | undefined,
  settings: Settings,
  source: SourceRef,
): ArmResource {
  const tags = marks(settings.clusterId, [source]);
  if (!observed) {
    const name = id.slice(id.lastIndexOf('/') + 1);
    return { id, name, type: PUBLIC_IP_TYPE, location: settings.location, ...PART, tags };
  }
  const body = overlay(observed, PART) as ArmResource;
  // Tags ride along: the peer's address isn't written for their sake alone.
  if (!isMarked(observed.tags, settings.clusterId) && same(observed, body)) return observed;
  return overlay(body, { tags }) as ArmResource;
}
