// Which destinations can be taken out of the rules of Azure's cloud controller? Only by the administrator's word
// (`adopt.removePeerRules`), and only what our own rules let in already, so that no packet is lost on the way.
//
//   a destination of such a rule                                             goes
//   our rules don't (yet) say all that our objects want there                no
//   it is wholly a Service's of ours                                         yes
//   it is shared (a node, a frontend of several), and each port of that
//   rule is one that objects of ours want there                              yes
//   anything else                                                            no
//
// A rule without destinations goes. Their shape: https://github.com/kubernetes-sigs/cloud-provider-azure, pkg/provider/securitygroup
import type { SourceRef } from '../../values/source-ref.js';
import { uniqueSources } from '../../values/source-ref.js';
import type { ServiceOpenings } from '../openings.js';
import type { Child, Overlay } from '../overlay.js';
import { withDestinations } from './arm.js';
import type { Claim } from './claims.js';
import type { Box, Profiles } from './compile/index.js';
import { isSaid } from './compile/index.js';
import type { NodeDestinations } from './node-destinations.js';
import { destinationsOf, portsOf, priorityOf, protocolOf } from '../security-rule.js';
import { addressKey } from '../../values/ip-address.js';
import { mergePorts } from '../../values/port-range.js';

export interface PeerChange {
  readonly name: string;
  /** Undefined: the rule goes. */
  readonly part: Overlay | undefined;
  readonly because: readonly SourceRef[];
}

export interface PeerContext {
  readonly claims: readonly Claim[];
  readonly isIn: (claim: Claim) => boolean;
  readonly nodes: NodeDestinations;
  /** What rules of ours say now. */
  readonly before: Profiles;
}

export function peerChanges(
  foreign: readonly Child[],
  openings: readonly ServiceOpenings[],
  context: PeerContext,
): readonly PeerChange[] {
  const theirs = foreign.filter(isPeers);
  if (theirs.length === 0) return [];
  const sites = sitesOf(openings, context);
  return theirs.flatMap((rule): readonly PeerChange[] => {
    const all = destinationsOf(rule);
    const ours = all.filter((text) => isOurs(rule, sites.get(addressKey(text))));
    if (ours.length === 0) return [];
    const left = all.filter((text) => !ours.includes(text));
    const because = uniqueSources(ours.flatMap((text) => sites.get(addressKey(text))!.owners));
    return [{ name: rule.name, part: left.length > 0 ? withDestinations(rule, left) : undefined, because }];
  });
}

function isPeers(rule: Child): boolean {
  const priority = priorityOf(rule) ?? 0;
  return rule.name.toLowerCase().startsWith('k8s-azure-lb') && priority >= 500 && priority <= 4096;
}

/** What objects of ours have to do with one address. */
interface Site {
  readonly owners: SourceRef[];
  readonly boxes: Box[];
  isWhole: boolean;
  /** All that is wanted there is let in by rules of ours. */
  isInPlace: boolean;
}

function sitesOf(
  openings: readonly ServiceOpenings[],
  { claims, isIn, nodes, before }: PeerContext,
): ReadonlyMap<string, Site> {
  const sites = new Map<string, Site>();
  const siteAt = (address: string): Site => {
    let site = sites.get(address);
    if (!site) sites.set(address, (site = { owners: [], boxes: [], isWhole: false, isInPlace: true }));
    return site;
  };
  const claimOf = new Map(claims.map((claim) => [claim.source, claim]));
  for (const { source, has, wanted } of openings) {
    const claim = claimOf.get(source);
    const isSettled = wanted !== undefined && claim !== undefined && isIn(claim);
    for (const { address, ports } of has) {
      const site = siteAt(addressKey(address));
      site.owners.push(source);
      if (!isSettled) site.isInPlace = false;
      else if (!ports) site.isWhole = true;
    }
    for (const box of (isSettled && wanted) || []) {
      for (const destination of box.destinations) {
        const site = siteAt(destination);
        site.owners.push(source);
        site.boxes.push(box);
        if (!isSaid(before, nodes.inRules({ ...box, destinations: [destination] }))) site.isInPlace = false;
      }
    }
  }
  return sites;
}

function isOurs(rule: Child, site: Site | undefined): boolean {
  if (!site?.isInPlace) return false;
  if (site.isWhole) return true;
  const protocols = protocolOf(rule) === '*' ? ['tcp', 'udp'] : [protocolOf(rule)];
  return protocols.every((protocol) => {
    const wanted = mergePorts(
      site.boxes.filter((box) => box.protocol.toLowerCase() === protocol).flatMap(({ ports }) => ports),
    );
    return portsOf(rule).every((range) => wanted.some(({ from, to }) => from <= range.from && range.to <= to));
  });
}
