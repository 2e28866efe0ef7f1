// How is a frontend written? A public IP, or an address of a subnet.
// https://learn.microsoft.com/rest/api/load-balancer/load-balancers/create-or-update#frontendipconfiguration
import { sameArmId } from '../../values/arm-id.js';
import { addressKey, FAMILY_NAMES } from '../../values/ip-address.js';
import type { Child, Overlay } from '../overlay.js';
import type { Place } from '../placement/index.js';
import { referredId, textOf } from './arm.js';

export function frontendPart({ frontend, publicIP }: Place, observed: Child | undefined): Overlay {
  if (frontend.scheme === 'Public') return { properties: { publicIPAddress: { id: publicIP! } } };
  const { subnetId, pin, family } = frontend;
  const before = observed && referredId(observed, 'subnet');
  const isMoving = before !== undefined && !sameArmId(before, subnetId);
  // IPv4 is Azure's default, which an answer may leave out.
  const isVersionSaid = family === 6 || (observed && textOf(observed, 'privateIPAddressVersion') !== '');
  return {
    properties: {
      subnet: { id: subnetId },
      ...(isVersionSaid && { privateIPAddressVersion: FAMILY_NAMES[family] }),
      ...(pin
        ? { privateIPAllocationMethod: 'Static', privateIPAddress: spelt(observed, pin.value) }
        : {
            privateIPAllocationMethod: 'Dynamic',
            // The address of another subnet can't be kept.
            ...(isMoving && { privateIPAddress: undefined }),
          }),
    },
  };
}

/** IPv6 has many spellings; Azure's stays. */
function spelt(observed: Child | undefined, address: string): string {
  const before = observed ? textOf(observed, 'privateIPAddress') : '';
  return addressKey(before) === addressKey(address) ? before : address;
}
