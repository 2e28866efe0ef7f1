// What do the settings of load balancers come to? Our own defaults stand here for the fields that azure.json may give:
// in the schema they would be filled in before azure.json is asked.
import type { AzureNetworkSpec } from '../kinds/index.js';
import type { Settings } from '../settings.js';
import type { ArmId } from '../values/arm-id.js';
import { mergeTags, tagFault } from '../values/azure-tag.js';

type LoadBalancer = Settings['loadBalancer'];
type Spec = AzureNetworkSpec['loadBalancer'];

/** What azure.json gives; the object wins over each. */
export interface LoadBalancerDefaults extends Partial<
  Pick<LoadBalancer, 'name' | 'excludeControlPlaneNodes' | 'backends' | 'disableOutboundSNAT' | 'tags'>
> {
  readonly probe?: Partial<Pick<LoadBalancer['probe'], 'mode' | 'port' | 'path'>>;
}

export function loadBalancerSettings(
  { clusterId, loadBalancer: spec }: AzureNetworkSpec,
  { subnetId: defaultSubnetId, loadBalancer: defaults = {} }: Defaults,
): LoadBalancer {
  const subnetId = spec.subnetId ?? defaultSubnetId;
  return {
    name: spec.name ?? defaults.name ?? clusterId,
    claim: spec.claim,
    ...(subnetId && { subnetId: subnetId as ArmId }),
    excludeControlPlaneNodes: spec.excludeControlPlaneNodes ?? defaults.excludeControlPlaneNodes ?? true,
    backends: spec.backends ?? defaults.backends ?? 'NodeIP',
    probe: probeSettings(spec.probe, defaults.probe),
    disableOutboundSNAT: spec.disableOutboundSNAT ?? defaults.disableOutboundSNAT ?? false,
    maxRulesPerBackend: spec.maxRulesPerBackend,
    adopt: { removePeerRules: spec.adopt.removePeerRules, replaceNicPools: spec.adopt.replaceNicPools },
    tags: mergeTags(spec.tags ?? defaults.tags ?? {}),
    publicIPTags: mergeTags(spec.publicIPTags),
    publicIPPrefixes: prefixes(spec),
    publicIPZones: [...spec.publicIPZones].sort(),
  };
}

/** Field, value and fault of each tag that Azure, or we, would not take. */
export function badTags(
  { loadBalancer: spec }: AzureNetworkSpec,
  { loadBalancer: defaults = {} }: Defaults,
): readonly { readonly field: string; readonly tag: string; readonly fault: string }[] {
  const given = { tags: spec.tags ?? defaults.tags ?? {}, publicIPTags: spec.publicIPTags };
  return Object.entries(given).flatMap(([field, tags]) =>
    Object.entries(tags).flatMap(([name, value]) => {
      const fault = tagFault(name, value);
      return fault === undefined ? [] : [{ field: `spec.loadBalancer.${field}`, tag: `${name}=${value}`, fault }];
    }),
  );
}

function probeSettings(
  { mode, port, path, interval, threshold }: Spec['probe'],
  defaults: LoadBalancerDefaults['probe'] = {},
): LoadBalancer['probe'] {
  return {
    mode: mode ?? defaults.mode ?? 'ServiceNodePort',
    port: port ?? defaults.port ?? 10256,
    path: path ?? defaults.path ?? '/healthz',
    interval,
    threshold,
  };
}

function prefixes({ publicIPPrefixId, publicIPPrefixIdIPv6 }: Spec): LoadBalancer['publicIPPrefixes'] {
  return {
    ...(publicIPPrefixId && { 4: publicIPPrefixId as ArmId }),
    ...(publicIPPrefixIdIPv6 && { 6: publicIPPrefixIdIPv6 as ArmId }),
  };
}

interface Defaults {
  readonly subnetId?: string;
  readonly loadBalancer?: LoadBalancerDefaults;
}
