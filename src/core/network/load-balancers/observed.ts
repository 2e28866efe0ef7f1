// What is on a load balancer now, and whose is it? Its children by Service prefix, read once.
import type { ArmResource } from '../arm-resource.js';
import type { Child } from '../overlay.js';
import type { Collection } from './arm.js';
import { children, COLLECTIONS, referredId } from './arm.js';

export interface Observed {
  readonly resource: ArmResource | undefined;
  /** The child of this name, in any case. */
  readonly find: (collection: Collection, name: string) => Child | undefined;
  /** Number of children with this prefix. */
  readonly count: (collection: Collection, prefix: string) => number;
}

export function observe(resource: ArmResource | undefined): Observed {
  const named = new Map<string, Child>();
  const counts = new Map<string, number>();
  for (const collection of COLLECTIONS) {
    for (const child of children(resource, collection)) {
      named.set(`${collection}/${child.name.toLowerCase()}`, child);
      const key = `${collection}/${prefixKey(child.name)}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return {
    resource,
    find: (collection, name) => named.get(`${collection}/${name.toLowerCase()}`),
    count: (collection, prefix) => counts.get(`${collection}/${prefix}`) ?? 0,
  };
}

/** What the prefix would be if a Service's part has this name: a prefix has no dash in it. */
export function prefixKey(name: string): string {
  const dash = name.indexOf('-');
  return (dash < 0 ? name : name.slice(0, dash)).toLowerCase();
}

/** Ids, in lower case, of the frontends and probes that rules of others hang on: they must stay. */
export function referredByOthers(resource: ArmResource | undefined, isOurs: (name: string) => boolean): Set<string> {
  const rules = children(resource, 'loadBalancingRules').filter(({ name }) => !isOurs(name));
  const others = ['inboundNatRules', 'inboundNatPools', 'outboundRules'].flatMap((name) => children(resource, name));
  const ids = [...rules, ...others].flatMap((child) => {
    const many = (child['properties'] as { frontendIPConfigurations?: readonly { id?: string }[] } | undefined)
      ?.frontendIPConfigurations;
    return [
      referredId(child, 'frontendIPConfiguration'),
      referredId(child, 'probe'),
      referredId(child, 'backendAddressPool'),
      ...(many ?? []).map(({ id }) => id),
    ];
  });
  return new Set(ids.filter((id) => id !== undefined).map((id) => id.toLowerCase()));
}
