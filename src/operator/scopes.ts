// Which of the scopes that we read does a resource belong to? Decided by its path alone: the resource that a scope
// reads itself, else a collection that its path continues, else one that
// lists all that its parent holds.
import type { ArmResource } from '../core/network/arm-resource.js';
import type { AzureScope } from '../core/network/azure-scopes.js';
import type { ArmKey } from '../core/values/arm-id.js';
import { armKey, parseArmId } from '../core/values/arm-id.js';
import type { AzureApi } from './ports.js';
import { AzureError } from './ports.js';

/** The scope's key; undefined where none reads this resource. */
export function scopeOf(key: ArmKey, scopes: Iterable<AzureScope>): ArmKey | undefined {
  let best: { scope: ArmKey; rank: number } | undefined;
  for (const scope of scopes) {
    const path = armKey(scope.path);
    const rank = rankOf(key, path, scope.read);
    if (rank > (best?.rank ?? 0)) best = { scope: path, rank };
  }
  return best?.scope;
}

function rankOf(key: ArmKey, path: ArmKey, read: AzureScope['read']): number {
  if (read === 'Get') return key === path ? Infinity : 0;
  if (key.startsWith(`${path}/`)) return 1e6 + path.length;
  // `…/dnsZones/Z/recordsets` lists `…/dnsZones/Z/A/www`: the collection's name is not in the ids.
  const parent = path.slice(0, path.lastIndexOf('/'));
  return parseArmId(parent) && key.startsWith(`${parent}/`) ? parent.length : 0;
}

/** What is in it; an AzureError with 404 where something that the settings name doesn't exist. */
export async function readScope(
  azure: Pick<AzureApi, 'get' | 'list'>,
  scope: AzureScope,
): Promise<readonly ArmResource[]> {
  if (scope.read === 'List') return azure.list(scope);
  const one = await azure.get(scope.path, scope.type);
  if (one) return [one];
  if (!scope.mustExist) return [];
  throw new AzureError({
    status: 404,
    code: 'ResourceNotFound',
    message: `The settings name ${scope.path}, which doesn't exist.`,
    detailCodes: [],
    uncertain: false,
  });
}
