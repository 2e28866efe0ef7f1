// What do the settings come to? The AzureNetwork object first, azure.json for what it leaves out.
import { ALLOW_PRIORITIES, AZURE_NETWORK, check, DENY_PRIORITIES, NODE_DESTINATIONS } from '../kinds/index.js';
import type { AzureNetworkSpec } from '../kinds/index.js';
import { readAllowedDeletes } from './allowed-deletes.js';
import { badDns, dnsSettings } from './dns.js';
import type { LoadBalancerDefaults } from './load-balancer.js';
import { badTags, loadBalancerSettings } from './load-balancer.js';
import { strayFields } from './stray-fields.js';
import type { Settings } from '../settings.js';
import type { ArmId } from '../values/arm-id.js';
import { parseArmId } from '../values/arm-id.js';
import { parseDuration } from '../values/duration.js';
import type { PortRange } from '../values/port-range.js';
import type { Parsed, Problem } from '../values/problem.js';
import { problem, warning } from '../values/problem.js';
import { sourceRef } from '../values/source-ref.js';

/** What azure.json gives; ids are whole. */
export interface SettingsDefaults {
  readonly subscriptionId?: string;
  readonly resourceGroup?: string;
  readonly location?: string;
  readonly virtualNetworkId?: string;
  readonly subnetId?: string;
  readonly securityGroupId?: string;
  readonly loadBalancer?: LoadBalancerDefaults;
}

/** What is read of an AzureNetwork. */
export interface SettingsObject {
  readonly meta: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: unknown;
}

const NAME = 'default';
const OBJECT = sourceRef('AzureNetwork', undefined, NAME);

/** Undefined where the settings can't be worked with; objects beside the one that counts are Problems of their own. */
export function readSettings(networks: readonly SettingsObject[], defaults: SettingsDefaults): Parsed<Settings> {
  const network = networks.find(({ meta }) => meta.name === NAME);
  const others = networks.filter((one) => one !== network).map(({ meta }) => surplus(meta.name));
  if (!network) {
    const missing = complain('metadata.name', '', `There is no AzureNetwork named ${NAME}: settings are read from it.`);
    return { value: undefined, problems: [missing, ...others] };
  }
  const { value: spec, problems } = check(AZURE_NETWORK, network.spec, OBJECT);
  if (!spec) return { value: undefined, problems: [...problems, ...others] };
  const { value, problems: further } = settingsOf(spec, defaults, network.meta.annotations);
  return { value, problems: [...problems, ...further, ...others] };
}

function surplus(name: string): Problem {
  const object = sourceRef('AzureNetwork', undefined, name);
  const message =
    name === NAME
      ? `There are several AzureNetworks named ${NAME}: only the first one counts.`
      : `metadata.name is ${name}; it must be ${NAME}: a cluster has one AzureNetwork, and this one is ignored.`;
  return problem({ object, key: 'metadata.name', reason: 'InvalidSettings' }, name, message);
}

function complain(key: string, value: string, message: string): Problem {
  return problem({ object: OBJECT, key, reason: 'InvalidSettings' }, value, message);
}

/** azure.json's key for each field that may come from there (https://cloud-provider-azure.sigs.k8s.io/install/configs/). */
const REQUIRED = {
  subscriptionId: 'subscriptionId',
  resourceGroup: 'resourceGroup',
  location: 'location',
  virtualNetworkId: 'vnetName',
} as const;

function settingsOf(
  spec: AzureNetworkSpec,
  defaults: SettingsDefaults,
  annotations: Readonly<Record<string, string>> = {},
): Parsed<Settings> {
  const chosen = { ...defaults, ...defined(spec) };
  const missing = Object.entries(REQUIRED)
    .filter(([field]) => !chosen[field as keyof typeof REQUIRED])
    .map(([field, key]) =>
      complain(
        `spec.${field}`,
        '',
        `spec.${field} is missing; set it, or ${key} in azure.json, which gives its default.`,
      ),
    );
  const tags = badTags(spec, defaults).map(({ field, tag, fault }) =>
    complain(field, tag, `${field}: the tag ${tag} ${fault}.`),
  );
  const names = badDns(spec.dns).map(({ field, value, message }) => complain(field, value, message));
  const problems = [...missing, ...badDefaults(spec, defaults), ...tags, ...names];
  if (problems.length > 0) return { value: undefined, problems };
  const dns = dnsSettings(spec.dns);
  const allowedDeletes = readAllowedDeletes(annotations, dns.zones);
  const value: Settings = {
    clusterId: spec.clusterId,
    subscriptionId: chosen.subscriptionId!,
    resourceGroup: chosen.resourceGroup!,
    location: chosen.location!,
    virtualNetworkId: chosen.virtualNetworkId as ArmId,
    loadBalancer: loadBalancerSettings(spec, defaults),
    securityGroups: securityGroups(spec, defaults),
    dns,
    mode: spec.mode,
    safety: {
      maxDeletePercent: spec.safety.maxDeletePercent,
      ...(allowedDeletes.value?.size && { allowedDeletes: allowedDeletes.value }),
    },
    drift: { interval: parseDuration(spec.drift.interval)!, action: spec.drift.action },
  };
  const stray = strayFields(spec.dns).map(({ field, value: text, message }) =>
    warning({ object: OBJECT, key: field, reason: 'InvalidSettings' }, text, message),
  );
  return { value, problems: [...allowedDeletes.problems, ...stray] };
}

function securityGroups(spec: AzureNetworkSpec, defaults: SettingsDefaults): Settings['securityGroups'] {
  const byDefault = defaults.securityGroupId
    ? [
        {
          id: defaults.securityGroupId,
          allowPriorities: ALLOW_PRIORITIES,
          denyPriorities: DENY_PRIORITIES,
          nodeDestinations: NODE_DESTINATIONS,
        } as const,
      ]
    : [];
  return (spec.securityGroups ?? byDefault).map(({ id, allowPriorities, denyPriorities, nodeDestinations }) => ({
    id: id as ArmId,
    allowPriorities: band(allowPriorities),
    denyPriorities: band(denyPriorities),
    nodeDestinations,
  }));
}

// The schema has seen to the shape.
function band(text: string): PortRange {
  const [from, to] = text.split('-').map(Number);
  return { from: from!, to: to! };
}

function defined(spec: AzureNetworkSpec) {
  const { subscriptionId, resourceGroup, location, virtualNetworkId } = spec;
  return {
    ...(subscriptionId && { subscriptionId }),
    ...(resourceGroup && { resourceGroup }),
    ...(location && { location }),
    ...(virtualNetworkId && { virtualNetworkId }),
  };
}

// The schema has seen to the ids of the object; those of azure.json are put together from its names, which nobody has checked.
function badDefaults(spec: AzureNetworkSpec, defaults: SettingsDefaults): readonly Problem[] {
  const used: readonly (readonly [string, string, string, string | undefined])[] = [
    [
      'spec.virtualNetworkId',
      'vnetName',
      'virtualNetworks',
      spec.virtualNetworkId ? undefined : defaults.virtualNetworkId,
    ],
    [
      'spec.loadBalancer.subnetId',
      'subnetName',
      'virtualNetworks/subnets',
      spec.loadBalancer.subnetId ? undefined : defaults.subnetId,
    ],
    [
      'spec.securityGroups',
      'securityGroupName',
      'networkSecurityGroups',
      spec.securityGroups ? undefined : defaults.securityGroupId,
    ],
  ];
  return used.flatMap(([field, key, type, id]) =>
    id === undefined || parseArmId(id)?.type.toLowerCase() === `microsoft.network/${type.toLowerCase()}`
      ? []
      : [
          complain(
            field,
            id,
            `${key} in azure.json gives ${id}, which is no id of Microsoft.Network/${type}; mend it, or set ${field}.`,
          ),
        ],
  );
}
