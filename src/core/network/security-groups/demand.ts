// Who asks for which rule? Each exposure is cut into parts that are boxes (sources × destinations × ports), so that a
// rule never allows more than was asked for. Parts of Services that say the same but for the address share one rule.
import type { OpenPortGrant } from '../../exposure.js';
import { mergeCidrs } from '../../values/cidr-set.js';
import { familyOf } from '../../values/ip-address.js';
import type { Family } from '../../values/ip-address.js';
import type { PortRange, Protocol } from '../../values/port-range.js';
import { formatPortRange } from '../../values/port-range.js';
import type { Opening } from '../openings.js';

export interface Demand {
  /** Rules are called after this. */
  readonly key: string;
  readonly protocol: Protocol;
  readonly sources: readonly string[];
  readonly ports: readonly string[];
  readonly destinations: readonly string[];
}

const FAMILIES: readonly Family[] = [4, 6];

/** A tag can't stand beside others in a rule. */
export function openingDemands({ family, protocol, sources, ports, destinations }: Opening): readonly Demand[] {
  const cidrs = sources.filter((source) => source.includes('/'));
  const tags = sources.filter((source) => !source.includes('/'));
  return [...tags.map((tag) => [tag]), ...(cidrs.length ? [merged(cidrs)] : [])].map((some) =>
    demand(protocol, family, some, ports, destinations),
  );
}

/** A PortExposure is cut by the nodes that its grants reach, then into boxes. */
export function openPortDemands(grants: readonly OpenPortGrant[]): readonly Demand[] {
  return FAMILIES.flatMap((family) => {
    const byNodes = Map.groupBy(grants, ({ protocol, destinations }) => `${protocol} ${destinations.join()}`);
    return [...byNodes.values()].flatMap((group) => {
      const { protocol, destinations } = group[0]!;
      const reached = destinations.filter((address) => familyOf(address) === family);
      if (reached.length === 0) return [];
      return boxes(group, family).map(({ cidrs, ports }) => demand(protocol, family, cidrs, ports, reached));
    });
  });
}

interface Box {
  readonly cidrs: readonly string[];
  readonly ports: readonly PortRange[];
}

// Grants with the same sources become one with all their ports, then those with the same ports one with all their
// sources: neither step allows what wasn't granted.
function boxes(grants: readonly OpenPortGrant[], family: Family): readonly Box[] {
  const all = grants
    .map(({ cidrs, ports }) => ({ cidrs: merged(cidrs.filter((cidr) => familyOf(cidr) === family)), ports }))
    .filter(({ cidrs, ports }) => cidrs.length > 0 && ports.length > 0);
  const bySources = [...Map.groupBy(all, ({ cidrs }) => cidrs.join()).values()].map((group) => ({
    cidrs: group[0]!.cidrs,
    ports: mergePorts(group.flatMap(({ ports }) => ports)),
  }));
  const byPorts = Map.groupBy(bySources, ({ ports }) => ports.map(formatPortRange).join());
  return [...byPorts.values()].map((group) => ({
    cidrs: merged(group.flatMap(({ cidrs }) => cidrs)),
    ports: group[0]!.ports,
  }));
}

function demand(
  protocol: Protocol,
  family: Family,
  sources: readonly string[],
  ranges: readonly PortRange[],
  destinations: readonly string[],
): Demand {
  const ports = ranges.map(formatPortRange);
  return { key: `${protocol}|${family}|${sources.join()}|${ports.join()}`, protocol, sources, ports, destinations };
}

/** Sorted, and neighbours joined: 80, 81 and 82 are 80-82. */
export function mergePorts(ranges: readonly PortRange[]): readonly PortRange[] {
  const result: PortRange[] = [];
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last && from <= last.to + 1) result[result.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else result.push({ from, to });
  }
  return result;
}

// Azure refuses a rule whose ranges overlap (`OverlappingSubnetsNotPermittedInSecurityRule`).
function merged(cidrs: readonly string[]): readonly string[] {
  return cidrs.length < 2 ? cidrs : mergeCidrs(cidrs);
}
