// What is a rule called? Its name is a digest of what it was for when it came to be, and never of who is behind it. It keeps
// the name while its sources, ports and destinations change (identify.ts).
//
//   azurenetwork_prod-1_1a2b3c4d5e6f           Services: protocol, family, sources, ports
//   azurenetwork_prod-1_1a2b3c4d5e6f_7a8b9c    one PortExposure: its name, then the same four
//
// At most 65 characters, where Azure allows 80 (a cluster id has at most 32).
import type { SourceRef } from '../../values/source-ref.js';
import { RULE_PREFIX } from '../ownership.js';
import type { Box } from './compile/index.js';
import { portsText } from './compile/index.js';

/** What rules are called after. */
export function ruleKey({ access, protocol, family, sources, ports }: Box): string {
  const key = `${protocol}|${family}|${sources.join()}|${portsText(ports)}`;
  return access === 'Allow' ? key : `${access}|${key}`;
}

export function serviceRuleName(clusterId: string, key: string): string {
  return `${RULE_PREFIX}${clusterId}_${digest(key, 12)}`;
}

export function openPortRuleName(clusterId: string, source: SourceRef, key: string): string {
  return `${openPortPrefix(clusterId, source)}${digest(key, 6)}`;
}

/** All rules of one PortExposure begin with this. */
export function openPortPrefix(clusterId: string, source: SourceRef): string {
  return `${RULE_PREFIX}${clusterId}_${digest(source, 12)}_`;
}

/** Is this the name of a rule that Services share? */
export function isServiceRuleName(clusterId: string, name: string): boolean {
  return !name.slice(`${RULE_PREFIX}${clusterId}_`.length).includes('_');
}

// Half of the digits each from two hashes (FNV-1a, then stirred). No secret hangs on it: names that meet all the same
// are told apart by whoever gives them.
function digest(text: string, digits: number): string {
  const half = digits / 2;
  return [0x811c9dc5, 0x2a9f54d1].map((seed) => hex(hash(text, seed)).slice(0, half)).join('');
}

function hash(text: string, seed: number): number {
  let value = seed;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
