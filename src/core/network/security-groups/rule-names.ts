// What is a rule called? Its name is a digest of what it was for when it came to be, and never of who is behind it. It keeps
// the name while its sources, ports and destinations change (identify.ts).
//
//   azurenetwork_prod-1_1a2b3c4d5e6f           Services: protocol, family, sources, ports
//   azurenetwork_prod-1_1a2b3c4d5e6f_7a8b9c    one PortExposure: its name, then the same four
//
// At most 65 characters, where Azure allows 80 (a cluster id has at most 32).
import { digest } from '../../values/digest.js';
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
