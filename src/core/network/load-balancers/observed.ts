// What is on a load balancer now: its children by name, and what hangs on what?
import { isArray, isObject } from '../../values/json.js';
import type { ArmResource } from '../arm-resource.js';
import type { Child } from '../overlay.js';
import { children, propertiesOf, referredId } from './arm.js';

/** The child of this name, in any case. */
export function childFinder(
  resource: ArmResource | undefined,
): (collection: string, name: string) => Child | undefined {
  const named = new Map<string, ReadonlyMap<string, Child>>();
  return (collection, name) => {
    let byName = named.get(collection);
    if (!byName) {
      byName = new Map(children(resource, collection).map((child) => [child.name.toLowerCase(), child]));
      named.set(collection, byName);
    }
    return byName.get(name.toLowerCase());
  };
}

/** Children that are never ours, and name some that may be. */
export const OTHERS = ['inboundNatRules', 'inboundNatPools', 'outboundRules'] as const;

/** Ids, in lower case, of the frontends, probes and pools that these rules and other people's things hang on. */
export function referencesOf(resource: ArmResource | undefined, rules: readonly Child[]): ReadonlySet<string> {
  const ids = [...rules, ...OTHERS.flatMap((name) => children(resource, name))].flatMap((child) => {
    const single = ['frontendIPConfiguration', 'probe', 'backendAddressPool'].map((key) => referredId(child, key));
    const many = ['frontendIPConfigurations', 'backendAddressPools'].flatMap((key) => {
      const list = propertiesOf(child)[key];
      return isArray(list) ? list.filter(isObject).map(({ id }) => (typeof id === 'string' ? id : undefined)) : [];
    });
    return [...single, ...many];
  });
  return new Set(ids.filter((id) => id !== undefined).map((id) => id.toLowerCase()));
}
