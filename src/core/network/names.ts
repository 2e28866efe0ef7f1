// What are things called in Azure? Load balancer parts and public IPs bear the names that Azure's cloud controller
// gives them, so that a cluster can move from it to us without a rule changing; security rules have names of our own,
// never beginning with `k8s-azure-lb`, which it would delete.
//
//   a97c5afeda12a4355860191fcc0558bb              Service prefix: `a` + UID without dashes, cut to 32
//   prod-1, prod-1-internal                        load balancers
//   prod-1, prod-1-IPv6                            backend pools of nodes in them
//   prod-1-addresses, prod-1-addresses-IPv6        the same, beside pools of network interfaces that they replace
//   <prefix>[-<subnet>][-IPv6]                     frontend; an internal one says the subnet that the user chose
//   <prefix>[-<subnet>]-TCP-80[-IPv6]              rule, its probe, and its pool where pods are addressed themselves
//   <prefix>[-<subnet>]-TCP-<health check>[-IPv6]  probe of `externalTrafficPolicy: Local`
//   cluster-service-shared-health-probe            probe of all Services, where the settings say so
//   prod-1-<prefix>[-<IP prefix>][-<6 hex>][-IPv6] public IP; the digits where it took the place of another one
//
// `-IPv6` is the IPv6 half of a dual-stack Service; a Service of IPv6 alone has none (placement/halves.ts).
// Source: https://github.com/kubernetes-sigs/cloud-provider-azure, pkg/provider/azure_loadbalancer.go
import type { ArmId } from '../values/arm-id.js';
import { lastName, networkId } from '../values/arm-id.js';
import type { Family } from '../values/ip-address.js';
import { memoiseText } from '../values/memoise-text.js';
import type { Settings } from '../settings.js';

/** ARM's names are at most 80 characters; the peer leaves room for suffixes. */
const LONGEST = 75;

export const servicePrefix: (uid: string) => string = memoiseText((uid) =>
  `a${uid.replaceAll('-', '')}`.slice(0, 32).toLowerCase(),
);

export function loadBalancerId(settings: Settings, scheme: 'Public' | 'Internal'): ArmId {
  return idsOf(settings)[scheme];
}

/** Of nodes; one a family, for all Services. */
export function poolName({ loadBalancer: { name } }: Settings, family: Family): string {
  return ofFamily(name, family);
}

/** Of nodes by their addresses, beside a pool of their network interfaces (placement/node-pools.ts). */
export function besidePoolName({ loadBalancer: { name } }: Settings, family: Family): string {
  return ofFamily(`${name}-addresses`, family);
}

function ofFamily(name: string, family: Family): string {
  return family === 4 ? name : name + SUFFIXES[6];
}

export const SHARED_PROBE = 'cluster-service-shared-health-probe';

/** At the end of a name: which of two halves it is of. */
export type Suffix = '' | '-IPv4' | '-IPv6';
export const SUFFIXES = { 4: '-IPv4', 6: '-IPv6' } as const satisfies Record<Family, Suffix>;

export function suffixOf(name: string): Suffix {
  const lower = name.toLowerCase();
  return Object.values(SUFFIXES).find((suffix) => lower.endsWith(suffix.toLowerCase())) ?? '';
}

/** What all names of one half of a Service have in common. */
export interface Half {
  readonly uid: string;
  readonly suffix: Suffix;
  /** The subnet that the user chose for an internal one. */
  readonly subnetName?: string;
}

/** The public IP that we make for a Service. */
export interface OwnPublicIP extends Pick<Half, 'uid' | 'suffix'> {
  readonly resourceGroup: string;
  readonly prefixId?: ArmId;
  /** Tells apart those that follow each other: what can't be changed needs another. */
  readonly variant?: string;
}

/** The collection: its path is that of its scope. */
export function publicIPsPath({ subscriptionId }: Settings, resourceGroup: string): ArmId {
  return networkId(subscriptionId, resourceGroup, 'publicIPAddresses', '').slice(0, -1) as ArmId;
}

export function publicIPId(settings: Settings, own: OwnPublicIP): ArmId {
  const { uid, suffix, resourceGroup, prefixId, variant } = own;
  const isPlain = suffix === '' && prefixId === undefined && variant === undefined;
  if (isPlain && resourceGroup === settings.resourceGroup) return idsOf(settings).publicIP(uid);
  const ofPrefix = prefixId === undefined ? '' : `-${lastName(prefixId)}`;
  const name = `${settings.loadBalancer.name}-${servicePrefix(uid)}${ofPrefix}`.slice(0, LONGEST).replace(/-+$/, '');
  const named = variant === undefined ? name : `${name.slice(0, LONGEST - variant.length - 1)}-${variant}`;
  return networkId(settings.subscriptionId, resourceGroup, 'publicIPAddresses', named + suffix);
}

export function frontendName({ uid, suffix, subnetName }: Half): string {
  const prefix = servicePrefix(uid);
  return (subnetName === undefined ? prefix : trimmed(`${prefix}-${subnetName}`)) + suffix;
}

export function ruleName({ uid, suffix, subnetName }: Half, protocol: string, port: number): string {
  const prefix = servicePrefix(uid);
  const what = `-${protocol.toUpperCase()}-${port}`;
  const middle = subnetName === undefined ? '' : `-${subnetName.slice(0, LONGEST - prefix.length - 1 - what.length)}`;
  return prefix + middle + what + suffix;
}

/** Does a frontend, rule or probe of this name belong to the Service with this UID? */
export function isNameOf(uid: string, name: string): boolean {
  const prefix = servicePrefix(uid);
  const lower = name.toLowerCase();
  return lower === prefix || lower.startsWith(`${prefix}-`);
}

/** The Service prefix at the front of a name; undefined where it has not that anatomy. */
export function prefixOf(name: string): string | undefined {
  return /^(a[0-9a-f]{31})(?:-|$)/i.exec(name)?.[1]?.toLowerCase();
}

interface Ids {
  readonly Public: ArmId;
  readonly Internal: ArmId;
  readonly publicIP: (uid: string) => ArmId;
}

const IDS = new WeakMap<Settings, Ids>();

// Asked for every Service, several times a pass.
function idsOf(settings: Settings): Ids {
  const known = IDS.get(settings);
  if (known) return known;
  const { subscriptionId, resourceGroup, loadBalancer } = settings;
  const idOf = (type: string, name: string): ArmId => networkId(subscriptionId, resourceGroup, type, name);
  const ids: Ids = {
    Public: idOf('loadBalancers', loadBalancer.name),
    Internal: idOf('loadBalancers', `${loadBalancer.name}-internal`),
    publicIP: memoiseText((uid) =>
      idOf('publicIPAddresses', `${loadBalancer.name}-${servicePrefix(uid)}`.slice(0, LONGEST)),
    ),
  };
  IDS.set(settings, ids);
  return ids;
}

// A name must end with a letter, a digit or an underscore.
function trimmed(name: string): string {
  const cut = name.slice(0, LONGEST);
  return /[a-z_]$/i.test(cut) ? cut : `${cut.slice(0, -1)}_`;
}
