// Which nodes are behind the load balancer? The pool lists their addresses; members that are right stay as they are.
import type { PoolNode } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { JsonObject } from '../../values/json.js';
import { isArray } from '../../values/json.js';
import type { SourceRef } from '../../values/source-ref.js';
import { sourceRef, uniqueSources } from '../../values/source-ref.js';
import type { Child, Overlay } from '../overlay.js';
import { isNicPool, propertiesOf, textOf } from './arm.js';

export interface Pool {
  readonly part: Overlay;
  /** Nodes that join or leave. */
  readonly because: readonly SourceRef[];
}

/** Our part of the pool; a pool whose members are NICs is joined on the NICs, not here. */
export function poolPart(observed: Child | undefined, nodes: readonly PoolNode[], settings: Settings): Pool {
  if (observed && isNicPool(observed)) return { part: {}, because: [] };
  const list = propertiesOf(observed)['loadBalancerBackendAddresses'];
  const members = isArray(list) ? (list as readonly Child[]) : [];
  const byAddress = new Map([...nodes].sort((a, b) => (a.name < b.name ? 1 : -1)).map((node) => [node.address, node]));
  const kept = members.filter((member) => byAddress.has(addressOf(member)));
  const left = members.filter((member) => !byAddress.has(addressOf(member)));
  const there = new Set(kept.map(addressOf));
  const joined = [...byAddress.values()].filter(({ address }) => !there.has(address));
  joined.sort((a, b) => (a.name < b.name ? -1 : 1));

  const virtualNetwork = { id: settings.virtualNetworkId };
  // The network is said once on the pool, or on each member.
  const isPerMember = propertiesOf(observed)['virtualNetwork'] === undefined && kept.some(saysNetwork);
  const names = new Set(kept.map(({ name }) => name.toLowerCase()));
  const fresh = joined.map(({ name, address }) => ({
    name: names.has(name.toLowerCase()) ? `${name}-${address}` : name,
    properties: { ipAddress: address, ...(isPerMember && { virtualNetwork }) },
  }));
  return {
    part: {
      properties: {
        loadBalancerBackendAddresses: [...kept, ...fresh],
        ...(!isPerMember && { virtualNetwork }),
      },
    },
    because: uniqueSources([...left, ...joined].map(({ name }) => sourceRef('Node', undefined, name))),
  };
}

function addressOf(member: JsonObject): string {
  return textOf(member, 'ipAddress');
}

function saysNetwork(member: JsonObject): boolean {
  const { virtualNetwork, subnet } = propertiesOf(member);
  return virtualNetwork !== undefined || subnet !== undefined;
}
