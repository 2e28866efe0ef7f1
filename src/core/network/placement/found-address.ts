// What was found out about the public IP behind a frontend, and what is read of one?
import type { Settings } from '../../settings.js';
import type { ArmId } from '../../values/arm-id.js';
import { armKey } from '../../values/arm-id.js';
import type { Family } from '../../values/ip-address.js';
import { familyNamed } from '../../values/ip-address.js';
import { textOf } from '../../values/json.js';
import type { Problem } from '../../values/problem.js';
import type { ArmResource } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { publicIPsPath } from '../names.js';

export type PublicAddress =
  | { readonly kind: 'There'; readonly id: ArmId; readonly resource: ArmResource; readonly address?: string }
  | { readonly kind: 'ToCome'; readonly id: ArmId }
  | { readonly kind: 'Hidden' }
  | { readonly kind: 'Refused'; readonly problem: Problem };

export function there(resource: ArmResource): PublicAddress {
  const address = textOf(resource.properties?.['ipAddress']);
  return { kind: 'There', id: resource.id, resource, ...(address !== '' && { address }) };
}

/** Of a public IP or a prefix. */
export function familyOfPublicIP({ properties = {} }: ArmResource): Family {
  return familyNamed(textOf(properties['publicIPAddressVersion']));
}

/** Is it unknown which public IPs a resource group has? */
export function isHidden(resourceGroup: string, settings: Settings, { unreadable }: AzureState): boolean {
  const why = unreadable.get(armKey(publicIPsPath(settings, resourceGroup)));
  return why !== undefined && why.status !== 404;
}
