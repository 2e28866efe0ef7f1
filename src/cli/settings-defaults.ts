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
  };
}
