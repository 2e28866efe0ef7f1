// How do nodes stand in rules? Each by its address, or by the prefix of its subnet where the settings say so: fewer entries, but
// every machine there. An address that is in no subnet that we see stands for itself.
import { contains } from '../../values/cidr-set.js';
import type { AzureState } from '../azure-state.js';
import { networkRanges } from '../placement/index.js';
import type { Box } from './compile/index.js';

export interface NodeDestinations {
  /** What a node's address is in rules; undefined: nothing but itself. */
  readonly subnetOf: (address: string) => string | undefined;
  /** The box as rules are to say it. */
  readonly inRules: (box: Box) => Box;
}

const KNOWN = new WeakMap<AzureState, Map<string, string | undefined>>();

/** `nodes`: addresses of all nodes. */
export function nodeDestinations(
  azure: AzureState,
  nodes: ReadonlySet<string>,
  mode: 'Addresses' | 'Subnets',
): NodeDestinations {
  const known = KNOWN.get(azure) ?? new Map<string, string | undefined>();
  KNOWN.set(azure, known);
  const subnetOf = (address: string): string | undefined => {
    if (!nodes.has(address)) return undefined;
    if (!known.has(address)) {
      const prefixes = networkRanges(azure);
      known.set(
        address,
        prefixes.find((prefix) => contains([prefix], address)),
      );
    }
    return known.get(address);
  };
  const inRules = (box: Box): Box => {
    if (mode === 'Addresses' || !box.destinations.some(subnetOf)) return box;
    const destinations = [...new Set(box.destinations.map((address) => subnetOf(address) ?? address))].sort();
    return { ...box, destinations };
  };
  return { subnetOf, inRules };
}
