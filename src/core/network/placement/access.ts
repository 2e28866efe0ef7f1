// Who is let in now? What our own rules in the listed security groups say, read once per body; foreign rules and
// Azure's default ones are not asked.
import type { Settings } from '../../settings.js';
import { armKey } from '../../values/arm-id.js';
import { contains, containsAll } from '../../values/cidr-set.js';
import { addressKey, parseIPAddress } from '../../values/ip-address.js';
import type { PortRange } from '../../values/port-range.js';
import type { ArmResource } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { eachForm, find } from '../azure-state.js';
import { accessOf, destinationsOf, isOurs, portsOf, protocolOf, rulesIn, sourcesOf } from '../security-rule.js';
import { commonSources } from './common-sources.js';

/** Where a packet arrives: behind the load balancer's translation. */
export interface Point {
  readonly address: string;
  readonly protocol: string;
  readonly port: number;
}

/** Are these sources let in at this point, by every listed group? False while one can't be read. */
export function isOpenFor(azure: AzureState, settings: Settings, sources: readonly string[], point: Point): boolean {
  return settings.securityGroups.every(({ id }) =>
    inEachForm(azure, id, (group) => coversAll(letInBy(group, settings.clusterId, point), sources)),
  );
}

/** Is nobody else let in at this point by rules of ours? False while a group can't be read. */
export function letsInNoMore(azure: AzureState, settings: Settings, sources: readonly string[], point: Point): boolean {
  return settings.securityGroups.every(
    ({ id }) =>
      azure.unreadable.get(armKey(id))?.status === 404 ||
      inEachForm(azure, id, (group) => coversAll(sources, letInBy(group, settings.clusterId, point))),
  );
}

/** Is everybody who isn't let in at this point shut out by rules of ours, those too whom Azure's default rules let in? */
export function isShut(azure: AzureState, settings: Settings, { address, protocol, port }: Point): boolean {
  const isDenying = (rule: Rule): boolean =>
    !rule.isAllowing && rule.sources.includes('*') && isAt(rule, protocol, port);
  return settings.securityGroups.every(({ id }) =>
    inEachForm(azure, id, (group) => rulesAt(group, settings.clusterId).of(addressKey(address)).some(isDenying)),
  );
}

/** Who is let in at this point, by every listed group that can be read. */
export function letIn(azure: AzureState, settings: Settings, point: Point): readonly string[] {
  const [first = [], ...others] = readableGroups(azure, settings).map((group) =>
    letInBy(group, settings.clusterId, point),
  );
  return others.reduce(commonSources, first);
}

/** The ports at which rules of ours let somebody in there. */
export function portsLetIn(
  azure: AzureState,
  settings: Settings,
  { address, protocol }: Omit<Point, 'port'>,
): readonly number[] {
  const rules = readableGroups(azure, settings)
    .flatMap((group) => rulesAt(group, settings.clusterId).of(addressKey(address)))
    .filter((rule) => rule.isAllowing && (rule.protocol === '*' || rule.protocol === protocol.toLowerCase()));
  const ports = rules
    .flatMap((rule) => rule.ports.filter(isList))
    .flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, n) => from + n));
  return [...new Set(ports)];
}

/** Ports that somebody listed, run together; not all of a machine's. */
function isList({ from, to }: PortRange): boolean {
  return to - from < 256;
}

/** Does the union of `sources` hold each of `wanted`? */
export function coversAll(sources: readonly string[], wanted: readonly string[]): boolean {
  if (wanted.length === 0) return true;
  const all = new Set(sources.map((source) => source.toLowerCase()));
  const left = wanted.filter((one) => !all.has(one.toLowerCase()));
  if (left.length === 0 || all.has('*')) return true;
  const cidrs = sources.filter((source) => source.includes('/'));
  const tags = left.filter((one) => !one.includes('/'));
  if (!tags.every((tag) => tag === 'Internet' && isEverybody(cidrs))) return false;
  return containsAll(
    cidrs,
    left.filter((one) => one.includes('/')),
  );
}

function isEverybody(cidrs: readonly string[]): boolean {
  return cidrs.includes('0.0.0.0/0') || cidrs.includes('::/0');
}

function readableGroups(azure: AzureState, { securityGroups }: Settings): readonly ArmResource[] {
  return securityGroups.flatMap(({ id }) => (azure.unreadable.has(armKey(id)) ? [] : (find(azure, id) ?? [])));
}

/** As it is, and as a write under way makes it; false while it can't be read. */
function inEachForm(azure: AzureState, id: string, holds: (group: ArmResource) => boolean): boolean {
  const forms = azure.unreadable.has(armKey(id)) ? [] : eachForm(azure, id);
  return forms.length > 0 && forms.every(holds);
}

interface Rule {
  readonly isAllowing: boolean;
  readonly protocol: string;
  readonly sources: readonly string[];
  readonly ports: readonly PortRange[];
}

function letInBy(group: ArmResource, clusterId: string, { address, protocol, port }: Point): readonly string[] {
  return rulesAt(group, clusterId)
    .of(addressKey(address))
    .filter((rule) => rule.isAllowing && isAt(rule, protocol, port))
    .flatMap(({ sources }) => sources);
}

function isAt({ ports, ...rule }: Rule, protocol: string, port: number): boolean {
  const isProtocol = rule.protocol === '*' || rule.protocol === protocol.toLowerCase();
  return isProtocol && ports.some(({ from, to }) => from <= port && port <= to);
}

interface RulesByAddress {
  readonly of: (address: string) => readonly Rule[];
}

const READ = new WeakMap<ArmResource, Map<string, RulesByAddress>>();

function rulesAt(group: ArmResource, clusterId: string): RulesByAddress {
  const perCluster = READ.get(group) ?? new Map<string, RulesByAddress>();
  READ.set(group, perCluster);
  let known = perCluster.get(clusterId);
  if (!known) perCluster.set(clusterId, (known = readRules(group, clusterId)));
  return known;
}

function readRules(group: ArmResource, clusterId: string): RulesByAddress {
  const byAddress = new Map<string, Rule[]>();
  for (const rule of rulesIn(group)) {
    if (!isOurs(rule, clusterId)) continue;
    const read: Rule = {
      isAllowing: accessOf(rule) === 'Allow',
      protocol: protocolOf(rule),
      sources: sourcesOf(rule),
      ports: portsOf(rule),
    };
    for (const destination of destinationsOf(rule)) {
      const key = addressKey(destination);
      const known = byAddress.get(key);
      if (known) known.push(read);
      else byAddress.set(key, [read]);
    }
  }
  // Nodes may stand in rules by the ranges of their subnets.
  const ranges = [...byAddress].filter(([key]) => RANGE.test(key));
  const found = new Map<string, readonly Rule[]>();
  return {
    of: (address) => {
      const own = byAddress.get(address) ?? [];
      if (ranges.length === 0 || !parseIPAddress(address)) return own;
      let rules = found.get(address);
      if (!rules) {
        rules = [...own, ...ranges.flatMap(([range, some]) => (contains([range], address) ? some : []))];
        found.set(address, rules);
      }
      return rules;
    },
  };
}

const RANGE = /^[0-9a-f.:]+\/[0-9]+$/;
