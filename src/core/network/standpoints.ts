// Where does a Service stand in the security groups? The addresses and ports at which rules of ours let in or deny for it,
// as far as the load balancers tell, now and once a write that is under way has ended. Who is held keeps what is there.
import type { LoadBalancerExposure, PoolNode } from '../exposure.js';
import type { Settings } from '../settings.js';
import { armKey } from '../values/arm-id.js';
import { familyOf } from '../values/ip-address.js';
import { textOf } from '../values/json.js';
import type { PortRange, Protocol } from '../values/port-range.js';
import type { AzureState } from './azure-state.js';
import { isNameOf, servicePrefix } from './names.js';
import type { NetworkContext } from './network-context.js';
import { isOurPublicIP } from './ownership.js';
import type { ServedRule } from './placement/index.js';
import {
  addressOnFrontend,
  arrivalsOfServed,
  familyIn,
  publicIPsOf,
  SCHEMES,
  servedFor,
  servedForms,
  servedOn,
} from './placement/index.js';

/** A part of what rules of ours let in now; without `ports` all of them, of both protocols. */
export interface Standpoint {
  readonly address: string;
  readonly protocol?: Protocol;
  readonly ports?: readonly PortRange[];
  /** Nodes that have joined since: who is let in at the address is to be let in there too. */
  readonly alsoAt?: readonly string[];
}

export function isForAllPorts({ protocol, port }: { readonly protocol: string; readonly port: number }): boolean {
  return protocol === 'all' && port === 0;
}

export function standpointsOf(service: LoadBalancerExposure, context: NetworkContext): readonly Standpoint[] {
  const { exposures, settings, azure } = context;
  const prefix = servicePrefix(service.uid);
  const rules = servedFor(service.uid, settings, azure);
  const alone = new Set([...ownAddresses(service, settings, azure), ...rules.flatMap((rule) => aloneOn(rule) ?? [])]);
  const served = rules.flatMap((rule) =>
    arrivalsOfServed(rule, exposures.poolNodes, settings, azure).flatMap(({ protocol, port, addresses }) =>
      addresses
        .filter((address) => !alone.has(address))
        .map((address, index) => ({
          ...{ address, protocol },
          ports: isForAllPorts(rule) ? leftBesides(protocol) : [{ from: port, to: port }],
          ...(index === 0 && { alsoAt: newcomers(rule, addresses) }),
        })),
    ),
  );
  return [...[...alone].sort().map((address) => ({ address })), ...served];

  /** Nodes that the pool doesn't have yet. */
  function newcomers({ floatingIP, pool }: ServedRule, known: readonly string[]): readonly string[] {
    if (floatingIP || isNameOf(service.uid, pool ?? '')) return [];
    return nodesBeside(known, exposures.poolNodes);
  }

  /** One rule for all ports has those that no other Service's rule leads to. */
  function leftBesides(protocol: Protocol): readonly PortRange[] {
    const forms = SCHEMES.flatMap((scheme) => servedForms(scheme, settings, azure));
    const others = forms.flatMap(({ onFrontend }) => [...onFrontend.values()].flat());
    const theirs = others.filter((one) => one.prefix !== prefix && one.protocol === protocol.toLowerCase());
    return portsBesides(theirs.map(({ backendPort }) => backendPort));
  }

  function aloneOn(rule: ServedRule): string | undefined {
    const others = servedOn(rule.scheme, settings, azure).onFrontend.get(rule.frontend) ?? [];
    return others.every((other) => other.prefix === prefix) ? addressOnFrontend(rule, settings, azure) : undefined;
  }
}

const BESIDE = new WeakMap<
  readonly string[],
  { readonly nodes: readonly PoolNode[]; readonly found: readonly string[] }
>();

/** Of the family of those that are known; asked for each rule that leads to the same pool. */
function nodesBeside(known: readonly string[], nodes: readonly PoolNode[]): readonly string[] {
  const before = BESIDE.get(known);
  if (before?.nodes === nodes) return before.found;
  const [family, all] = [familyIn(known[0]!), new Set(known)];
  const found = nodes
    .flatMap(({ addresses }) => addresses)
    .filter((address) => familyOf(address) === family && !all.has(address));
  BESIDE.set(known, { nodes, found });
  return found;
}

function portsBesides(taken: readonly number[]): readonly PortRange[] {
  const bounds = [-1, ...new Set(taken)].sort((a, b) => a - b);
  return [...bounds.keys()].flatMap((index) => {
    const range = { from: bounds[index]! + 1, to: (bounds[index + 1] ?? 65_536) - 1 };
    return range.from <= range.to ? [range] : [];
  });
}

/** Of the public IPs that were made for this Service, as long as nobody shares them. */
function ownAddresses({ uid, source }: LoadBalancerExposure, settings: Settings, azure: AzureState): readonly string[] {
  const prefix = servicePrefix(uid);
  const served = servedOn('Public', settings, azure);
  return publicIPsOf(uid, settings, azure).flatMap((resource) => {
    if (!isOurPublicIP(resource, settings.clusterId, source)) return [];
    const frontend = served.ofPublicIP.get(armKey(resource.id))?.name.toLowerCase() ?? '';
    const isShared = (served.onFrontend.get(frontend) ?? []).some((rule) => rule.prefix !== prefix);
    const address = textOf(resource.properties?.['ipAddress']);
    return isShared || address === '' ? [] : [address];
  });
}
