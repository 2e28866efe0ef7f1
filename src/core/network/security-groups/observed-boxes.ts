// What do rules that are there say, as boxes? A rule that says what none of ours would (another direction, a group in place
// of addresses) lets nobody in as far as we know; one that is for all protocols counts for both that we know.
import { addressKey, familyOf } from '../../values/ip-address.js';
import type { Protocol } from '../../values/port-range.js';
import type { Child } from '../overlay.js';
import { familyIn } from '../placement/index.js';
import type { Box } from './compile/index.js';
import { accessOf, destinationsOf, isInbound, portsOf, protocolOf, sourcesOf } from '../security-rule.js';
import { mergePorts } from '../../values/port-range.js';

const BOXES = new WeakMap<Child, readonly Box[]>();

export function boxesOfRules(rules: readonly Child[]): readonly Box[] {
  return rules.flatMap(boxesOfRule);
}

export function boxesOfRule(rule: Child): readonly Box[] {
  let known = BOXES.get(rule);
  if (!known) BOXES.set(rule, (known = read(rule)));
  return known;
}

function read(rule: Child): readonly Box[] {
  const access = accessOf(rule);
  if (!isInbound(rule) || !access) return [];
  const ports = mergePorts(portsOf(rule));
  const all = destinationsOf(rule).map(addressKey);
  return ([4, 6] as const).flatMap((family) => {
    const sources = sourcesOf(rule).filter((source) => !source.includes('/') || familyOf(source) === family);
    const destinations = all.filter((address) => familyIn(address) === family);
    if (sources.length === 0 || destinations.length === 0 || ports.length === 0) return [];
    return protocolsOf(rule).map((protocol): Box => ({ access, family, protocol, sources, ports, destinations }));
  });
}

function protocolsOf(rule: Child): readonly Protocol[] {
  const protocol = protocolOf(rule);
  return (['Tcp', 'Udp'] as const).filter((one) => protocol === '*' || protocol === one.toLowerCase());
}
