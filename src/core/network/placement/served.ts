// What do the load balancers serve now? Their frontends and rules as Azure shows them, read once per body: which address,
// protocol and port leads to which Service.
import type { ArmKey } from '../../values/arm-id.js';
import { armKey, lastName } from '../../values/arm-id.js';
import type { Family } from '../../values/ip-address.js';
import { familyNamed, parseIPAddress } from '../../values/ip-address.js';
import type { Json, JsonObject } from '../../values/json.js';
import { isObject, objectOf, objectsOf, textOf } from '../../values/json.js';
import type { Settings } from '../../settings.js';
import type { ArmResource } from '../arm-resource.js';
import type { AzureState } from '../azure-state.js';
import type { Suffix } from '../names.js';
import { loadBalancerId, prefixOf, servicePrefix, suffixOf } from '../names.js';
import { isNicPool } from '../nic-pool.js';

export const SCHEMES = ['Public', 'Internal'] as const;
export type Scheme = (typeof SCHEMES)[number];

export interface ServedFrontend {
  /** As Azure spells it. */
  readonly name: string;
  readonly publicIP?: ArmKey;
  readonly subnet?: ArmKey;
  /** In the subnet. */
  readonly privateAddress?: string;
  /** Of one in a subnet; that of another is its public IP's. */
  readonly family?: Family;
}

/** A load balancing rule, or an inbound NAT rule (which has no prefix). */
export interface ServedRule {
  readonly name: string;
  /** Of the Service that the name says; undefined where it says none. */
  readonly prefix?: string;
  readonly suffix: Suffix;
  readonly scheme: Scheme;
  /** The frontend's name in lower case. */
  readonly frontend: string;
  /** In lower case: tcp, udp or all. */
  readonly protocol: string;
  /** 0: every port. */
  readonly port: number;
  readonly backendPort: number;
  readonly floatingIP: boolean;
  /** The pool's name in lower case. */
  readonly pool?: string;
}

export interface Served {
  /** By name in lower case. */
  readonly frontends: ReadonlyMap<string, ServedFrontend>;
  /** By the Service prefix in their names. */
  readonly frontendsOfPrefix: ReadonlyMap<string, readonly ServedFrontend[]>;
  readonly ofPublicIP: ReadonlyMap<ArmKey, ServedFrontend>;
  /** By static or dynamic address. */
  readonly ofPrivateAddress: ReadonlyMap<string, ServedFrontend>;
  readonly ofPrefix: ReadonlyMap<string, readonly ServedRule[]>;
  /** By frontend name in lower case. */
  readonly onFrontend: ReadonlyMap<string, readonly ServedRule[]>;
  /** By pool name in lower case: the addresses in it; none for pools of network interfaces. */
  readonly inPool: ReadonlyMap<string, readonly string[]>;
  /** Names, in lower case, of pools of network interfaces. */
  readonly nicPools: ReadonlySet<string>;
  /** Names, in lower case, of pools that rules named after Services lead to. */
  readonly ownedPools: ReadonlySet<string>;
}

const NOTHING: Served = {
  frontends: new Map(),
  frontendsOfPrefix: new Map(),
  ofPublicIP: new Map(),
  ofPrivateAddress: new Map(),
  ofPrefix: new Map(),
  onFrontend: new Map(),
  inPool: new Map(),
  nicPools: new Set(),
  ownedPools: new Set(),
};

const READ = new WeakMap<ArmResource, Served>();

type Forms = readonly [now: Served, ...soon: Served[]];

// Asked for every Service several times a pass; the settings of a cluster hardly ever change.
const FORMS = new WeakMap<AzureState, { readonly settings: Settings; readonly of: Readonly<Record<Scheme, Forms>> }>();

/** As it is, and as a write under way makes it. */
export function servedForms(scheme: Scheme, settings: Settings, azure: AzureState): Forms {
  let known = FORMS.get(azure);
  if (known?.settings !== settings) {
    const of = { Public: formsOf('Public', settings, azure), Internal: formsOf('Internal', settings, azure) };
    FORMS.set(azure, (known = { settings, of }));
  }
  return known.of[scheme];
}

function formsOf(scheme: Scheme, settings: Settings, azure: AzureState): Forms {
  const key = armKey(loadBalancerId(settings, scheme));
  const now = readOnce(azure.resources.get(key), scheme);
  return azure.underWay.has(key) ? [now, readOnce(azure.underWay.get(key), scheme)] : [now];
}

export function servedOn(scheme: Scheme, settings: Settings, azure: AzureState): Served {
  return servedForms(scheme, settings, azure)[0];
}

/** Rules named after this Service, on both load balancers and in each form. */
export function servedFor(uid: string, settings: Settings, azure: AzureState): readonly ServedRule[] {
  const prefix = servicePrefix(uid);
  return SCHEMES.flatMap((scheme) => servedForms(scheme, settings, azure)).flatMap(
    ({ ofPrefix }) => ofPrefix.get(prefix) ?? [],
  );
}

function readOnce(resource: ArmResource | undefined, scheme: Scheme): Served {
  if (!resource) return NOTHING;
  let served = READ.get(resource);
  if (!served) READ.set(resource, (served = read(resource, scheme)));
  return served;
}

/** Do two rules on one frontend want the same packets? */
export function overlaps(
  a: { readonly protocol: string; readonly port: number },
  b: { readonly protocol: string; readonly port: number },
): boolean {
  const isSamePort = a.port === b.port || a.port === 0 || b.port === 0;
  return isSamePort && (a.protocol === b.protocol || a.protocol === 'all' || b.protocol === 'all');
}

function read({ properties = {} }: ArmResource, scheme: Scheme): Served {
  const frontends = objectsOf(properties['frontendIPConfigurations']).map(readFrontend);
  const rules = [
    ...objectsOf(properties['loadBalancingRules']).map((rule) =>
      readRule(rule, scheme, prefixOf(textOf(rule['name']))),
    ),
    ...objectsOf(properties['inboundNatRules']).map((rule) => readRule(rule, scheme, undefined)),
  ];
  const pools = objectsOf(properties['backendAddressPools']);
  return {
    frontends: new Map(frontends.map((one) => [one.name.toLowerCase(), one])),
    frontendsOfPrefix: Map.groupBy(frontends, ({ name }) => prefixOf(name) ?? ''),
    ofPublicIP: new Map(frontends.flatMap((one) => (one.publicIP ? [[one.publicIP, one] as const] : []))),
    ofPrivateAddress: new Map(
      frontends.flatMap((one) => (one.privateAddress ? [[one.privateAddress, one] as const] : [])),
    ),
    ofPrefix: Map.groupBy(
      rules.filter((rule): rule is ServedRule & { readonly prefix: string } => rule.prefix !== undefined),
      ({ prefix }) => prefix,
    ),
    onFrontend: Map.groupBy(rules, ({ frontend }) => frontend),
    inPool: new Map(pools.map(readPool)),
    nicPools: new Set(pools.filter(isNicPool).map(({ name }) => textOf(name).toLowerCase())),
    ownedPools: new Set(rules.flatMap(({ prefix, pool }) => (prefix === undefined ? [] : (pool ?? [])))),
  };
}

function readFrontend(frontend: JsonObject): ServedFrontend {
  const properties = objectOf(frontend['properties']);
  const publicIP = idIn(properties['publicIPAddress']);
  const subnet = idIn(properties['subnet']);
  const written = textOf(properties['privateIPAddress']);
  const privateAddress = parseIPAddress(written) ?? written;
  const family = familyNamed(textOf(properties['privateIPAddressVersion']));
  return {
    name: textOf(frontend['name']),
    ...(publicIP !== undefined && { publicIP: armKey(publicIP) }),
    ...(subnet !== undefined && { subnet: armKey(subnet), family }),
    ...(privateAddress !== '' && { privateAddress }),
  };
}

function readRule(rule: JsonObject, scheme: Scheme, prefix: string | undefined): ServedRule {
  const name = textOf(rule['name']);
  const properties = objectOf(rule['properties']);
  const pool = idIn(properties['backendAddressPool']);
  return {
    name,
    ...(prefix !== undefined && { prefix }),
    suffix: suffixOf(name),
    scheme,
    frontend: lastName(idIn(properties['frontendIPConfiguration']) ?? '').toLowerCase(),
    protocol: textOf(properties['protocol']).toLowerCase(),
    port: Number(properties['frontendPort'] ?? 0),
    backendPort: Number(properties['backendPort'] ?? 0),
    floatingIP: properties['enableFloatingIP'] === true,
    ...(pool !== undefined && { pool: lastName(pool).toLowerCase() }),
  };
}

function readPool(pool: JsonObject): [string, readonly string[]] {
  const members = objectsOf(objectOf(pool['properties'])['loadBalancerBackendAddresses']);
  const addresses = members.map((member) => textOf(objectOf(member['properties'])['ipAddress']));
  return [textOf(pool['name']).toLowerCase(), addresses.filter((address) => address !== '')];
}

function idIn(value: Json | undefined): string | undefined {
  const id = isObject(value) ? value['id'] : undefined;
  return typeof id === 'string' ? id : undefined;
}
