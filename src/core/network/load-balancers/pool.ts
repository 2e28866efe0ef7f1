// Who is behind the load balancer? Nodes, or pods: a pool lists their addresses.
import type { PoolNode } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import type { JsonObject } from '../../values/json.js';
import type { Family } from '../../values/ip-address.js';
import { addressKey, familyOf } from '../../values/ip-address.js';
import { isArray } from '../../values/json.js';
import type { SourceRef } from '../../values/source-ref.js';
import { sourceRef, uniqueSources } from '../../values/source-ref.js';
import type { Child, Overlay } from '../overlay.js';
import { isNicPool } from '../nic-pool.js';
import { propertiesOf, textOf } from './arm.js';

export interface Pool {
  readonly part: Overlay;
  /** Nodes that join or leave. */
  readonly because: readonly SourceRef[];
}

/** Our part of a pool of nodes; one whose members are NICs is joined on the NICs, not here. */
export function nodePoolPart(
  observed: Child | undefined,
  nodes: readonly PoolNode[],
  family: Family,
  settings: Settings,
): Pool {
  if (observed && isNicPool(observed)) return { part: {}, because: [] };
  const members = nodes.flatMap(({ name, addresses }) =>
    addresses.filter((address) => familyOf(address) === family).map((address) => ({ name, address })),
  );
  const { part, changed } = membersPart(observed, members, settings);
  return { part, because: uniqueSources(changed.map((name) => sourceRef('Node', undefined, name))) };
}

/** Our part of a pool of pods; each is called after its address. */
export function podPoolPart(observed: Child | undefined, addresses: readonly string[], settings: Settings): Overlay {
  const members = addresses.map((address) => ({ name: namedAfter(address), address }));
  return membersPart(observed, members, settings).part;
}

// As Azure takes names. One dash for each dot or colon: `fd01:1::5` and `fd01::1:5` are two members.
function namedAfter(address: string): string {
  return address.replaceAll(/[.:]/g, '-');
}

interface Member {
  readonly name: string;
  readonly address: string;
}

/** `changed`: names of those who join or leave. Members that are right stay as they are. */
function membersPart(
  observed: Child | undefined,
  wanted: readonly Member[],
  settings: Settings,
): { readonly part: Overlay; readonly changed: readonly string[] } {
  const list = propertiesOf(observed)['loadBalancerBackendAddresses'];
  const members = isArray(list) ? (list as readonly Child[]) : [];
  const byAddress = new Map([...wanted].sort((a, b) => (a.name < b.name ? 1 : -1)).map((one) => [one.address, one]));
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
    name: names.has(name.toLowerCase()) ? `${name}-${namedAfter(address)}` : name,
    properties: { ipAddress: address, ...(isPerMember && { virtualNetwork }) },
  }));
  return {
    part: {
      properties: {
        loadBalancerBackendAddresses: [...kept, ...fresh],
        ...(!isPerMember && { virtualNetwork }),
      },
    },
    changed: [...left, ...joined].map(({ name }) => name),
  };
}

function addressOf(member: JsonObject): string {
  return addressKey(textOf(member, 'ipAddress'));
}

function saysNetwork(member: JsonObject): boolean {
  const { virtualNetwork, subnet } = propertiesOf(member);
  return virtualNetwork !== undefined || subnet !== undefined;
}
