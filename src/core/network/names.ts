// What are things called in Azure? Load balancer parts and public IPs bear the names that Azure's cloud controller
// gives them, so that a cluster can move from it to us without a rule changing; security rules have names of our own,
// never beginning with `k8s-azure-lb`, which it would delete.
//
//   a97c5afeda12a4355860191fcc0558bb              Service prefix: `a` + UID without dashes, cut to 32
//   prod-1, prod-1-internal                        load balancers, and the backend pool in them is `prod-1`
//   <prefix>[-<subnet>]                            frontend; an internal one says the subnet that the user chose
//   <prefix>[-<subnet>]-TCP-80                     rule and probe
//   <prefix>-TCP-<healthCheckNodePort>             probe of `externalTrafficPolicy: Local`
//   prod-1-<prefix>                                public IP
//
// Source: https://github.com/kubernetes-sigs/cloud-provider-azure, pkg/provider/azure_loadbalancer.go
import type { ArmId } from '../values/arm-id.js';
import { networkId } from '../values/arm-id.js';
import { memoiseText } from '../values/memoise-text.js';
import type { Protocol } from '../values/port-range.js';
import type { Settings } from '../settings.js';

/** ARM's names are at most 80 characters; the peer leaves room for suffixes. */
const LONGEST = 75;

export const servicePrefix: (uid: string) => string = memoiseText((uid) =>
  `a${uid.replaceAll('-', '')}`.slice(0, 32).toLowerCase(),
);

export function loadBalancerId(settings: Settings, scheme: 'Public' | 'Internal'): ArmId {
  return idsOf(settings)[scheme];
}

export function poolName(settings: Settings): string {
  return settings.loadBalancer.name;
}

export function publicIPName(settings: Settings, uid: string): string {
  return `${settings.loadBalancer.name}-${servicePrefix(uid)}`.slice(0, LONGEST);
}

export function publicIPId(settings: Settings, uid: string): ArmId {
  return idsOf(settings).publicIP(uid);
}

export function frontendName(uid: string, subnetName?: string): string {
  const prefix = servicePrefix(uid);
  return subnetName === undefined ? prefix : trimmed(`${prefix}-${subnetName}`);
}

export function ruleName(uid: string, protocol: Protocol, port: number, subnetName?: string): string {
  const prefix = servicePrefix(uid);
  const suffix = `-${protocol.toUpperCase()}-${port}`;
  if (subnetName === undefined) return prefix + suffix;
  return `${prefix}-${subnetName.slice(0, LONGEST - prefix.length - 1 - suffix.length)}${suffix}`;
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
    publicIP: memoiseText((uid) => idOf('publicIPAddresses', publicIPName(settings, uid))),
  };
  IDS.set(settings, ids);
  return ids;
}

// A name must end with a letter, a digit or an underscore.
function trimmed(name: string): string {
  const cut = name.slice(0, LONGEST);
  return /[a-z_]$/i.test(cut) ? cut : `${cut.slice(0, -1)}_`;
}
