// Which public IPs have an address, or bear the name of a Service, in whatever resource group and however its name goes on after the UID?
// Whether they are ours is for ownership.ts to say.
import type { Settings } from '../../settings.js';
import { textOf } from '../../values/json.js';
import type { ArmResource } from '../arm-resource.js';
import { TYPES } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { ofType } from '../azure-state.js';
import { prefixOf, servicePrefix } from '../names.js';

type ByText = ReadonlyMap<string, readonly ArmResource[]>;

// Asked for every Service of a pass; the settings of a cluster hardly ever change.
const READ = new WeakMap<AzureState, { readonly settings: Settings; readonly byPrefix: ByText }>();

export function publicIPsOf(uid: string, settings: Settings, azure: AzureState): readonly ArmResource[] {
  let known = READ.get(azure);
  if (known?.settings !== settings) READ.set(azure, (known = { settings, byPrefix: read(settings, azure) }));
  return known.byPrefix.get(servicePrefix(uid)) ?? [];
}

const BY_ADDRESS = new WeakMap<AzureState, ByText>();

/** Whoever made them. */
export function publicIPsAt(address: string, azure: AzureState): readonly ArmResource[] {
  let known = BY_ADDRESS.get(azure);
  if (!known) {
    known = Map.groupBy(ofType(azure, TYPES.publicIP), ({ properties }) => textOf(properties?.['ipAddress']));
    BY_ADDRESS.set(azure, known);
  }
  return known.get(address) ?? [];
}

function read({ loadBalancer }: Settings, azure: AzureState): ByText {
  const before = `${loadBalancer.name}-`.toLowerCase();
  const named = ofType(azure, TYPES.publicIP).flatMap((resource) => {
    const isNamed = resource.name.toLowerCase().startsWith(before);
    const prefix = isNamed ? prefixOf(resource.name.slice(before.length)) : undefined;
    return prefix === undefined ? [] : [{ prefix, resource }];
  });
  return new Map(
    [...Map.groupBy(named, ({ prefix }) => prefix)].map(([prefix, group]) => [
      prefix,
      group.map(({ resource }) => resource),
    ]),
  );
}
