// Which type is this, and how does Azure spell it?
import type { ArmPath } from './arm-path.js';
import { typeKey } from './arm-path.js';
import { privateZones, publicZones } from './dns-zones.js';
import { loadBalancers } from './load-balancers.js';
import { publicIpPrefixes } from './public-ip-prefixes.js';
import { publicIps } from './public-ips.js';
import type { ChildList, ResourceType } from './resource.js';
import { securityGroups } from './security-groups.js';
import { storedType } from './stored.js';
import { virtualNetworks } from './virtual-networks.js';

const KNOWN = [loadBalancers, publicIps, publicIpPrefixes, securityGroups, virtualNetworks, publicZones, privateZones];
const BY_KEY = new Map(KNOWN.map((kind) => [kind.type.toLowerCase(), kind]));

export function kindOf(type: string): ResourceType {
  return BY_KEY.get(type.toLowerCase()) ?? storedType(type);
}

export function kindOfPath(path: ArmPath): ResourceType {
  return BY_KEY.get(typeKey(path)) ?? storedType([path.namespace, ...path.types].join('/'));
}

/** The parent's kind and list, when the path names a part of a resource such as a rule or a pool. */
export function childOfPath(path: ArmPath): { readonly kind: ResourceType; readonly child: ChildList } | undefined {
  if (path.types.length !== 2) return undefined;
  const kind = BY_KEY.get(`${path.namespace}/${path.types[0]!}`.toLowerCase());
  const child = kind?.children.find(({ list }) => list.toLowerCase() === path.types[1]!.toLowerCase());
  return kind === undefined || child === undefined ? undefined : { kind, child };
}
