// What does azure.json give to the settings? Its names, as the ids that settings hold.
import type { AzureConfig } from '../adapters/azure/azure-config.js';
import type { SettingsDefaults } from '../core/settings/index.js';
import { networkId } from '../core/values/arm-id.js';

export function settingsDefaults(config: AzureConfig): SettingsDefaults {
  const { resourceGroup, location, vnetName, subnetName, securityGroupName } = config;
  const subscriptionId = config.networkResourceSubscriptionID ?? config.subscriptionId;
  const idOf = (type: string, name: string | undefined, group = resourceGroup): string | undefined =>
    subscriptionId && group && name ? networkId(subscriptionId, group, type, name) : undefined;
  const virtualNetworkId = idOf('virtualNetworks', vnetName, config.vnetResourceGroup ?? resourceGroup);
  const securityGroupId = idOf(
    'networkSecurityGroups',
    securityGroupName,
    config.securityGroupResourceGroup ?? resourceGroup,
  );
  return {
    ...(subscriptionId !== undefined && { subscriptionId }),
    ...(resourceGroup !== undefined && { resourceGroup }),
    ...(location !== undefined && { location }),
    ...(virtualNetworkId !== undefined && { virtualNetworkId }),
    ...(virtualNetworkId !== undefined &&
      subnetName !== undefined && { subnetId: `${virtualNetworkId}/subnets/${subnetName}` }),
    ...(securityGroupId !== undefined && { securityGroupId }),
    loadBalancer: loadBalancerDefaults(config),
  };
}

function loadBalancerDefaults(config: AzureConfig): NonNullable<SettingsDefaults['loadBalancer']> {
  const port = config.clusterServiceLoadBalancerHealthProbePort;
  const path = config.clusterServiceLoadBalancerHealthProbePath;
  const { loadBalancerName: name, excludeMasterFromStandardLB, disableOutboundSNAT } = config;
  const isPodIP = config.loadBalancerBackendPoolConfigurationType?.toLowerCase() === 'podip';
  const isShared = config.clusterServiceLoadBalancerHealthProbeMode?.toLowerCase() === 'shared';
  return {
    ...(name !== undefined && { name }),
    ...(excludeMasterFromStandardLB !== undefined && { excludeControlPlaneNodes: excludeMasterFromStandardLB }),
    ...(disableOutboundSNAT !== undefined && { disableOutboundSNAT }),
    ...(isPodIP && { backends: 'PodIP' }),
    probe: {
      ...(isShared && { mode: 'Shared' }),
      ...(port !== undefined && { port }),
      ...(path !== undefined && { path }),
    },
    ...((config.tags ?? config.tagsMap) && { tags: tagsOf(config) }),
  };
}

/** `tagsMap` over `tags`, whose pairs are separated by commas; names are one whatever their case, as Azure has it. */
function tagsOf({ tags = '', tagsMap = {} }: AzureConfig): Readonly<Record<string, string>> {
  const pairs = tags.split(',').map((pair) => pair.split('='));
  const whole = pairs.flatMap((parts): [string, string][] => (parts.length === 2 ? [[parts[0]!, parts[1]!]] : []));
  const byName = new Map<string, readonly [string, string]>();
  for (const [name, value] of [...whole, ...Object.entries(tagsMap)])
    if (name.trim() !== '') byName.set(name.trim().toLowerCase(), [name.trim(), value.trim()]);
  return Object.fromEntries([...byName.values()].sort(([a], [b]) => (a < b ? -1 : 1)));
}
