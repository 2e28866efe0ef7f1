// Where do a Service's packets arrive, behind the load balancer's translation? Security groups are asked there
// (https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview): see the table in wanted-rules.ts.
import type { PoolNode } from '../../exposure.js';
import type { Settings } from '../../settings.js';
import { familyOf } from '../../values/ip-address.js';
import type { Family } from '../../values/ip-address.js';
import type { Protocol } from '../../values/port-range.js';
import { textOf } from '../../values/json.js';
import { familyAfterApply, isKnownAfterApply } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import { find } from '../azure-state.js';
import type { Place } from './places.js';
import type { Served, ServedRule } from './served.js';
import { servedForms } from './served.js';
import type { WantedRule } from './wanted-rules.js';

export interface Arrival {
  readonly protocol: Protocol;
  readonly port: number;
  readonly addresses: readonly string[];
}

/** Of one of the place's rules; none as long as its address isn't known, and none for SCTP. */
export function arrivalsOf(place: Place, rule: WantedRule, nodes: readonly PoolNode[]): readonly Arrival[] {
  const { service, frontend, address, ports } = place;
  const { family } = frontend;
  const additional = service.additionalAddresses.filter((one) => familyOf(one) === family);
  if (rule.protocol === 'all' && rule.port === 0) {
    const known = address === undefined ? [] : [address];
    const addresses = [...(rule.floatingIP ? known : nodeAddresses(nodes, family)), ...additional];
    return ports.flatMap(({ protocol, port }) => (protocol === 'Sctp' ? [] : [{ protocol, port, addresses }]));
  }
  const { protocol } = rule.of;
  if (protocol === 'Sctp') return [];
  const own = rule.floatingIP
    ? address === undefined
      ? []
      : [address]
    : (rule.of.pods?.addresses.filter((one) => familyOf(one) === family) ?? nodeAddresses(nodes, family));
  return [{ protocol, port: rule.backendPort, addresses: [...own, ...additional] }];
}

/** Of a rule that is there. */
export function arrivalsOfServed(
  rule: ServedRule,
  nodes: readonly PoolNode[],
  settings: Settings,
  azure: AzureState,
): readonly Arrival[] {
  const served = servedWith(rule, settings, azure);
  const address = addressOnFrontend(rule, settings, azure);
  const family: Family = address !== undefined && familyIn(address) === 6 ? 6 : 4;
  const pool = served.inPool.get(rule.pool ?? '') ?? [];
  const addresses = rule.floatingIP
    ? address === undefined
      ? []
      : [address]
    : pool.length > 0
      ? pool
      : nodeAddresses(nodes, family);
  const protocols: readonly Protocol[] =
    rule.protocol === 'all' ? ['Tcp', 'Udp'] : [rule.protocol === 'udp' ? 'Udp' : 'Tcp'];
  return protocols.map((protocol) => ({ protocol, port: rule.backendPort, addresses }));
}

/** The address of the frontend that a rule is on. */
export function addressOnFrontend(rule: ServedRule, settings: Settings, azure: AzureState): string | undefined {
  const frontend = servedWith(rule, settings, azure).frontends.get(rule.frontend);
  if (!frontend?.publicIP) return frontend?.privateAddress;
  return textOf(find(azure, frontend.publicIP)?.properties?.['ipAddress']) || undefined;
}

/** Is the rule there already, or does a write under way bring it? */
function servedWith(rule: ServedRule, settings: Settings, azure: AzureState): Served {
  const [now, soon = now] = servedForms(rule.scheme, settings, azure);
  const isThere = now.onFrontend.get(rule.frontend)?.includes(rule) === true;
  return isThere ? now : soon;
}

/** Of a text that may be `(known after apply)`. */
export function familyIn(address: string): Family {
  return isKnownAfterApply(address) ? familyAfterApply(address) : familyOf(address);
}

function nodeAddresses(nodes: readonly PoolNode[], family: Family): readonly string[] {
  return nodes.flatMap(({ addresses }) => addresses.filter((one) => familyOf(one) === family));
}
