// What does each object want in one group, and what has it there?
//
//   object                                   wants                    has
//   Service, wanted                          its openings             what rules that Services share let in where it stands
//   Service, held or without its address     what it has, at nodes    the same
//                                            that join too
//   PortExposure, wanted                     its grants               the rules that bear its name
//   PortExposure, held                       what it has              the same
//   gone                                     nothing                  the same
//
// Services share rules. Each PortExposure has rules of its own: nodes are destinations for many, so only a rule's name
// tells whose it is when its PortExposure can't be read or is gone.
import type { OpenPortExposure, OpenPortGrant } from '../../exposure.js';
import { addressKey, familyOf } from '../../values/ip-address.js';
import type { SourceRef } from '../../values/source-ref.js';
import type { ServiceOpenings } from '../openings.js';
import type { Standpoint } from '../standpoints.js';
import type { Child } from '../overlay.js';
import type { Box } from './compile/index.js';
import { portsText } from './compile/index.js';
import type { NodeDestinations } from './node-destinations.js';
import { boxesOfRules } from './observed-boxes.js';
import { openPortPrefix } from './rule-names.js';
import { standingBoxes } from './standing.js';

export interface Claim {
  readonly source: SourceRef;
  readonly since: string;
  /** Undefined: what it has stays. */
  readonly wanted: readonly Box[] | undefined;
  /** What rules of ours let in now that are its; the same text for the same access, however rules have it. */
  readonly has: readonly Box[];
  /** Of a PortExposure: how the names of its rules begin, and those that there are. */
  readonly own?: { readonly prefix: string; readonly rules: readonly Child[] };
}

/** Of no object that is known: it stays because it can't be told to be nobody's. */
export const NOBODY = '' as SourceRef;

export interface Ours {
  /** Rules that Services share. */
  readonly shared: readonly Child[];
  /** Rules of PortExposures, by the beginning of their names. */
  readonly byPrefix: ReadonlyMap<string, readonly Child[]>;
}

export function serviceClaims(
  openings: readonly ServiceOpenings[],
  ours: Ours,
  nodes: NodeDestinations,
): readonly Claim[] {
  const standing = standingBoxes(boxesOfRules(ours.shared));
  return openings.map(({ source, since, wanted, has }) => {
    const there = withSubnets(has, nodes);
    const known = standing(there);
    const growing = wanted === undefined ? there.filter(({ alsoAt = [] }) => alsoAt.length > 0) : [];
    const grown = growing.flatMap((one) => standing([one]).map((box) => ({ ...box, destinations: one.alsoAt! })));
    const asked = grown.length > 0 ? [...known, ...grown] : wanted;
    return { source, since, wanted: asked?.map(nodes.inRules), has: known };
  });
}

/** A Service's ports on nodes are its own on their subnets as well. */
function withSubnets(has: readonly Standpoint[], { subnetOf }: NodeDestinations): readonly Standpoint[] {
  const further = new Map<string, Standpoint>();
  for (const standpoint of has) {
    const address = standpoint.ports && subnetOf(standpoint.address);
    if (address === undefined) continue;
    const { protocol, ports } = standpoint;
    further.set(`${address}|${protocol}|${portsText(ports!)}`, { ...standpoint, address });
  }
  return further.size === 0 ? has : [...has, ...further.values()];
}

export function openPortClaims(
  openPorts: readonly OpenPortExposure[],
  clusterId: string,
  ours: Ours,
  nodes: NodeDestinations,
): readonly Claim[] {
  return openPorts.map(({ source, since, standing, grants }) => {
    const prefix = openPortPrefix(clusterId, source);
    const rules = ours.byPrefix.get(prefix) ?? [];
    const wanted = standing === 'Wanted' ? grantBoxes(grants).map(nodes.inRules) : standing === 'Gone' ? [] : undefined;
    return { source, since, wanted, has: boxesOfRules(rules), own: { prefix, rules } };
  });
}

/** What shared rules let in at addresses that no Service is known to have, while not all can be known. */
export function unexplained(openings: readonly ServiceOpenings[], known: ReadonlySet<string>, ours: Ours): Claim {
  const explained = new Set([
    ...known,
    ...openings.flatMap(({ has }) => has.map(({ address }) => addressKey(address))),
  ]);
  const shared = boxesOfRules(ours.shared);
  const left: Standpoint[] = [...new Set(shared.flatMap(({ destinations }) => destinations))]
    .filter((address) => !explained.has(address))
    .map((address) => ({ address }));
  return { source: NOBODY, since: '', wanted: undefined, has: standingBoxes(shared)(left) };
}

const BOXES = new WeakMap<readonly OpenPortGrant[], readonly Box[]>();

/** A grant may be for nodes and ranges of both families. */
export function grantBoxes(grants: readonly OpenPortGrant[]): readonly Box[] {
  let known = BOXES.get(grants);
  if (!known) BOXES.set(grants, (known = grants.flatMap(boxesOfGrant)));
  return known;
}

function boxesOfGrant({ protocol, ports, cidrs, destinations }: OpenPortGrant): readonly Box[] {
  return ([4, 6] as const).flatMap((family): readonly Box[] => {
    const sources = cidrs.filter((cidr) => familyOf(cidr) === family);
    const reached = destinations.filter((address) => familyOf(address) === family);
    if (sources.length === 0 || reached.length === 0 || ports.length === 0) return [];
    return [{ access: 'Allow', family, protocol, sources, ports, destinations: reached }];
  });
}
